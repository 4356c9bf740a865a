"""What the reader hands back. Positions are character offsets in the text that was read."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True)
class Field:
    """A value with how sure the reader is (0..1) and where it stands; ``excerpt`` is the original text there."""

    value: Any
    confidence: float
    start: int
    end: int
    excerpt: str
    extra: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "confidence": round(self.confidence, 2),
            "start": self.start,
            "end": self.end,
            "excerpt": self.excerpt,
            **{
                name: item.to_dict() if isinstance(item, Field) else item for name, item in self.extra.items()
            },
        }


@dataclass
class ReadDocument:
    """An official document as read. A field that the text does not hold is None (an empty list for lists).

    ``legal_bases`` and ``proposals`` carry ``kind``, ``code``, ``number``, ``notation``, ``date``, ``year``,
    ``issuer``, ``title`` beside the usual keys; their ``value`` is the whole item. ``attached`` holds the documents
    and annexes inside the same file; ``relation`` says how: ``issued_with`` (ban hành kèm theo), ``inline`` (the
    content stands in an article of the decision), ``annex`` (phụ lục) or ``enclosed`` (a complete document of its own).
    """

    issuer: Field | None = None
    parent_agency: Field | None = None
    authority: Field | None = None
    number: Field | None = None
    notation: Field | None = None
    code: Field | None = None
    kind: Field | None = None
    place: Field | None = None
    date: Field | None = None
    date_parts: dict[str, int | None] | None = None
    subject: Field | None = None
    signer_name: Field | None = None
    signer_competence: Field | None = None
    signer_position: Field | None = None
    recipients: list[Field] = field(default_factory=list)
    addressees: list[Field] = field(default_factory=list)
    legal_bases: list[Field] = field(default_factory=list)
    proposals: list[Field] = field(default_factory=list)
    urgency: Field | None = None
    secrecy: Field | None = None
    page_count: int | None = None
    relation: str | None = None
    label: Field | None = None
    issued_with: Field | None = None
    start: int = 0
    end: int = 0
    attached: list[ReadDocument] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    source: str = "text"

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}


def _plain(item: Any) -> Any:
    if isinstance(item, Field | ReadDocument):
        return item.to_dict()
    if isinstance(item, list):
        return [_plain(part) for part in item]
    return item
