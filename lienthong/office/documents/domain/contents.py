"""What a draft says: checked before it is kept, put on its document, kept by version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.directory.models import Officer
from lienthong.kernel.directory.signature_lines import place_of, signature_lines
from lienthong.kernel.errors import Invalid
from lienthong.kernel.legal.public import LegalUnknown, kind
from lienthong.kernel.numbering.public import notation
from lienthong.kernel.text import straight
from lienthong.office.documents.domain.moving import (
    folded,
)
from lienthong.office.documents.models import Document, DraftVersion

LETTER = "cong-van"
LONGEST = {"subject": 500, "authority": 300, "decides": 100}
MOST_LINES, LONGEST_LINE = 500, 8000


def clean_content(raw: Mapping[str, Any], organisation_id: int) -> dict[str, Any]:
    """Content of a draft: ``kind`` (code), ``subject``, ``addressees``, ``bases``, ``authority``, ``decides``, ``body``,
    ``recipients``, ``signer`` (officer id), ``urgency``. Raises Invalid with a message per field."""
    errors: dict[str, list[Any]] = {}
    out: dict[str, Any] = {"kind": str(raw.get("kind") or LETTER)[:60]}
    try:
        kind(out["kind"], clock.today())
    except LegalUnknown:
        errors["kind"] = [_("Không có tên loại văn bản này")]
    for name, limit in LONGEST.items():
        out[name] = " ".join(straight(str(raw.get(name) or "")).replace("\x00", "").split())
        if len(out[name]) > limit:
            errors[name] = [_("Dài quá %(limit)s ký tự") % {"limit": limit}]
    if not out["subject"]:
        errors["subject"] = [_("Hãy ghi trích yếu nội dung")]
    for name in ("addressees", "bases", "body", "recipients"):
        value = raw.get(name)
        lines = value if isinstance(value, list) else str(value or "").splitlines()
        out[name] = [straight(str(line)).replace("\x00", "").strip() for line in lines if str(line).strip()]
        if len(out[name]) > MOST_LINES or any(len(line) > LONGEST_LINE for line in out[name]):
            errors[name] = [_("Nội dung quá dài")]
    if not out["body"]:
        errors["body"] = [_("Hãy ghi nội dung văn bản")]
    signer = _signer(raw.get("signer"), organisation_id)
    if signer is None:
        errors["signer"] = [_("Hãy chọn người ký")]
    else:
        out["signer"] = signer.pk
    try:
        out["urgency"] = max(0, min(3, int(raw.get("urgency") or 0)))
    except (TypeError, ValueError, OverflowError):
        errors["urgency"] = [_("Hãy chọn độ khẩn")]
    if errors:
        raise Invalid(_("Dự thảo chưa đủ hoặc chưa đúng"), errors=errors)
    return out


def _signer(value: Any, organisation_id: int) -> Officer | None:
    """A leader of the agency in office today; the head when nobody was named."""
    leaders = Officer.objects.filter(
        Officer.on(clock.today()), organisation_id=organisation_id, post__leader=True, roles__role="lanh_dao"
    )
    leaders = leaders.select_related("post", "person", "organisation").order_by("post__rank", "id")
    if value in (None, ""):
        return leaders.first()
    return leaders.filter(pk=int(value)).first() if str(value).isdecimal() and len(str(value)) < 16 else None


def possible_signers(organisation_id: int) -> list[Officer]:
    return list(
        Officer.objects.filter(Officer.on(clock.today()), organisation_id=organisation_id, post__leader=True, roles__role="lanh_dao")
        .select_related("post", "person").order_by("post__rank", "id").distinct()
    )  # fmt: skip


def current_version(document: Document) -> DraftVersion:
    return DraftVersion.objects.filter(document=document).order_by("-version")[0]


def notation_of(document: Document, content: Mapping[str, Any]) -> str:
    """``QĐ-SKHCN``; for a công văn agency and drafting unit."""
    unit = document.drafting_unit.short_code if document.drafting_unit else ""
    return notation(
        kind(content["kind"], clock.today()).abbreviation, document.organisation.short_code or "CQ", unit
    )


def put_content(document: Document, content: Mapping[str, Any]) -> None:
    found = kind(content["kind"], clock.today())
    document.subject, document.kind_code, document.kind_name = content["subject"], found.code, found.name
    document.notation = notation_of(document, content)
    document.addressees, document.recipients = content["addressees"], content["recipients"]
    document.bases = [{"text": line} for line in content["bases"]]
    document.urgency, document.signer_id = content["urgency"], content["signer"]
    signer = Officer.objects.select_related("post", "person").get(pk=content["signer"])
    document.signer_name, document.signer_position = signer.person.full_name, signer.post.title
    lines = signature_lines(signer, document.organisation)
    document.signer_competence = " ".join(lines[:-1])[:200]
    document.place = place_of(document.organisation)
    document.folded = folded(document)
