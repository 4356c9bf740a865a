"""Accounts of the demonstration: random passwords of this installation, kept in ``var/demo-accounts.json``.

The file (mode 0600) holds them in plain text so that ``lienthong demo accounts`` can print them. Nothing of it exists
outside demonstration mode.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext

from lienthong.kernel import clock
from lienthong.kernel.access.models import RoleAssignment
from lienthong.kernel.access.public import ROLES
from lienthong.kernel.accounts import totp
from lienthong.kernel.accounts.models import Account, Totp
from lienthong.kernel.accounts.second_factor import ALPHABET
from lienthong.kernel.accounts.vault import encrypt
from lienthong.kernel.directory.models import Officer, Person
from lienthong.kernel.errors import Refused

# Made up; the personal ids and telephone numbers belong to nobody known to us and are flagged as simulated.
CITIZENS: tuple[dict[str, Any], ...] = (
    {"username": "congdan_hanh", "full_name": "Lê Thị Hồng Hạnh", "personal_id": "038188000017", "born_on": "1988-09-05", "sex": "female", "address": "Số 12 phố Hàng Than, phường Hạc Thành, tỉnh Thanh Hóa", "phone": "0900000017"},
    {"username": "congdan_dung", "full_name": "Nguyễn Văn Dũng", "personal_id": "038075000028", "born_on": "1975-02-11", "sex": "male", "address": "Thôn Yên Vực, phường Hàm Rồng, tỉnh Thanh Hóa", "phone": "0900000028"},
    {"username": "congdan_chau", "full_name": "Trịnh Minh Châu", "personal_id": "038301000039", "born_on": "2001-12-30", "sex": "female", "address": "Khu phố Trung Sơn, phường Sầm Sơn, tỉnh Thanh Hóa", "phone": "0900000039"},
)  # fmt: skip


def _path() -> Path:
    return Path(settings.VAR) / "demo-accounts.json"


def _require_demonstration() -> None:
    if not settings.DEMONSTRATION:
        raise Refused(gettext("Chỉ có tài khoản mẫu ở chế độ trình diễn."), code="not_a_demonstration")


def _read() -> dict[str, dict[str, str]]:
    path = _path()
    return json.loads(path.read_text()) if path.exists() else {}


def _new_password() -> str:
    """25 characters of 31: 123 bits, which is why its quick hash will do (see ``hashers``)."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(5))


def demo_secrets(usernames: Iterable[str]) -> dict[str, dict[str, str]]:
    """``{username: {"password", "totp_secret"}}``, made and kept for those that have none yet. Raises Refused."""
    _require_demonstration()
    path = _path()
    with path.with_name(".demo-accounts.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stored = _read()
        wanted = list(usernames)
        missing = [name for name in wanted if name not in stored]
        for name in missing:
            stored[name] = {"password": _new_password(), "totp_secret": totp.new_secret()}
        if missing:
            temporary = path.with_suffix(".new")
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w") as handle:
                json.dump(stored, handle, indent=1)
            temporary.replace(path)
    return {name: stored[name] for name in wanted}


def give_demo_secrets(accounts: list[Account]) -> None:
    """Set password and second factor of new demonstration accounts, in memory; :func:`keep_factors` saves the latter."""
    known = demo_secrets(account.username for account in accounts)
    for account in accounts:
        account.simulated = True
        account.must_change_password = False
        account.password = make_password(known[account.username]["password"], hasher="demonstration")


def keep_factors(accounts: list[Account]) -> None:
    """The preset second factors of saved demonstration accounts."""
    known = demo_secrets(account.username for account in accounts)
    now = clock.now()
    Totp.objects.bulk_create(
        [
            Totp(
                account=account,
                secret=encrypt(known[account.username]["totp_secret"]),
                confirmed_at=now,
                preset=True,
            )
            for account in accounts
        ],
        ignore_conflicts=True,
        batch_size=1000,
    )


def ensure_demo_accounts() -> int:
    """Make the three citizens, and give a password and second factor to each demonstration account without.

    Run after the packs were applied, which open the officers' accounts without a password; safe to run again. An
    account whose holder chose a password of his own is left alone. Returns how many were made or repaired.
    """
    _require_demonstration()
    with transaction.atomic():
        present = set(
            Account.objects.filter(username__in=[row["username"] for row in CITIZENS]).values_list(
                "username", flat=True
            )
        )
        made = [_citizen(row) for row in CITIZENS if row["username"] not in present]
        stored = _read()
        without = [
            account
            for account in Account.objects.filter(simulated=True, password_changed_at__isnull=True)
            if account.username not in stored or not account.has_usable_password()
        ]
        give_demo_secrets(without)
        Account.objects.bulk_update(
            without, ["password", "simulated", "must_change_password"], batch_size=1000
        )
        Totp.objects.filter(account__in=without, preset=True).delete()
        keep_factors([account for account in without if account.kind == "officer"])
    return len({account.pk for account in (*made, *without)})


def _citizen(row: dict[str, Any]) -> Account:
    values = {name: value for name, value in row.items() if name != "username"}
    person = Person(simulated=True, **values)
    person.save()
    account = Account(username=row["username"], kind="citizen", person=person, phone=row["phone"])
    give_demo_secrets([account])
    account.save(force_insert=True)
    return account


def demo_accounts() -> list[dict[str, str]]:
    """Of every demonstration account: username, password, totp_secret, role, organisation, name; officers first.

    ``password`` is empty when its holder chose another. Raises Refused outside demonstration mode.
    """
    _require_demonstration()
    stored = _read()
    day = clock.today()
    officers: dict[Any, Officer] = {}
    found = Officer.objects.filter(Officer.on(day), person__accounts__simulated=True)
    for officer in found.select_related("organisation").order_by("-concurrent", "-pk"):
        officers[officer.person_id] = officer
    roles: dict[int, list[str]] = {}
    assigned = RoleAssignment.objects.filter(RoleAssignment.on(day), officer__in=officers.values())
    for officer_id, role in assigned.order_by("id").values_list("officer_id", "role"):
        roles.setdefault(officer_id, []).append(str(ROLES.get(role, role)))
    rows = []
    accounts = Account.objects.filter(simulated=True, is_active=True).select_related("person")
    for account in accounts.order_by("-kind", "username"):
        held = stored.get(account.username)
        if held is None:
            continue
        held_post = officers.get(account.person_id)
        rows.append(
            {
                "username": account.username,
                "password": "" if account.password_changed_at else held["password"],
                "totp_secret": held["totp_secret"] if account.kind == "officer" else "",
                "role": ", ".join(roles.get(held_post.pk, [])) if held_post else "Công dân",
                "organisation": held_post.organisation.name if held_post else "",
                "name": account.display_name,
            }
        )
    return rows
