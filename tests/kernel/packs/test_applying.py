"""Applying, applying again, breaking half-way, going back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from lienthong.kernel import clock
from lienthong.kernel.access.models import RoleAssignment
from lienthong.kernel.access.public import actor_for, end_role
from lienthong.kernel.accounts.models import Account
from lienthong.kernel.actions.public import SYSTEM, Action, history
from lienthong.kernel.directory.models import Officer, Organisation, Person, Post, Unit
from lienthong.kernel.errors import NotFound, Refused
from lienthong.kernel.packs import aspect as registry
from lienthong.kernel.packs.public import (
    Aspect,
    BadPack,
    Change,
    PackVersion,
    Work,
    applied_versions,
    apply,
    plan,
    rollback,
)

from .sample import OFFICERS, ORGANISATIONS, PACK, POSTS, files, write

DAY = dt.datetime(2026, 11, 24, 3, tzinfo=dt.UTC)
SECOND = {
    "pack": PACK.replace("1.0.0", "1.1.0"),
    "organisations": ORGANISATIONS.replace("Sở Ví dụ", "Sở Ví dụ và Thử nghiệm")
    + "S4,Sở Mới,province,department,T,,,\n",
    "officers": OFFICERS[: OFFICERS.index("- key: hai")],
}


@pytest.fixture(autouse=True)
def _day(db: object) -> Iterator[None]:
    with clock.frozen(DAY):
        yield


def state() -> dict[str, Any]:
    """Everything the sample pack touches, without ids."""
    return {
        "organisations": list(
            Organisation.objects.order_by("key").values(
                "key", "name", "folded", "parent__key", "valid_from", "valid_to"
            )
        ),
        "units": list(Unit.objects.order_by("key").values("key", "name", "organisation__key", "valid_to")),
        "posts": list(
            Post.objects.order_by("key").values("key", "title", "unit__key", "signs_as", "valid_to")
        ),
        "officers": list(
            Officer.objects.order_by("key").values("key", "person__full_name", "post__key", "valid_to")
        ),
        "persons": Person.objects.count(),
        "accounts": list(
            Account.objects.order_by("username").values("username", "access_version", "person__full_name")
        ),
        "roles": list(
            RoleAssignment.objects.order_by("pk").values("officer__key", "role", "unit__key", "valid_to")
        ),
        "versions": PackVersion.objects.count(),
        "actions": Action.objects.count(),
    }


def test_apply_makes_what_the_pack_declares(tmp_path: Path) -> None:
    applied = apply(write(tmp_path, files()), SYSTEM)

    assert applied.changed
    assert applied.plan.counts() == {
        "organisations": {"create": 4},
        "units": {"create": 3},
        "posts": {"create": 4},
        "officers": {"create": 2},
        "accounts": {"create": 2},
        "roles": {"create": 2},
    }
    assert Organisation.objects.get(key="S1").parent.key == "T"
    assert Organisation.objects.get(key="S1").folded == "so thu nghiem"
    assert Post.objects.get(key="S2-NV-CV").signs_as == ["PHÒNG NGHIỆP VỤ"]
    # A template does not reach an agency that has ended.
    assert not Unit.objects.filter(organisation__key="CU").exists()
    officer = Officer.objects.get(key="hai")
    assert (officer.organisation.key, officer.unit.key, officer.person.simulated) == ("S1", "S1-NV", True)


def test_applying_again_says_no_change_and_writes_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path, files())
    apply(folder, SYSTEM)
    before = state()

    again = apply(folder, SYSTEM)

    assert (again.changed, again.plan.empty, again.rows) == (False, True, {})
    assert "Không có thay đổi." in list(again.plan.lines())
    assert again.summary == "1.0.0: không có thay đổi"
    assert state() == before


def test_plan_writes_nothing_and_shows_before_and_after(tmp_path: Path) -> None:
    apply(write(tmp_path, files()), SYSTEM)
    before = state()

    result = plan(write(tmp_path, files(**SECOND)))

    assert state() == before
    assert list(result.lines()) == [
        "Gói mau 1.1.0 (đang dùng 1.0.0)",
        "Cơ quan, đơn vị: sửa 1, thêm 1, giữ nguyên 3",
        "  ~ S2  Sở Ví dụ và Thử nghiệm",
        "      name: Sở Ví dụ → Sở Ví dụ và Thử nghiệm",
        "  + S4  Sở Mới",
        "Đơn vị trong cơ quan: thêm 1, giữ nguyên 3",
        "  + S4-NV  Phòng Nghiệp vụ",
        "Chức danh: thêm 2, giữ nguyên 4",
        "  + S4-GD  Giám đốc",
        "  + S4-NV-CV  Chuyên viên",
        "Cán bộ, công chức: đóng 1, giữ nguyên 1",
        "  - hai  Trịnh Thị Thử",
        "      valid_to: (trống) → 2026-11-23",
        "Vai trò: đóng 1, giữ nguyên 1",
        "  - hai:chuyen_vien  Trịnh Thị Thử",
        "      valid_to: (trống) → 2026-11-23",
    ]


def test_removed_thing_is_closed_by_date_and_stays(tmp_path: Path) -> None:
    apply(write(tmp_path, files()), SYSTEM)

    apply(write(tmp_path, files(**SECOND)), SYSTEM)

    assert Officer.objects.get(key="hai").valid_to == dt.date(2026, 11, 23)
    assert Officer.objects.get(key="mot").valid_to is None
    assert Person.objects.filter(full_name="Trịnh Thị Thử").exists()


def test_rollback_restores_the_version_before_as_a_new_one(tmp_path: Path) -> None:
    apply(write(tmp_path, files()), SYSTEM)
    apply(write(tmp_path, files(**SECOND)), SYSTEM)

    back = rollback("mau", SYSTEM)

    assert (back.version.version, back.version.sequence, back.version.restores.sequence) == ("1.0.0", 3, 1)
    assert Organisation.objects.get(key="S2").name == "Sở Ví dụ"
    assert Organisation.objects.get(key="S4").valid_to == dt.date(2026, 11, 23)
    assert Officer.objects.get(key="hai").valid_to is None
    assert plan(write(tmp_path, files())).empty
    assert [v.sequence for v in applied_versions("mau")] == [3, 2, 1]


def test_rolling_back_again_goes_further_back_until_there_is_nothing(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        renamed = ORGANISATIONS.replace("Sở Ví dụ", f"Sở số {number}")
        apply(
            write(tmp_path, files(pack=PACK.replace("1.0.0", f"1.0.{number}"), organisations=renamed)), SYSTEM
        )

    names = []
    for _ in range(2):
        rollback("mau", SYSTEM)
        names.append(Organisation.objects.get(key="S2").name)

    assert names == ["Sở số 2", "Sở số 1"]
    with pytest.raises(Refused) as refusal:
        rollback("mau", SYSTEM)
    assert refusal.value.code == "no_version_before"


def test_rollback_of_a_pack_never_applied_is_refused() -> None:
    with pytest.raises(NotFound):
        rollback("mau", SYSTEM)


def test_bad_pack_changes_nothing(tmp_path: Path) -> None:
    apply(write(tmp_path, files()), SYSTEM)
    before = state()

    with pytest.raises(BadPack) as refusal:
        apply(write(tmp_path, files(officers=OFFICERS.replace("S1-GD", "S9-GD"))), SYSTEM)

    assert [(p.file, p.line) for p in refusal.value.problems] == [("officers/officers.yaml", 4)]
    assert state() == before


def test_apply_broken_half_way_leaves_the_old_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last aspect fails after organisations, units, posts and officers were written."""
    apply(write(tmp_path, files()), SYSTEM)
    before = state()
    met: list[str] = []

    def fail(work: Work, changes: Sequence[Change]) -> int:
        met.append(Organisation.objects.get(key="S2").name)
        raise OSError("the disk is full")

    broken = Aspect(
        name="broken",
        title="Hỏng",
        files="",
        reads="officers",
        schema={},
        key=lambda entry: entry.data["key"],
        plan=lambda work: [Change("broken", "create", "x")],
        apply=fail,
        order=999,
    )
    monkeypatch.setitem(registry._aspects, "broken", broken)

    with pytest.raises(OSError, match="disk"):
        apply(write(tmp_path, files(**SECOND)), SYSTEM)

    assert met == ["Sở Ví dụ và Thử nghiệm"]
    assert state() == before


