"""A bad service is refused with file, line and reason; a good one is live after the apply."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lienthong.kernel.packs.public import check

PACKS = Path(__file__).resolve().parents[3] / "packs"
SLUG = "household_business_registration"
PACK = """key: nho
name: Tỉnh nhỏ
version: 1.0.0
licence: Apache-2.0
requires:
  - key: vn
    at_least: 1.0.0
"""


@pytest.fixture
def folder(tmp_path):
    """The services of the demonstration in a small pack of their own, quick to check and free to be broken."""
    national, province = tmp_path / "vn", tmp_path / "nho"
    (national / "procedures").mkdir(parents=True)
    shutil.copy(PACKS / "vn/pack.yaml", national)
    for path in (PACKS / "thanh-hoa/services").iterdir():
        shutil.copy(PACKS / f"vn/procedures/{path.name}.yaml", national / "procedures")
    (province / "organisations").mkdir(parents=True)
    shutil.copytree(PACKS / "thanh-hoa/services", province / "services")
    (province / "pack.yaml").write_text(PACK, "utf-8")
    header = (PACKS / "thanh-hoa/organisations/organisations_2025.csv").read_text("utf-8").splitlines()[0]
    rows = [
        _agency(header, key, name)
        for key, name in (("TH-SNV", "Sở Nội vụ"), ("TH-TTPVHCC", "Trung tâm"), ("TH-CA", "Công an tỉnh"))
    ]
    (province / "organisations/organisations_2025.csv").write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return province


def _agency(header: str, key: str, name: str) -> str:
    cells = {"key": key, "name": name, "tier": "province", "kind": "department"}
    return ",".join(cells.get(column, "") for column in header.split(","))


def break_file(folder: Path, name: str, old: str, new: str) -> int:
    """Replace a text and return the line on which it stood."""
    path = folder / "services" / SLUG / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def problems(folder: Path) -> list[tuple[str, int, str]]:
    return [
        (problem.file, problem.line, problem.code) for problem in check(folder) if problem.severity == "error"
    ]


def test_packs_of_the_demonstration_are_clean(db):
    assert problems(PACKS / "vn") == []
    assert problems(PACKS / "thanh-hoa") == []


def test_unsafe_expression_in_a_gateway_is_refused_at_its_line(db, folder):
    line = break_file(folder, "process.bpmn", 'outcome = "accepted"', "__import__('os').system('id')")

    found = problems(folder)

    assert [(file, code) for file, _line, code in found] == [(f"services/{SLUG}/process.bpmn", "expression")]
    assert abs(found[0][1] - line) <= 1


def test_process_without_a_way_to_its_end_is_refused(db, folder):
    break_file(
        folder, "process.bpmn", 'sourceRef="tra" targetRef="xong"', 'sourceRef="tra" targetRef="tiep_nhan"'
    )

    assert f"services/{SLUG}/process.bpmn" in {file for file, _line, _code in problems(folder)}


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("service.yaml", "lanh_dao: {role: lanh_dao}", "lanh_dao: {role: vua_chua}", "dangling_reference"),
        (
            "service.yaml",
            "procedure: household_business_registration",
            "procedure: no_such_procedure",
            "dangling_reference",
        ),
        ("service.yaml", "table: fee.dmn", "table: missing.dmn", "missing_file"),
        ("service.yaml", 'when: household.by = "members"', 'when: household.by = = "members"', "feel"),
        ("service.yaml", "key: giay_to_chu_ho", "key: giay_de_nghi", "duplicate_key"),
        ("service.yaml", "van_thu: {role: van_thu}", "", "unknown_lane"),
        ("service.yaml", "unit: working_day", "unit: fortnight", "schema_enum"),
        (
            "process.bpmn",
            '<lienthong:property name="task" value="seal"/>',
            '<lienthong:property name="task" value="dance"/>',
            "unknown_task",
        ),
    ],
)
def test_fault_is_named_with_its_file_and_code(db, folder, name, old, new, code):
    break_file(folder, name, old, new)

    assert code in {found for file, _line, found in problems(folder) if file.startswith(f"services/{SLUG}/")}


def test_entity_in_a_diagram_is_refused(db, folder):
    """S37"""
    break_file(
        folder,
        "process.bpmn",
        "<bpmn:definitions",
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n<bpmn:definitions',
    )

    assert problems(folder)


def test_changed_service_makes_a_new_version_and_open_dossiers_stay_on_theirs(province, friday_morning):
    from lienthong.service.dossiers.public import submit
    from lienthong.service.procedures.public import live_service, publish_service
    from tests.service.province import EXTRACT, _service

    first = province.service("civil_status_extract_copy")
    dossier = submit(first, deciding=province.ward, values=EXTRACT, files={}, actor=province.actor("citizen"))

    second = publish_service(
        {**_service("civil_status_extract_copy"), "amount": {"value": 2, "unit": "working_day"}}
    )

    dossier.refresh_from_db()
    assert (dossier.service.version, second.version, live_service("civil_status_extract_copy").version) == (
        1,
        2,
        2,
    )


def test_same_service_again_makes_no_new_version(province):
    first = province.service("civil_status_extract_copy")

    assert province.service("civil_status_extract_copy") == first
