"""``lienthong pack …``: exit codes and JSON."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.packs.commands import pack

from .sample import ORGANISATIONS, PACK, files, write


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(pack, [str(argument) for argument in arguments])
    return result.exit_code, result.output


def test_check_of_a_good_pack_ends_with_zero(db: object, tmp_path: Path) -> None:
    code, output = run("check", write(tmp_path, files()), "--json")

    assert (code, json.loads(output)) == (0, {"ok": True, "problems": []})


def test_check_of_a_bad_pack_names_file_and_line_and_fails(db: object, tmp_path: Path) -> None:
    folder = write(tmp_path, files(organisations=ORGANISATIONS + "S3,Sở Lạc,province,department,KHONG,,,\n"))

    code, output = run("check", folder)

    assert code == 1
    assert "organisations/organisations.csv:6:31: Không có “organisation:KHONG”" in output


def test_strict_check_refuses_a_folder_that_nobody_takes(db: object, tmp_path: Path) -> None:
    folder = write(tmp_path, {**files(), "khac/a.yaml": "x: 1"})

    assert run("check", folder)[0] == 0
    assert run("check", folder, "--strict")[0] == 1


def test_apply_and_rollback_by_command(db: object, tmp_path: Path) -> None:
    code, output = run("apply", write(tmp_path, files()), "--json")
    assert (code, json.loads(output)["counts"]["organisations"]) == (0, {"create": 4})
    code, output = run("apply", tmp_path)
    assert (code, "Không có thay đổi." in output) == (0, True)
    second = files(
        pack=PACK.replace("1.0.0", "2.0.0"), organisations=ORGANISATIONS.replace("Sở Ví dụ", "Sở Khác")
    )
    code, output = run("plan", write(tmp_path, second), "--json")
    assert (code, json.loads(output)["changes"]) == (
        0,
        [
            {
                "aspect": "organisations",
                "verb": "change",
                "key": "S2",
                "label": "Sở Khác",
                "before": {"name": "Sở Ví dụ"},
                "after": {"name": "Sở Khác"},
            }
        ],
    )
    run("apply", tmp_path)

    code, output = run("rollback", "mau", "--json")

    assert (code, json.loads(output)["version"]) == (0, "1.0.0")
    assert Organisation.objects.get(key="S2").name == "Sở Ví dụ"


def test_apply_of_a_bad_pack_fails_with_its_problems_in_json(db: object, tmp_path: Path) -> None:
    code, output = run("apply", write(tmp_path, files(pack="key: mau\n")), "--json")

    answer = json.loads(output)
    assert (code, answer["ok"], answer["code"]) == (1, False, "bad_pack")
    assert answer["problems"][0]["file"] == "pack.yaml"


def test_rollback_of_an_unknown_pack_fails(db: object) -> None:
    code, output = run("rollback", "khong-co")

    assert (code, "chưa được áp dụng" in output) == (1, True)
