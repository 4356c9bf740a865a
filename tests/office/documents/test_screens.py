"""Every screen answers for those with the right, and is not there for the others."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lienthong.office.documents.models import Assignment, Delivery, Document, Intake
from lienthong.office.documents.public import issue, mark_opened, take_back
from tests.office.documents.conftest import LETTER


@pytest.fixture
def as_(office):
    def sign_in(who):
        client = Client()
        client.force_login(getattr(office, who).account if isinstance(who, str) else who.account)
        return client

    return sign_in


def upload(client, text=LETTER):
    return client.post(
        "/van-ban/vao-so/",
        {"file": SimpleUploadedFile("cong-van.txt", text.encode(), content_type="text/plain")},
    )


def test_clerk_brings_confirms_and_registers(as_):
    client = as_("clerk")
    place = upload(client)["Location"]
    page = client.get(place)
    assert b'value="1605/STN-VP"' in page.content
    assert b'<mark id="noi-code"' in page.content

    form = {field.name: field.value for field in page.context["fields"]}
    answer = client.post(place, form)

    assert answer["Location"] == f"/van-ban/{Document.objects.get().pk}/"
    assert Document.objects.get().arrival_number == 1


def test_after_registering_the_next_waiting_file_opens_and_says_that_it_is_another(as_):
    client = as_("clerk")
    place = upload(client)["Location"]
    other = upload(client, LETTER.replace("1605/STN-VP", "1606/STN-VP"))["Location"]

    form = {field.name: field.value for field in client.get(place).context["fields"]}
    answer = client.post(place, form, follow=True)

    assert answer.request["PATH_INFO"] == other
    assert "Dưới đây là tệp tiếp theo chờ vào sổ." in answer.content.decode()


def test_what_was_typed_stays_when_a_field_is_wrong(as_):
    client = as_("clerk")
    place = upload(client)["Location"]

    page = client.post(place, {"subject": "Trích yếu gõ tay", "issuer_name": ""})

    assert page.status_code == 422
    assert "Trích yếu gõ tay".encode() in page.content
    assert "Hãy ghi cơ quan ban hành".encode() in page.content


def test_duplicate_is_shown_before_and_asked_about(as_, journey):
    journey.registered()
    client = as_("clerk")
    place = upload(client, LETTER + "\n")["Location"]
    page = client.get(place)
    assert "Có vẻ trùng".encode() in page.content

    form = {field.name: field.value for field in page.context["fields"]}
    assert client.post(place, form).status_code == 409
    assert client.post(place, form | {"confirm_duplicate": "1"}).status_code == 302


def test_marked_file_is_refused_on_the_screen(as_):
    page = upload(as_("clerk"), LETTER.replace("V/v", "TUYỆT MẬT\nV/v"))

    assert page.status_code == 422
    assert "không được đưa vào hệ thống".encode() in page.content
    assert Intake.objects.count() == 0


def test_clerk_who_chooses_a_mark_drops_the_file(as_):
    client = as_("clerk")
    place = upload(client)["Location"]

    client.post(place, {"subject": "Một", "issuer_name": "Hai", "secrecy": "Tối mật"})

    assert Intake.objects.count() == Document.objects.count() == 0


def pages_of(document, branch):
    return [
        f"/van-ban/{document.pk}/",
        f"/van-ban/{document.pk}/thong-tin/",
        f"/van-ban/{document.pk}/tra-loi/",
        f"/van-ban/{document.pk}/nhanh/{branch.pk}/thu-hoi/",
    ]


def test_s10_officers_of_another_agency_get_404_on_every_page(as_, journey, neighbour):
    (branch,) = journey.directed(document=journey.registered(subject="CHIMYEN"))
    stranger = as_(neighbour.clerk), as_(neighbour.leader), as_(neighbour.officer)

    for client in stranger:
        for address in pages_of(branch.document, branch):
            answer = client.get(address)
            assert answer.status_code == 404, address
            assert b"CHIMYEN" not in answer.content
        assert b"CHIMYEN" not in client.get("/van-ban/den/").content
        assert b"CHIMYEN" not in client.get("/van-ban/den/in/").content


def test_outgoing_pages_are_closed_to_strangers(as_, journey, neighbour):
    document = journey.sealed()
    for who in (neighbour.clerk, neighbour.leader, neighbour.officer):
        for part in ("", "soan/", "phat-hanh/", "thu-hoi/"):
            assert as_(who).get(f"/van-ban/{document.pk}/{part}").status_code == 404


def test_officer_drafts_an_answer_sees_the_page_and_submits(as_, journey):
    (branch,) = journey.directed()
    client = as_("officer")
    page = client.get(f"/van-ban/{branch.document_id}/tra-loi/")
    assert "có ý kiến như sau".encode() in page.content

    place = client.post(
        f"/van-ban/{branch.document_id}/tra-loi/",
        journey.content() | {"body": "Một\nHai", "addressees": "Sở A", "recipients": "Như trên"},
    )["Location"]
    editor = client.get(place)
    assert b"data:image/png;base64," in editor.content

    client.post(
        place,
        journey.content()
        | {
            "body": "Một\nHai\nBa",
            "addressees": "Sở A",
            "recipients": "Như trên",
            "bases": "",
            "then": "submit",
        },
    )
    assert Document.objects.get(direction="outgoing").state == "signing"


def test_preview_tells_what_is_missing(as_):
    answer = as_("officer").post("/van-ban/soan/xem-truoc/", {"kind": "cong-van", "subject": ""})

    assert "Hãy ghi trích yếu nội dung".encode() in answer.content


def test_clerk_issues_to_a_whole_group(as_, journey, make):
    document = journey.sealed()
    make.organisation(tier="commune")
    make.organisation(tier="commune")
    make.organisation(tier="province")
    client = as_("clerk")
    assert client.get(f"/van-ban/{document.pk}/phat-hanh/").status_code == 200

    client.post(f"/van-ban/{document.pk}/phat-hanh/", {"group": "commune"})

    assert Delivery.objects.count() == 2
    assert "Nơi nhận".encode() in client.get(f"/van-ban/{document.pk}/").content


def test_receiving_clerk_registers_with_one_press(as_, journey, neighbour):
    document = journey.sealed()
    (delivery,) = issue(
        document, actor=journey.office.actor("clerk"), organisation_ids=[neighbour.organisation.pk]
    )
    client = as_(neighbour.clerk)
    place = f"/van-ban/{delivery.arrived_document_id}/vao-so/"
    page = client.get(place)
    assert "2 chữ ký hợp lệ".encode() in page.content

    client.post(place, {})

    assert Document.objects.get(pk=delivery.arrived_document_id).arrival_number == 1


def test_sender_takes_a_branch_back_on_the_page(as_, journey):
    (branch,) = journey.directed()
    client = as_("leader")
    assert "Lấy lại".encode() in client.get(f"/van-ban/{branch.document_id}/").content

    client.post(f"/van-ban/{branch.document_id}/nhanh/{branch.pk}/lay-lai/")

    branch.refresh_from_db()
    assert branch.state == "taken_back"


def test_inbox_shows_the_pane_of_every_step(as_, journey):
    office = journey.office
    journey.registered()
    journey.submitted()

    for who in ("leader", "officer"):
        client = as_(who)
        for row in client.get("/api/v1/inbox").json()["items"]:
            page = client.get(f"/viec/{row['id']}/")
            assert page.status_code == 200, row["kind"]
            assert row["title"].encode() in page.content
    assert office


def test_opening_the_pane_marks_the_branch_as_opened(as_, journey):
    (branch,) = journey.directed()
    client = as_("officer")
    (row,) = client.get("/api/v1/inbox").json()["items"]

    client.get(f"/viec/{row['id']}/")

    branch.refresh_from_db()
    assert branch.opened_at is not None


def test_list_page_costs_the_same_for_one_and_many_rows(as_, journey):
    client = as_("clerk")

    def statements():
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/van-ban/den/").status_code == 200
        return len(seen)

    journey.registered()
    client.get("/van-ban/den/")
    one = statements()
    for n in range(50):
        document = Document.objects.first()
        document.pk, document.arrival_number = None, 100 + n
        document._state.adding = True
        from lienthong.kernel.ids import new_id

        document.id = new_id()
        document.save(force_insert=True)
    assert statements() == one


@pytest.mark.parametrize("danger", ['=HYPERLINK("http://a")', "+1+1", "-2", "@SUM(1)", "\t=1", "＝1+1"])
def test_s29_exported_cells_are_text_whatever_they_begin_with(as_, journey, danger):
    from python_calamine import CalamineWorkbook

    from lienthong.kernel.printing.workbook import workbook

    data = workbook("Văn bản", [("Trích yếu", 20)], [[danger]])
    import zipfile

    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert rows[1] == [danger]


def test_s29_export_of_the_list_holds_the_subject_as_text(as_, journey):
    journey.registered(subject="=1+1")
    answer = as_("clerk").get("/van-ban/den/xuat/")
    import zipfile

    book = zipfile.ZipFile(io.BytesIO(answer.content))
    assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
    assert "=1+1" in book.read("xl/sharedStrings.xml").decode()


def test_filters_narrow_and_a_wrong_date_is_told(as_, journey):
    journey.registered()
    client = as_("clerk")

    assert b"1605/STN-VP" in client.get("/van-ban/den/?q=huong+dan").content
    assert "Không có văn bản nào khớp".encode() in client.get("/van-ban/den/?q=khongco").content
    assert "Không đọc được ngày".encode() in client.get("/van-ban/den/?tu=hom+qua").content
    assert client.get("/van-ban/khac/xuat/").status_code == 404


def test_read_branch_is_not_offered_to_be_taken_back(as_, journey):
    (branch,) = journey.directed()
    mark_opened(branch, actor=journey.office.actor("officer"))

    page = as_("leader").get(f"/van-ban/{branch.document_id}/").content.decode()

    assert "lay-lai" not in page and "thu-hoi" in page
    assert Assignment.objects.count() == 1 and take_back


def test_drafter_takes_an_unsigned_draft_back_and_others_do_not(as_, journey):
    document = journey.submitted()
    assert "Rút trình".encode() in as_("officer").get(f"/van-ban/{document.pk}/").content
    assert as_("colleague").post(f"/van-ban/{document.pk}/rut-trinh/", {"reason": "Sửa"}).status_code == 404

    as_("officer").post(f"/van-ban/{document.pk}/rut-trinh/", {"reason": "Đổi người ký"})

    document.refresh_from_db()
    assert document.state == "draft"
    assert as_("leader").get("/api/v1/inbox").json()["items"] == []
