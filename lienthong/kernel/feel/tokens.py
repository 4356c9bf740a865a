"""Source text to tokens, in one linear pass."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from lienthong.kernel import text
from lienthong.kernel.feel.errors import FeelLimitExceeded, FeelSyntaxError
from lienthong.kernel.feel.limits import MAX_SOURCE, MAX_TOKENS

KEYWORDS = frozenset(
    [
        "and",
        "or",
        "in",
        "between",
        "if",
        "then",
        "else",
        "for",
        "return",
        "some",
        "every",
        "satisfies",
        "instance",
        "function",
        "true",
        "false",
        "null",
    ]
)

_TOKEN = re.compile(
    r"""(?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,4}(?![0-9]))?|\.[0-9]+)
      | (?P<string>"(?:[^"\\\r\n]|\\.)*")
      | (?P<word>[^\W\d]\w*)
      | (?P<op>\.\.|\*\*|<=|>=|!=|[-+*/=<>()\[\]{},:.?@'])""",
    re.VERBOSE,
)
_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))", re.DOTALL)
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "'": "'"}


class Token(NamedTuple):
    kind: str  # number | string | word | op | end
    text: str
    pos: int
    end: int


def place(source: str, pos: int) -> tuple[int, int]:
    """Line and column (both from 1) of a character position."""
    line = source.count("\n", 0, pos) + 1
    return line, pos - (source.rfind("\n", 0, pos) + 1) + 1


def syntax_error(source: str, pos: int, reason: str) -> FeelSyntaxError:
    line, column = place(source, pos)
    return FeelSyntaxError(reason, line=line, column=column)


def tokenize(source: str) -> tuple[str, list[Token]]:
    """The source in NFC and its tokens, the last of kind ``end``. Comments and blanks are dropped."""
    if not isinstance(source, str):
        raise FeelSyntaxError(_("Biểu thức phải là văn bản"))
    if len(source) > MAX_SOURCE:
        raise FeelLimitExceeded(
            _("Biểu thức dài quá %(most)s ký tự; hãy tách thành nhiều bước") % {"most": MAX_SOURCE}
        )
    source = text.nfc(source)
    tokens: list[Token] = []
    pos = 0
    while pos < len(source):
        if blank := _SPACE.match(source, pos):
            pos = blank.end()
        elif source.startswith("//", pos):
            stop = source.find("\n", pos)
            pos = len(source) if stop < 0 else stop
        elif source.startswith("/*", pos):
            stop = source.find("*/", pos + 2)
            if stop < 0:
                raise syntax_error(source, pos, _("Chú thích mở bằng /* mà chưa đóng bằng */"))
            pos = stop + 2
        elif found := _TOKEN.match(source, pos):
            tokens.append(Token(found.lastgroup or "op", found.group(), pos, found.end()))
            pos = found.end()
        elif source[pos] == '"':
            raise syntax_error(source, pos, _('Chuỗi chưa đóng bằng dấu "'))
        else:
            raise syntax_error(
                source, pos, _("Ký tự %(pos)s không dùng được trong biểu thức") % {"pos": f"{source[pos]!r}"}
            )
        if len(tokens) > MAX_TOKENS:
            raise FeelLimitExceeded(_("Biểu thức có quá nhiều phần; hãy tách thành nhiều bước"))
    tokens.append(Token("end", "", len(source), len(source)))
    return source, tokens


def unquote(source: str, token: Token) -> str:
    """The text of a string token, escapes resolved. A lone half of a surrogate pair is an error."""

    def replaced(match: re.Match[str]) -> str:
        short, long, simple = match.groups()
        if simple is not None:
            if simple not in _SIMPLE:
                raise syntax_error(
                    source,
                    token.pos + match.start() + 1,
                    _("Ký hiệu \\%(simple)s không có trong FEEL") % {"simple": simple},
                )
            return _SIMPLE[simple]
        code = int(short or long, 16)
        if code > 0x10FFFF:
            raise syntax_error(source, token.pos, _("Mã ký tự nằm ngoài Unicode"))
        return chr(code)

    value = _ESCAPE.sub(replaced, token.text[1:-1])
    try:
        value = value.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise syntax_error(source, token.pos, _("Mã ký tự thiếu nửa còn lại của cặp thay thế")) from None
    return value
