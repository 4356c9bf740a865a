"""What a person says about himself once, to fill forms with."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.public import actor_for, forget_actors
from lienthong.kernel.accounts.email import new_address
from lienthong.kernel.accounts.models import Account, Identity
from lienthong.kernel.accounts.registration import normal_email, normal_phone
from lienthong.kernel.actions.public import record
from lienthong.kernel.directory.models import Person
from lienthong.kernel.errors import Invalid
from lienthong.kernel.text import straight

FIELDS = ("full_name", "personal_id", "born_on", "address", "phone", "email")
VOUCHED = ("full_name", "personal_id", "born_on")


def profile_of(account: Account) -> dict[str, Any]:
    """``full_name, personal_id, born_on (date | None), sex, address, area_code, phone, email`` and ``verified``:
    whether an identity provider vouches for name, personal id and date of birth. Empty text where unknown."""
    person = account.person
    if person is None:
        values: dict[str, Any] = dict.fromkeys((*FIELDS, "sex", "area_code"), "")
        values["born_on"] = None
    else:
        values = {name: getattr(person, name) for name in (*FIELDS, "sex", "area_code")}
    values["phone"] = values["phone"] or account.phone
    values["email"] = values["email"] or account.email
    values["verified"] = is_verified(account)
    return values


def is_verified(account: Account) -> bool:
    return Identity.objects.filter(account=account).exists()


def fixed_fields(account: Account) -> tuple[str, ...]:
    """What the holder cannot change himself: an officer's name stands in the directory, a verified one is vouched for."""
    return VOUCHED if account.kind == "officer" or is_verified(account) else ()


def change_profile(account: Account, values: dict[str, Any]) -> Account:
    """Write what the holder may change; other names in ``values`` are ignored. Raises Invalid."""
    fixed = fixed_fields(account)
    given = {name: values[name] for name in FIELDS if name in values and name not in fixed}
    errors: dict[str, list[Any]] = {}
    for name in given:
        if isinstance(given[name], str):
            given[name] = " ".join(straight(given[name]).split())
    if "full_name" in given and not given["full_name"]:
        errors["full_name"] = [_("Hãy nhập họ và tên như trên giấy tờ.")]
    if given.get("personal_id") and not re.fullmatch(r"[0-9]{12}", given["personal_id"]):
        errors["personal_id"] = [_("Số định danh cá nhân có 12 chữ số.")]
    born = given.get("born_on")
    if isinstance(born, dt.date) and not dt.date(1900, 1, 1) <= born <= clock.today():
        errors["born_on"] = [_("Ngày sinh không thể ở tương lai hoặc trước năm 1900.")]
    if given.get("phone"):
        given["phone"] = normal_phone(given["phone"]) or ""
        if not given["phone"]:
            errors["phone"] = [_("Số điện thoại gồm 10 chữ số, bắt đầu bằng 0.")]
    if given.get("email"):
        given["email"] = normal_email(given["email"]) or ""
        if not given["email"]:
            errors["email"] = [_("Địa chỉ e-mail chưa đúng, ví dụ ten@vidu.vn.")]
    if errors:
        raise Invalid(errors=errors)
    with transaction.atomic():
        person = account.person or Person(full_name=account.username)
        person = Person.objects.select_for_update().filter(pk=person.pk).first() or person
        changed = [name for name, value in given.items() if getattr(person, name) != value]
        for name in changed:
            setattr(person, name, given[name])
        person.save()
        account.person = person
        account.phone = person.phone
        account.save(update_fields=["person", "phone"])
        new_address(account, person.email)
        if changed:
            record(
                "accounts.change_profile", account, actor=actor_for(account), data={"fields": sorted(changed)}
            )
    if "full_name" in changed:
        forget_actors()
    return account
