"""The strict writer: exactly the layout of the official samples, or a list of what forbids it.

Every element under the envelope carries the prefix ``edXML:`` (a .NET peer refuses children in the default namespace);
``AttachmentEncoded`` and all below it carry none. Equal values give equal bytes, so that a package that is sent again
is the same package.
"""

from __future__ import annotations

import base64
import datetime as dt
import html
import io
import tempfile
import zipfile
from collections.abc import Iterable
from typing import IO, BinaryIO, cast

from django.utils.translation import gettext as _

from lienthong.kernel.text import ascii_filename
from lienthong.office.exchange.edxml.checking import problems_of
from lienthong.office.exchange.edxml.dates import write_day, write_time
from lienthong.office.exchange.edxml.limits import DEFAULT, Limits
from lienthong.office.exchange.edxml.model import (
    Agency,
    Attachment,
    Document,
    Package,
    Reference,
    Staff,
    Status,
)
from lienthong.office.exchange.edxml.names import ACT_CODES, QCVN
from lienthong.office.exchange.edxml.problems import ERROR, BadPackage, Problem

# A multiple of three bytes encodes without padding, so pieces can be joined.
_PIECE = 57 * 1024
_DENSE = 50
_WHEN = (1980, 1, 1, 0, 0, 0)


def write(package: Package, target: BinaryIO, *, limits: Limits = DEFAULT) -> int:
    """Write a package and return its size. Raises :class:`BadPackage` before the first byte for what the standard
    forbids, and afterwards when the whole grows over the limit (the target is to be thrown away then)."""
    problems = [problem for problem in problems_of(package) if problem.severity == ERROR]
    if problems:
        raise BadPackage(problems)
    out = _Out(target, limits.package)
    out.put(f'<?xml version="1.0" encoding="UTF-8"?>\n<edXML xmlns="{QCVN}">')
    out.put(f'<edXML:edXMLEnvelope xmlns:edXML="{QCVN}"><edXML:edXMLHeader>')
    if isinstance(package, Status):
        _status(out, package)
        out.put("</edXML:edXMLHeader></edXML:edXMLEnvelope>")
    else:
        _document(out, package)
    out.put("</edXML>\n")
    return out.size


def to_bytes(package: Package, *, limits: Limits = DEFAULT) -> bytes:
    target = io.BytesIO()
    write(package, target, limits=limits)
    return target.getvalue()


