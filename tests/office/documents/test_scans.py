"""A scan is kept at once and read by a job, while the clerk may already type."""

from __future__ import annotations

import io
import shutil

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from lienthong.kernel.errors import Invalid, Unavailable
from lienthong.kernel.files import jobs as file_jobs
from lienthong.kernel.files import preview as previews
from lienthong.kernel.files.extraction import Limits, extract, ocr
from lienthong.kernel.files.extraction.pages import page_of_lines
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.public import text_of
from lienthong.kernel.notify.models import Notice
from lienthong.office.documents.domain.intake import drop
from lienthong.office.documents.domain.reading_scans import read_intake
from lienthong.office.documents.models import Document, Intake
from lienthong.office.documents.public import bring, register_intake
from tests.office.documents.conftest import LETTER
from tests.office.reading.files import as_scanned_pdf

TYPED = {"issuer_name": "Sở Gõ Tay", "subject": "Trích yếu tự gõ"}


def picture(pages=1):
    """A scan of so many pages, as a scanner's TIFF; what is on it is said by ``recognised``."""
    data = io.BytesIO()
    frames = [Image.new("L", (400, 560), 255 - n) for n in range(pages)]
    frames[0].save(data, "TIFF", save_all=True, append_images=frames[1:])
    return data.getvalue()


@pytest.fixture
def recognised(monkeypatch):
    """Recognition that finds the given text on the first page, and tells before which calls it was asked."""
    asked = []

    def install(text, fails=None):
        def recognise(image, number, limits, started):
            asked.append(number)
            if fails is not None:
                raise fails
            return page_of_lines(number, [(line, None) for line in (text if number == 1 else "").split("\n")])

        monkeypatch.setattr(ocr, "recognise", recognise)
        monkeypatch.setattr(ocr, "available", lambda: True)
        return asked

    return install


