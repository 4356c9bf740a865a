"""Names and subjects that a document writes in capitals, in the case in which a register writes them."""

from __future__ import annotations

import re

from lienthong.kernel.text import fold, strip_marks

from .vocabulary import AGENCY_HEADS, AREA_WORDS, LETTER, POSITIONS, PROVINCES

_AREA = re.compile(rf"\b({'|'.join(AREA_WORDS)})((?: [{LETTER}0-9'-]+)+)")
_AFTER_AREA_STOP = frozenset(
    [
        "và",
        "về",
        "của",
        "giai",
        "năm",
        "trong",
        "đến",
        "trên",
        "tại",
        "theo",
        "cho",
        "với",
        "khóa",
        "kỳ",
        "lần",
        "từ",
        "các",
        "do",
        "để",
        "là",
        "được",
        "có",
        "gắn",
        "thuộc",
        "nhiệm",
        "quý",
        "tháng",
        "ngày",
        "ủy",
        "uỷ",
    ]
)
_ACRONYMS = {
    *[
        "UBND",
        "HĐND",
        "CNTT",
        "TTg",
        "CP",
        "BCH",
        "TW",
        "CCHC",
        "TTHC",
        "MTTQ",
        "ĐBQH",
        "KT-XH",
        "GPMB",
        "QLNN",
        "CSDL",
        "PCTT",
        "TKCN",
        "HTX",
        "THPT",
        "THCS",
        "ATTP",
        "BHXH",
        "BHYT",
    ],
    *[
        "ATGT",
        "ANTT",
        "PCCC",
        "CNXD",
        "VSATTP",
        "ASEAN",
        "WTO",
        "ODA",
        "FDI",
        "GRDP",
        "COVID-19",
        "OCOP",
        "ISO",
        "TABMIS",
    ],
}
_ROMAN = re.compile(r"[IVXLC]+")
_FUNCTION_HEADS = (
    "bộ", "sở", "phòng", "ban", "cục", "chi cục", "tổng cục", "vụ", "văn phòng", "trung tâm", "viện", "học viện",
    "trường", "ủy ban", "hội đồng", "công an", "thanh tra", "thủ tướng", "quốc hội", "chính phủ", "đảng", "đoàn",
)  # fmt: skip


def is_capitals(s: str) -> bool:
    """True when at least two letters and four of five are capitals."""
    letters = [c for c in s if c.isalpha()]
    return len(letters) >= 2 and sum(c.isupper() for c in letters) >= 0.8 * len(letters)


def natural_case(s: str, *, context: str = "", agency: bool = False) -> str:
    """``PHÊ DUYỆT KẾ HOẠCH … TỈNH THANH HOÁ`` → ``Phê duyệt kế hoạch … tỉnh Thanh Hoá``.

    Text that is not in capitals is returned as it is. Where the same words stand elsewhere in ``context`` in mixed
    case, that case wins; otherwise area words, provinces, known acronyms and the functional names of agencies
    decide. Only the case of letters changes, never a letter.
    """
    if not is_capitals(s):
        return s
    found = _as_elsewhere(s, context)
    if found:
        return found
    words = [w if w.strip(".,;:()") in _ACRONYMS or _is_roman(w) else w.lower() for w in s.split(" ")]
    result = " ".join(words)
    result = _AREA.sub(lambda m: m.group(1) + _capitalise_place(m.group(2)), result)
    result = _capitalise_provinces(result)
    if agency:
        result = _capitalise_functions(result)
    for i, char in enumerate(result):
        if char.isalpha():
            return result[:i] + char.upper() + result[i + 1 :]
    return result


def title_case(lines: list[str], *, context: str = "") -> str:
    """A title over several lines: ``QUỐC GIA`` / ``Về ứng dụng …`` → ``Quốc gia về ứng dụng …``."""
    capitals = [is_capitals(line) for line in lines]
    first = capitals.index(False) if False in capitals else len(lines)
    if first in (0, len(lines)):
        return natural_case(" ".join(lines), context=context)
    rest = " ".join(lines[first:])
    rest = rest[0].lower() + rest[1:] if fold(rest).startswith("ve ") else rest
    return f"{natural_case(' '.join(lines[:first]), context=context)} {rest}"


def person_case(s: str) -> str:
    """``NGUYỄN VĂN AN`` → ``Nguyễn Văn An``; a name in mixed case stays."""
    if not is_capitals(s):
        return s
    return re.sub(rf"[{LETTER}]+", lambda m: m.group()[0] + m.group()[1:].lower(), s)


def _is_roman(word: str) -> bool:
    return bool(_ROMAN.fullmatch(word.strip(".,;:()"))) and word.strip(".,;:()") not in (
        "C",
        "L",
        "LI",
        "VI",
        "XI",
        "CI",
        "MI",
        "DI",
    )


