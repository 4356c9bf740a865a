"""Amounts in words, as receipts spell them: ``một trăm năm mươi nghìn đồng``."""

from __future__ import annotations

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", "nghìn", "triệu")


def _below_thousand(number: int, *, full: bool) -> str:
    """``full``: hundreds are said even when there are none, because higher digits stand before."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = []
    if hundreds or full:
        words += [_DIGITS[hundreds], "trăm"]
    if tens == 0:
        if ones:
            words += (["linh"] if words else []) + [_DIGITS[ones]]
    else:
        words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
        if ones == 1 and tens > 1:
            words.append("mốt")
        elif ones == 5:
            words.append("lăm")
        elif ones:
            words.append(_DIGITS[ones])
    return " ".join(words)


def number_words(number: int) -> str:
    """A whole number from nought on; ``tỷ`` repeats for every nine digits."""
    if number < 0:
        raise ValueError("an amount is not negative")
    if number == 0:
        return _DIGITS[0]
    billions, rest = divmod(number, 10**9)
    words = [number_words(billions), "tỷ"] if billions else []
    for place in (2, 1, 0):
        group = rest // 1000**place % 1000
        if group:
            words += [_below_thousand(group, full=bool(words)), _GROUPS[place]]
    return " ".join(word for word in words if word)


def money_words(amount: int) -> str:
    words = f"{number_words(amount)} đồng"
    return words[0].upper() + words[1:]
