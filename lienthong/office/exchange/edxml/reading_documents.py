"""Reading a document package: its header, its trace and business, its files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from lienthong.kernel.text import nfc
from lienthong.office.exchange.edxml import agency_ids
from lienthong.office.exchange.edxml.elements import Looking, walk
from lienthong.office.exchange.edxml.model import (
    Agency,
    Attachment,
    Business,
    Document,
    Hop,
    ReceiverChange,
    Replacement,
)
from lienthong.office.exchange.edxml.names import ACTS, LONGEST_PLACE, NEW, REPLACE, REVOKE, UPDATE
from lienthong.office.exchange.edxml.problems import WARNING
from lienthong.office.exchange.edxml.reading_parts import read_agency, read_reference, read_staff
from lienthong.office.exchange.edxml.scanning import Node


def read_document(look: Looking, root: Node, header: Node) -> Document:
    code, promulgation = look.one(header, "Code"), look.one(header, "PromulgationInfo")
    kind, signer = look.one(header, "DocumentType"), look.one(header, "SignerInfo")
    other = look.one(header, "OtherInfo")
    number, notation = look.text(code, "CodeNumber"), look.text(code, "CodeNotation")
    if code is not None and not code.children:
        number = nfc(code.text)  # "7816/VPCP-TTĐT" in one piece: kept in one piece
    if not (number or notation):
        look.note("missing", _("Thiếu số, ký hiệu (Code)"), code or header)
    elif not (number and notation):
        look.note("incomplete_code", _("Thiếu số hoặc ký hiệu"), code, WARNING)
    business = _business(look, root)
    subject = look.text(header, "Subject")
    if not subject and business.act == NEW:
        look.note("missing", _("Thiếu trích yếu (Subject)"), header)
    attachments = read_attachments(look, root)
    if not attachments and business.act == NEW:
        look.note("no_attachment", _("Gói tin không có tệp văn bản"), root, WARNING)
    document_id = look.text(header, "DocumentId")
    if not document_id:
        look.note("missing_document_id", _("Thiếu DocumentId"), header, WARNING)
    return Document(
        sender=read_agency(look, look.one(header, "From"), header, "From"), receivers=_receivers(look, header),
        number=number, notation=notation, subject=subject, document_id=document_id,
        place=look.text(promulgation, "Place"), promulgated_on=look.day(promulgation, "PromulgationDate"),
        type_code=look.text(kind, "Type"), type_detail=look.text(kind, "TypeDetail"),
        type_name=look.text(kind, "TypeName") or (nfc(kind.text) if kind is not None and not kind.children else ""),
        content=look.text(header, "Content"),
        signer_competence=look.text(signer, "Competence"), signer_position=look.text(signer, "Position"),
        signer_name=look.text(signer, "FullName", "Signer"), due_on=look.day(header, "DueDate"),
        priority=_priority(look, other), sphere=look.text(other, "SphereOfPromulgation"), typist=look.text(other, "TyperNotation"),
        copies=look.whole(other, "PromulgationAmount"), pages=look.whole(other, "PageAmount"), direction=look.flag(other, "Direction"),
        appendixes=_texts(look, look.one(other, "Appendixes"), "Appendix", 250),
        answers=tuple(read_reference(look, node) for node in look.all(header, "ResponseFor") if node.children),
        steering=look.text(header, "SteeringType"), to_places=_texts(look, look.one(header, "ToPlaces"), "Place", LONGEST_PLACE),
        hops=_hops(look, root), business=business, attachments=attachments,
    )  # fmt: skip


def _receivers(look: Looking, header: Node) -> tuple[Agency, ...]:
    found: dict[str, Agency] = {}
    nodes = look.all(header, "To")
    for node in nodes:
        agency = read_agency(look, node, header, "To")
        key = agency_ids.full(agency.id)
        if key in found:
            look.note(
                "repeated_receiver", _("Nơi nhận %(id)s ghi hai lần") % {"id": agency.id}, node, WARNING
            )
        found.setdefault(key, agency)
    if not nodes:
        look.note("missing", _("Thiếu nơi nhận (To)"), header)
    return tuple(found.values())


def _priority(look: Looking, other: Node | None) -> int | None:
    priority = look.whole(other, "Priority")
    if priority is not None and priority > 4:
        look.note("bad_priority", _("Độ khẩn phải từ 0 đến 4"), look.one(other, "Priority"), WARNING)
        return None
    return priority


def _texts(look: Looking, node: Node | None, name: str, longest: int) -> tuple[str, ...]:
    found = look.all(node, name)
    for one in found:
        if len(one.text) > longest:
            look.note(
                "too_long", _("%(name)s dài quá %(most)s ký tự") % {"name": name, "most": longest}, one, WARNING
            )  # fmt: skip
    return tuple(nfc(one.text) for one in found if one.text)


def _trace(look: Looking, root: Node) -> Node | None:
    found = [node for node in walk(root) if node.name.lower() == "traceheaderlist" and look.ours(node)]
    if len(found) > 1:
        look.note("repeated", _("Phần tử %(name)s có nhiều lần") % {"name": "TraceHeaderList"}, found[1])
    return found[0] if found else None


def _hops(look: Looking, root: Node) -> tuple[Hop, ...]:
    return tuple(
        Hop(look.text(node, "OrganId"), look.time(node, "Timestamp", "Time"))
        for node in look.all(_trace(look, root), "TraceHeader")
    )


def _business(look: Looking, root: Node) -> Business:
    node = look.one(_trace(look, root), "Bussiness", "Business")
    if node is None:
        return Business()
    written = look.text(node, "BussinessDocType", "BusinessDocType")
    act = ACTS.get(written or "0", "")
    if not act:
        look.note(
            "unknown_act", _("Nghiệp vụ %(code)s không có trong quy chuẩn (0, 1, 2, 3)") % {"code": written[:20]},
            look.one(node, "BussinessDocType", "BusinessDocType"),
        )  # fmt: skip
    info = look.one(node, "BussinessDocumentInfo", "BusinessDocumentInfo")
    changes = tuple(_changes(look, look.all(look.one(info, "ReceiverList"), "Receiver")))
    replaced = tuple(
        Replacement(
            document_id, tuple(one.text for one in look.all(look.one(item, "OrganIdList"), "OrganId") if one.text)
        )
        for item in look.all(look.one(node, "ReplacementInfoList"), "ReplacementInfo")
        if (document_id := look.required(item, "DocumentId"))
    )  # fmt: skip
    document_id = look.text(node, "DocumentId")
    if act in (REVOKE, UPDATE) and not document_id and not look.all(root_header(root), "ResponseFor"):
        look.note("missing", _("Không cho biết văn bản nào bị thu hồi hay cập nhật"), node)
    if act == REPLACE and not replaced:
        look.note("missing", _("Không cho biết văn bản nào được thay thế"), node)
    return Business(
        act=act, document_id=document_id, reason=look.text(node, "BussinessDocReason", "BusinessDocReason"), paper=look.flag(node, "Paper"),
        document_changed=look.flag(info, "DocumentInfo"), receivers_changed=look.flag(info, "DocumentReceiver"),
        receiver_changes=changes, replacements=replaced, staff=read_staff(look, look.one(node, "StaffInfo")),
    )  # fmt: skip


def _changes(look: Looking, nodes: list[Node]) -> Iterator[ReceiverChange]:
    for node in nodes:
        agency, added = look.required(node, "OrganId"), look.flag(node, "ReceiverType")
        if added is None:
            look.note("missing", _("Không rõ nơi nhận được thêm hay bớt (ReceiverType)"), node)
        elif agency:
            yield ReceiverChange(agency, added)


def root_header(root: Node) -> Node | None:
    return next((node for node in walk(root) if node.name.lower() == "messageheader"), None)


def read_attachments(look: Looking, root: Node) -> tuple[Attachment, ...]:
    """The files in their order. A name, type or description that the file does not carry comes from the manifest."""
    references = [
        node
        for node in walk(root)
        if node.name.lower() == "reference"
        and node.parent is not None
        and node.parent.name.lower() in ("edxmlmanifest", "manifest")
    ]
    budget = [look.limits.unpacked]
    found: list[Attachment] = []
    for node in (one for one in walk(root) if one.name.lower() == "attachment" and look.ours(one)):
        payload = next((child.payload for child in node.children if child.payload is not None), None)
        content_id, name = _content_id(look, node), look.text(node, "AttachmentName", "FileName")
        reference = _reference(look, references, content_id, name)
        if reference is not None:
            references.remove(reference)
        unpacked = payload.unpack(budget, look.limits) if payload is not None else None
        if payload is None:
            look.note("attachment_missing", _("Tệp kèm theo không có nội dung"), node)
        elif unpacked is None:
            look.problems.extend([payload.problem] if payload.problem else [])
        else:
            stream, sha256, size = unpacked
            found.append(
                Attachment(
                    name=name or look.text(reference, "AttachmentName"), sha256=sha256, size=size, content_id=content_id,
                    content_type=look.text(node, "ContentType", "FileType") or look.text(reference, "ContentType"),
                    description=look.text(node, "Description") or look.text(reference, "Description"), open=_opener(stream),
                )
            )  # fmt: skip
    for node in references:
        if node.children or node.attributes:
            look.note("attachment_missing", _("Tệp nêu trong danh mục nhưng không có trong gói tin"), node)
    return tuple(found)


def _reference(look: Looking, references: list[Node], content_id: str, name: str) -> Node | None:
    """The entry of the manifest for a file: by its id, else by its name."""
    by_id = [node for node in references if content_id and _content_id(look, node) == content_id]
    by_name = [
        node for node in references
        if name and look.text(node, "AttachmentName") == name and (not content_id or not _content_id(look, node))
    ]  # fmt: skip
    return next(iter([*by_id, *by_name]), None)


def _content_id(look: Looking, node: Node) -> str:
    return look.text(node, "ContentId") or node.attributes.get("href", "")


def _opener(stream: BinaryIO) -> Callable[[], BinaryIO]:
    def opened() -> BinaryIO:
        stream.seek(0)
        return stream

    return opened
