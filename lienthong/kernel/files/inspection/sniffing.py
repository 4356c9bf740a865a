"""The kind of a file by its first bytes; the name only decides between texts."""

from __future__ import annotations

import codecs

HEAD = 8192

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "cfb"),
    (b"{\\rtf", "rtf"),
)

#: First bytes of programs, which hide inside archives.
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa",
    b"\xcf\xfa\xed\xfe",
    b"#!",
    b"L\x00\x00\x00\x01\x14\x02\x00",
)

_PAGE_STARTS = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<script",
    b"<svg",
    b"<iframe",
    b"mime-version:",
)

_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def sniff(head: bytes) -> str | None:
    """One of pdf, png, jpeg, webp, tiff, zip, cfb, rtf, xml, page, program, text; None for anything else.

    "page" is HTML, SVG or MHTML under whatever name.
    """
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    start = _without_bom(head).lstrip()
    # Readers accept "%PDF-" within the first kilobyte; so do polyglots. Only white space may stand before it.
    if start.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(_PROGRAMS):
        return "program"
    lowered = start[:256].lower()
    if lowered.startswith(_PAGE_STARTS):
        return "page"
    if lowered.startswith((b"<?xml", b"<")):
        return "xml" if is_text(head) else None
    return "text" if is_text(head) else None


def is_text(head: bytes) -> bool:
    """UTF-8 (a cut last character is forgiven) or UTF-16 with its mark, without control characters."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            text = codecs.getincrementaldecoder("utf-16")().decode(head)
        except UnicodeDecodeError:
            return False
    else:
        try:
            text = codecs.getincrementaldecoder("utf-8-sig")().decode(head)
        except UnicodeDecodeError:
            # Old office files in Windows-1258 or TCVN3: bytes without controls are text of an old code page.
            text = head.decode("latin-1")
    return not any(ord(ch) < 32 and ch not in "\t\n\r\f\x1b" for ch in text)


def _without_bom(head: bytes) -> bytes:
    for bom in _BOMS:
        if head.startswith(bom):
            body = head[len(bom) :]
            return body if bom is codecs.BOM_UTF8 else body.replace(b"\x00", b"")
    return head
