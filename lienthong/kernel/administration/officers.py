"""Officers of an agency with their accounts and roles: the list, one of them, and the rows of the yearly review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.models import RoleAssignment
from lienthong.kernel.access.public import ROLES
from lienthong.kernel.accounts.models import Account, Totp
from lienthong.kernel.actions.public import Action
from lienthong.kernel.directory.models import Officer, Organisation
from lienthong.kernel.text import fold

STATES: dict[str, Any] = {
    "active": _("Đang dùng"),
    "first": _("Chưa đổi mật khẩu tạm"),
    "locked": _("Đã khóa"),
    "none": _("Chưa có tài khoản"),
    "no-factor": _("Chưa có xác thực hai lớp"),
}
TONES = {"active": "leaf", "first": "gold", "locked": "lotus", "none": "plain"}


@dataclass(frozen=True)
class Filters:
    words: str = ""
    unit: str = ""
    role: str = ""
    state: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Filters:
        clean = {name: given.get(name, "").replace("\x00", "").strip()[:100] for name in ("q", "don-vi", "vai-tro", "trang-thai")}  # fmt: skip
        return cls(
            clean["q"],
            clean["don-vi"] if clean["don-vi"].isascii() and clean["don-vi"].isdigit() else "",
            clean["vai-tro"] if clean["vai-tro"] in ROLES else "",
            clean["trang-thai"] if clean["trang-thai"] in STATES else "",
        )

    @property
    def narrowed(self) -> bool:
        return any((self.words, self.unit, self.role, self.state))

    def query(self) -> str:
        values = {"q": self.words, "don-vi": self.unit, "vai-tro": self.role, "trang-thai": self.state}
        return urlencode({name: value for name, value in values.items() if value})


def officers_of(organisation: Organisation, filters: Filters) -> QuerySet[Officer]:
    """People in a post of the agency today, by unit and rank; accounts and present roles come along."""
    today = clock.today()
    accounts = Account.objects.filter(kind="officer", person_id=OuterRef("person_id"))
    rows = Officer.objects.filter(Officer.on(today), organisation=organisation)
    if filters.words:
        words = fold(filters.words)
        named = accounts.filter(username__contains=words.replace(" ", ""))
        rows = rows.filter(Q(person__folded__contains=words) | Exists(named))
    if filters.unit:
        rows = rows.filter(unit_id=int(filters.unit[:9]))
    if filters.role:
        held = RoleAssignment.objects.filter(
            RoleAssignment.on(today), officer_id=OuterRef("pk"), role=filters.role
        )
        rows = rows.filter(Exists(held))
    rows = _in_state(rows, accounts, filters.state)
    return rows.select_related("person", "post", "unit").prefetch_related(*_along()).order_by(
        "unit__name", "post__rank", "person__sort", "pk"
    )  # fmt: skip


def _in_state(rows: QuerySet[Officer], accounts: QuerySet[Account], state: str) -> QuerySet[Officer]:
    if state == "none":
        return rows.exclude(Exists(accounts))
    if state == "locked":
        return rows.filter(Exists(accounts.filter(is_active=False)))
    if state == "first":
        return rows.filter(Exists(accounts.filter(is_active=True, must_change_password=True)))
    if state == "active":
        return rows.filter(Exists(accounts.filter(is_active=True, must_change_password=False)))
    if state == "no-factor":
        return rows.filter(Exists(accounts.filter(totp=None)))
    return rows


def _along() -> tuple[Prefetch, Prefetch]:
    today = clock.today()
    accounts = Account.objects.filter(kind="officer").annotate(
        has_factor=Exists(Totp.objects.filter(account_id=OuterRef("pk")))
    )
    roles = RoleAssignment.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today)).select_related("unit")
    return (
        Prefetch("person__accounts", accounts, to_attr="ways_in"),
        Prefetch("roles", roles.order_by("pk"), to_attr="held"),
    )


def shown(officer: Officer) -> dict[str, Any]:
    """A row of the list."""
    account = account_of(officer)
    state = state_of(account)
    return {
        "officer": officer,
        "account": account,
        "state": STATES[state],
        "tone": TONES[state],
        "roles": [role_words(item) for item in officer.held],  # type: ignore[attr-defined]
        "has_factor": bool(account and account.has_factor),  # type: ignore[attr-defined]
    }


def account_of(officer: Officer) -> Account | None:
    found = officer.person.ways_in  # type: ignore[attr-defined]
    return found[0] if found else None


def state_of(account: Account | None) -> str:
    if account is None:
        return "none"
    if not account.is_active:
        return "locked"
    return "first" if account.must_change_password else "active"


def role_words(item: RoleAssignment) -> str:
    label = str(ROLES.get(item.role, item.role))
    return f"{label} · {item.unit.name}" if item.unit else label


@dataclass(frozen=True)
class Given:
    """Who gave an assignment, when and why."""

    by: str
    action: Action | None


def givers(officers: Iterable[Officer]) -> dict[tuple[int, str, int | None], Given]:
    """By (officer, role, unit) the last act that gave it. Two statements for any number of officers."""
    ids = [str(officer.pk) for officer in officers]
    found: dict[tuple[int, str, int | None], Action] = {}
    acts = Action.objects.filter(
        object_type="directory.officer", object_id__in=ids, verb="access.assign_role"
    )
    for action in acts.order_by("at", "id"):
        found[int(action.object_id), action.data.get("role", ""), action.data.get("unit")] = action
    by = {action.officer_id for action in found.values() if action.officer_id}
    names = {
        officer.pk: officer.person.full_name
        for officer in Officer.objects.filter(pk__in=by).select_related("person")
    }
    return {
        key: Given(names.get(action.officer_id or 0, str(_("Gói cấu hình hoặc lệnh trên máy chủ"))), action)
        for key, action in found.items()
    }


def review_rows(officers: list[Officer]) -> Iterable[list[Any]]:
    """The yearly review: a line for each role, and one for who holds none."""
    given = givers(officers)
    for number, officer in enumerate(officers, 1):
        account = account_of(officer)
        common = [
            number,
            officer.person.full_name,
            officer.post.title,
            officer.unit.name if officer.unit else "",
            account.username if account else "",
            str(STATES[state_of(account)]),
            str(_("có") if account and account.has_factor else _("không")),  # type: ignore[attr-defined]
        ]
        held = officer.held  # type: ignore[attr-defined]
        for item in held:
            source = given.get((officer.pk, item.role, item.unit_id))
            yield [
                *common,
                role_words(item),
                item.valid_from.strftime("%d/%m/%Y") if item.valid_from else "",
                item.valid_to.strftime("%d/%m/%Y") if item.valid_to else "",
                source.by if source else "",
                clock.local(source.action.at).strftime("%d/%m/%Y") if source and source.action else "",
            ]
        if not held:
            yield [*common, "", "", "", "", ""]
