"""What the standard asks of a package that we write. Reading is tolerant; writing is not."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from lienthong.office.exchange.edxml import agency_ids
from lienthong.office.exchange.edxml.model import Agency, Document, Package, Status
from lienthong.office.exchange.edxml.names import (
    ACT_CODES,
    LONGEST,
    LONGEST_PLACE,
    NEW,
    REPLACE,
    REVOKE,
    STATUSES,
    UPDATE,
)
from lienthong.office.exchange.edxml.problems import WARNING, Problem

# What XML 1.0 has no way to write.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def problems_of(package: Package) -> list[Problem]:
    """Everything that the strict writer refuses, and warnings of what peers may refuse."""
    found = list(_characters(package, ""))
    found += _status(package) if isinstance(package, Status) else _document(package)
    return found


def _problem(code: str, message: str, element: str, severity: str = "error") -> Problem:
    return Problem(code, message, element, 0, severity)


def _missing(name: str) -> Problem:
    return _problem("missing", _("Thiếu %(name)s") % {"name": name}, name)


def _characters(value: Any, place: str) -> Iterator[Problem]:
    if isinstance(value, str):
        if _UNWRITABLE.search(value):
            yield _problem("bad_text", _("Có ký tự điều khiển không viết được trong XML"), place)
    elif isinstance(value, tuple):
        for one in value:
            yield from _characters(one, place)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from _characters(getattr(value, field.name), f"{place}/{field.name}".strip("/"))


def _agency(agency: Agency, name: str) -> Iterator[Problem]:
    if not agency.id:
        yield _missing(f"{name}/OrganId")
    elif not agency_ids.form_of(agency.id):
        yield _problem("unknown_agency_id", _("Mã định danh %(id)s không đúng dạng nào của quy chuẩn") % {"id": agency.id[:60]}, f"{name}/OrganId", WARNING)  # fmt: skip


def _status(status: Status) -> Iterator[Problem]:
    yield from _agency(status.sender, "From")
    if not status.answered.agency_id:
        yield _missing("ResponseFor/OrganId")
    if not (status.answered.document_id or status.answered.code):
        yield _missing("ResponseFor/DocumentId")
    if status.code not in STATUSES:
        yield _problem("unknown_status", _("Mã trạng thái %(code)s không có trong quy chuẩn") % {"code": status.code[:20]}, "StatusCode")  # fmt: skip
    if status.at is not None and status.at.tzinfo is None:
        yield _problem("naive_time", _("Thời điểm không có múi giờ"), "Timestamp")
    if status.code == "02" and not status.description:
        yield _problem("missing", _("Từ chối tiếp nhận phải có lý do"), "Description")


def _document(document: Document) -> Iterator[Problem]:
    yield from _agency(document.sender, "From")
    if not document.receivers:
        yield _missing("To")
    for receiver in document.receivers:
        yield from _agency(receiver, "To")
    ids = [agency_ids.full(receiver.id) for receiver in document.receivers]
    if len(set(ids)) != len(ids):
        yield _problem("repeated_receiver", _("Một nơi nhận ghi hai lần"), "To")
    required = {
        "DocumentId": document.document_id, "Code/CodeNumber": document.number, "Code/CodeNotation": document.notation, "Subject": document.subject,
        "PromulgationInfo/PromulgationDate": document.promulgated_on,
    }  # fmt: skip
    yield from (_missing(name) for name, value in required.items() if not value)
    yield from _lengths(document)
    if document.priority is not None and document.priority not in range(5):
        yield _problem("bad_priority", _("Độ khẩn phải từ 0 đến 4"), "OtherInfo/Priority")
    for name, number in (("PromulgationAmount", document.copies), ("PageAmount", document.pages)):
        if number is not None and not 0 <= number <= 999_999_999:
            yield _problem("bad_number", _("%(name)s không phải là số") % {"name": name}, f"OtherInfo/{name}")
    yield from _business(document)
    names = [attachment.content_id for attachment in document.attachments if attachment.content_id]
    if len(set(names)) != len(names):
        yield _problem("repeated", _("Hai tệp có cùng ContentId"), "Attachment/ContentId")
    for attachment in document.attachments:
        if not attachment.name:
            yield _missing("Attachment/AttachmentName")
        if attachment.open is None:
            yield _problem("attachment_missing", _("Tệp kèm theo không có nội dung"), "Attachment")
        if not attachment.size:
            yield _problem("attachment_empty", _("Tệp kèm theo trống"), "Attachment")


def _lengths(document: Document) -> Iterator[Problem]:
    values = {
        "CodeNumber": document.number, "CodeNotation": document.notation, "Place": document.place, "TypeName": document.type_name,
        "Subject": document.subject, "Content": document.content, "Competence": document.signer_competence, "Position": document.signer_position,
        "FullName": document.signer_name, "SphereOfPromulgation": document.sphere, "TyperNotation": document.typist,
        "BussinessDocReason": document.business.reason,
    }  # fmt: skip
    longer = [(name, LONGEST[name]) for name, value in values.items() if len(value) > LONGEST[name]]
    longer += [
        ("Appendix", LONGEST["Appendix"]) for one in document.appendixes if len(one) > LONGEST["Appendix"]
    ]
    longer += [("ToPlaces/Place", LONGEST_PLACE) for one in document.to_places if len(one) > LONGEST_PLACE]
    for name, most in longer:
        yield _problem("too_long", _("%(name)s dài quá %(most)s ký tự") % {"name": name, "most": most}, name)


def _business(document: Document) -> Iterator[Problem]:
    business = document.business
    if business.act not in ACT_CODES:
        yield _problem("unknown_act", _("Nghiệp vụ %(code)s không có trong quy chuẩn (0, 1, 2, 3)") % {"code": business.act[:20]}, "Bussiness")  # fmt: skip
    if business.act in (REVOKE, UPDATE):
        if not business.document_id:
            yield _problem("missing", _("Không cho biết văn bản nào bị thu hồi hay cập nhật"), "Bussiness/DocumentId")  # fmt: skip
        if not business.reason:
            yield _missing("Bussiness/BussinessDocReason")
    if business.act == REPLACE and not business.replacements:
        yield _problem("missing", _("Không cho biết văn bản nào được thay thế"), "Bussiness/ReplacementInfoList")  # fmt: skip
    if business.act == NEW and not document.attachments:
        yield _problem("no_attachment", _("Gói tin không có tệp văn bản"), "AttachmentEncoded", WARNING)
