"""Which demonstration accounts to show first: those that walk a dossier and a document all the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

# Organisation key, then roles with the room (short code) where the way leads through one.
WAY: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "TH-14797",  # phường Hạc Thành: extract of civil status, household business
        (("mot_cua", ""), ("chuyen_vien", "VP"), ("chuyen_vien", "KTHTĐT"), ("lanh_dao_phong", "KTHTĐT"), ("lanh_dao", ""), ("van_thu", "")),
    ),
    ("TH-TTPVHCC", (("mot_cua", ""),)),  # receives for the departments
    ("TH-SNV", (("chuyen_vien", "LDVL"), ("lanh_dao_phong", "LDVL"), ("lanh_dao", ""), ("van_thu", ""))),  # work permits
    ("TH-CA", (("chuyen_vien", ""),)),  # is asked for its opinion
    ("TH-SKHCN", (("van_thu", ""), ("lanh_dao", ""), ("chuyen_vien", ""))),  # documents
)  # fmt: skip


def first_accounts(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows of :func:`accounts.public.demo_accounts`, one per stop of the way, with ``place`` added."""
    from lienthong.kernel.access.models import RoleAssignment
    from lienthong.kernel.access.public import ROLES

    by_name = {row["username"]: row for row in rows}
    for row in rows:
        if not row["organisation"]:
            yield {**row, "place": ""}
            break
    assignments = list(
        RoleAssignment.objects.filter(officer__organisation__key__in=[key for key, _roles in WAY], officer__person__accounts__isnull=False)
        .select_related("officer__organisation", "officer__unit")
        .order_by("officer__post__rank", "officer_id")
        .values_list("role", "officer__organisation__key", "officer__unit__short_code", "officer__unit__name", "officer__person__accounts__username")
    )  # fmt: skip
    shown: set[str] = set()
    for key, roles in WAY:
        for role, room in roles:
            for held, organisation, code, unit, username in assignments:
                if (
                    (held, organisation) == (role, key)
                    and (not room or code == room)
                    and username in by_name
                    and username not in shown
                ):
                    shown.add(username)
                    yield {**by_name[username], "role": str(ROLES[role]), "place": unit or ""}
                    break
