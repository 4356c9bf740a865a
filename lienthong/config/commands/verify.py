"""``lienthong verify FILE``: signatures, signers, times, integrity and the sealed action."""

from __future__ import annotations

import json
from pathlib import Path

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@click.command(
    "verify", help=gettext_lazy("Kiểm chứng một tệp: chữ ký, thời gian, toàn vẹn và hành động đã niêm phong.")
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True)
def verify(file: Path, as_json: bool) -> None:
    from lienthong.kernel.papers.verification import LARGEST, verify_bytes

    if file.stat().st_size > LARGEST:
        raise click.ClickException(_("Tệp lớn hơn %(largest)s MB") % {"largest": LARGEST // 2**20})
    found = verify_bytes(file.read_bytes())
    answer = found.to_dict()
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1, default=str))
    else:
        click.echo(_("Kết luận: %(verdict)s") % {"verdict": answer["verdict"]})
        if found.paper:
            click.echo(
                f"{found.paper['kind']} {found.paper['number'] or ''} · {found.paper['organisation'] or ''} · {found.paper['issued_on'] or ''}"
            )
        for signature in (found.signatures or {}).get("signatures", []):
            click.echo(json.dumps(signature, ensure_ascii=False, default=str))
        click.echo(
            _("Hành động đã niêm phong") if found.sealed else _("Chưa có hành động niêm phong cho tệp này")
        )
        for reason in found.reasons:
            click.echo(f"- {reason}")
    raise SystemExit(0 if found.verdict == "valid" else 1)
