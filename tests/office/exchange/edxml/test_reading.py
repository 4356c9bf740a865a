"""The tolerant reader on packages that this project did not write (QCVN 102:2016 and older dialects)."""

from __future__ import annotations

import datetime as dt

import pytest

from lienthong.kernel.clock import VN
from lienthong.office.exchange.edxml.model import Document, Status
from tests.office.exchange.edxml import samples
from tests.office.exchange.edxml.samples import GOVN, PDF, codes, qcvn, reading


def taken(data: bytes) -> Document:
    found = reading(data)
    assert found.errors == []
    assert isinstance(found.package, Document)
    return found.package


@pytest.mark.parametrize("prefix", ["edXML", "", "ns0"])
@pytest.mark.parametrize(
    "namespace", ["http://www.mic.gov.vn/TBT/QCVN_102_2016", "http://www.e-doc.vn/Schema/", "http://www.mic.gov.vn/TBT/QCVN_102_2016/"]
)  # fmt: skip
def test_package_is_read_whatever_prefix_and_dialect_it_uses(prefix: str, namespace: str) -> None:
    document = taken(qcvn(prefix=prefix, namespace=namespace))

    assert (document.sender.id, document.receivers[0].id) == ("000.00.00.G99", "28.22.H17")
    assert (document.number, document.notation, document.code) == ("7816", "VPM-TTĐT", "7816/VPM-TTĐT")
    assert document.promulgated_on == dt.date(2015, 9, 30)
    assert (document.type_code, document.type_detail, document.type_name) == ("1", "0", "Công văn")
    assert (document.signer_competence, document.signer_name) == ("TL. BỘ TRƯỞNG", "Nguyễn Văn Mẫu")
    assert (document.priority, document.pages, document.appendixes) == (2, 3, ("Phụ lục 1",))
    assert document.to_places == ("Như trên", "Lưu: VT")
    assert document.hops[0].at == dt.datetime(2015, 9, 30, 8, 15, tzinfo=VN)


def test_file_has_the_name_of_the_package_not_that_inside_the_zip() -> None:
    attachment = taken(qcvn()).attachments[0]

    assert (attachment.name, attachment.size) == ("7816_VPM.pdf", len(PDF))
    assert attachment.open is not None
    assert attachment.open().read() == PDF


def test_prefixed_attachments_are_read_like_unprefixed_ones() -> None:
    files = f"<x:AttachmentEncoded xmlns:x='{samples.QCVN}'><x:Attachment><AttachmentName>a.pdf</AttachmentName><x:ContentTransferEncoded>{samples.zipped()}</x:ContentTransferEncoded></x:Attachment></x:AttachmentEncoded>"

    assert [one.name for one in taken(qcvn(files=files).replace(b"7816_VPM.pdf", b"a.pdf")).attachments] == [
        "a.pdf"
    ]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2015/09/30", dt.date(2015, 9, 30)), ("30/09/2015", dt.date(2015, 9, 30)), ("03/04/2015", dt.date(2015, 4, 3)),
        ("2015-09-30", dt.date(2015, 9, 30)), ("2015-09-30T23:30:00Z", dt.date(2015, 10, 1)), ("2015/9/3", dt.date(2015, 9, 3)),
    ],
)  # fmt: skip
def test_day_is_read_in_every_order_that_occurs(written: str, day: dt.date) -> None:
    assert taken(qcvn(day=written)).promulgated_on == day


@pytest.mark.parametrize(
    "written", ["2015/13/01", "31/02/2015", "09/30/2015", "hôm nay", "2015/09-30", "15/09/30"]
)
def test_day_that_is_none_is_an_error_and_never_a_guess(written: str) -> None:
    found = reading(qcvn(day=written))

    assert [problem.code for problem in found.errors] == ["bad_date"]
    assert found.errors[0].element.endswith("PromulgationInfo/PromulgationDate")
    assert found.errors[0].line > 1
    assert isinstance(found.package, Document)
    assert found.package.promulgated_on is None


def test_package_without_business_is_a_new_document() -> None:
    assert taken(qcvn(business="")).business.act == "new"


def test_number_with_letters_stays_text() -> None:
    assert taken(qcvn(number="07a.bis")).number == "07a.bis"


def test_elements_in_another_order_mean_the_same() -> None:
    lines = samples.HEADER.strip().splitlines()

    assert taken(qcvn(header="".join(reversed(lines)))) == taken(qcvn(header="".join(lines)))


