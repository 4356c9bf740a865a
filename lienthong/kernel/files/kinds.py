"""The kinds of files the platform knows, and which of them a purpose takes.

HTML, SVG and MHTML are not here on purpose: they run script in a browser (ASVS 1.3.4).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """``extensions[0]`` names downloads; ``inline`` kinds may be shown inside the browser when asked."""

    name: str
    media_type: str
    extensions: tuple[str, ...]
    inline: bool = False
    is_zip: bool = False


_OOXML = "application/vnd.openxmlformats-officedocument."

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("pdf", "application/pdf", ("pdf",), inline=True),
        Kind("png", "image/png", ("png",), inline=True),
        Kind("jpeg", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), inline=True),
        Kind("webp", "image/webp", ("webp",), inline=True),
        Kind("tiff", "image/tiff", ("tif", "tiff")),
        Kind("docx", _OOXML + "wordprocessingml.document", ("docx", "docm"), is_zip=True),
        Kind("xlsx", _OOXML + "spreadsheetml.sheet", ("xlsx", "xlsm"), is_zip=True),
        Kind("pptx", _OOXML + "presentationml.presentation", ("pptx", "pptm"), is_zip=True),
        Kind("odt", "application/vnd.oasis.opendocument.text", ("odt",), is_zip=True),
        Kind("ods", "application/vnd.oasis.opendocument.spreadsheet", ("ods",), is_zip=True),
        Kind("zip", "application/zip", ("zip",), is_zip=True),
        Kind("doc", "application/msword", ("doc",)),
        Kind("xls", "application/vnd.ms-excel", ("xls",)),
        Kind("rtf", "application/rtf", ("rtf", "doc")),
        Kind("xml", "application/xml", ("xml", "edxml")),
        Kind("csv", "text/csv", ("csv",)),
        Kind("txt", "text/plain", ("txt", "log", "md")),
    )
}

BY_MEDIA_TYPE: dict[str, Kind] = {kind.media_type: kind for kind in KINDS.values()}

#: Extension → kinds whose content may carry it.
BY_EXTENSION: dict[str, tuple[Kind, ...]] = {
    ext: tuple(kind for kind in KINDS.values() if ext in kind.extensions)
    for ext in {ext for kind in KINDS.values() for ext in kind.extensions}
}

IMAGES = frozenset({"png", "jpeg", "webp", "tiff"})
DOCUMENTS = frozenset({"pdf", "docx", "xlsx", "pptx", "odt", "ods", "doc", "xls", "rtf"})
ATTACHMENTS = DOCUMENTS | IMAGES | {"txt", "csv", "zip"}
EVERYTHING = frozenset(KINDS)

_recognised_by_app: set[str] = set()
_purposes: dict[str, frozenset[str]] = {
    "": ATTACHMENTS,
    "attachment": ATTACHMENTS,
    "scan": IMAGES | {"pdf"},
    "photo": frozenset({"png", "jpeg", "webp"}),
    "exchange": EVERYTHING,
    "sheet": frozenset({"xlsx", "xls", "ods", "csv"}),
    "signed": frozenset({"pdf", "xml"}),
}


def register_purpose(
    purpose: str, kinds: frozenset[str] | set[str], *, recognised_by_app: bool = False
) -> None:
    """Let an upper app say which kinds its purpose takes. Unknown kinds are an error at once.

    ``recognised_by_app``: the app reads pictures of text itself and hands the text in with ``keep_text``, so that the slow
    recognition of a scan happens once.
    """
    unknown = set(kinds) - set(KINDS)
    if unknown:
        raise ValueError(f"unknown kinds of files: {sorted(unknown)}")
    _purposes[purpose] = frozenset(kinds)
    if recognised_by_app:
        _recognised_by_app.add(purpose)


def recognised_by_app(purpose: str) -> bool:
    return purpose in _recognised_by_app


def allowed_for(purpose: str) -> frozenset[str]:
    """The kinds a purpose takes; a purpose nobody registered takes the ordinary attachments."""
    return _purposes.get(purpose, ATTACHMENTS)


def accept_attribute(purpose: str) -> str:
    """For ``<input type=file accept=…>``: ".pdf,.png"."""
    exts = sorted({ext for name in allowed_for(purpose) for ext in KINDS[name].extensions})
    return ",".join(f".{ext}" for ext in exts)


def known_purposes() -> frozenset[str]:
    return frozenset(_purposes)
