"""The tolerant reader: a package as its sender wrote it, or the list of what is wrong with it.

Both dialects, any prefix, any order, missing parts. What cannot be read is a problem with its line; no field is ever
filled by a guess. A package with an error still shows what could be read, for the person who repairs it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from lienthong.office.exchange.edxml.elements import Looking, in_signature, walk
from lienthong.office.exchange.edxml.limits import DEFAULT, Limits
from lienthong.office.exchange.edxml.model import Package, Reference, Status
from lienthong.office.exchange.edxml.names import SOAP, STATUSES, dialect_of
from lienthong.office.exchange.edxml.problems import ERROR, WARNING, BadPackage, Problem
from lienthong.office.exchange.edxml.reading_documents import read_document
from lienthong.office.exchange.edxml.reading_parts import read_agency, read_reference, read_staff
from lienthong.office.exchange.edxml.scanning import Node, scan

# Around the message header stand these, in any dialect, and nothing else.
WRAPPERS = {"edxml", "edxmlenvelope", "edxmlheader", "envelope", "header"}
ROOTS = {"edxml", "edxmlenvelope", "envelope"}


@dataclass(frozen=True)
class Reading:
    """``package`` is None where nothing could be read. ``signature``: ``absent`` or ``not_verifiable`` (the legal
    signature is the one inside the PDF; see docs/exchange.md)."""

    package: Package | None
    problems: list[Problem]
    sha256: str = ""
    size: int = 0
    dialect: str = ""
    signature: str = "absent"

    @property
    def ok(self) -> bool:
        return self.package is not None and not self.errors

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity == ERROR]


def read(stream: BinaryIO, *, today: dt.date | None = None, limits: Limits = DEFAULT) -> Reading:
    """Read one package. Never raises for a bad one. ``today``: a document promulgated later is an error (a day of
    clock skew is allowed); left out, the day is not judged."""
    try:
        found = scan(stream, limits)
    except BadPackage as refusal:
        return Reading(None, refusal.problems)
    look = Looking(found.root, found.problems, limits)
    dialect = dialect_of(_named_namespace(found.root))
    header = _header(look, found.root)
    package: Package | None = None
    if header is not None:
        package = _status(look, header) if look.all(header, "StatusCode") else read_document(look, found.root, header)  # fmt: skip
        day = getattr(package, "promulgated_on", None)
        if today is not None and day is not None and day > today + dt.timedelta(days=1):
            look.note("future_date", _("Ngày ban hành ở tương lai"), look.one(header, "PromulgationInfo"))
    signed = any(in_signature(node) and node.children for node in walk(found.root))
    if signed:
        look.note(
            "signature_not_verifiable",
            _("Chữ ký của gói tin không kiểm tra được; chữ ký có giá trị pháp lý nằm trong văn bản"),
            next(node for node in walk(found.root) if in_signature(node)),
            WARNING,
        )
    return Reading(
        package,
        list(dict.fromkeys(found.problems)),
        found.sha256,
        found.size,
        dialect,
        "not_verifiable" if signed else "absent",
    )


def _named_namespace(root: Node) -> str:
    """The first namespace that is a dialect of ours: a SOAP envelope stands around the older one."""
    return next((node.namespace for node in walk(root) if dialect_of(node.namespace)), root.namespace)


def _header(look: Looking, root: Node) -> Node | None:
    """The message header. It must be the only one in the file and stand where a header stands: a second one hidden in
    an extension or a signature is how wrapped signatures work."""
    if root.name.lower() not in ROOTS:
        look.note("not_edxml", _("Tệp không phải gói tin edXML (phần tử gốc là %(name)s)") % {"name": root.name[:60]}, root)  # fmt: skip
        return None
    if root.namespace.rstrip("/") in SOAP:
        look.namespace = _named_namespace(root)
    elif root.namespace and not dialect_of(root.namespace):
        look.note("namespace_unknown", _("Không gian tên %(name)s không có trong quy chuẩn") % {"name": root.namespace[:100]}, root, WARNING)  # fmt: skip
    headers = [node for node in walk(root) if node.name.lower() == "messageheader"]
    if len(headers) > 1:
        look.note("two_headers", _("Gói tin có hơn một MessageHeader"), headers[1])
        return None
    if not headers:
        look.note("missing", _("Thiếu MessageHeader"), root)
        return None
    header = headers[0]
    parent = header.parent
    while parent is not None and parent.name.lower() in WRAPPERS:
        parent = parent.parent
    if parent is not None or not (look.ours(header)):
        look.note("misplaced", _("MessageHeader không nằm đúng chỗ"), header)
        return None
    return header


def _status(look: Looking, header: Node) -> Status:
    code = look.required(header, "StatusCode")
    if code and code.zfill(2) not in STATUSES:
        look.note(
            "unknown_status", _("Mã trạng thái %(code)s không có trong quy chuẩn") % {"code": code[:20]},
            look.one(header, "StatusCode"),
        )  # fmt: skip
    answered = look.one(header, "ResponseFor")
    if answered is None:
        look.note("missing", _("Thiếu %(name)s") % {"name": "ResponseFor"}, header)
    reference = read_reference(look, answered) if answered is not None else Reference("")
    if answered is not None and not (reference.document_id or reference.code):
        look.note("missing", _("Trạng thái không cho biết của văn bản nào"), answered)
    return Status(
        sender=read_agency(look, look.one(header, "From"), header, "From"), answered=reference, code=code.zfill(2) if code else "",
        description=look.text(header, "Description"), at=look.time(header, "Timestamp"), staff=read_staff(look, look.one(header, "StaffInfo")),
    )  # fmt: skip
