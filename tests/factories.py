"""Small things that many tests need. Persons and agencies are made up."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from lienthong.kernel.actions.public import Actor

_numbers = itertools.count(1)


class Make:
    """Makes directory rows, accounts and actors: ``make.officer(role="van_thu")``."""

    def organisation(self, name: str = "", **fields: Any) -> Any:
        from lienthong.kernel.directory.models import Organisation

        number = next(_numbers)
        fields.setdefault("key", f"org-{number}")
        fields.setdefault("tier", "province")
        fields.setdefault("short_code", f"S{number}")
        fields.setdefault("place", "Thanh Hóa")
        return Organisation.objects.create(name=name or f"Sở Thử nghiệm số {number}", **fields)

    def unit(self, organisation: Any, name: str = "Phòng Tổng hợp", **fields: Any) -> Any:
        from lienthong.kernel.directory.models import Unit

        fields.setdefault("key", f"unit-{next(_numbers)}")
        return Unit.objects.create(organisation=organisation, name=name, **fields)

    def person(self, full_name: str = "Trịnh Thử Nghiệm", **fields: Any) -> Any:
        from lienthong.kernel.directory.models import Person

        fields.setdefault("simulated", True)
        return Person.objects.create(full_name=full_name, **fields)

    def officer(
        self,
        *roles: str,
        organisation: Any = None,
        unit: Any = None,
        name: str = "Lê Thử Việc",
        title: str = "Chuyên viên",
        rank: int = 6,
        **fields: Any,
    ) -> Any:
        """An officer with an account (``officer.account``) and roles."""
        from lienthong.kernel.access.models import RoleAssignment
        from lienthong.kernel.accounts.models import Account
        from lienthong.kernel.directory.models import Officer, Post

        organisation = organisation or self.organisation()
        number = next(_numbers)
        post = Post.objects.create(
            organisation=organisation, unit=unit, key=f"post-{number}", title=title, rank=rank, leader=rank <= 4,
            signs_as=fields.pop("signs_as", []),
        )  # fmt: skip
        person = self.person(name)
        officer = Officer.objects.create(
            person=person, post=post, organisation=organisation, unit=unit, key=f"officer-{number}", **fields
        )
        for role in roles:
            RoleAssignment.objects.create(officer=officer, role=role, organisation=organisation)
        officer.account = Account.objects.create_user(
            f"canbo{number}", "mat-khau-rat-dai-1", kind="officer", person=person
        )
        return officer

    def citizen(self, full_name: str = "Hoàng Công Dân", **fields: Any) -> Any:
        from lienthong.kernel.accounts.models import Account

        return Account.objects.create_user(
            f"congdan{next(_numbers)}",
            "mat-khau-rat-dai-1",
            kind="citizen",
            person=self.person(full_name),
            **fields,
        )

    def actor(self, who: Any) -> Actor:
        """The actor of an officer or an account."""
        from lienthong.kernel.access.public import actor_for

        return actor_for(getattr(who, "account", who))


@pytest.fixture
def make(db: None) -> Make:
    return Make()
