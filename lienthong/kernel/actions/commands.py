"""``lienthong seal``: seal now, publish heads, verify the history."""

from __future__ import annotations

import json
from pathlib import Path

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@click.group("seal", help=gettext_lazy("Niêm phong lịch sử: niêm phong ngay, in đầu cây, kiểm chứng."))
def seal() -> None:
    pass


@seal.command("now", help=gettext_lazy("Niêm phong các hành động đang chờ."))
@click.option("--json", "as_json", is_flag=True)
def now(as_json: bool) -> None:
    from lienthong.kernel.actions.models import Head
    from lienthong.kernel.actions.sealing import head_dict, seal_everything

    seal_everything()
    head = Head.objects.order_by("-size").first()
    answer = head_dict(head) if head else {"size": 0}
    click.echo(
        json.dumps(answer, ensure_ascii=False)
        if as_json
        else _("%(count)s hành động đã niêm phong") % {"count": answer["size"]}
    )


@seal.command("heads", help=gettext_lazy("In các đầu cây đã ký, mỗi dòng một JSON, để cất ở nơi khác."))
@click.option("--last", default=0, help=gettext_lazy("Chỉ in số đầu cây mới nhất này."))
def heads(last: int) -> None:
    from lienthong.kernel.actions.models import Head
    from lienthong.kernel.actions.sealing import head_dict

    rows = list(Head.objects.order_by("-size")[:last] if last else Head.objects.order_by("-size"))
    for head in reversed(rows):
        click.echo(json.dumps(head_dict(head)))


@seal.command("change-key", help=gettext_lazy("Thay khóa ký đầu cây; các đầu cây cũ vẫn kiểm chứng được."))
@click.option("--json", "as_json", is_flag=True)
def change_key(as_json: bool) -> None:
    from lienthong.kernel.actions.public import SYSTEM
    from lienthong.kernel.actions.sealing import change_sealing_key

    facts = change_sealing_key(SYSTEM.through("command"))
    click.echo(
        json.dumps(facts)
        if as_json
        else _("Khóa %(old)s đã thay bằng %(new)s. Hãy công bố khóa mới.") % facts
    )


@seal.command(
    "verify",
    help=gettext_lazy("Tính lại cả cây từ lịch sử và so với các đầu cây, kể cả các đầu cây cất ở ngoài."),
)
@click.option(
    "--heads",
    "kept",
    type=click.Path(exists=True, path_type=Path),
    help=gettext_lazy("Tệp do `seal heads` in ra trước đây."),
)
@click.option("--json", "as_json", is_flag=True)
def verify(kept: Path | None, as_json: bool) -> None:
    from lienthong.kernel.actions.audit import verify_history

    facts = [json.loads(line) for line in kept.read_text().splitlines() if line.strip()] if kept else []
    verdict = verify_history(facts)
    if as_json:
        click.echo(json.dumps(verdict.to_dict(), ensure_ascii=False))
    elif verdict.ok:
        click.echo(_("Toàn vẹn: %(size)s hành động khớp các đầu cây đã ký") % {"size": verdict.size})
    else:
        click.echo(
            _("SAI từ mục %(index)s: %(what)s") % {"index": verdict.first_bad, "what": verdict.what},
            err=True,
        )
    raise SystemExit(0 if verdict.ok else 1)
