"""``lienthong rebuild --check``: is the stored state what the history says?"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@click.command("rebuild", help=gettext_lazy("So trạng thái đang lưu với lịch sử; --check chỉ so, không sửa."))
@click.option("--check", is_flag=True, required=True, help=gettext_lazy("Chỉ so sánh."))
@click.option("--json", "as_json", is_flag=True)
def rebuild(check: bool, as_json: bool) -> None:
    from lienthong.kernel.actions.public import differences, registered

    report: list[dict[str, Any]] = []
    wrong = 0
    for projection in registered():
        found = [asdict(difference) for difference in differences(projection)]
        wrong += len(found)
        report.append(
            {
                "model": projection.model._meta.label_lower,
                "rows": projection.model._default_manager.count(),
                "differences": found[:50],
                "count": len(found),
            }
        )
    if as_json:
        click.echo(
            json.dumps({"ok": wrong == 0, "projections": report}, ensure_ascii=False, indent=1, default=str)
        )
    else:
        for line in report:
            click.echo(
                _("%(model)-32s %(rows)8d dòng, %(different)d khác lịch sử")
                % {"model": line["model"], "rows": line["rows"], "different": line["count"]}
            )
            for one in line["differences"]:
                what = (
                    _("thiếu dòng")
                    if one["field"] == "row"
                    else _("%(field)s: lưu %(stored)s, lịch sử %(derived)s")
                    % {"field": one["field"], "stored": one["stored"], "derived": one["derived"]}
                )
                click.echo(f"  {one['object']}  {what}", err=True)
    raise SystemExit(1 if wrong else 0)