@pytest.fixture
def clerk(office, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client = Client()
    client.force_login(office.clerk.account)
    return client


def brought(office, data=None, name="scan.tiff"):
    return bring(
        picture() if data is None else data,
        actor=office.actor("clerk"),
        organisation_id=office.organisation.pk,
        name=name,
    )


def jobs():
    from procrastinate.contrib.django.models import ProcrastinateJob

    return list(ProcrastinateJob.objects.filter(task_name="documents.read_scan").values_list("args", flat=True))  # fmt: skip


def test_scan_is_kept_at_once_and_nothing_is_recognised_inside_the_request(office, recognised):
    asked = recognised(LETTER)

    intake = brought(office, picture(3))

    assert (intake.state, intake.pages_to_read, intake.reading) == ("waiting", 3, None)
    assert asked == []
    assert jobs() == [{"intake_id": str(intake.pk)}]


def test_text_is_still_read_inside_the_request(office):
    intake = brought(office, LETTER.encode(), "a.txt")

    assert intake.state == "read"
    assert intake.reading["code"]["value"] == "1605/STN-VP"
    assert jobs() == []


def test_pdf_of_pictures_is_counted_without_recognition(recognised):
    asked = recognised(LETTER)

    pages = extract(as_scanned_pdf(), limits=Limits(recognise=False))

    assert (pages.unread, asked) == (1, [])


def test_job_proposes_the_fields_and_tells_how_far_it_is(office, recognised, monkeypatch):
    recognised(LETTER)
    intake = brought(office, picture(2))
    told = []

    def look(*_args, **_kwargs):
        told.append(Intake.objects.get(pk=intake.pk).pages_read)

    original = ocr.recognise
    monkeypatch.setattr(ocr, "recognise", lambda *args: (look(), original(*args))[1])
    read_intake(intake.pk)

    intake.refresh_from_db()
    assert told == [0, 1]
    assert (intake.state, intake.pages_read) == ("read", 2)
    assert intake.reading["code"]["value"] == "1605/STN-VP"


def test_job_that_runs_twice_reads_once(office, recognised):
    asked = recognised(LETTER)
    intake = brought(office)
    read_intake(intake.pk)

    assert read_intake(intake.pk) is None
    assert asked == [1]


def test_failure_is_said_plainly_and_typing_by_hand_is_possible(office, recognised, clerk):
    recognised("", fails=Unavailable("Phần nhận dạng chữ không xử lý được trang 1. Hãy quét lại.", code="ocr_failed"))  # fmt: skip
    intake = brought(office)
    read_intake(intake.pk)

    page = clerk.get(f"/van-ban/vao-so/{intake.pk}/doc/").content.decode()
    answer = clerk.post(f"/van-ban/vao-so/{intake.pk}/", TYPED | {"secrecy": "none"})

    assert "Không đọc được nội dung tệp" in page
    assert "Phần nhận dạng chữ không xử lý được trang 1" in page
    assert "hx-get" not in page
    assert answer.status_code == 302
    assert Document.objects.get().subject == "Trích yếu tự gõ"


def test_screen_asks_again_while_the_scan_is_being_read_and_stops_at_the_end(office, recognised, clerk):
    recognised(LETTER)
    intake = brought(office)
    address = f"/van-ban/vao-so/{intake.pk}/doc/"

    before = clerk.get(address).content.decode()
    read_intake(intake.pk)
    after = clerk.get(address).content.decode()

    assert f'hx-get="{address}"' in before
    assert "hx-get" not in after
    assert 'data-read="code" data-value="1605/STN-VP"' in after


def test_reload_without_script_keeps_what_was_typed_and_fills_the_rest(office, recognised, clerk):
    recognised(LETTER)
    intake = brought(office)
    read_intake(intake.pk)

    page = clerk.post(
        f"/van-ban/vao-so/{intake.pk}/",
        {"subject": "Trích yếu tự gõ", "urgency": "0", "secrecy": "none", "refresh": "1"},
    ).content.decode()

    assert ">Trích yếu tự gõ</textarea>" in page
    assert 'value="1605/STN-VP"' in page
    assert Document.objects.count() == 0


def test_registering_before_the_scan_is_read_needs_the_word_that_it_is_no_secret(office, recognised, clerk):
    recognised(LETTER)
    intake = brought(office)
    address = f"/van-ban/vao-so/{intake.pk}/"

    refused = clerk.post(address, TYPED | {"secrecy": "none"})
    done = clerk.post(address, TYPED | {"secrecy": "none", "not_secret": "1"})
    read_intake(intake.pk)

    assert refused.status_code == 422
    assert "Hãy xem bản giấy rồi đánh dấu vào đây" in refused.content.decode()
    assert done.status_code == 302
    assert Document.objects.get().subject == "Trích yếu tự gõ"


def test_s15_marked_scan_is_removed_with_all_that_was_made_of_it_and_the_clerk_is_told(
    office, recognised, clerk, settings
):
    recognised(LETTER.replace("V/v hướng dẫn", "TỐI MẬT\nV/v hướng dẫn"))
    intake = brought(office)

    read_intake(intake.pk)

    assert Intake.objects.count() == StoredFile.objects.count() == 0
    assert [path for path in settings.FILES_DIR.rglob("*") if path.is_file() and path.name != ".lock"] == []
    assert Notice.objects.filter(template="documents.secret_removed").count() == 1
    gone = clerk.get(f"/van-ban/vao-so/{intake.pk}/doc/")
    assert (gone.status_code, "Tệp không còn chờ vào sổ" in gone.content.decode()) == (404, True)


def test_s15_doubtful_mark_on_a_scan_waits_for_the_clerks_word(office, recognised):
    recognised(LETTER.replace("V/v hướng dẫn", "MÂT\nV/v hướng dẫn"))
    intake = brought(office)
    read_intake(intake.pk)
    intake.refresh_from_db()

    assert (intake.state, intake.unsure) == ("read", True)
    with pytest.raises(Invalid) as refusal:
        register_intake(intake, actor=office.actor("clerk"), values=TYPED)
    assert refusal.value.code == "secrecy_unsure"
    assert register_intake(intake, actor=office.actor("clerk"), values=TYPED, not_secret=True).arrival_number == 1  # fmt: skip


def test_scan_of_another_agency_is_not_found(office, neighbour, recognised, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    recognised(LETTER)
    intake = brought(office)
    stranger = Client()
    stranger.force_login(neighbour.clerk.account)

    answer = stranger.get(f"/van-ban/vao-so/{intake.pk}/doc/")

    assert answer.status_code == 404
    assert "scan" not in answer.content.decode()


class TestRest:
    @pytest.fixture
    def send(self, office):
        client = Client()
        client.force_login(office.clerk.account)

        def post(given, **headers):
            return client.post("/api/v1/documents/incoming", given, headers=headers)

        post.client = client
        return post

    def test_answer_of_a_scan_is_what_it_was_unless_the_caller_will_not_wait(self, send, recognised):
        recognised(LETTER)

        answer = send({"file": SimpleUploadedFile("a.tiff", picture())})

        assert (answer.status_code, answer.json()["arrival_number"]) == (201, 1)
        assert answer.json()["reading"]["code"]["value"] == "1605/STN-VP"

    def test_caller_that_will_not_wait_asks_how_far_it_is_and_registers_then(self, send, recognised):
        recognised(LETTER)

        first = send({"file": SimpleUploadedFile("a.tiff", picture())}, prefer="respond-async")
        place = first.json()["location"]
        waiting = send.client.get(place).json()
        read_intake(first.json()["intake_id"])
        ready = send.client.get(place).json()
        done = send({"intake_id": first.json()["intake_id"]})

        assert (first.status_code, waiting["state"], ready["state"]) == (202, "waiting", "read")
        assert ready["fields"]["code"] == "1605/STN-VP"
        assert (done.status_code, done.json()["code"]) == (201, "1605/STN-VP")
        assert send.client.get(place).status_code == 404

    def test_same_key_gives_the_same_intake(self, send, recognised):
        recognised(LETTER)
        headers = {"prefer": "respond-async", "idempotency-key": "k-1"}

        first, second = (send({"file": SimpleUploadedFile("a.tiff", picture())}, **headers) for _n in "12")

        assert (first.status_code, first.json()) == (second.status_code, second.json())
        assert Intake.objects.count() == 1


def test_real_scan_is_read_by_the_job(office):
    if shutil.which("tesseract") is None:
        pytest.skip("TESSERACT IS NOT INSTALLED: scans are not tested")
    intake = brought(office, as_scanned_pdf(), "scan.pdf")

    read_intake(intake.pk)

    intake.refresh_from_db()
    assert intake.reading["code"]["value"] == "1357/SNNMT-QLĐĐ"


class TestRecognisedOnce:
    """Recognition takes seconds a page; the care of files and the reading of a scan did it one after the other."""

    @pytest.mark.parametrize("first", ["care", "reading"])
    def test_scan_is_recognised_once_and_its_text_serves_both(self, office, recognised, first):
        asked = recognised(LETTER)
        intake = brought(office, picture(3))
        care = lambda: file_jobs.look_after(file_id=str(intake.file_id))  # noqa: E731 - two acts in either order
        reading = lambda: read_intake(intake.pk)  # noqa: E731 - as above

        for act in (care, reading) if first == "care" else (reading, care):
            act()

        assert asked == [1, 2, 3]
        assert LETTER.splitlines()[0] in text_of(intake.file)

    def test_scan_read_while_one_waits_is_not_recognised_again(self, office, recognised):
        asked = recognised(LETTER)
        intake = bring(picture(), actor=office.actor("clerk"), organisation_id=office.organisation.pk, name="a.tiff", at_once=True)  # fmt: skip

        file_jobs.look_after(file_id=str(intake.file_id))

        assert asked == [1]
        assert LETTER.splitlines()[0] in text_of(intake.file)

    def test_scan_registered_before_its_turn_has_its_text_too(self, office, recognised):
        recognised(LETTER)
        intake = brought(office)
        document = register_intake(intake, actor=office.actor("clerk"), values=TYPED, not_secret=True)
        file_jobs.look_after(file_id=str(intake.file_id))

        read_intake(intake.pk)

        assert document.pk and LETTER.splitlines()[0] in text_of(intake.file)


def test_s15_picture_drawn_while_the_marked_scan_is_removed_goes_too(office, recognised, monkeypatch):
    recognised(LETTER)
    intake = brought(office)
    sha256 = intake.file.sha256
    real = file_jobs.previews.preview

    def removed_meanwhile(file, **how):
        picture = real(file, **how)
        drop(intake, actor=office.actor("clerk"), secret=True)
        previews._folder().joinpath(f"{sha256}-late.png").write_bytes(picture)
        return picture

    monkeypatch.setattr(file_jobs.previews, "preview", removed_meanwhile)

    file_jobs.look_after(file_id=str(intake.file_id))

    assert list(previews._folder().glob(f"{sha256}-*")) == []
