"""Three hundred agencies with ten thousand officers, and one agency to take the pattern of their work from.

The pattern agency has identifiers that occur nowhere else, so that a copy of its rows becomes the work of any other
agency by putting other identifiers in their place.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from lienthong.config.bench import people
from lienthong.kernel.access.models import RoleAssignment
from lienthong.kernel.access.public import actor_for
from lienthong.kernel.accounts.models import Account
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.directory.models import Officer, Organisation, Person, Post, Unit

AGENCIES, UNITS, SPECIALISTS = 300, 3, 9  # 300 × (3 leaders and clerk + 3 heads + 27) = 9,900 officers
PATTERN = 987_650_000
PREFIX = "do-co-quan"
# title, rank, role, number of them; the two leaders and the clerk belong to no unit
TOP = (("Giám đốc", 1, "lanh_dao"), ("Phó Giám đốc", 2, "lanh_dao"), ("Văn thư", 6, "van_thu"))


@dataclass(frozen=True)
class Room:
    unit: int
    head: int
    specialists: tuple[int, ...]


@dataclass(frozen=True)
class Agency:
    """Identifiers of one agency's people."""

    organisation: int
    leader: int
    deputy: int
    clerk: int
    rooms: tuple[Room, ...]

    def actor(self, officer: int) -> Actor:
        """The officer signed in; his account is made when he first needs one."""
        person = Officer.objects.get(pk=officer).person_id
        account, _new = Account.objects.get_or_create(
            person_id=person, defaults={"username": f"do-{officer}", "kind": "officer", "simulated": True}
        )
        return actor_for(account)

    def account(self, officer: int) -> Account:
        self.actor(officer)
        return Account.objects.get(person__officers=officer)


def pattern() -> Agency:
    """The agency whose work is copied; made once."""
    return _found(f"{PREFIX}-mau") or _make(f"{PREFIX}-mau", "Cơ quan mẫu đo", first=PATTERN)


def generated(say: Callable[[str], None]) -> list[Agency]:
    """All generated agencies, made where they are missing."""
    keys = [f"{PREFIX}-{number:03}" for number in range(1, AGENCIES + 1)]
    there = {agency.organisation: agency for agency in _read(keys)}
    missing = sorted(set(keys) - set(Organisation.objects.filter(pk__in=there).values_list("key", flat=True)))
    if missing:
        say(gettext("Lập %(count)s cơ quan đo …") % {"count": len(missing)})
    for key in missing:
        _make(key, f"Cơ quan đo số {key[-3:]}")
    return sorted(_read(keys), key=lambda agency: agency.organisation)


def _found(key: str) -> Agency | None:
    return next(iter(_read([key])), None)


def _read(keys: Iterable[str]) -> list[Agency]:
    rows = Officer.objects.filter(organisation__key__in=list(keys)).order_by("post__rank", "pk")
    by_agency: dict[int, list[tuple[int, int | None, int, str]]] = {}
    for officer, unit, organisation, rank, title in rows.values_list(
        "pk", "unit_id", "organisation_id", "post__rank", "post__title"
    ):
        by_agency.setdefault(organisation, []).append((officer, unit, rank, title))
    found = []
    for organisation, officers in by_agency.items():
        named = {title: officer for officer, unit, _rank, title in officers if unit is None}
        rooms: dict[int, list[int]] = {}
        for officer, room, _rank, _title in officers:
            if room:
                rooms.setdefault(room, []).append(officer)  # the head has the lowest rank, so he is first
        found.append(
            Agency(
                organisation, named["Giám đốc"], named["Phó Giám đốc"], named["Văn thư"],
                tuple(Room(unit, members[0], tuple(members[1:])) for unit, members in sorted(rooms.items())),
            )
        )  # fmt: skip
    return found


def _make(key: str, name: str, *, first: int | None = None) -> Agency:
    """``first``: the identifiers to begin with; otherwise the database gives them."""
    numbers = iter(range(first or 0, (first or 0) + 100))

    def given() -> dict[str, Any]:
        return {"pk": next(numbers)} if first else {}

    chance = random.Random(key)  # noqa: S311 names of made-up officers
    organisation = Organisation(
        **given(), key=key, name=name, short_code="CQĐ", tier="province", place="Thanh Hóa", simulated=True
    )
    organisation.save(force_insert=True)
    units = [
        Unit(**given(), organisation=organisation, key=f"{key}-{number}", name=f"Phòng số {number}", short_code=f"P{number}")
        for number in range(1, UNITS + 1)
    ]  # fmt: skip
    Unit.objects.bulk_create(units)
    wanted: list[tuple[str, int, str, Unit | None]] = [(title, rank, role, None) for title, rank, role in TOP]
    for unit in units:
        wanted.append(("Trưởng phòng", 4, "lanh_dao_phong", unit))
        wanted += [("Chuyên viên", 6, "chuyen_vien", unit)] * SPECIALISTS
    posts = [
        Post(organisation=organisation, unit=unit, key=f"{key}-{number}", title=title, rank=rank, leader=rank <= 4)
        for number, (title, rank, _role, unit) in enumerate(wanted)
    ]  # fmt: skip
    Post.objects.bulk_create(posts)
    persons = [Person(full_name=people.full_name(chance), simulated=True) for _ in wanted]
    for person in persons:
        person.prepare()
    Person.objects.bulk_create(persons)
    officers = [
        Officer(**given(), person=person, post=post, organisation=organisation, unit=post.unit, key=post.key)
        for person, post in zip(persons, posts, strict=True)
    ]
    Officer.objects.bulk_create(officers)
    RoleAssignment.objects.bulk_create(
        RoleAssignment(officer=officer, role=role, organisation=organisation, unit=unit if role == "lanh_dao_phong" else None)
        for officer, (_title, _rank, role, unit) in zip(officers, wanted, strict=True)
    )  # fmt: skip
    pks = [officer.pk for officer in officers]
    rooms = []
    for number, unit in enumerate(units):
        first_of = len(TOP) + number * (SPECIALISTS + 1)
        rooms.append(Room(unit.pk, pks[first_of], tuple(pks[first_of + 1 : first_of + 1 + SPECIALISTS])))
    return Agency(organisation.pk, pks[0], pks[1], pks[2], tuple(rooms))
