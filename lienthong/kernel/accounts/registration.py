"""Citizens open their own account. Officers' accounts come from the directory, never from here."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.public import actor_for
from lienthong.kernel.accounts.credentials import normal_username
from lienthong.kernel.accounts.email import send_soon
from lienthong.kernel.accounts.limits import rate_limit
from lienthong.kernel.accounts.models import Account
from lienthong.kernel.accounts.passwords import check_new_password
from lienthong.kernel.actions.public import record
from lienthong.kernel.directory.models import Person
from lienthong.kernel.errors import Invalid
from lienthong.kernel.text import nfc, straight

PER_ADDRESS, PER_SECONDS = 20, 3600


def normal_phone(text: str) -> str | None:
    """``0912345678`` for a Vietnamese number in any usual writing; None for what is none."""
    digits = re.sub(r"[\s.\-()]", "", text)
    digits = re.sub(r"^(?:\+?84)(?=\d{9,10}$)", "0", digits)
    return digits if re.fullmatch(r"0[0-9]{9,10}", digits) else None


def normal_email(text: str) -> str | None:
    text = nfc(text).strip().lower()
    try:
        validate_email(text)
    except ValidationError:
        return None
    return text


def register_citizen(*, full_name: str, contact: str, password: str, address: str = "") -> Account:
    """A new citizen account whose user name is the telephone number or e-mail address.

    ``address``: IP address the request came from, for the limit. Raises Invalid, TooMany.
    """
    rate_limit(f"register:{address}", PER_ADDRESS, PER_SECONDS)
    phone, email = normal_phone(contact), normal_email(contact)
    if not (phone or email):
        raise Invalid(
            errors={"contact": [_("Hãy nhập số điện thoại (10 chữ số) hoặc một địa chỉ e-mail đúng.")]}
        )
    full_name = " ".join(straight(full_name).split())
    if not re.fullmatch(r"[^\W\d_][^\d_<>]{1,119}", full_name):
        raise Invalid(errors={"full_name": [_("Hãy nhập họ và tên như trên giấy tờ.")]})
    person = Person(full_name=full_name, phone=phone or "", email=email or "")
    person.prepare()
    probe = Account(
        username=phone or email or "", kind="citizen", phone=phone or "", email=email or "", person=person
    )
    password = check_new_password(password, probe)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
            account = Account(
                username=normal_username(phone or email or ""),
                kind="citizen",
                person=person,
                phone=phone or "",
                email=email or "",
                password_changed_at=clock.now(),
            )
            account.set_password(password)
            account.save(force_insert=True)
            record("accounts.register", account, actor=actor_for(account))
            send_soon(account)
    except IntegrityError:
        raise Invalid(
            errors={"contact": [_("Đã có tài khoản dùng số điện thoại hoặc e-mail này. Hãy đăng nhập hoặc lấy lại mật khẩu.")]}
        ) from None  # fmt: skip
    return account