def test_required_pack_must_be_applied_first(tmp_path: Path) -> None:
    write(tmp_path / "nen", {"pack.yaml": "key: nen\nname: N\nversion: 1.0.0\nlicence: x\n"})
    folder = write(tmp_path / "mau", files(pack=PACK + "requires:\n  - key: nen\n"))

    with pytest.raises(Refused) as refusal:
        apply(folder, SYSTEM)

    assert refusal.value.code == "required_pack_not_applied"
    apply(tmp_path / "nen", SYSTEM)
    assert apply(folder, SYSTEM).changed


def test_plan_warns_of_names_that_other_packs_still_need(tmp_path: Path) -> None:
    pack = "key: nen\nname: N\nversion: 1.{}.0\nlicence: x\n"
    areas = "code,level,kind,name,province\n01,1,tỉnh,Tỉnh Mẫu,01\n"
    nen = write(tmp_path / "nen", {"pack.yaml": pack.format(0), "areas/areas.csv": areas})
    located = ORGANISATIONS.replace(
        "S1,Sở Thử nghiệm,province,department,T,,", "S1,Sở Thử nghiệm,province,department,T,01,"
    )
    mau = write(tmp_path / "mau", files(pack=PACK + "requires:\n  - key: nen\n", organisations=located))
    apply(nen, SYSTEM)
    apply(mau, SYSTEM)

    result = plan(write(nen, {"pack.yaml": pack.format(1)}))

    assert result.counts() == {"areas": {"close": 1}}
    assert "gói mau đang dùng sẽ thiếu" in result.notes[0]
    assert "area:01" in result.notes[0]


