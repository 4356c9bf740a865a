"""Vietnamese words that lost their spaces: ``SỞNỘIVỤ`` → ``SỞ NỘI VỤ``, ``nhândân`` → ``nhân dân``.

Vietnamese writes every syllable as a word of its own, and the shape of a syllable is narrow: onset, rhyme, at most one
tone. So a run of letters that is no syllable can be cut where all its parts are. Only a word with Vietnamese marks is
cut: ``internet`` and ``ASEAN`` stay.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from lienthong.kernel.text import fold

_ONSETS = ("ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr", *"bcdghklmnrstvx", "")
_RHYME_TEXT = """
    a ac ach ai am an ang anh ao ap at au ay
    e ec ech em en eng enh eo ep et eu
    i ia ich iec iem ien ieng iep iet ieu im in inh ip it iu
    o oa oac oach oai oan oang oanh oao oat oay oc oe oen oeo oet oi om on ong oong ooc op ot
    u ua uan uang uat uay uc ue uech uenh ui um un ung uo uoc uoi uom uon uong uop uot uou up ut uu
    uy uya uych uyen uyet uynh uyt uyu
    y yem yen yet yeu
"""
_RHYMES = frozenset(_RHYME_TEXT.split())
_ALONE = ("yem", "yen", "yet", "yeu")  # with an onset they are written iêm, iên, …
_BEFORE_FRONT = ("ngh", "gh", "k")  # written only before e, ê, i, y
_BEFORE_BACK = ("ng", "g", "c")  # and these never
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_SHAPES = frozenset("\u0302\u0306\u031b")
_ACRONYMS = (
    "UBND",
    "HĐND",
    "MTTQ",
    "TT&TT",
    "TTTT",
    "CNTT",
    "GD&ĐT",
    "KH&CN",
    "QĐ",
    "TP",
    "TX",
    "TT",
    "BCH",
    "BQL",
    "VP",
)
# Where a cut could fall at two places ("QUỐC|HỘI", "QUỐ|CHỘI") the words of offices and areas decide.
_USUAL_TEXT = """
    ủy uỷ ban nhân dân hội đồng quốc chính phủ thủ tướng trung ương đảng tỉnh thành phố huyện quận thị xã phường trấn
    sở bộ cục chi tổng vụ văn phòng trung tâm trường học viện bệnh công an ty thanh tra kho bạc bảo hiểm ngân hàng tòa
    án kiểm sát toán thuế hải quan nội tài nguyên môi giáo dục đào tạo y tế tư pháp xây dựng giao thông vận tải nông
    nghiệp phát triển thôn khoa kỹ thuật nghệ tin truyền thể thao du lịch lao động thương binh kế hoạch đầu ngoại
    quyết định nghị thông báo cáo tờ trình giấy mời chỉ quy chế chương phương đề dự luật tư liên tịch lệnh công điện
    chủ phó giám đốc trưởng chánh hiệu bí thư bộ thứ thừa lệnh quyền thay mặt ký tháng năm ngày căn cứ xét nơi nhận
    độc lập tự do hạnh phúc cộng hòa hoà chủ nghĩa việt nam ứng dụng quản lý hành cải cách nhà nước cơ đơn vị
"""
_USUAL = frozenset(_USUAL_TEXT.split())
_USUAL_COST = 0.6
_WORD = re.compile(r"[^\W\d_]{4,}")
_VOWELS = "aeiouy"
_LONGEST = 7  # "nghiêng"
_NO_ONSET = 0.9
_EACH = 1.0


def _marks(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@lru_cache(maxsize=8192)
def is_syllable(text: str) -> bool:
    """Could ``text`` be one Vietnamese syllable, in any case?"""
    marks = _marks(text)
    if sum(c in _TONES for c in marks) > 1 or len(text) > _LONGEST:
        return False
    folded = fold(text)
    for onset in _ONSETS:
        if not folded.startswith(onset):
            continue
        rhyme = folded[len(onset) :]
        front = rhyme.startswith(("e", "i", "y"))
        if (onset in _BEFORE_FRONT and not front) or (onset in _BEFORE_BACK and front):
            continue
        if onset == "qu" and rhyme:
            rhyme = f"u{rhyme}"
        if onset and rhyme in _ALONE:
            continue
        if rhyme in _RHYMES or (onset == "gi" and f"i{rhyme}" in _RHYMES):
            return _coda_fits(marks, rhyme)
    return False


def _coda_fits(marks: str, rhyme: str) -> bool:
    """A syllable that ends in c, ch, p or t is sharp or heavy, never flat or falling; ă and â do not end one."""
    last = "".join(c for c in marks if c not in _TONES)[-2:].lower()
    if last in ("a\u0306", "a\u0302") or (last == "o\u0302" and rhyme == "uo"):
        return False
    if rhyme == "uo" and last == "o\u031b" and "u\u031b" in marks.lower():
        return False  # ươ needs an end
    if not rhyme.endswith(("c", "ch", "p", "t")):
        return True
    return "\u0301" in marks or "\u0323" in marks


@lru_cache(maxsize=4096)
def _cut(word: str) -> tuple[str, ...]:
    """The cheapest cut into syllables and known acronyms; the word itself where there is none."""
    size = len(word)
    best: list[tuple[float, tuple[str, ...]] | None] = [(0.0, ())] + [None] * size
    for end in range(1, size + 1):
        for start in range(max(0, end - _LONGEST), end):
            before = best[start]
            part = word[start:end]
            if before is None:
                continue
            if part in _ACRONYMS and start == 0:
                cost = _EACH
            elif len(part) > 1 and is_syllable(part):
                usual = part.lower() in _USUAL
                bare = start > 0 and fold(part[0]) in _VOWELS and not usual
                hiatus = bare and fold(word[start - 1]) in _VOWELS
                cost = (_USUAL_COST if usual else _EACH) + _NO_ONSET * (bare + hiatus)
            else:
                continue
            found = (before[0] + cost, (*before[1], part))
            if best[end] is None or found[0] < best[end][0]:  # type: ignore[index]
                best[end] = found
    return best[size][1] if best[size] else (word,)  # type: ignore[index]


def unglued(text: str) -> str:
    """``text`` with a space between syllables that ran together; everything else as it was."""

    def spaced(match: re.Match[str]) -> str:
        word = match.group()
        marks = _marks(word)
        if is_syllable(word) or not (_TONES | _SHAPES) & set(marks):
            return word
        parts = _cut(word)
        return " ".join(parts)

    return _WORD.sub(spaced, text)
