"""Who acts in a measurement: citizens and officers of the demonstration province."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from lienthong.kernel import clock
from lienthong.kernel.access.public import actor_for
from lienthong.kernel.accounts.models import Account
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.public import receive

FAMILIES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Trịnh",
    "Mai",
)
MIDDLES = ("Văn", "Thị", "Hữu", "Minh", "Đức", "Ngọc", "Thanh", "Quốc", "Thu", "Xuân", "Công", "Kim")
GIVEN = ("An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Hạnh", "Hùng", "Hương", "Khánh", "Lan", "Linh", "Long", "Mai", "Nam",
         "Nga", "Phúc", "Quân", "Sơn", "Tâm", "Thảo", "Trang", "Tuấn", "Việt", "Yến", "Ánh", "Đạt", "Ước")  # fmt: skip


def full_name(chance: random.Random) -> str:
    return f"{chance.choice(FAMILIES)} {chance.choice(MIDDLES)} {chance.choice(GIVEN)}"


def citizen() -> Account:
    return Account.objects.filter(kind="citizen", simulated=True).order_by("username")[0]


@dataclass(frozen=True)
class Office:
    """One agency with the account that holds each role in it."""

    organisation: Organisation
    accounts: dict[str, Account]

    def actor(self, role: str) -> Actor:
        return actor_for(self.accounts[role])


def offices(organisations: Any, *roles: str, most: int) -> list[Office]:
    """Agencies in which every one of these roles has an account, at most so many."""
    from lienthong.kernel.access.models import RoleAssignment

    found: list[Office] = []
    for organisation in organisations:
        accounts: dict[str, Account] = {}
        rows = RoleAssignment.objects.filter(organisation=organisation, role__in=roles).select_related(
            "officer"
        )
        for row in rows.order_by("id"):
            account = Account.objects.filter(person_id=row.officer.person_id).first()
            if account is not None:
                accounts.setdefault(row.role, account)
        if set(roles) <= accounts.keys():
            found.append(Office(organisation, accounts))
        if len(found) == most:
            break
    return found


def equip(organisation: Organisation, roles: Iterable[str], unit_codes: Iterable[str]) -> None:
    """Give one account of an agency the roles that nobody has there, in the bench database only.

    The demonstration is deep in two communes; measuring needs a province whose work is spread over many.
    """
    from lienthong.kernel.access.models import RoleAssignment
    from lienthong.kernel.directory.models import Officer, Person, Post, Unit

    day = clock.today()
    unit = Unit.objects.filter(
        Unit.on(day), organisation=organisation, short_code__in=list(unit_codes)
    ).first()
    if unit is None:
        return
    present = set(RoleAssignment.objects.filter(organisation=organisation).values_list("role", flat=True))
    for role in sorted(set(roles) - present):
        # Somebody else for each role: who drafts a result may not sign it.
        key = f"do-{organisation.key}-{role}"
        post = Post.objects.create(
            organisation=organisation, key=key, title="Chủ tịch UBND" if role == "lanh_dao" else "Công chức", rank=1 if role == "lanh_dao" else 6,
            leader=role == "lanh_dao", unit=unit if role == "chuyen_vien" else None,
        )  # fmt: skip
        person = Person.objects.create(full_name="Lê Thử Tải", simulated=True)
        officer = Officer.objects.create(
            person=person, post=post, organisation=organisation, unit=post.unit, key=key
        )
        RoleAssignment.objects.create(officer=officer, role=role, organisation=organisation, unit=post.unit)
        Account.objects.create(username=key.lower()[:60], kind="officer", person=person, simulated=True)


@cache
def small_pdf() -> bytes:
    import pikepdf

    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(buffer)
    return buffer.getvalue()


def upload(actor: Actor, name: str) -> StoredFile:
    """A small PDF as the actor's own upload."""
    return receive(io.BytesIO(small_pdf()), name=name, actor=actor, declared_type="application/pdf")