def test_same_version_number_with_other_files_is_noted(tmp_path: Path) -> None:
    apply(write(tmp_path, files()), SYSTEM)

    result = plan(write(tmp_path, files(organisations=ORGANISATIONS.replace("Sở Ví dụ", "Sở Khác"))))

    assert result.notes == ("các tệp đã khác bản 1.0.0 đang dùng mà số phiên bản chưa tăng",)


def test_history_tells_of_pack_and_of_each_agency_without_names(tmp_path: Path) -> None:
    applied = apply(write(tmp_path, files()), SYSTEM)
    apply(write(tmp_path, files(**SECOND)), SYSTEM)

    [action] = history(applied.version)
    assert (action.verb, action.data["checksum"]) == ("packs.apply", applied.version.checksum)
    verbs = [a.verb for a in history(Organisation.objects.get(key="S2"))]
    assert verbs == ["directory.organisation_create", "directory.organisation_change"]
    ending = {a.verb: a.data for a in history(Officer.objects.get(key="hai"))[-2:]}
    assert ending["directory.officer_close"]["fields"] == ["valid_to"]
    assert ending["access.end_role"]["role"] == "chuyen_vien"
    written = " ".join(str(a.data) for a in Action.objects.all())
    assert "Trịnh" not in written
    assert "Sở" not in written


def test_kept_versions_cannot_be_changed(tmp_path: Path) -> None:
    applied = apply(write(tmp_path, files()), SYSTEM)

    with pytest.raises(Exception, match=r"append-only|permission denied"), transaction.atomic():
        PackVersion.objects.filter(pk=applied.version.pk).update(checksum="0")


def test_change_made_by_hand_is_set_right_by_the_same_pack(tmp_path: Path) -> None:
    folder = write(tmp_path, files())
    apply(folder, SYSTEM)
    Organisation.objects.filter(key="S1").update(name="Sở Bị Sửa Tay")

    applied = apply(folder, SYSTEM)

    assert applied.plan.counts() == {"organisations": {"change": 1}}
    assert Organisation.objects.get(key="S1").name == "Sở Thử nghiệm"


def test_officers_get_an_account_without_password_and_their_roles(tmp_path: Path) -> None:
    heading = (
        POSTS
        + "- {every: {kind: department}, each_unit: Phòng, key: TP, title: Trưởng phòng, rank: 3, leader: true}\n"
    )
    heads = (
        OFFICERS
        + "- {key: ba, username: s1_ba, name: Mai Lúa Chín, post: S1-NV-TP, roles: [lanh_dao_phong, van_thu]}\n"
    )

    apply(write(tmp_path, files(posts=heading, officers=heads)), SYSTEM)

    account = Account.objects.get(username="s1_ba")
    assert (account.kind, account.has_usable_password(), account.simulated) == ("officer", False, False)
    assert Account.objects.get(username="s1_mot").simulated
    given = RoleAssignment.objects.filter(officer__key="ba").order_by("role")
    assert [(r.role, r.organisation.key, r.unit and r.unit.key) for r in given] == [
        ("lanh_dao_phong", "S1", "S1-NV"),
        ("van_thu", "S1", None),
    ]


def test_role_taken_from_the_pack_ends_and_counts_at_once(tmp_path: Path) -> None:
    apply(write(tmp_path, files()), SYSTEM)
    account = Account.objects.get(username="s1_mot")
    before = [grant.role for grant in actor_for(account).grants]

    apply(write(tmp_path, files(officers=OFFICERS.replace("[lanh_dao]", "[van_thu]"))), SYSTEM)

    account.refresh_from_db()
    assert (before, [grant.role for grant in actor_for(account).grants]) == (["lanh_dao"], ["van_thu"])


def test_role_given_by_hand_is_left_alone(tmp_path: Path) -> None:
    folder = write(tmp_path, files())
    apply(folder, SYSTEM)
    officer = Officer.objects.get(key="mot")
    RoleAssignment.objects.create(officer=officer, role="van_thu", organisation=officer.organisation)

    assert plan(folder).empty
    apply(write(tmp_path, files(**SECOND)), SYSTEM)

    assert RoleAssignment.objects.get(officer=officer, role="van_thu").valid_to is None


def test_role_withdrawn_by_hand_does_not_come_back_with_the_pack(tmp_path: Path) -> None:
    folder = write(tmp_path, files())
    apply(folder, SYSTEM)
    officer = Officer.objects.get(key="mot")
    assignment = RoleAssignment.objects.get(officer=officer, role="lanh_dao")
    end_role(assignment, actor=SYSTEM, reason="Chuyển công tác")

    assert plan(folder).empty
    apply(write(tmp_path, files(**SECOND)), SYSTEM)

    account = Account.objects.get(username="s1_mot")
    assert "lanh_dao" not in {grant.role for grant in actor_for(account).grants}
    assert list(RoleAssignment.objects.filter(officer=officer, role="lanh_dao")) == [assignment]


def test_user_name_of_another_person_is_not_taken_over(tmp_path: Path) -> None:
    Account.objects.create(username="s1_hai", kind="citizen")
    before = state()

    with pytest.raises(Refused) as refusal:
        apply(write(tmp_path, files()), SYSTEM)

    assert refusal.value.code == "username_taken"
    assert state() == before
