"""``lienthong exchange pack | unpack | check``: files in, files out, exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from lienthong.office.exchange.commands import exchange
from lienthong.office.exchange.edxml.description import describe
from tests.office.exchange.edxml import samples


def run(*arguments: Any) -> Result:
    return CliRunner().invoke(exchange, [str(one) for one in arguments])


@pytest.fixture
def description(tmp_path: Path) -> Path:
    (tmp_path / "qd.pdf").write_bytes(samples.PDF)
    values = describe(samples.document())
    values["attachments"] = [{"file": "qd.pdf", "name": "Quyết định số 12.pdf"}]
    path = tmp_path / "goi.json"
    path.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    return path


def test_packed_files_come_back_by_unpacking(description: Path) -> None:
    packed = run("pack", description, "--json")
    unpacked = run("unpack", description.with_suffix(".edxml"), "--into", description.parent / "ra", "--json")

    assert (packed.exit_code, unpacked.exit_code) == (0, 0)
    found = json.loads(unpacked.stdout)
    assert found["package"]["document_id"] == samples.document().document_id
    assert found["package"]["attachments"][0]["name"] == "Quyết định số 12.pdf"
    assert (
        description.parent / "ra" / found["package"]["attachments"][0]["file"]
    ).read_bytes() == samples.PDF


def test_what_was_unpacked_packs_to_the_same_bytes(description: Path) -> None:
    first = description.with_suffix(".edxml")
    run("pack", description)
    run("unpack", first, "--into", description.parent / "ra")
    again = run("pack", description.parent / "ra" / "package.json", "--out", description.parent / "2.edxml")

    assert again.exit_code == 0
    assert (description.parent / "2.edxml").read_bytes() == first.read_bytes()


def test_check_of_a_good_package_ends_well(description: Path) -> None:
    run("pack", description)

    found = run("check", description.with_suffix(".edxml"), "--json")

    assert found.exit_code == 0
    assert json.loads(found.stdout)["problems"] == []


@pytest.mark.parametrize("command", ["check", "unpack"])
def test_bad_package_ends_with_1_and_names_line_and_element(tmp_path: Path, command: str) -> None:
    bad = tmp_path / "bad.edxml"
    bad.write_bytes(samples.qcvn(day="31/02/2015"))

    found = run(command, bad, "--json")
    told = run(command, bad)

    assert (found.exit_code, told.exit_code) == (1, 1)
    problem = json.loads(found.stdout)["problems"][0]
    assert problem["code"] == "bad_date"
    assert problem["element"].endswith("PromulgationDate")
    assert problem["line"] > 1
    assert f"dòng {problem['line']}" in told.stderr


@pytest.mark.parametrize(
    ("values", "element"),
    [
        ({"type": "letter"}, "type"), ({"type": "status"}, "sender"), ({"type": "document", "colour": "red"}, "colour"), ([], "type"),
        ({"type": "document", "number": 7}, "number"), ({"type": "document", "due_on": "soon"}, "due_on"),
        ({"type": "document", "attachments": [{"file": "../../etc/passwd"}]}, "attachments/0/file"),
    ],
)  # fmt: skip
def test_bad_description_names_the_field_and_leaves_no_package(
    tmp_path: Path, values: Any, element: str
) -> None:
    path = tmp_path / "goi.json"
    path.write_text(json.dumps(values), encoding="utf-8")

    found = run("pack", path, "--json")

    assert found.exit_code == 1
    assert element in [problem["element"] for problem in json.loads(found.stdout)["problems"]]
    assert [one.name for one in tmp_path.iterdir()] == ["goi.json"]


def test_names_of_files_never_leave_the_folder_or_collide(tmp_path: Path) -> None:
    one = f"<Attachment><AttachmentName>%s</AttachmentName><ContentTransferEncoded>{samples.zipped()}</ContentTransferEncoded></Attachment>"
    names = ("../../x.pdf", "x.pdf", "package.json", "CON")
    package = tmp_path / "g.edxml"
    package.write_bytes(
        samples.qcvn(files="<AttachmentEncoded>" + "".join(one % name for name in names) + "</AttachmentEncoded>").replace(
            b"<edXML:AttachmentName>7816_VPM.pdf", b"<edXML:AttachmentName>x.pdf"
        )
    )  # fmt: skip

    run("unpack", package, "--into", tmp_path / "ra")

    assert sorted(path.name for path in (tmp_path / "ra").iterdir()) == [
        "package-2.json", "package.json", "tep-CON", "x-2.pdf", "x.pdf"
    ]  # fmt: skip
