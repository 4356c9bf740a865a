"""``lienthong token create`` and ``lienthong demo accounts``. The command line sets up Django and adds the groups."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from lienthong.kernel.errors import DomainError

JSON = click.option("--json", "as_json", is_flag=True, help=gettext_lazy("In kết quả dạng JSON."))


def token_create(
    username: str, *, name: str = "", scopes: tuple[str, ...] = (), days: int = 90
) -> dict[str, Any]:
    """Make a token for an account by command; all scopes when none is named. Raises DomainError."""
    from lienthong.kernel.accounts.models import Account
    from lienthong.kernel.accounts.tokens import READ, WRITE, create_token
    from lienthong.kernel.actions.public import SYSTEM
    from lienthong.kernel.errors import NotFound

    account = Account.objects.filter(username=username.strip().lower()).first()
    if account is None:
        raise NotFound(_("Không có tài khoản %(username)s.") % {"username": username})
    chosen = scopes or (READ, WRITE)  # which hold all the narrower ones
    expires = dt.timedelta(days=days)
    token, plain = create_token(
        account, chosen, name or _("tạo bằng lệnh"), expires, actor=SYSTEM.through("command")
    )
    return {
        "token": plain,
        "id": str(token.pk),
        "account": account.username,
        "scopes": token.scopes,
        "expires_at": token.expires_at.isoformat(),
    }


def _fail(error: DomainError, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"ok": False, "code": error.code, "message": str(error)}, ensure_ascii=False))
    else:
        click.echo(str(error), err=True)
    raise SystemExit(1)


@click.group("token", help=gettext_lazy("Mã truy cập cho giao diện lập trình."))
def token() -> None:
    pass


@token.command("create", help=gettext_lazy("Tạo mã truy cập; chỉ in ra một lần."))
@click.option("--account", required=True, help=gettext_lazy("Tên đăng nhập của tài khoản."))
@click.option("--name", default="", help=gettext_lazy("Tên để nhận ra mã."))
@click.option(
    "--scope", "scopes", multiple=True, help=gettext_lazy("Phạm vi; lặp lại được. Không nêu: mọi phạm vi.")
)
@click.option(
    "--days",
    default=90,
    show_default=True,
    type=click.IntRange(1, 366),
    help=gettext_lazy("Số ngày có hiệu lực."),
)
@JSON
def create(account: str, name: str, scopes: tuple[str, ...], days: int, as_json: bool) -> None:
    try:
        made = token_create(account, name=name, scopes=scopes, days=days)
    except DomainError as error:
        _fail(error, as_json)
    else:
        click.echo(json.dumps(made, ensure_ascii=False, indent=2) if as_json else made["token"])


@click.group("demo", help=gettext_lazy("Dữ liệu và tài khoản của chế độ trình diễn."))
def demo() -> None:
    pass


@demo.command("accounts", help=gettext_lazy("In các tài khoản mẫu với mật khẩu và khóa xác thực."))
@JSON
def accounts(as_json: bool) -> None:
    from lienthong.kernel.accounts.demo import demo_accounts

    try:
        rows = demo_accounts()
    except DomainError as error:
        _fail(error, as_json)
        return
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(
            f"{row['username']:<28} {row['password']:<30} {row['role']} · {row['organisation']} · {row['name']}"
        )


@click.group(
    "account",
    help=gettext_lazy("Quản lý tài khoản từ máy chủ: cấp mật khẩu tạm, khóa, mở, bỏ xác thực hai lớp."),
)
def account() -> None:
    pass


def _manage(username: str, act: str, reason: str = "") -> str:
    """Do one act on an account as the operator of the machine. Returns what to hand over, if anything."""
    from lienthong.kernel.accounts import managing
    from lienthong.kernel.accounts.models import Account
    from lienthong.kernel.actions.public import SYSTEM
    from lienthong.kernel.errors import NotFound

    found = Account.objects.select_related("person").filter(username=username.strip().lower()).first()
    if found is None:
        raise NotFound(_("Không có tài khoản %(username)s.") % {"username": username})
    operator = SYSTEM.through("command")
    if act == "password":
        return managing.issue_temporary_password(found, actor=operator, reason=reason)
    if act == "second-factor":
        managing.reset_second_factor(found, actor=operator, reason=reason)
    elif act == "disable":
        managing.disable_account(found, actor=operator, reason=reason)
    else:
        managing.enable_account(found, actor=operator, reason=reason)
    return ""


def _command(act: str, text: str) -> None:
    @account.command(act, help=gettext_lazy(text))
    @click.argument("username")
    @click.option("--reason", default="", help=gettext_lazy("Lý do, ghi vào lịch sử."))
    @JSON
    def run(username: str, reason: str, as_json: bool) -> None:
        try:
            given = _manage(username, act, reason)
        except DomainError as error:
            _fail(error, as_json)
            return
        if as_json:
            click.echo(json.dumps({"ok": True, "username": username, "password": given or None}))
        else:
            click.echo(given or _("Đã xong."))


_command("password", gettext_noop("Cấp mật khẩu tạm; phải đổi ở lần đăng nhập đầu."))
_command("second-factor", gettext_noop("Bỏ xác thực hai lớp; thiết lập lại ở lần đăng nhập sau."))
_command("disable", gettext_noop("Khóa tài khoản ngay."))
_command("enable", gettext_noop("Mở lại tài khoản."))
