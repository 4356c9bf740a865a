"""The packs that ship with the project."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from lienthong.kernel.access.models import RoleAssignment
from lienthong.kernel.actions.public import SYSTEM
from lienthong.kernel.directory.models import (
    Area,
    AreaSuccession,
    Officer,
    Organisation,
    OrganisationCode,
    Post,
    Succession,
    Unit,
)
from lienthong.kernel.packs.public import apply, check, plan

PACKS = Path(__file__).resolve().parents[3] / "packs"
TODAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize("name", ["vn", "thanh-hoa"])
def test_shipped_pack_checks_clean(name: str) -> None:
    assert [p for p in check(PACKS / name) if p.severity == "error"] == []


def test_province_stands_after_applying_both_packs(db: object) -> None:
    apply(PACKS / "vn", SYSTEM)
    apply(PACKS / "thanh-hoa", SYSTEM)

    assert Area.objects.filter(level=3, valid_from="2025-07-01").count() == 3321
    assert Area.objects.filter(level=1, valid_from="2025-07-01").count() == 34
    assert Area.objects.filter(level=3, valid_to="2025-06-30").count() == 10035
    assert AreaSuccession.objects.filter(successor__level=3).count() == 10602
    then = Organisation.objects.filter(Organisation.on(dt.date(2010, 6, 1)), officer_count__isnull=False)
    assert then.filter(tier="province").count() == 21
    assert then.filter(tier="district").count() == 27
    now = Organisation.objects.filter(Organisation.on(TODAY))
    assert now.filter(tier="province", simulated=False).count() == 19
    assert now.filter(tier="district").count() == 0
    assert now.filter(tier="commune").count() == 166
    assert Succession.objects.filter(on__isnull=True).count() == 0
    assert Unit.objects.filter(organisation__key="TH-14797").count() == 5
    assert Post.objects.get(key="TH-14797-KTHTDT-TP").signs_as == [
        "TL. CHỦ TỊCH",
        "TRƯỞNG PHÒNG KINH TẾ, HẠ TẦNG VÀ ĐÔ THỊ",
    ]
    assert not now.exclude(officers__isnull=False).exists()
    assert not now.exclude(officers__person__accounts__isnull=False).exists()
    assert not Officer.objects.exclude(person__simulated=True).exists()
    assert RoleAssignment.objects.filter(role="quan_tri_nen_tang").count() == 2  # four eyes
    assert OrganisationCode.objects.filter(simulated=False, scheme="qcvn102").get().organisation.key == "TH"
    for name in ("vn", "thanh-hoa"):
        assert plan(PACKS / name).empty
        assert apply(PACKS / name, SYSTEM).changed is False