@pytest.mark.parametrize(("code", "act"), [("0", "new"), ("1", "revoke"), ("2", "update"), ("3", "replace")])
def test_business_names_what_is_done_to_a_document(code: str, act: str) -> None:
    business = f"<{{p}}Bussiness><{{p}}DocumentId>A,2026/01/01,1/B</{{p}}DocumentId><{{p}}BussinessDocType>{code}</{{p}}BussinessDocType><{{p}}BussinessDocReason>Sai phụ lục</{{p}}BussinessDocReason><{{p}}Paper>1</{{p}}Paper>"
    business += "<{p}BussinessDocumentInfo><{p}DocumentInfo>1</{p}DocumentInfo><{p}DocumentReceiver>1</{p}DocumentReceiver><{p}ReceiverList><{p}Receiver><{p}OrganId>H40.1</{p}OrganId><{p}ReceiverType>0</{p}ReceiverType></{p}Receiver></{p}ReceiverList></{p}BussinessDocumentInfo>"
    business += "<{p}ReplacementInfoList><{p}ReplacementInfo><{p}DocumentId>B</{p}DocumentId><{p}OrganIdList><{p}OrganId>H40.2</{p}OrganId></{p}OrganIdList></{p}ReplacementInfo></{p}ReplacementInfoList></{p}Bussiness>"

    found = taken(qcvn(business=business)).business

    assert (found.act, found.document_id, found.reason, found.paper) == (act, "A,2026/01/01,1/B", "Sai phụ lục", True)  # fmt: skip
    assert [(one.agency_id, one.added) for one in found.receiver_changes] == [("H40.1", False)]
    assert [(one.document_id, one.agency_ids) for one in found.replacements] == [("B", ("H40.2",))]


def test_unknown_act_is_an_error_and_not_a_new_document() -> None:
    assert codes(qcvn(business="<{p}Bussiness><{p}BussinessDocType>7</{p}BussinessDocType></{p}Bussiness>")) == ["unknown_act"]  # fmt: skip


def test_status_package_says_what_became_of_a_document() -> None:
    found = reading(samples.STATUS)

    assert found.errors == []
    assert isinstance(found.package, Status)
    assert (found.package.code, found.package.sender.id, found.package.answered.agency_id) == ("03", "H40.15", "000.00.12.H40")  # fmt: skip
    assert found.package.at == dt.datetime(2026, 7, 1, 16, 20, tzinfo=VN)
    assert found.package.staff is not None
    assert found.package.staff.name == "Lê Thị Mẫu"


def test_status_outside_the_standard_is_an_error() -> None:
    assert codes(samples.STATUS.replace(b">03<", b">104<")) == ["unknown_status"]


def test_dialect_of_province_axes_is_read_with_its_plain_file() -> None:
    document = taken(GOVN)

    assert (document.sender.id, document.type_name, document.signer_name) == (
        "H37.DN.001",
        "Công văn",
        "Trần Mẫu",
    )
    assert document.promulgated_on == dt.date(2026, 5, 21)  # half past six in the morning in Vietnam
    assert document.attachments[0].open is not None
    assert (document.attachments[0].name, document.attachments[0].open().read()) == ("cv.pdf", PDF)
    assert reading(GOVN).dialect == "govn"


def test_older_dialect_names_the_file_that_is_not_in_the_package() -> None:
    found = reading(samples.EDOC)

    assert found.dialect == "edoc"
    assert isinstance(found.package, Document)
    assert (found.package.code, found.package.document_id) == ("9/GM-SNV", "")
    assert [problem.code for problem in found.errors] == ["attachment_missing"]


def test_missing_parts_are_named_and_nothing_is_put_in_their_place() -> None:
    found = reading(qcvn(header="<{p}Subject>V/v</{p}Subject>"))

    assert [problem.code for problem in found.errors] == ["missing", "missing", "missing"]
    assert isinstance(found.package, Document)
    assert (found.package.number, found.package.sender.id, found.package.receivers) == ("", "", ())
    assert found.package.priority is None


def test_day_in_the_future_is_an_error_but_a_day_of_clock_skew_is_not() -> None:
    data = qcvn(day="2026/07/02")

    assert codes(data, today=dt.date(2026, 7, 1)) == []
    assert codes(data, today=dt.date(2026, 6, 30)) == ["future_date"]


def test_signature_without_its_namespace_is_never_called_valid() -> None:
    found = reading(qcvn(extra="<Signature><SignedInfo/><SignatureValue>AAAA</SignatureValue></Signature>"))

    assert found.signature == "not_verifiable"
    assert found.ok
    assert [problem.code for problem in found.problems] == ["signature_not_verifiable"]


def test_text_comes_in_normal_form() -> None:
    assert taken(qcvn(number="1").replace("kết nối".encode(), "kết nối".encode())).subject.startswith(
        "V/v kết nối"
    )
