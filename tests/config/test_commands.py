"""The command line: help without a database, JSON where it answers, exit codes that tell."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from lienthong.config.cli import GROUPS, _needs_database, cli

PLANS = Path(__file__).resolve().parents[1] / "data/plans"


@pytest.fixture
def run(db):
    def command(*words: str):
        return CliRunner().invoke(cli, list(words), catch_exceptions=False)

    return command


@pytest.mark.parametrize("name", sorted(set(GROUPS) - {"faults"}))
def test_every_command_explains_itself_in_vietnamese(name):
    answer = CliRunner().invoke(cli, [name, "--help"])

    assert answer.exit_code == 0
    assert any(letter in answer.output for letter in "ạảấầếềệộợứừựăâđêôơư")


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        (["doctor"], True),
        (["doctor", "--help"], False),
        (["settings"], False),
        (["up"], False),
        (["pack", "check", "packs/vn"], False),
        (["pack", "apply", "packs/vn"], True),
        (["demo", "accounts"], True),
        (["demo", "reset", "--yes"], False),
        ([], False),
    ],
)
def test_database_is_started_only_for_commands_that_need_it(words, needed):
    assert _needs_database(words) is needed


def test_version_is_printed():
    assert CliRunner().invoke(cli, ["--version"]).output == "0.1.0\n"


def test_unknown_command_is_an_error():
    assert CliRunner().invoke(cli, ["fly"]).exit_code == 2


def test_token_of_an_account_works_once_printed(run, make):
    citizen = make.citizen()
    answer = run("token", "create", "--account", citizen.username, "--json")
    made = json.loads(answer.output)

    from lienthong.kernel.accounts.public import authenticate_token

    assert answer.exit_code == 0
    assert authenticate_token(made["token"]).account_id == citizen.pk


def test_token_for_nobody_is_refused_in_json(run):
    answer = run("token", "create", "--account", "khong_co", "--json")

    assert answer.exit_code == 1
    assert json.loads(answer.output)["ok"] is False


def test_rebuild_check_agrees_with_an_empty_history(run):
    answer = run("rebuild", "--check", "--json")

    assert answer.exit_code == 0
    assert json.loads(answer.output)["ok"] is True


def test_doctor_answers_in_json_whatever_is_missing(run):
    answer = run("doctor", "--json")
    found = json.loads(answer.output)

    names = {finding["name"] for finding in found["findings"]}
    assert {"database:role", "database:append-only", "secrets:mode", "files:space"} <= names
    assert answer.exit_code == (0 if found["ok"] else 1)


def test_doctor_reports_jobs_that_were_given_up(run):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, status) values ('default', 'given.up', 'failed')"
        )

    found = {item["name"]: item for item in json.loads(run("doctor", "--json").output)["findings"]}

    assert found["jobs:failed"]["state"] == "fail"


def test_verify_of_a_foreign_file_is_not_valid(run, tmp_path):
    file = tmp_path / "la.pdf"
    file.write_bytes(b"%PDF-1.4 not ours")

    answer = run("verify", str(file), "--json")

    assert answer.exit_code == 1
    assert json.loads(answer.output)["verdict"] != "valid"


def test_document_read_proposes_fields_without_a_database(lienthong, folder):
    done = lienthong(
        "document", "read", str(PLANS / "thanh_hoa_2011_2015.txt"), "--json", LIENTHONG_VAR=folder
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)
    assert not (folder / "postgres").exists()


def test_pack_check_names_a_missing_pack(lienthong, folder):
    done = lienthong("pack", "check", "packs/khong-co", LIENTHONG_VAR=folder)

    assert done.returncode != 0


def test_reset_refuses_outside_the_demonstration(lienthong, folder):
    done = lienthong("demo", "reset", "--yes", LIENTHONG_VAR=folder, LIENTHONG_DEMONSTRATION=0)

    assert done.returncode == 1
    assert "trình diễn" in done.stderr


def test_reset_of_nothing_is_harmless(lienthong, folder):
    done = lienthong("demo", "reset", "--json", LIENTHONG_VAR=folder)

    assert (done.returncode, json.loads(done.stdout)["database"]) == (0, "none")


@pytest.mark.django_db
def test_doctor_counts_held_files_and_fails_when_the_scanner_is_silent(run, settings):
    from lienthong.kernel import clock
    from lienthong.kernel.files.models import StoredFile

    def held(**fields):
        fields = {"media_type": "text/plain", "size": 1, "created_at": clock.now(), **fields}
        StoredFile.objects.create(sha256="a" * 64, name="a.txt", **fields)

    def finding():
        found = json.loads(run("doctor", "--json").output)["findings"]
        return next(item for item in found if item["name"] == "files:quarantine")

    settings.VIRUS_SCAN_REQUIRED = True
    held(state="quarantine", reason="macros")
    held(state="refused", reason="Thu.Nham")
    before = finding()
    held(state="quarantine", reason="awaiting_scan", created_at=clock.now() - dt.timedelta(hours=2))

    assert before["state"] == "ok"
    assert before["detail"].startswith("cách ly 1, có mã độc 1, ")
    assert finding()["state"] == "fail"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--help"], "the digital government of a province"),
        (["pack", "--help"], "Packs: check, plan, apply, roll back."),
        (["document", "read", "--help"], "Print the result as JSON."),
        (["settings"], "Port of the web server"),
        (["pack", "check", "packs/khong-co"], "There is no such folder"),
    ],
)
def test_command_line_speaks_english_where_the_setting_says_so(lienthong, folder, words, said):
    done = lienthong(*words, LIENTHONG_VAR=folder, LIENTHONG_LANGUAGE="en")

    assert said in done.stdout + done.stderr


def test_unknown_language_of_the_command_line_is_vietnamese(lienthong, folder):
    done = lienthong("--help", LIENTHONG_VAR=folder, LIENTHONG_LANGUAGE="fr")

    assert "chính quyền số của một tỉnh" in done.stdout


def test_reader_refuses_in_english_where_the_setting_says_so(lienthong, folder, tmp_path):
    empty = tmp_path / "rong.txt"
    empty.write_bytes(b"")

    done = lienthong("document", "read", str(empty), LIENTHONG_VAR=folder, LIENTHONG_LANGUAGE="en")

    assert done.returncode == 1
    assert "The file is empty. Choose the document again." in done.stderr
