"""``lienthong bench``: JSON lines of what the installation does and what the bare machine would do."""

from __future__ import annotations

import json
from collections.abc import Callable

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


def _items() -> dict[str, Callable[[dict[str, int]], object]]:
    from lienthong.config.bench import acts, drawing, office, office_reads, reads, worker

    return {
        "submit": acts.submit,
        "file": acts.receive_file,
        "step": acts.complete_step,
        "register": office.register_one,
        "issue": office.issue_to_50,
        "issue-300": office.issue_to_300,
        "inbox": reads.inbox,
        "queue": office_reads.queue,
        "list": office_reads.clerks_list,
        "status": reads.status_page,
        "status-api": reads.status_api,
        "search": reads.search,
        "search-page": office_reads.search_page,
        "receipt": drawing.receipt,
        "signatures": drawing.signatures,
        "seal": drawing.sealing,
        "worker": worker.memory,
    }


@click.command("bench", help=gettext_lazy("Đo bản cài so với giới hạn của máy; mỗi dòng một JSON."))
@click.option("--what", multiple=True, help=gettext_lazy("Chỉ đo những mục này; lặp lại được."))
@click.option(
    "--scale",
    type=click.Choice(["1", "10", "100"]),
    default="1",
    show_default=True,
    help=gettext_lazy("×1: 10.000 hồ sơ, 10.000 văn bản đến, 3.000 văn bản đi; ×100: cả tỉnh, hồ sơ như ×1."),
)
@click.option(
    "--seal/--no-seal",
    default=True,
    help=gettext_lazy("Niêm phong lịch sử của dữ liệu nạp; ở cỡ lớn mất nhiều phút."),
)
@click.option("--load-only", is_flag=True, help=gettext_lazy("Chỉ nạp dữ liệu đo."))
@click.option("--drop", is_flag=True, help=gettext_lazy("Xóa cơ sở dữ liệu đo của cỡ này rồi dừng."))
@click.option("--json", "as_json", is_flag=True, help=gettext_lazy("Dòng JSON (mặc định)."))
@click.option("--table", is_flag=True, help=gettext_lazy("In thành bảng Markdown thay cho dòng JSON."))
def bench(
    what: tuple[str, ...], scale: str, seal: bool, load_only: bool, drop: bool, as_json: bool, table: bool
) -> None:
    from lienthong.config.bench import ground, loading

    units = int(scale)
    if drop:
        ground.drop(units)
        return
    known = _items()
    if unknown := [name for name in what if name not in known]:
        raise click.UsageError(
            _("Không có mục %(unknown)s; các mục: %(known)s")
            % {"unknown": ", ".join(unknown), "known": ", ".join(known)}
        )

    def say(text: str) -> None:
        click.echo(text, err=True)

    try:
        ground.prepare(units, say)
    except ground.NoPrivateCluster as error:
        raise click.ClickException(str(error)) from error
    sizes = loading.load(units, say, seal=seal)
    click.echo(json.dumps({"machine": ground.machine(), "scale": units, "sizes": sizes}, ensure_ascii=False))
    if load_only:
        return
    over = []
    if table:
        click.echo(
            _(
                "| việc | của ta (p50) | p95 | giới hạn (p50) | tỉ lệ | câu lệnh SQL / hạn mức |\n|---|---:|---:|---:|---:|---:|"
            )
        )
    for name in what or known:
        line = known[name](sizes)
        if line is None:
            continue
        row = line.as_dict()  # type: ignore[attr-defined]
        if row.get("budget") and row.get("statements", 0) > row["budget"]:
            over.append(f"{row['what']}: {row['statements']} > {row['budget']}")
        if table:
            click.echo(
                f"| {row['what']} | {row['ours']} {row['unit']} | {row.get('p95', '')} | {row['limit']} | {row.get('ratio', '')} "
                f"| {row.get('statements', '')} / {row.get('budget', '')} |"
            )
        else:
            click.echo(json.dumps(row, ensure_ascii=False))
    if over:
        say(_("Quá hạn mức câu lệnh: %(over)s") % {"over": "; ".join(over)})
        raise SystemExit(1)
