"""Opening an account for an officer: the person stands in the directory, the account is his way in."""

from __future__ import annotations

import re

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.public import is_platform_administrator, organisations_with
from lienthong.kernel.accounts.credentials import normal_username
from lienthong.kernel.accounts.email import send_soon
from lienthong.kernel.accounts.managing import new_temporary_password
from lienthong.kernel.accounts.models import Account
from lienthong.kernel.accounts.registration import normal_email
from lienthong.kernel.accounts.rules import MANAGE
from lienthong.kernel.accounts.step_up import require_fresh_factor
from lienthong.kernel.actions.public import Actor, record
from lienthong.kernel.directory.models import Officer, Person
from lienthong.kernel.errors import Forbidden, Invalid, Refused
from lienthong.kernel.text import fold

USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,78})[a-z0-9]")


def suggest_username(officer: Officer) -> str:
    """``hoatt`` for Trần Trọng Hòa: given name, then the first letters of the rest; with a number when taken."""
    words = re.findall(r"[a-z]+", fold(officer.person.full_name))
    base = (words[-1] + "".join(word[0] for word in words[:-1]))[:60] if words else "canbo"
    base = base if len(base) > 2 else f"{base}.cb"
    taken = set(Account.objects.filter(username__startswith=base).values_list("username", flat=True))
    number = 1
    while (base if number == 1 else f"{base}{number}") in taken:
        number += 1
    return base if number == 1 else f"{base}{number}"


def open_account(
    officer: Officer, *, actor: Actor, username: str, email: str = "", reason: str = ""
) -> tuple[Account, str]:
    """An account with a temporary password, which is returned once and must be changed at the first sign-in.

    Raises Forbidden outside the actor's agencies, StepUpNeeded, Invalid, Refused when the person has an account.
    """
    administers = officer.organisation_id in organisations_with(actor, MANAGE)
    if not administers and not is_platform_administrator(actor):
        raise Forbidden()
    require_fresh_factor(actor)
    too_long = len(username.strip()) > 80
    username = normal_username(username)
    address = normal_email(email) if email.strip() else ""
    errors: dict[str, list[object]] = {}
    if too_long or not USERNAME.fullmatch(username):
        errors["username"] = [
            _("Tên đăng nhập từ 3 đến 80 ký tự: chữ thường không dấu, chữ số, dấu chấm, gạch nối, gạch dưới.")
        ]
    if address is None:
        errors["email"] = [_("Địa chỉ e-mail chưa đúng, ví dụ ten@vidu.vn.")]
    if not officer.in_force(clock.today()):
        errors["username"] = [_("Người này không giữ vị trí nào hôm nay.")]
    if errors:
        raise Invalid(errors=errors)
    password = new_temporary_password()
    try:
        with transaction.atomic():
            # The person's row is what two administrators who open at once both wait for.
            Person.objects.select_for_update().get(pk=officer.person_id)
            if Account.objects.filter(person_id=officer.person_id, kind="officer").exists():
                raise Refused(
                    _("Người này đã có tài khoản; hãy cấp lại mật khẩu nếu quên"), code="has_account"
                )
            account = Account(
                username=username,
                kind="officer",
                person=officer.person,
                email=address or "",
                must_change_password=True,
            )
            account.set_password(password)
            account.save(force_insert=True)
            record(
                "accounts.open",
                account,
                actor=actor,
                organisation_id=officer.organisation_id,
                reason=reason,
                data={"officer": officer.pk},
            )
            send_soon(account)
    except IntegrityError:
        raise Invalid(errors={"username": [_("Tên đăng nhập này đã có người dùng.")]}) from None
    return account, password
