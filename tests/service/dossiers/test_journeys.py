"""Three procedures of different shape, each from the applicant's hand to the sealed result."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess

import pytest

from lienthong.kernel import clock
from lienthong.kernel.actions.public import differences, history, registered
from lienthong.kernel.files.public import read_bytes
from lienthong.kernel.papers.public import verify_bytes
from lienthong.kernel.signing.public import filled_fields, verify_pdf
from lienthong.kernel.work.public import items, perform
from lienthong.service.dossiers.models import Dossier, Slip
from lienthong.service.dossiers.public import record_payment, submit, supplement
from tests.service.province import EXTRACT, HOUSEHOLD, PERMIT

COMPONENTS_OF_PERMIT = [
    "van_ban_de_nghi",
    "giay_kham_suc_khoe",
    "ho_chieu",
    "ly_lich_tu_phap",
    "anh",
    "hinh_thuc_lam_viec",
    "trinh_do",
]


def act(province, name: str, action: str, data: dict | None = None) -> str:
    """The officer takes the first thing in the inbox and does one act."""
    actor = province.actor(name)
    waiting = items(actor).first()
    assert waiting is not None, f"nothing waits for {name}"
    return str(perform(waiting, actor, action, data or {}).message)


def state(dossier: Dossier) -> str:
    dossier.refresh_from_db()
    return dossier.state


@pytest.fixture
def extract(province, friday_morning):
    service = province.service("civil_status_extract_copy")
    return submit(service, deciding=province.ward, values=EXTRACT, files={}, actor=province.actor("citizen"))


def test_extract_is_answered_at_the_ward_within_the_day(province, extract):
    """Received on Friday at 09:12, so the copy is promised for 09:12 of the next working day."""
    assert extract.code == "H56.201-261120-0001"
    assert state(extract) == "submitted"

    act(province, "desk", "collect", {"method": "cash"})
    act(province, "desk", "accept")
    act(province, "registrar", "ok")
    act(
        province,
        "registrar",
        "draft",
        {
            "kind": "Khai sinh",
            "subject_name": "Hoàng Bé Con",
            "subject_born_on": "2020-05-01",
            "registered_at": "UBND phường",
            "registered_number": "12/2020",
        },
    )
    act(province, "chairman", "sign")
    assert "01/TLHT-BS" in act(province, "clerk", "seal")
    assert state(extract) == "ready"
    act(province, "desk", "return", {"note": "người nộp nhận"})

    assert state(extract) == "done"
    assert extract.finished_at <= extract.due_at
    assert clock.local(extract.due_at) == dt.datetime(2026, 11, 23, 9, 12, tzinfo=clock.VN)


def test_extract_received_after_three_is_promised_for_the_day_after_the_next_working_day(province):
    """ "Nhận sau 15 giờ thì trả trong ngày làm việc tiếp theo": the day counts from the next working morning."""
    service = province.service("civil_status_extract_copy")
    with clock.frozen(clock.at(dt.date(2026, 11, 19), dt.time(15, 30))):
        late = submit(
            service, deciding=province.ward, values=EXTRACT, files={}, actor=province.actor("citizen")
        )
        act(province, "desk", "accept")

    late.refresh_from_db()

    assert clock.local(late.due_at).date() == dt.date(2026, 11, 23)


def test_household_registration_waits_for_the_fee_then_for_the_supplement(province, friday_morning, upload):
    citizen = province.actor("citizen")
    service = province.service("household_business_registration")
    dossier = submit(
        service,
        deciding=province.ward,
        values=HOUSEHOLD,
        files={"giay_to_chu_ho": [upload(citizen)]},
        actor=citizen,
    )
    assert (state(dossier), dossier.fee_amount, dossier.fee_state) == ("waiting_payment", 150000, "due")

    record_payment(dossier, method="gateway", reference="GD-1")
    assert state(dossier) == "submitted"
    act(
        province,
        "desk",
        "supplement",
        {"items": "giay_to_chu_ho: ảnh mờ, không đọc được số", "reason": "Giấy tờ không rõ"},
    )
    assert state(dossier) == "waiting_supplement"
    supplement(dossier, actor=citizen, files={"giay_to_chu_ho": [upload(citizen, "ro-hon.pdf")]})
    assert state(dossier) == "submitted"
    act(province, "desk", "accept")
    act(province, "economist", "ok")
    act(province, "economist", "draft", {"business_code": "8801234567", "activities": "Bán lẻ tạp hóa"})
    act(province, "head", "back", {"reason": "Ghi thêm mã ngành"})
    act(
        province, "economist", "draft", {"business_code": "8801234567", "activities": "Bán lẻ tạp hóa (4711)"}
    )
    act(province, "head", "ok")
    act(province, "deputy", "sign")
    act(province, "clerk", "seal")

    assert state(dossier) == "ready"
    result = dossier.results.get(superseded_at=None)
    assert result.signer_lines == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    assert [component.file.name for component in dossier.components.filter(superseded_at=None)] == [
        "ro-hon.pdf"
    ]


def test_work_permit_asks_the_police_and_is_signed_by_the_director(province, friday_morning, upload):
    citizen = province.actor("citizen")
    service = province.service("foreign_work_permit")
    files = {key: [upload(citizen, f"{key}.pdf")] for key in COMPONENTS_OF_PERMIT}
    dossier = submit(
        service,
        deciding=province.home_affairs,
        receiving=province.centre,
        values=PERMIT,
        files=files,
        actor=citizen,
    )
    record_payment(dossier, method="gateway", reference="GD-2")
    act(province, "centre_desk", "accept")
    act(province, "labour_officer", "ok")
    assert state(dossier) == "consulting"

    asked = dossier.consultations.get()
    assert asked.due_at < dossier.due_at
    act(province, "policeman", "answer", {"outcome": "agree", "answer": "Không có ý kiến khác"})
    assert state(dossier) == "processing"
    act(province, "labour_officer", "ok")
    act(province, "labour_officer", "draft", {"from": "2027-01-01", "to": "2028-12-31"})
    act(province, "labour_head", "ok")
    act(province, "director", "sign")
    act(province, "department_clerk", "seal")
    act(province, "centre_desk", "return")

    assert state(dossier) == "done"
    assert [action.verb for action in history(dossier)] == [
        "dossiers.submit", "dossiers.pay", "dossiers.accept", "dossiers.process", "dossiers.consult", "dossiers.answer", "dossiers.process",
        "dossiers.draft_result", "dossiers.review", "dossiers.sign", "dossiers.issue_result", "dossiers.return_result",
    ]  # fmt: skip


@pytest.fixture
def result(province, extract):
    act(province, "desk", "collect", {"method": "cash"})
    act(province, "desk", "accept")
    act(province, "registrar", "ok")
    act(
        province,
        "registrar",
        "draft",
        {
            "kind": "Khai sinh",
            "subject_name": "Hoàng Bé Con",
            "subject_born_on": "2020-05-01",
            "registered_at": "UBND phường",
            "registered_number": "12/2020",
        },
    )
    act(province, "chairman", "sign")
    act(province, "clerk", "seal")
    return extract.results.get(superseded_at=None)


class TestResult:
    """The paper that the applicant takes home."""

    def test_leaders_signature_and_agency_seal_are_valid_with_form_filling_only_between(self, result):
        report = verify_pdf(read_bytes(result.issued_file))

        assert report.verdict == "valid", report.to_dict()
        assert [signature.kind for signature in report.signatures] == ["personal", "agency"]
        assert {signature.changes_after for signature in report.signatures} <= {"none", "form_filling"}

    def test_debian_pdfsig_calls_both_signatures_valid(self, result, tmp_path):
        if shutil.which("pdfsig") is None:
            pytest.skip("pdfsig is not installed")
        path = tmp_path / "ket-qua.pdf"
        path.write_bytes(read_bytes(result.issued_file))

        answer = subprocess.run(
            ["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False
        ).stdout

        assert answer.count("Signature is Valid") == 2

    def test_number_and_date_stand_in_the_fields_that_were_placed_before_the_first_signature(self, result):
        filled = filled_fields(read_bytes(result.issued_file))

        assert filled == {"number": "Số: 01/TLHT-BS", "date": "Thanh Hóa, ngày 20 tháng 11 năm 2026"}

    def test_stranger_with_the_file_learns_its_validity_and_nothing_personal(self, result):
        found = verify_bytes(read_bytes(result.issued_file)).to_dict()

        assert found["verdict"] == "valid"
        assert found["paper"]["number"] == "01/TLHT-BS"
        assert "Hoàng Bé Con" not in str(found)
        assert "Hoàng Thị Công Dân" not in str(found)


def test_projection_of_every_journey_equals_its_history(province, result):
    for projection in registered():
        if projection.model is Dossier:
            assert list(differences(projection)) == []


def test_receipt_is_drawn_signed_and_verifiable_after_acceptance(province, extract):
    from lienthong.service.dossiers.jobs import draw_slip

    act(province, "desk", "accept")
    slip = Slip.objects.get(dossier=extract, kind="receipt")
    draw_slip(str(slip.pk))
    draw_slip(str(slip.pk))

    slip.refresh_from_db()

    assert verify_bytes(read_bytes(slip.file)).verdict == "valid"
    assert Slip.objects.filter(dossier=extract, kind="receipt").count() == 1


def test_online_applicant_gets_a_confirmation_first_and_the_receipt_with_acceptance(province, extract):
    """The day of return is promised only when the dossier was found complete."""
    from lienthong.service.dossiers.jobs import after_submission

    after_submission(str(extract.pk))
    after_submission(str(extract.pk))
    act(province, "desk", "accept")

    assert list(Slip.objects.filter(dossier=extract).order_by("made_at").values_list("kind", flat=True)) == [
        "confirmation",
        "receipt",
    ]


def test_applicant_reads_the_issued_result_but_neither_draft_nor_unsealed_paper(province, result):
    """S14: knowing the id of a file is not a right to it."""
    from lienthong.kernel.files.public import may_read

    citizen, officer = province.actor("citizen"), province.actor("registrar")

    assert [
        may_read(file, citizen) for file in (result.draft_file, result.signed_file, result.issued_file)
    ] == [False, False, True]
    assert all(
        may_read(file, officer) for file in (result.draft_file, result.signed_file, result.issued_file)
    )
