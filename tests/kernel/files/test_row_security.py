"""Row security of files: the runtime role sees what its session may see, whatever a query forgot (S12)."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import connection

from lienthong.kernel import clock
from lienthong.kernel.access.public import scope_of, system_scope
from lienthong.kernel.actions.public import ANONYMOUS, SYSTEM, Actor
from lienthong.kernel.errors import Invalid, NotFound
from lienthong.kernel.files.models import FileText, Release, State, StoredFile
from lienthong.kernel.files.public import attach, get_readable, receive, share, store_bytes

TABLES = ("files_storedfile", "files_filetext", "files_release")


def sql(statement: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return cursor.fetchall() if cursor.description else [cursor.rowcount]


def names() -> set[str]:
    return {row[0] for row in sql("select name from files_storedfile")}


@pytest.fixture
def people(make: Any) -> dict[str, Actor]:
    return {
        "officer": make.actor(make.officer("chuyen_vien", name="Vũ Thị Xử Lý")),
        "elsewhere": make.actor(make.officer("lanh_dao", "van_thu", name="Trịnh Bên Kia")),
        "applicant": make.actor(make.citizen("Đỗ Người Nộp")),
        "stranger": make.actor(make.citizen("Bùi Người Lạ")),
    }


@pytest.fixture
def files(people: dict[str, Actor]) -> dict[str, StoredFile]:
    """What a dossier collects: brought by the applicant, drafted inside, given out; and a loose upload."""
    officer, applicant = people["officer"], people["applicant"]
    thing = {"owner_type": "dossiers.dossier", "owner_id": "0192"}
    orgs = [officer.organisation_id]
    brought = receive(io.BytesIO("đơn".encode()), name="don.txt", actor=applicant)
    attach([brought], **thing, actor=applicant, organisation_ids=orgs, account_id=applicant.account_id)
    made = {"media_type": "text/plain", "actor": SYSTEM, **thing}
    found = {
        "don.txt": brought,
        "du-thao.txt": store_bytes(b"nhap", name="du-thao.txt", organisation_ids=orgs, **made),
        "ket-qua.txt": store_bytes(
            b"kq", name="ket-qua.txt", organisation_ids=orgs, account_id=applicant.account_id, **made
        ),
        "roi.txt": receive(io.BytesIO(b"roi"), name="roi.txt", actor=people["stranger"]),
    }
    for file in found.values():
        FileText.objects.create(file=file, text=f"chữ của {file.name}", extracted_at=clock.now())
    Release.objects.create(
        sha256="a" * 64, held_for="macros", verdict="clean", reason="x", state="waiting", asked_at=clock.now()
    )
    return found


SEEN = {
    "officer": {"don.txt", "du-thao.txt", "ket-qua.txt"},
    "elsewhere": set(),
    "applicant": {"don.txt", "ket-qua.txt"},
    "stranger": {"roi.txt"},
}


@pytest.mark.parametrize("who", sorted(SEEN))
def test_plain_sql_shows_only_rows_of_ones_own_agency_or_person(
    who: str, people: dict[str, Actor], files: dict[str, StoredFile]
) -> None:
    with scope_of(people[who]):
        assert names() == SEEN[who]
        assert {row[0] for row in sql("select text from files_filetext")} == {
            f"chữ của {n}" for n in SEEN[who]
        }
        assert sql("select count(*) from files_release") == [(0,)]


def test_session_without_a_scope_sees_nothing(files: dict[str, StoredFile]) -> None:
    with scope_of(ANONYMOUS):
        assert names() == set()
        assert sql("select count(*) from files_filetext") == [(0,)]


def test_system_sees_everything(files: dict[str, StoredFile]) -> None:
    with system_scope():
        assert names() == set(files)
        assert sql("select count(*) from files_filetext") == [(4,)]
        assert sql("select count(*) from files_release") == [(1,)]


@pytest.mark.parametrize(
    "statement",
    [
        "update files_storedfile set state = 'clean', name = 'doi.txt'",
        "delete from files_filetext",
        "update files_filetext set text = ''",
        "update files_release set state = 'confirmed'",
    ],
)
def test_rows_of_others_can_be_neither_changed_nor_removed(
    statement: str, people: dict[str, Actor], files: dict[str, StoredFile]
) -> None:
    with scope_of(people["elsewhere"]):
        assert sql(statement) == [0]


def test_row_cannot_be_taken_over_by_giving_it_to_oneself(
    people: dict[str, Actor], files: dict[str, StoredFile]
) -> None:
    stranger = people["stranger"]
    with scope_of(stranger):
        assert sql(
            "update files_storedfile set account_id = %s where name = 'don.txt'", stranger.account_id
        ) == [0]
        with pytest.raises(NotFound):
            attach([files["don.txt"]], owner_type="x.y", owner_id=1, actor=stranger)


@pytest.mark.parametrize("table", TABLES)
def test_security_is_forced_on_the_table(table: str, db: None) -> None:
    assert sql("select relrowsecurity, relforcerowsecurity from pg_class where relname = %s", table) == [
        (True, True)
    ]


def test_files_follow_a_thing_that_is_shown_to_a_further_agency(
    people: dict[str, Actor], files: dict[str, StoredFile]
) -> None:
    officer, elsewhere = people["officer"], people["elsewhere"]

    assert share(
        owner_type="dossiers.dossier", owner_id="0192",
        organisation_ids=[officer.organisation_id, elsewhere.organisation_id],
    ) == 3  # fmt: skip

    with scope_of(elsewhere):
        assert names() == SEEN["officer"]


def test_row_may_be_written_for_an_agency_that_the_writer_does_not_belong_to(
    people: dict[str, Actor],
) -> None:
    """Issuing a document gives its receivers rows of their own."""
    officer, elsewhere = people["officer"], people["elsewhere"]
    with scope_of(officer):
        StoredFile.objects.bulk_create(
            [
                StoredFile(
                    sha256="b" * 64, size=1, media_type="text/plain", name="gui.txt", state=State.CLEAN,
                    organisation_ids=[elsewhere.organisation_id], created_at=clock.now(),
                )
            ]
        )  # fmt: skip
        assert names() == set()

    with scope_of(elsewhere):
        assert names() == {"gui.txt"}


def test_malware_of_another_person_is_known_without_seeing_the_row(
    people: dict[str, Actor], files: dict[str, StoredFile]
) -> None:
    StoredFile.objects.filter(pk=files["don.txt"].pk).update(state=State.REFUSED)

    with scope_of(people["stranger"]), pytest.raises(Invalid) as refusal:
        receive(io.BytesIO("đơn".encode()), name="khac.txt", actor=people["stranger"])

    assert refusal.value.code == "file_infected"


def test_handler_that_says_yes_to_everybody_still_gives_nothing_to_a_stranger(
    people: dict[str, Actor], files: dict[str, StoredFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second layer at work: the owner's check has a hole, the row is not there all the same."""
    from lienthong.kernel.files import owners

    monkeypatch.setitem(owners._handlers, "dossiers.dossier", lambda file, actor: True)

    with scope_of(people["elsewhere"]), pytest.raises(NotFound):
        get_readable(files["don.txt"].pk, people["elsewhere"])


def test_secret_file_of_one_agency_does_not_take_the_bytes_of_another(make: Any) -> None:
    """Expunging looks across all rows before it removes the blob."""
    from lienthong.kernel.files.storage import storage
    from lienthong.office.documents.domain.intake import expunge

    one, other = (make.actor(make.officer("van_thu", name=f"Văn Thư {n}")) for n in "AB")
    mine, theirs = (
        receive(
            io.BytesIO(b"cung noi dung"), name="a.txt", actor=actor, organisation_ids=[actor.organisation_id]
        )
        for actor in (one, other)
    )

    with scope_of(one):
        expunge(mine, actor=one)

    assert storage().exists(theirs.sha256)
    assert StoredFile.objects.get().pk == theirs.pk
