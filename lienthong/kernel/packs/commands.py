"""``lienthong pack check|plan|apply|rollback``.

The command line adds the group ``pack`` and runs it in the system's scope. ``check`` needs no database as long as the
packs it requires lie beside it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.actions.public import SYSTEM
from lienthong.kernel.errors import DomainError

FOLDER = click.argument("folder", type=click.Path(path_type=Path))
JSON = click.option("--json", "as_json", is_flag=True, help=gettext_lazy("In kết quả dạng JSON."))
ALL = click.option("--all", "everything", is_flag=True, help=gettext_lazy("In mọi thay đổi, không rút gọn."))


@click.group("pack", help=gettext_lazy("Gói cấu hình: kiểm tra, xem kế hoạch, áp dụng, quay lại."))
def pack() -> None:
    pass


def _answers(command: Callable[..., None]) -> Callable[..., None]:
    """A refusal becomes a message on standard error (or JSON on standard output) and exit code 1."""

    @wraps(command)
    def run(*args: Any, as_json: bool, **kwargs: Any) -> None:
        try:
            command(*args, as_json=as_json, **kwargs)
        except DomainError as error:
            problems = getattr(error, "problems", [])
            if as_json:
                answer = {"ok": False, "code": error.code, "message": str(error)}
                _print_json({**answer, "problems": [problem.as_json() for problem in problems]})
            else:
                for problem in problems:
                    click.echo(str(problem), err=True)
                click.echo(str(error), err=True)
            raise SystemExit(1) from error

    return run


@pack.command("check", help=gettext_lazy("Kiểm tra gói trong thư mục FOLDER; không ghi gì."))
@FOLDER
@click.option("--strict", is_flag=True, help=gettext_lazy("Coi cảnh báo là lỗi."))
@JSON
@_answers
def check_command(folder: Path, strict: bool, as_json: bool) -> None:
    from lienthong.kernel.packs.public import check

    problems = check(folder)
    failed = any(problem.severity == "error" or strict for problem in problems)
    if as_json:
        _print_json({"ok": not failed, "problems": [problem.as_json() for problem in problems]})
    else:
        for problem in problems:
            mark = "" if problem.severity == "error" else _("cảnh báo: ")
            click.echo(f"{mark}{problem}", err=True)
        click.echo(_("Gói có lỗi.") if failed else _("Gói hợp lệ."))
    if failed:
        raise SystemExit(1)


@pack.command("plan", help=gettext_lazy("In các thay đổi mà FOLDER sẽ gây ra; không ghi gì."))
@FOLDER
@ALL
@JSON
@_answers
def plan_command(folder: Path, everything: bool, as_json: bool) -> None:
    from lienthong.kernel.packs.public import plan

    result = plan(folder)
    if as_json:
        _print_json({"ok": True, **result.as_json()})
    else:
        for line in result.lines(everything=everything):
            click.echo(line)


@pack.command("apply", help=gettext_lazy("Áp dụng gói trong FOLDER, tất cả hoặc không gì cả."))
@FOLDER
@ALL
@JSON
@_answers
def apply_command(folder: Path, everything: bool, as_json: bool) -> None:
    from lienthong.kernel.packs.public import apply

    applied = apply(folder, SYSTEM)
    _report(applied, everything, as_json)


@pack.command("rollback", help=gettext_lazy("Đưa gói KEY về phiên bản trước."))
@click.argument("key")
@ALL
@JSON
@_answers
def rollback_command(key: str, everything: bool, as_json: bool) -> None:
    from lienthong.kernel.packs.public import rollback

    applied = rollback(key, SYSTEM)
    _report(applied, everything, as_json)


def _report(applied: Any, everything: bool, as_json: bool) -> None:
    if as_json:
        _print_json({"ok": True, **applied.as_json()})
        return
    for line in applied.plan.lines(everything=everything):
        click.echo(line)
    if applied.changed:
        click.echo(_("Đã áp dụng: %(version)s.") % {"version": applied.version})


def _print_json(data: dict[str, Any]) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))
