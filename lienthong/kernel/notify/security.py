"""What the holder of an account is told when somebody changes his access. Never a secret, never who else has access."""

from __future__ import annotations

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.accounts.models import Account
from lienthong.kernel.notify.send import Recipient, register_template, send

_ADVICE = _("\n\nNếu bạn không biết việc này, hãy báo ngay cho quản trị của cơ quan.")

TEXTS: dict[str, tuple[Any, Any]] = {
    "password_reset": (_("Mật khẩu của bạn vừa được cấp lại"), _("Quản trị đã cấp mật khẩu tạm cho tài khoản %(username)s; các phiên và mã truy cập cũ đã kết thúc.")),
    "factor_reset": (_("Xác thực hai lớp của bạn vừa được bỏ"), _("Quản trị đã bỏ xác thực hai lớp của tài khoản %(username)s; lần đăng nhập sau bạn thiết lập lại.")),
    "locked": (_("Tài khoản của bạn vừa bị khóa"), _("Quản trị đã khóa tài khoản %(username)s.")),
    "unlocked": (_("Tài khoản của bạn vừa được mở lại"), _("Quản trị đã mở lại tài khoản %(username)s.")),
    "sessions_ended": (_("Các phiên đăng nhập của bạn vừa được kết thúc"), _("Quản trị đã kết thúc mọi phiên của tài khoản %(username)s.")),
    "role_given": (_("Bạn vừa được giao vai trò"), _("Bạn được giao vai trò “%(role)s” tại %(organisation)s.")),
    "role_ended": (_("Một vai trò của bạn vừa kết thúc"), _("Vai trò “%(role)s” tại %(organisation)s đã kết thúc.")),
    "delegated": (_("Bạn vừa được ủy quyền"), _("%(giver)s ủy quyền cho bạn từ %(since)s đến hết %(until)s.")),
    "delegation_ended": (_("Một ủy quyền đã kết thúc"), _("Ủy quyền của %(giver)s cho %(taker)s đã kết thúc.")),
    "email_changed": (_("Địa chỉ e-mail của tài khoản vừa đổi"), _("Địa chỉ e-mail của tài khoản %(username)s vừa được đổi; thư này gửi đến địa chỉ cũ.")),
}  # fmt: skip

for _event, (_title, _body) in TEXTS.items():
    register_template(
        f"security.{_event}", title=_title, body=format_lazy("{}{}", _body, _ADVICE), subject=_title
    )


def tell(account: Account, event: str, facts: dict[str, Any]) -> None:
    """A row in the application, and a letter to the confirmed address. ``facts["to"]``: a former address instead."""
    former = facts.pop("to", "")
    send(
        f"security.{event}",
        to=Recipient(
            account_id=account.pk, email=former or account.confirmed_email, language=account.language
        ),
        context={"username": account.username, **facts},
        url="/tai-khoan/bao-mat/" if account.kind == "citizen" else "",
    )
