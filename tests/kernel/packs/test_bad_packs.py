"""Packs that must be refused, each with file, line and reason."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from lienthong.kernel.packs.public import Problem, check

from .sample import OFFICERS, ORGANISATIONS, PACK, UNITS, Files, files, write

ORGANISATION_FILE = "organisations/organisations.csv"
OFFICER_FILE = "officers/officers.yaml"
AREAS = "code,level,kind,name,province,valid_from,valid_to\n01,1,tỉnh,Tỉnh Mẫu,01,,\n"
ORG_HEAD = "key,name,tier,parent\n"
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a]\nc: [*b, *b, *b, *b, *b, *b, *b]\n"


class Bad(NamedTuple):
    """A broken pack and the problem it must be told."""

    content: Files
    file: str
    line: int
    code: str
    says: str


def with_file(name: str, text: str | bytes) -> Files:
    return {**files(), name: text}


BAD = {
    "no manifest": Bad({"units/units.yaml": UNITS}, "pack.yaml", 0, "no_manifest", "thiếu tệp"),
    "manifest without version": Bad(
        files(pack="key: mau\nname: Mẫu\nlicence: CC0\n"), "pack.yaml", 1, "required", "version"
    ),
    "version that is not three numbers": Bad(
        files(pack=PACK.replace("1.0.0", "1.0")), "pack.yaml", 3, "schema_type", "phải là chữ"
    ),
    "YAML syntax": Bad(files(units="- organisation: S1\n  key: [VP\n  name: x\n"), "units/units.yaml", 3, "yaml_syntax", "YAML"),
    "alias bomb": Bad(files(units=BOMB), "units/units.yaml", 1, "yaml_alias", "bí danh"),
    "object by tag": Bad(
        files(units="- organisation: S1\n  key: VP\n  name: !!python/object/apply:os.system [ls]\n"),
        "units/units.yaml", 3, "yaml_tag", "nhãn kiểu",
    ),
    "key twice in one entry": Bad(
        files(units="- organisation: S1\n  key: VP\n  name: A\n  key: VQ\n"), "units/units.yaml", 4, "duplicate_key", "key"
    ),
    "nested without end": Bad(files(units="- " + "[" * 40 + "]" * 40), "units/units.yaml", 1, "too_deep", "Lồng sâu"),
    "thousands of brackets": Bad(files(units="[" * 50_000), "units/units.yaml", 1, "too_deep", "sâu"),
    "two documents in a file": Bad(files(units=UNITS + "---\n[]\n"), "units/units.yaml", 7, "yaml_documents", "một tài liệu"),
    "mapping where a list belongs": Bad(files(units="a: 1\n"), "units/units.yaml", 1, "shape", "danh sách"),
    "unknown field": Bad(
        files(officers=OFFICERS.replace("  name: Trịnh", "  fullname: x\n  name: Trịnh")),
        OFFICER_FILE, 9, "unknown_field", "fullname",
    ),
    "role that nobody has": Bad(
        files(officers=OFFICERS.replace("[chuyen_vien]", "[vua]")), OFFICER_FILE, 11, "schema_enum", "vua"
    ),
    "day that does not exist": Bad(
        files(officers=OFFICERS + "  valid_from: 2025-02-30\n"), OFFICER_FILE, 13, "schema_format", "2025-02-30"
    ),
    "both one organisation and every": Bad(
        files(units="- organisation: S1\n  every: {tier: province}\n  key: VP\n  name: A\n"),
        "units/units.yaml", 1, "schema_oneOf", "every",
    ),
    "parent that is not there": Bad(
        files(organisations=ORGANISATIONS + "S3,Sở Lạc,province,department,KHONG,,,\n"),
        ORGANISATION_FILE, 6, "dangling_reference", "organisation:KHONG",
    ),
    "area that is not there": Bad(
        files(organisations=ORGANISATIONS + "S3,Sở Lạc,province,department,T,99,,\n"),
        ORGANISATION_FILE, 6, "dangling_reference", "area:99",
    ),
    "post that is not there": Bad(
        files(officers=OFFICERS.replace("S1-NV-CV", "S1-XX-CV")), OFFICER_FILE, 10, "dangling_reference", "post:S1-XX-CV"
    ),
    "cycle in the tree": Bad(
        {"pack.yaml": PACK, ORGANISATION_FILE: ORG_HEAD + "A,Cơ quan A,province,C\nB,Cơ quan B,province,A\nC,Cơ quan C,province,B\n"},
        ORGANISATION_FILE, 2, "cycle", "A → C → B → A",
    ),
    "organisation under itself": Bad(
        {"pack.yaml": PACK, ORGANISATION_FILE: ORG_HEAD + "A,Cơ quan A,province,A\n"}, ORGANISATION_FILE, 2, "cycle", "A → A"
    ),
    "cycle of units": Bad(
        files(units="- {organisation: S1, key: X, name: X, parent: Y}\n- {organisation: S1, key: Y, name: Y, parent: X}\n"),
        "units/units.yaml", 1, "cycle", "S1-X → S1-Y → S1-X",
    ),
    "same organisation twice": Bad(
        files(organisations=ORGANISATIONS + "S1,Sở Trùng,province,department,T,,,\n"), ORGANISATION_FILE, 6, "duplicate", "dòng 3"
    ),
    "ends before it begins": Bad(
        files(organisations=ORGANISATIONS.replace("2020-01-01,", "2020-01-01,2019-01-01")),
        ORGANISATION_FILE, 4, "dates_reversed", "trước khi bắt đầu",
    ),
    "periods of one area overlap": Bad(
        {"pack.yaml": PACK, "areas/areas.csv": AREAS + "01,1,tỉnh,Tỉnh Mẫu Mới,01,2025-07-01,\n"},
        "areas/areas.csv", 3, "dates_overlap", "dòng 2",
    ),
    "two directors at once": Bad(
        files(officers=OFFICERS.replace("S1-NV-CV", "S1-GD")), OFFICER_FILE, 7, "dates_overlap", "S1-GD"
    ),
    "unit outlives its organisation": Bad(
        files(units=UNITS + "- {organisation: CU, key: X, name: X, valid_from: 2021-01-01}\n"),
        "units/units.yaml", 7, "outside_period", "đã kết thúc",
    ),
    "user name twice": Bad(
        files(officers=OFFICERS.replace("s1_hai", "s1_mot")), OFFICER_FILE, 8, "duplicate_username", "s1_mot"
    ),
    "column that is not known": Bad(
        files(organisations=ORGANISATIONS.replace("area_code", "ma_vung")), ORGANISATION_FILE, 1, "unknown_field", "ma_vung"
    ),
    "row with a cell too few": Bad(
        files(organisations=ORGANISATIONS + "S9,Sở Thiếu,province\n"), ORGANISATION_FILE, 6, "csv_cells", "3 ô"
    ),
    "quote that never closes": Bad(
        files(organisations=ORGANISATIONS + 'S9,"Sở Hở,province,,,,,\n'), ORGANISATION_FILE, 6, "csv_syntax", "CSV"
    ),
    "text in another encoding": Bad(
        files(organisations=ORGANISATIONS.encode("utf-8") + "S9,Sở Cũ".encode("utf-16-le")), ORGANISATION_FILE, 6, "encoding", ""
    ),
    "file that no aspect of the folder takes": Bad(
        with_file("units/units.json", "[]"), "units/units.json", 0, "unknown_file", "units/*.yaml"
    ),
    "required pack that is not there": Bad(
        files(pack=PACK + "requires:\n  - key: nen\n"), "pack.yaml", 6, "missing_pack", "nen"
    ),
    "successor of an agency still alive": Bad(
        with_file("organisations/successions.csv", "predecessor,successor,kind,on\nS1,S2,merged,2025-03-01\n"),
        "organisations/successions.csv", 2, "predecessor_alive", "S1",
    ),
    "two default targets": Bad(
        {
            "pack.yaml": PACK,
            "areas/areas.csv": AREAS.replace(",,\n", ",,2025-06-30\n") + "02,1,tỉnh,Hai,02,2025-07-01,\n03,1,tỉnh,Ba,03,2025-07-01,\n",
            "areas/successions.csv": "predecessor,successor,partial,default_target\n01@,02@2025-07-01,yes,yes\n01@,03@2025-07-01,yes,yes\n",
        },
        "areas/successions.csv", 3, "two_defaults", "dòng 2",
    ),
}  # fmt: skip


def test_sample_itself_checks_clean(db: object, tmp_path: Path) -> None:
    assert check(write(tmp_path / "mau", files())) == []


@pytest.mark.parametrize("name", BAD)
def test_bad_pack_is_refused_with_file_line_and_reason(db: object, tmp_path: Path, name: str) -> None:
    bad = BAD[name]

    problems = check(write(tmp_path / "mau", bad.content))

    found = [p for p in problems if (p.file, p.line, p.code) == (bad.file, bad.line, bad.code)]
    assert found, problems
    assert any(bad.says in p.message for p in found), found


def test_column_points_at_the_cell(db: object, tmp_path: Path) -> None:
    text = ORGANISATIONS + 'S3,"Sở, Lạc",province,department,KHONG,,,\n'

    [problem] = check(write(tmp_path / "mau", files(organisations=text)))

    assert text.splitlines()[5][problem.column - 1 :].startswith("KHONG")


def test_link_out_of_the_pack_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "mau", files())
    (folder / "units/passwd.yaml").symlink_to("/etc/passwd")

    assert Problem("units/passwd.yaml", 0, 0, "Gói không được chứa liên kết (symlink)", "symlink") in check(
        folder
    )


def test_file_past_the_bound_is_not_read(tmp_path: Path) -> None:
    folder = write(tmp_path / "mau", files())
    with (folder / "units/big.yaml").open("wb") as stream:
        stream.truncate(9 * 1024 * 1024)

    assert [(p.file, p.code) for p in check(folder)] == [("units/big.yaml", "file_too_large")]


def test_packs_that_require_each_other_are_refused(tmp_path: Path) -> None:
    write(
        tmp_path / "nen",
        {"pack.yaml": "key: nen\nname: N\nversion: 1.0.0\nlicence: x\nrequires:\n  - key: mau\n"},
    )
    folder = write(tmp_path / "mau", files(pack=PACK + "requires:\n  - key: nen\n"))

    assert [(p.code, p.message) for p in check(folder)] == [
        ("requires_cycle", "Các gói cần nhau thành vòng: mau → nen → mau")
    ]


def test_required_pack_that_is_too_old_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "nen", {"pack.yaml": "key: nen\nname: N\nversion: 1.2.0\nlicence: x\n"})
    folder = write(tmp_path / "mau", files(pack=PACK + "requires:\n  - {key: nen, at_least: 1.10.0}\n"))

    assert [(p.line, p.code) for p in check(folder)] == [(6, "pack_too_old")]


def test_reference_into_a_required_pack_is_found(tmp_path: Path) -> None:
    nen = {"pack.yaml": "key: nen\nname: N\nversion: 1.0.0\nlicence: x\n", "areas/areas.csv": AREAS}
    write(tmp_path / "nen", nen)
    text = ORGANISATIONS.replace(
        "S1,Sở Thử nghiệm,province,department,T,,", "S1,Sở Thử nghiệm,province,department,T,01,"
    )
    folder = write(tmp_path / "mau", files(pack=PACK + "requires:\n  - key: nen\n", organisations=text))

    assert check(folder) == []


def test_folder_of_an_app_not_installed_is_a_warning(db: object, tmp_path: Path) -> None:
    folder = write(tmp_path / "mau", with_file("khac/a.yaml", "x: 1"))

    assert [(p.file, p.code, p.severity) for p in check(folder)] == [("khac", "unknown_folder", "warning")]


def test_hundreds_of_faults_are_cut_short(db: object, tmp_path: Path) -> None:
    rows = "".join(f"X{i},Sở {i},province,department,KHONG{i},,,\n" for i in range(500))

    problems = check(write(tmp_path / "mau", files(organisations=ORGANISATIONS + rows)))

    assert len(problems) == 201
    assert problems[-1].code == "more"
