"""Vietnamese text: normal form, folding for search, alphabetical keys, safe file names.

Stored text is NFC and otherwise never rewritten: the two ways of placing a tone (``hòa``, ``hoà``) stay as their
author wrote them and meet only after folding.
"""

from __future__ import annotations

import re
import unicodedata

# Đ has no decomposition, so stripping marks leaves it. Eth (Ð, ð) and African D (Ɖ, ɖ) are look-alikes that old
# keyboards and OCR produce.
_D_SHAPES = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ɖ": "d", "Ɖ": "D"})
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_NUMBER_SEPARATORS = re.compile(rf"[/\\.\-{_DASHES}]+")

# Every letter has its own weight; tones come later. Codes start with the base letter, so the key stays readable.
_QUALITY = {"\u0306": "1", "\u0302": "2", "\u031b": "3"}  # breve, circumflex, horn
_TONES = {
    "\u0300": "1",
    "\u0309": "2",
    "\u0303": "3",
    "\u0301": "4",
    "\u0323": "5",
}  # huyền, hỏi, ngã, sắc, nặng
_LEVEL = " "  # sorts below every character of a level
_GAP = "!"  # between words; below digits and letters

_JOINERS = "\u200c\u200d"

_UNSAFE_IN_FILENAME = re.compile(r"[^A-Za-z0-9._-]+")
_WINDOWS_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}


def nfc(s: str) -> str:
    """Return ``s`` in Unicode normal form C. Every input passes it before it is stored or compared."""
    return unicodedata.normalize("NFC", s)


def straight(s: str) -> str:
    """Return ``s`` in NFC without characters that show nothing and deceive: those that turn the reading direction
    (U+202E makes "nâV" of "Vân"), invisible spaces and fillers. Two names that look the same are then the same.

    For names and for what people type. Joiners stay, for scripts need them to be written at all, and so does every
    visible character of any script: text that runs from right to left needs no mark to do so.
    """
    return "".join(ch for ch in nfc(s) if ch in _JOINERS or unicodedata.category(ch) != "Cf")


def strip_marks(s: str) -> str:
    """Return ``s`` without tone and vowel marks and with đ, Đ and their look-alikes as d, D. Case stays."""
    bare = "".join(c for c in unicodedata.normalize("NFD", s) if unicodedata.category(c) != "Mn")
    return nfc(bare.translate(_D_SHAPES))


def fold(s: str) -> str:
    """Return the search form: NFC, casefold, marks stripped, đ/ð → d, runs of white space as one space.

    ``fold("Đường Hoà Bình") == fold("ĐƯỜNG HÒA BÌNH") == "duong hoa binh"``. Folding twice changes nothing.
    """
    return " ".join(strip_marks(strip_marks(nfc(s).casefold()).casefold()).split())


def fold_number(s: str) -> str:
    """Return the search form of a document number: folded, slashes, dashes and dots as spaces.

    ``fold_number("1575/QĐ-UBND") == "1575 qd ubnd"``.
    """
    return " ".join(_NUMBER_SEPARATORS.sub(" ", fold(s)).split())


def sort_key(s: str) -> str:
    """Return a key whose plain byte (C collation) order is the Vietnamese alphabetical order.

    Letters decide first (a ă â b c d đ e ê … o ô ơ … u ư … y), then tones word by word (ngang, huyền, hỏi, ngã,
    sắc, nặng), then the text itself, so that equal keys mean equal text up to spacing. Computed here because a
    database with C collation, or SQLite, knows no Vietnamese.
    """
    return _letters_then_tones(s) + _printable(s)


def name_sort_key(full_name: str) -> str:
    """Return a key that orders persons the Vietnamese way: given name, then family name, then middle names."""
    words = _printable(full_name).split()
    if not words:
        return ""
    family = words[0] if len(words) > 1 else ""
    parts = (words[-1], family, " ".join(words[1:-1]))
    return "".join(_letters_then_tones(part) for part in parts) + " ".join(words)


def ascii_filename(s: str, limit: int = 50) -> str:
    """Return a download name of unaccented letters, digits, dot, dash and underscore, at most ``limit`` long.

    The extension survives shortening. Provinces ask for unaccented names of at most 50 characters. Any directory
    part is dropped, and a name that would be empty or a device name of Windows gets a neutral stem.
    """
    name = _UNSAFE_IN_FILENAME.sub("-", strip_marks(re.split(r"[/\\]", s)[-1]))
    name = re.sub(r"-*([-._])[-._]*", r"\1", name).strip("-._")
    stem, dot, extension = name.rpartition(".")
    if not dot or not 1 <= len(extension) <= 8 or not stem or "-" in extension:
        stem, extension = name, ""
    if not stem or stem.lower() in _WINDOWS_DEVICES:
        stem = f"tep-{stem}".rstrip("-")
    tail = f".{extension}" if extension else ""
    if len(tail) >= limit:
        tail = ""
    return (stem[: max(limit - len(tail), 1)].rstrip("-._") or "tep"[:limit]) + tail


def _printable(s: str) -> str:
    """NFC without control characters and lone surrogates (PostgreSQL cannot store them), spaces collapsed."""
    kept = (" " if c.isspace() or unicodedata.category(c) in ("Cc", "Cs") else c for c in nfc(s))
    return " ".join("".join(kept).split())


def _letters_then_tones(s: str) -> str:
    letters: list[str] = []
    tones: list[str] = []
    for word in re.split(r"[\W_]+", _printable(s).casefold()):
        if not word:
            continue
        if tones:
            letters.append(_GAP)
        tone = "0"
        for char in unicodedata.normalize("NFD", word):
            if char in _TONES:
                tone = _TONES[char]
            elif char in _QUALITY and letters:
                letters[-1] = letters[-1][0] + _QUALITY[char] if len(letters[-1]) == 2 else letters[-1]
            elif char in "đðɖ":
                letters.append("d1")
            elif "a" <= char <= "z":
                letters.append(char + "0")
            elif "0" <= char <= "9":
                letters.append(char)
            elif unicodedata.category(char) != "Mn":
                letters.append("~" + char)
        tones.append(tone)
    return "".join(letters) + _LEVEL + "".join(tones) + _LEVEL
