"""S15: of a document marked MẬT, TỐI MẬT or TUYỆT MẬT nothing is kept anywhere."""

from __future__ import annotations

import io
import logging
import subprocess
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import connection

from lienthong.config.log_lines import Line
from lienthong.kernel.errors import Invalid
from lienthong.kernel.files.public import StoredFile, receive
from lienthong.office.documents.models import Intake
from lienthong.office.documents.public import bring, bring_stored, register_intake
from tests.office.documents.conftest import LETTER
from tests.service.leftovers import clear_everything

CANARY = "CHIMYENCANARY"


def secret(mark):
    return LETTER.replace("V/v hướng dẫn", f"{mark}\nV/v hướng dẫn").replace(
        "Thực hiện", f"{CANARY} Thực hiện"
    )


def everywhere(settings):
    """Every column of every row (binary ones as hexadecimal), and every byte under the file store and the folder of uploads."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"select count(*) from {table} t where t::text ilike any (%s)",
                [[f"%{CANARY}%", f"%{CANARY.encode().hex()}%"]],
            )
            if cursor.fetchone()[0]:
                found.append(table)
    for root in (Path(settings.FILES_DIR), Path(settings.FILE_UPLOAD_TEMP_DIR or settings.FILES_DIR)):
        found += [
            str(path) for path in root.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()
        ]
    return found


@pytest.fixture
def lines():
    """What any logger says, at every level, as the product writes it."""
    kept = []

    class Keep(logging.Handler):
        def emit(self, record):
            kept.append(Line("%(name)s %(message)s").format(record))

    root, keep = logging.getLogger(), Keep(logging.DEBUG)
    before = root.level
    root.addHandler(keep)
    root.setLevel(logging.DEBUG)
    yield kept
    root.removeHandler(keep)
    root.setLevel(before)


@pytest.fixture
def uploads(settings, tmp_path):
    """The folder in which the server keeps an upload over 1 MB while it arrives."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "uploads")
    Path(settings.FILE_UPLOAD_TEMP_DIR).mkdir()
    return Path(settings.FILE_UPLOAD_TEMP_DIR)


def hand_in(client, office, text):
    """Through the screen of the records clerk, as a browser sends it."""
    client.force_login(office.clerk.account)
    file = SimpleUploadedFile("a.txt", text.encode(), content_type="text/plain")
    return client.post("/van-ban/vao-so/", {"file": file})


LONG = "\n" + "Nội dung dài của văn bản.\n" * 60_000  # over 1 MB


@pytest.mark.parametrize("tail", ["", LONG], ids=["short", "over 1 MB"])
def test_s15_refused_on_the_screen_no_log_line_no_temporary_file_and_no_row_has_it(
    office, settings, client, lines, uploads, monkeypatch, tail
):
    seen = []
    monkeypatch.setattr(
        TemporaryUploadedFile, "__init__", watched(TemporaryUploadedFile.__init__, seen, uploads)
    )

    answer = hand_in(client, office, secret("TUYỆT MẬT") + tail)

    assert CANARY not in answer.content.decode()
    assert bool(seen) == bool(tail)  # else the long one never lay in the folder, and this proves nothing
    assert list(uploads.iterdir()) == []
    assert everywhere(settings) == []
    assert Intake.objects.count() == 0
    assert not [line for line in lines if CANARY in line]


def watched(build, seen, folder):
    def made(self, *given, **named):
        build(self, *given, **named)
        seen.extend(folder.iterdir())

    return made


def test_the_lines_are_listened_to(lines):
    """Control."""
    logging.getLogger("lienthong.thu").debug("%s", CANARY)

    assert any(CANARY in line for line in lines)


@pytest.mark.django_db(transaction=True)
class TestDump:
    """A dump of the database, as a backup takes it, of what was committed."""

    @pytest.fixture(autouse=True)
    def emptied(self, office):
        yield
        clear_everything()  # committed rows must not meet the next test

    @staticmethod
    def dump():
        from lienthong.config import options
        from lienthong.config.cluster.server import Cluster

        cluster = Cluster.at(options.var_dir())
        program = Path(cluster.bin("pg_dump"))
        if not program.exists():
            pytest.skip("PG_DUMP IS NOT AMONG THESE BINARIES")
        done = subprocess.run(
            [str(program), "-h", str(cluster.socket_dir), "-U", "postgres", connection.settings_dict["NAME"]],
            env={"PGPASSWORD": options.secret("POSTGRES_SUPERUSER_PASSWORD"), "LC_ALL": "C.UTF-8"},
            capture_output=True, check=True,
        )  # fmt: skip
        return done.stdout.lower()

    @pytest.mark.parametrize(("mark", "there"), [("TUYỆT MẬT", False), ("", True)])
    def test_s15_it_holds_nothing_of_a_refused_document(self, office, client, mark, there):
        hand_in(client, office, secret(mark))

        dump = self.dump()

        assert len(dump) > 10_000
        assert (CANARY.lower().encode() in dump) is there


def test_the_search_finds_what_was_kept_of_an_open_document(office, settings):
    bring(
        secret("").encode(),
        actor=office.actor("clerk"),
        organisation_id=office.organisation.pk,
        name="a.txt",
        declared_type="text/plain",
    )

    assert "documents_intake" in everywhere(settings)
    assert any("files" in place for place in everywhere(settings))


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "Độ mật: Tối mật"])
def test_s15_marked_document_is_refused_and_nothing_of_it_is_kept(office, settings, mark):
    with pytest.raises(Invalid) as refusal:
        bring(
            secret(mark).encode(),
            actor=office.actor("clerk"),
            organisation_id=office.organisation.pk,
            name="a.txt",
            declared_type="text/plain",
        )

    assert refusal.value.code == "state_secret"
    assert everywhere(settings) == []
    assert Intake.objects.count() == StoredFile.objects.count() == 0


def test_s15_file_uploaded_before_is_removed_with_its_bytes(office, settings):
    clerk = office.actor("clerk")
    file = receive(io.BytesIO(secret("TUYỆT MẬT").encode()), name="a.txt", actor=clerk)

    with pytest.raises(Invalid, match="độ mật"):
        bring_stored(file.pk, actor=clerk, organisation_id=office.organisation.pk)

    assert everywhere(settings) == []
    assert not StoredFile.objects.filter(pk=file.pk).exists()


def test_s15_clerk_who_marks_the_field_as_secret_is_refused(office):
    clerk = office.actor("clerk")
    intake = bring(
        LETTER.encode(),
        actor=clerk,
        organisation_id=office.organisation.pk,
        name="a.txt",
        declared_type="text/plain",
    )

    with pytest.raises(Invalid) as refusal:
        register_intake(
            intake, actor=clerk, values={"subject": "Một", "issuer_name": "Hai", "secrecy": "Mật"}
        )

    assert refusal.value.code == "state_secret"


def test_word_inside_bao_mat_refuses_nothing(office):
    text = LETTER.replace("hướng dẫn xây dựng", "tăng cường bảo mật, an toàn")

    assert bring(
        text.encode(), actor=office.actor("clerk"), organisation_id=office.organisation.pk, name="a.txt"
    ).pk
