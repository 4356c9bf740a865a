"""The tokens of a source, with names and types: what a grammar asks of them one after the other.

Names may hold blanks and Vietnamese letters. Two words side by side mean nothing else in FEEL, so words are
joined as long as no keyword comes between; names with keywords or signs inside ("ngày-nộp", "cha và/hoặc mẹ")
are recognised when they are among the known names, the longest first.
"""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as mark

from lienthong.kernel.feel.errors import FeelLimitExceeded
from lienthong.kernel.feel.limits import MAX_DEPTH
from lienthong.kernel.feel.tokens import KEYWORDS, Token, place, syntax_error, tokenize

# Built-in names that hold a keyword; recognised only where they are called.
_CALLED = (("date", "and", "time"), ("years", "and", "months", "duration"))
_TYPES = (
    ("date", "and", "time"),
    ("days", "and", "time", "duration"),
    ("years", "and", "months", "duration"),
)


class TokenStream:
    def __init__(self, source: str, known: tuple[str, ...] = ()) -> None:
        self.source, self.tokens = tokenize(source)
        self.index = 0
        self.depth = 0
        self.known = sorted((known_tokens(name) for name in known), key=len, reverse=True)

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def ahead(self, offset: int) -> Token:
        return self.tokens[min(self.index + offset, len(self.tokens) - 1)]

    def is_op(self, *texts: str) -> bool:
        return self.token.kind == "op" and self.token.text in texts

    def is_word(self, *texts: str) -> bool:
        return self.token.kind == "word" and self.token.text in texts

    def take(self) -> Token:
        token = self.token
        if token.kind != "end":
            self.index += 1
        return token

    def expect(self, text: str, reason: str) -> Token:
        """``reason`` is only marked: most tokens are there, and looking its translation up would be for nothing."""
        if self.token.kind not in ("op", "word") or self.token.text != text:
            raise self.error(gettext(reason))
        return self.take()

    def error(self, reason: str):
        return syntax_error(self.source, self.token.pos, reason)

    def enter(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            line, column = place(self.source, self.token.pos)
            raise FeelLimitExceeded(
                gettext("Biểu thức lồng nhau quá %(most)s tầng") % {"most": MAX_DEPTH},
                line=line,
                column=column,
            )

    # names and types

    def _known_length(self) -> int:
        """How many tokens the longest known name takes here; 0 when none fits."""
        for name in self.known:
            if len(name) <= len(self.tokens) - self.index and all(
                self.tokens[self.index + offset].text == part for offset, part in enumerate(name)
            ):
                return len(name)
        for called in _CALLED:
            if (
                all(self.ahead(i).text == part for i, part in enumerate(called))
                and self.ahead(len(called)).text == "("
            ):
                return len(called)
        return 0

    def name(self, reason: str) -> str:
        length = self._known_length()
        if length:
            first, last = self.token, self.ahead(length - 1)
            self.index += length
            # The name as it is known, blanks made single: "ngày  nộp" is "ngày nộp".
            return " ".join(self.source[first.pos : last.end].split())
        if self.token.kind != "word" or self.token.text in KEYWORDS:
            raise self.error(gettext(reason))
        words = [self.take().text]
        while (self.token.kind == "word" and self.token.text not in KEYWORDS) or (
            self.token.kind == "number" and self.token.text.isdigit() and self.ahead(1).text != ".."
        ):
            words.append(self.take().text)
        return " ".join(words)

    def type_name(self) -> str:
        for parts in _TYPES:
            if all(self.ahead(i).text == part for i, part in enumerate(parts)):
                self.index += len(parts)
                return " ".join(parts)
        if self.is_word("function", "null"):
            return self.take().text
        name = self.name(mark("Ở đây phải là tên kiểu dữ liệu"))
        if self.is_op("<"):
            self.take()
            self.enter()
            inner = [self.type_name()]
            while self.is_op(","):
                self.take()
                inner.append(self.type_name())
            self.depth -= 1
            self.expect(">", mark("Thiếu dấu > của kiểu dữ liệu"))
            name = f"{name}<{', '.join(inner)}>"
        return name


def known_tokens(name: str) -> tuple[str, ...]:
    return tuple(token.text for token in tokenize(name)[1][:-1])
