"""File names: the original is kept as text and never touches the disk; a safe one is offered for download.

Blobs are stored under their hash, so no name given from outside can choose a path.
"""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

from lienthong.kernel.text import ascii_filename, nfc

#: Longest original name that is kept, in characters.
NAME_LIMIT = 255

#: Device names of DOS: a download called like this hangs or fails on office machines.
DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "clock$", "conin$", "conout$"}
    | {f"{port}{n}" for port in ("com", "lpt") for n in (*"0123456789", "¹", "²", "³")}
)

#: Characters that turn the reading direction ("phieu\u202Efdp.exe" is shown as "phieuexe.pdf") or show nothing.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def original_name(name: str) -> str:
    """What people see: NFC, the last path part, without control and direction characters, at most 255 long.

    The extension survives shortening. An empty result becomes "tep".
    """
    text = nfc(str(name or ""))
    text = "".join(" " if unicodedata.category(ch) in _INVISIBLE else ch for ch in text)
    text = text.replace("\\", "/").rsplit("/", 1)[-1]
    text = " ".join(text.split()).strip(". ")
    if not text:
        return "tep"
    if len(text) > NAME_LIMIT:
        suffix = PurePosixPath(text).suffix[:16]
        text = text[: NAME_LIMIT - len(suffix)].rstrip() + suffix
    return text


def has_hidden_characters(name: str) -> bool:
    """True when the name holds NUL, other controls or direction marks, which only serve to deceive."""
    return any(unicodedata.category(ch) in _INVISIBLE for ch in str(name))


def extension(name: str) -> str:
    """The last extension in lower case without its dot, or "" ("a.PDF" → "pdf", "readme" → "")."""
    return PurePosixPath(original_name(name)).suffix.lower().lstrip(".")


def download_name(name: str, ext: str) -> str:
    """An ASCII name of at most 50 characters that ends in ``ext`` and is no device name.

    Only one dot remains: "don.pdf.exe" of a PDF is downloaded as "don-pdf-exe.pdf", never with a second extension.
    """
    stem = original_name(name)
    if extension(stem) == ext:
        stem = stem[: -len(ext) - 1]
    stem = ascii_filename(stem.replace(".", "-"), 50 - len(ext) - 1) or "tep"
    stem = stem.replace(".", "-").strip("_- ") or "tep"
    if stem.casefold() in DEVICES:
        stem = f"tep-{stem}"
    return f"{stem}.{ext}" if ext else stem
