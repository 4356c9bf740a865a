"""S15: of a document marked MẬT, TỐI MẬT or TUYỆT MẬT nothing is kept anywhere."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.db import connection

from lienthong.kernel.errors import Invalid
from lienthong.kernel.files.public import StoredFile, receive
from lienthong.office.documents.models import Intake
from lienthong.office.documents.public import bring, bring_stored, register_intake
from tests.office.documents.conftest import LETTER

CANARY = "CHIMYENCANARY"


def secret(mark):
    return LETTER.replace("V/v hướng dẫn", f"{mark}\nV/v hướng dẫn").replace(
        "Thực hiện", f"{CANARY} Thực hiện"
    )


def everywhere(settings):
    """Every text in every table, and every byte under the file store."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name, column_name from information_schema.columns where table_schema = 'public' and data_type in ('text', 'character varying', 'jsonb', 'json')"
        )
        for table, column in cursor.fetchall():
            cursor.execute(f'select count(*) from "{table}" where "{column}"::text like %s', [f"%{CANARY}%"])
            if cursor.fetchone()[0]:
                found.append(f"{table}.{column}")
    root = Path(settings.FILES_DIR)
    found += [
        str(path) for path in root.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()
    ]
    return found


def test_the_search_finds_what_was_kept_of_an_open_document(office, settings):
    bring(
        secret("").encode(),
        actor=office.actor("clerk"),
        organisation_id=office.organisation.pk,
        name="a.txt",
        declared_type="text/plain",
    )

    assert any(place.startswith("documents_intake") for place in everywhere(settings))
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