class _Out:
    def __init__(self, target: BinaryIO, most: int) -> None:
        self.target, self.most, self.size = target, most, 0

    def put(self, text: str) -> None:
        self.bytes(text.encode())

    def bytes(self, data: bytes) -> None:
        self.size += len(data)
        if self.size > self.most:
            message = _("Gói tin lớn quá %(most)s MB. Hãy tách tài liệu kèm theo thành nhiều gói.")
            raise BadPackage([Problem("package_too_large", message % {"most": self.most // (1024 * 1024)})])
        self.target.write(data)

    def element(self, name: str, value: str | int | bool | dt.date | None, *, always: bool = False) -> None:
        """One element with text; left out when empty unless the samples always have it."""
        text = _text(value)
        if text or always:
            self.put(f"<edXML:{name}>{_escaped(text)}</edXML:{name}>")

    def open(self, name: str, **attributes: str) -> None:
        written = "".join(f' {key}="{html.escape(value)}"' for key, value in attributes.items())
        self.put(f"<edXML:{name}{written}>")

    def close(self, name: str) -> None:
        self.put(f"</edXML:{name}>")


def _escaped(text: str) -> str:
    # A bare carriage return would come back as a line end (XML 1.0, 2.11).
    return html.escape(text, quote=False).replace("\r", "&#13;")


def _text(value: str | int | bool | dt.date | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, dt.datetime):
        return write_time(value)
    return write_day(value) if isinstance(value, dt.date) else str(value)


def _agency(out: _Out, name: str, agency: Agency) -> None:
    out.open(name)
    for element, value in (
        ("OrganId", agency.id), ("OrganizationInCharge", agency.in_charge), ("OrganName", agency.name), ("OrganAdd", agency.address),
        ("Email", agency.email), ("Telephone", agency.telephone), ("Fax", agency.fax), ("Website", agency.website),
    ):  # fmt: skip
        out.element(element, value)
    out.close(name)


def _reference(out: _Out, reference: Reference) -> None:
    out.open("ResponseFor")
    out.element("OrganId", reference.agency_id)
    out.element("Code", reference.code)
    out.element("PromulgationDate", reference.promulgated_on)
    out.element("DocumentId", reference.document_id)
    out.close("ResponseFor")


def _staff(out: _Out, staff: Staff, order: Iterable[str]) -> None:
    values = {
        "Department": staff.department,
        "Staff": staff.name,
        "Email": staff.email,
        "Mobile": staff.mobile,
    }
    out.open("StaffInfo")
    for name in order:
        out.element(name, values[name])
    out.close("StaffInfo")


def _status(out: _Out, status: Status) -> None:
    out.open("MessageHeader")
    _agency(out, "From", status.sender)
    _reference(out, status.answered)
    if status.staff is not None:
        _staff(out, status.staff, ("Department", "Staff", "Mobile", "Email"))
    out.element("StatusCode", status.code)
    out.element("Description", status.description)
    out.element("Timestamp", status.at)
    out.close("MessageHeader")


def _document(out: _Out, document: Document) -> None:
    out.open("MessageHeader")
    _agency(out, "From", document.sender)
    for receiver in document.receivers:
        _agency(out, "To", receiver)
    out.element("DocumentId", document.document_id)
    out.open("Code")
    out.element("CodeNumber", document.number)
    out.element("CodeNotation", document.notation)
    out.close("Code")
    out.open("PromulgationInfo")
    out.element("Place", document.place)
    out.element("PromulgationDate", document.promulgated_on)
    out.close("PromulgationInfo")
    out.open("DocumentType")
    for name, value in (("Type", document.type_code), ("TypeDetail", document.type_detail), ("TypeName", document.type_name)):  # fmt: skip
        out.element(name, value)
    out.close("DocumentType")
    out.element("Subject", document.subject, always=True)
    out.element("Content", document.content)
    out.open("SignerInfo")
    for name, value in (("Competence", document.signer_competence), ("Position", document.signer_position), ("FullName", document.signer_name)):  # fmt: skip
        out.element(name, value)
    out.close("SignerInfo")
    out.element("DueDate", document.due_on)
    _other(out, document)
    for reference in document.answers:
        _reference(out, reference)
    out.element("SteeringType", document.steering)
    if document.to_places:
        out.open("ToPlaces")
        for place in document.to_places:
            out.element("Place", place)
        out.close("ToPlaces")
    out.close("MessageHeader")
    _trace(out, document)
    out.put("</edXML:edXMLHeader>")
    _manifest(out, document.attachments)
    out.put("</edXML:edXMLEnvelope>")
    if document.attachments:
        out.put("<AttachmentEncoded>")
        for number, attachment in enumerate(document.attachments, 1):
            _attachment(out, attachment, number)
        out.put("</AttachmentEncoded>")


def _other(out: _Out, document: Document) -> None:
    out.open("OtherInfo")
    for name, value in (
        ("Priority", document.priority), ("SphereOfPromulgation", document.sphere), ("TyperNotation", document.typist),
        ("PromulgationAmount", document.copies), ("PageAmount", document.pages), ("Direction", document.direction),
    ):  # fmt: skip
        out.element(name, cast("str | int | None", value))
    if document.appendixes:
        out.open("Appendixes")
        for appendix in document.appendixes:
            out.element("Appendix", appendix)
        out.close("Appendixes")
    out.close("OtherInfo")


def _trace(out: _Out, document: Document) -> None:
    business = document.business
    out.open("TraceHeaderList")
    for hop in document.hops:
        out.open("TraceHeader")
        out.element("OrganId", hop.agency_id)
        out.element("Timestamp", hop.at)
        out.close("TraceHeader")
    out.open("Bussiness")
    out.element("DocumentId", business.document_id)
    out.element("BussinessDocType", ACT_CODES[business.act])
    out.element("BussinessDocReason", business.reason)
    out.element("Paper", business.paper)
    if business.document_changed is not None or business.receivers_changed is not None:
        out.open("BussinessDocumentInfo")
        out.element("DocumentInfo", business.document_changed)
        out.element("DocumentReceiver", business.receivers_changed)
        if business.receiver_changes:
            out.open("ReceiverList")
            for change in business.receiver_changes:
                out.open("Receiver")
                out.element("OrganId", change.agency_id)
                out.element("ReceiverType", change.added)
                out.close("Receiver")
            out.close("ReceiverList")
        out.close("BussinessDocumentInfo")
    if business.replacements:
        out.open("ReplacementInfoList")
        for replacement in business.replacements:
            out.open("ReplacementInfo")
            out.element("DocumentId", replacement.document_id)
            if replacement.agency_ids:
                out.open("OrganIdList")
                for agency in replacement.agency_ids:
                    out.element("OrganId", agency)
                out.close("OrganIdList")
            out.close("ReplacementInfo")
        out.close("ReplacementInfoList")
    if business.staff is not None:
        _staff(out, business.staff, ("Department", "Staff", "Email", "Mobile"))
    out.close("Bussiness")
    out.close("TraceHeaderList")


def _content_id(attachment: Attachment, number: int) -> str:
    return attachment.content_id or f"cid:{number}"


def _manifest(out: _Out, attachments: tuple[Attachment, ...]) -> None:
    out.put("<edXML:edXMLBody>")
    out.open("edXMLManifest", version="1.0")
    for number, attachment in enumerate(attachments, 1):
        out.open("Reference")
        out.element("ContentId", _content_id(attachment, number))
        out.element("ContentType", attachment.content_type)
        out.element("Description", attachment.description)
        out.element("AttachmentName", attachment.name)
        out.close("Reference")
    out.close("edXMLManifest")
    out.put("</edXML:edXMLBody>")


def _attachment(out: _Out, attachment: Attachment, number: int) -> None:
    out.put("<Attachment>")
    for name, value in (
        ("ContentId", _content_id(attachment, number)), ("AttachmentName", attachment.name), ("Description", attachment.description),
        ("ContentType", attachment.content_type),
    ):  # fmt: skip
        if value:
            out.put(f"<{name}>{_escaped(value)}</{name}>")
    out.put("<ContentTransferEncoded>")
    with tempfile.SpooledTemporaryFile(max_size=1024 * 1024) as packed:
        _zip(packed, attachment, zipfile.ZIP_DEFLATED)
        if packed.tell() * _DENSE < attachment.size:
            # What shrinks that much looks like a zip bomb to a careful receiver (ours is one).
            packed.seek(0)
            packed.truncate()
            _zip(packed, attachment, zipfile.ZIP_STORED)
        packed.seek(0)
        while piece := packed.read(_PIECE):
            out.bytes(base64.b64encode(piece))
    out.put("</ContentTransferEncoded></Attachment>")


def _zip(target: IO[bytes], attachment: Attachment, method: int) -> None:
    assert attachment.open is not None  # checked with the rest of the package
    entry = zipfile.ZipInfo(ascii_filename(attachment.name), date_time=_WHEN)
    entry.compress_type = method
    entry.external_attr = 0o600 << 16
    with zipfile.ZipFile(target, "w") as archive, archive.open(entry, "w") as member:
        source = attachment.open()
        while piece := source.read(_PIECE):
            member.write(piece)