def _as_elsewhere(s: str, context: str) -> str | None:
    if len(s) < 8 or not context:
        return None
    lowered = s.lower()
    at = 0
    haystack = context.lower()
    if len(haystack) != len(context):
        return None
    while (at := haystack.find(lowered, at)) >= 0:
        candidate = context[at : at + len(s)]
        if not is_capitals(candidate):
            return candidate[0].upper() + candidate[1:]
        at += len(s)
    return None


def _capitalise_place(words: str) -> str:
    """Names of districts and communes have two syllables, rarely three; those of provinces are known."""
    every = words.split(" ")
    longest = 3 if len(every) - 1 <= 3 else 2
    out = []
    active = True
    for i, word in enumerate(every):
        if i > 0 and (word in _AFTER_AREA_STOP or i > longest):
            active = False
        out.append(word[:1].upper() + word[1:] if active else word)
    return " ".join(out)


def _capitalise_provinces(s: str) -> str:
    bare = strip_marks(s)
    if len(bare) != len(s):
        return s
    for province in PROVINCES:
        for match in re.finditer(rf"\b{re.escape(fold(province))}\b", bare):
            if s[match.start() : match.end()].lower() in (province.lower(), _old_tone(province).lower()):
                named = "".join(
                    c.upper() if i == 0 or s[match.start() + i - 1] in " -" else c
                    for i, c in enumerate(s[match.start() : match.end()])
                )
                s = s[: match.start()] + named + s[match.end() :]
    return s


def _old_tone(province: str) -> str:
    return province.replace("òa", "oà").replace("óa", "oá")


def _capitalise_functions(s: str) -> str:
    """Each part of a functional name begins with a capital: "Sở Văn hóa, Thể thao và Du lịch"."""
    heads = "|".join(sorted(_FUNCTION_HEADS, key=len, reverse=True))
    s = re.sub(
        rf"(?:^|(?<= ))({heads}) (?!(?:{'|'.join(AREA_WORDS)}|ủy|uỷ)\b)([{LETTER}])",
        lambda m: m.group(1) + " " + m.group(2).upper(),
        s,
    )
    s = re.sub(r"(,| -| –| và) ([^\W\d_])", lambda m: m.group(1) + " " + m.group(2).upper(), s)
    s = re.sub(r"(?i)\b(ủy|uỷ) ban nhân dân\b", lambda m: m.group(1).capitalize() + " ban nhân dân", s)
    s = re.sub(r"(?i)\bhội đồng nhân dân\b", "Hội đồng nhân dân", s)
    s = re.sub(r"(?i)\b(đảng|chi) bộ\b", lambda m: m.group(1).capitalize() + " bộ", s)
    s = re.sub(
        r"(?<=[^\W\d_] )(tỉnh|thành|huyện|thị|quận) ([Ủủ]y|[Uu]ỷ)\b",
        lambda m: m.group(1).capitalize() + " ủy",
        s,
    )
    return re.sub(
        r"^(Tỉnh|Thành|Huyện|Thị|Quận|tỉnh|thành|huyện|thị|quận) (Ủy|Uỷ)\b",
        lambda m: m.group(1) + " " + m.group(2).lower(),
        s,
    )


def position_case(text: str) -> str:
    """ "PHÓ CHÁNH VĂN PHÒNG" → "Phó Chánh Văn phòng"; the agency after the title gets its own case."""
    if not is_capitals(text):
        return text
    acting = re.match(r"(?:Q|QUYỀN)\.? +", text)
    lead = (
        {"Q": "Q. "}.get(acting.group()[:1] if acting and "." in acting.group() else "", "Quyền ")
        if acting
        else ""
    )
    body = text[acting.end() :] if acting else text
    title = re.match(rf"(?:{POSITIONS})(?![a-z])", fold(body))
    if not title or len(fold(body)) != len(body):
        return lead + natural_case(body, agency=True)
    named = body[: title.end()].lower()
    named = re.sub(
        r"^(phó )?([^\W\d_])", lambda m: (m.group(1) or "").capitalize() + m.group(2).upper(), named
    )
    named = named.replace("văn phòng", "Văn phòng")
    rest = body[title.end() :].strip()
    if re.match(rf"(?:{AGENCY_HEADS})(?![a-z])", fold(rest)):
        rest = natural_case(rest, agency=True)
    elif rest:
        rest = rest.lower().replace("thường trực", "Thường trực")
        if named.endswith(("trưởng phòng", "trưởng ban")):
            rest = rest[0].upper() + rest[1:]
    return f"{lead}{named} {rest}".strip()
