"""From a file to proposed fields, and the gate that keeps state secrets out (Law 117/2025; S15)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.errors import DomainError, Invalid
from lienthong.kernel.files.extraction import Limits, extract
from lienthong.kernel.text import fold
from lienthong.office.documents.reading import ReadDocument, read_document

MARKS = ("tuyet mat", "toi mat", "mat")
#: Text kept beside the fields, so that the screen can show the place where a value was found.
KEPT = 60_000
#: Below this a mark is asked about instead of believed; scans read by machine stay above it when the mark is exact.
SURE = 0.75


@dataclass(frozen=True)
class Reading:
    """What the reader found: ``fields`` as ReadDocument.to_dict(), the text, and why nothing could be read."""

    fields: dict[str, Any] | None = None
    text: str = ""
    problem: str = ""
    unread: int = 0
    document: ReadDocument | None = field(default=None, repr=False)
    whole: str = field(default="", repr=False)
    method: str = ""


def secrecy_of(value: str) -> str:
    """The mark of state secrecy in a marking field ("MẬT", "Độ mật: Tối mật"), or "". Only the whole mark counts, so
    "bảo mật" is none."""
    words = fold(value).replace("do mat", " ").replace(":", " ").strip(" .-_()[]")
    return next((mark for mark in MARKS if words == mark), "")


def refuse_secret(mark: str) -> None:
    """Raises Invalid for a mark of state secrecy; nothing of the document may be kept (DESIGN §2.8)."""
    if secrecy_of(mark):
        raise Invalid(
            _("Văn bản đóng dấu độ mật (%(mark)s) không được đưa vào hệ thống này. Nội dung đã bị bỏ, không lưu lại.")
            % {"mark": mark.strip()},
            code="state_secret", field="secrecy", hint=_("Xử lý theo quy định về bảo vệ bí mật nhà nước, trên máy không nối mạng."),
        )  # fmt: skip


def read_bytes_of(
    data: bytes,
    *,
    not_secret: bool = False,
    recognise: bool = True,
    tell: Callable[[int], None] | None = None,
) -> Reading:
    """Read a file's bytes; raises Invalid (``state_secret``) for a marked one, never for one that cannot be read.

    ``not_secret``: a person looked and says that a doubtful mark is none. ``recognise`` False: pages that are only a
    picture are left to the job, which takes seconds for each; ``unread`` says how many they are. ``tell``: how many pages
    were recognised so far.
    """
    try:
        pages = extract(data, limits=Limits(recognise=recognise, tell=tell))
    except DomainError as refusal:
        return Reading(problem=str(refusal))
    except Exception as error:  # a strange file must not keep the clerk from registering it by hand
        return Reading(
            problem=gettext("Không đọc được nội dung tệp (%(name)s)") % {"name": type(error).__name__}
        )
    if not pages.pages:
        return Reading(unread=pages.unread)
    found = read_document(pages)
    check_secrecy(found, not_secret=not_secret)
    if pages.unread:  # half a document proposes wrong fields; what its text says of secrecy counted already
        return Reading(unread=pages.unread)
    return Reading(found.to_dict(), pages.text[:KEPT], document=found, whole=pages.text, method=pages.method)


def check_secrecy(found: ReadDocument, *, not_secret: bool = False) -> None:
    """The marks of the document and of everything inside the same file; a doubtful mark is asked about (DESIGN §9.6)."""
    if found.secrecy is not None:
        if found.secrecy.confidence >= SURE:
            refuse_secret(str(found.secrecy.value))
        elif not not_secret:
            raise Invalid(
                _("Tệp có thể mang dấu độ mật. Hãy xem lại bản giấy; nếu không phải văn bản mật, đánh dấu “Không phải văn bản mật” rồi gửi lại."),
                code="secrecy_unsure", field="not_secret",
            )  # fmt: skip
    for part in found.attached:
        check_secrecy(part, not_secret=not_secret)


def bytes_of(chunks: Any) -> bytes:
    """The whole upload in memory; its size was bounded while it arrived."""
    if hasattr(chunks, "chunks"):
        data = b"".join(chunks.chunks())
        chunks.seek(0)
        return data
    if isinstance(chunks, bytes):
        return chunks
    if isinstance(chunks, Iterable) and not hasattr(chunks, "read"):
        return b"".join(chunks)
    return chunks.read()


__all__ = ["KEPT", "Reading", "bytes_of", "check_secrecy", "read_bytes_of", "refuse_secret", "secrecy_of"]
