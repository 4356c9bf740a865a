"""Accounts and roles of the officers that a pack declares.

Both work on the entries of ``officers``. An account is made once, without a password: whoever runs the installation
hands one out. It is never re-linked or removed here; rights end with the post and the role.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access.models import RoleAssignment
from lienthong.kernel.access.public import touch_access
from lienthong.kernel.accounts.models import Account
from lienthong.kernel.actions.public import record
from lienthong.kernel.directory.models import Officer
from lienthong.kernel.errors import Refused
from lienthong.kernel.packs.aspect import Aspect, Change, as_date
from lienthong.kernel.packs.work import Work

from .officers import officer_key

# A head of a unit leads that unit; the other roles hold in the whole agency.
IN_UNIT = {"lanh_dao_phong"}


def _officers(work: Work) -> dict[str, Officer]:
    keys = [officer_key(entry) for entry in work.entries("officers")]
    return {officer.key: officer for officer in Officer.objects.filter(key__in=keys)}


def plan_accounts(work: Work) -> Iterable[Change]:
    entries = [entry for entry in work.entries("officers") if "username" in entry.data]
    names = [entry.data["username"] for entry in entries]
    taken = dict(Account.objects.filter(username__in=names).values_list("username", "person_id"))
    persons = dict(
        Officer.objects.filter(key__in=[officer_key(e) for e in entries]).values_list("key", "person_id")
    )
    for entry in entries:
        username, key = entry.data["username"], officer_key(entry)
        if username not in taken:
            after = {"officer": key, "simulated": entry.data.get("simulated", False)}
            yield Change("accounts", "create", username, entry.data["name"], {}, after)
        elif key not in persons or taken[username] != persons[key]:
            message = gettext(
                "Tên đăng nhập “%(username)s” (%(file)s dòng %(line)s) đang là của người khác"
            ) % {
                "username": username,
                "file": entry.file,
                "line": entry.line,
            }
            raise Refused(message, code="username_taken")


def apply_accounts(work: Work, changes: Sequence[Change]) -> int:
    officers = _officers(work)
    accounts = []
    for change in changes:
        officer = officers[change.after["officer"]]
        account = Account(
            username=change.key,
            kind="officer",
            person_id=officer.person_id,
            simulated=change.after["simulated"],
        )
        account.set_unusable_password()
        accounts.append(account)
    Account.objects.bulk_create(accounts, batch_size=2_000)
    for account, change in zip(accounts, changes, strict=True):
        officer = officers[change.after["officer"]]
        data = {"officer": officer.pk}
        record(
            "accounts.create", account, actor=work.actor, organisation_id=officer.organisation_id, data=data
        )
    return len(accounts)


def plan_roles(work: Work) -> Iterable[Change]:
    """Roles declared and not held are given. Roles that only the version in force declares are ended; those given
    by hand are left alone."""
    held = {
        (item.officer.key, item.role): item
        for item in RoleAssignment.objects.filter(RoleAssignment.on(work.today)).select_related("officer")
    }
    # What an administrator gave or withdrew is his decision; the next version of a pack does not turn it over.
    kept = set(RoleAssignment.objects.filter(by_hand=True).values_list("officer__key", "role"))
    declared = set()
    for entry in work.entries("officers"):
        ends = entry.data.get("valid_to")
        if ends is not None and ends < work.today.isoformat():
            continue
        for role in entry.data.get("roles", []):
            key = (officer_key(entry), role)
            declared.add(key)
            # A post that begins later is given its roles now; they count from its first day.
            if key not in held and key not in kept and not _given_later(work, *key):
                after = {"valid_from": entry.data.get("valid_from"), "valid_to": ends}
                yield Change("roles", "create", f"{key[0]}:{role}", entry.data["name"], {}, after)
    last = (work.today - dt.timedelta(days=1)).isoformat()
    for entry in work.previous.entries.get("officers", []) if work.previous else []:
        for role in entry.data.get("roles", []):
            item = held.get((officer_key(entry), role))
            if (
                item is not None
                and (officer_key(entry), role) not in declared
                and (officer_key(entry), role) not in kept
            ):
                before = {"valid_to": item.valid_to.isoformat() if item.valid_to else None}
                yield Change(
                    "roles",
                    "close",
                    f"{officer_key(entry)}:{role}",
                    entry.data["name"],
                    before,
                    {"valid_to": last},
                    item,
                )


def _given_later(work: Work, officer: str, role: str) -> bool:
    if "later_roles" not in work.found:
        later = RoleAssignment.objects.filter(valid_from__gt=work.today)
        work.found["later_roles"] = set(later.values_list("officer__key", "role"))
    return (officer, role) in work.found["later_roles"]


def apply_roles(work: Work, changes: Sequence[Change]) -> int:
    officers = _officers(work)
    given: list[RoleAssignment] = []
    persons = set()
    for change in changes:
        key, role = change.key.rsplit(":", 1)
        officer = officers.get(key) or change.load.officer
        persons.add(officer.person_id)
        if change.verb == "close":
            change.load.valid_to = as_date(change.after["valid_to"])
            change.load.save(update_fields=["valid_to"])
        else:
            given.append(
                RoleAssignment(
                    officer=officer,
                    role=role,
                    organisation_id=officer.organisation_id,
                    unit_id=officer.unit_id if role in IN_UNIT else None,
                    valid_from=as_date(change.after["valid_from"]),
                    valid_to=as_date(change.after["valid_to"]),
                )
            )
        verb = "access.end_role" if change.verb == "close" else "access.assign_role"
        unit = officer.unit_id if role in IN_UNIT else None
        data = {"role": role, "unit": unit}
        record(verb, officer, actor=work.actor, organisation_id=officer.organisation_id, data=data)
    RoleAssignment.objects.bulk_create(given, batch_size=2_000)
    # Every process reads these people's rights anew at their next request.
    touch_access(*persons)
    return len(changes)


ASPECTS = [
    Aspect(
        name="accounts",
        title=_("Tài khoản"),
        files="",
        reads="officers",
        schema={},
        key=officer_key,
        plan=plan_accounts,
        apply=apply_accounts,
        order=260,
    ),
    Aspect(
        name="roles",
        title=_("Vai trò"),
        files="",
        reads="officers",
        schema={},
        key=officer_key,
        plan=plan_roles,
        apply=apply_roles,
        order=270,
    ),
]
