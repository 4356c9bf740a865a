"""Lines of the log. What an exception carries along, as a value that broke a rule of the database, is struck out (S33)."""

from __future__ import annotations

import logging
import re

STRUCK = "•••"
_DETAIL = re.compile(r"^(DETAIL|CONTEXT|CHI TIẾT):.*$", re.MULTILINE)
_SHAPES = (
    re.compile(r"(?<![\d.-])\+?\d{9,12}(?![\d.-])"),  # personal ids, phone numbers
    re.compile(r"\blt_[0-9a-f]{8}_[A-Za-z0-9_-]{20,100}"),  # access tokens
    re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,100}"),  # addresses of people
    re.compile(r"(?<=[?&])[^=&\s]{1,40}=[^&\s'\"]{1,400}"),  # what was asked in an address
)
_THING = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
#: Addresses that open a door to whoever has them: a paper's QR code, a file for a minute, a new password, an e-mail.
_DOORS = re.compile(
    rf"((?:/xac-thuc|/public/verify|/t|/files(?!/{_THING})|/tai-khoan/e-mail|/tai-khoan/dat-lai/{_THING})/)[^/\s?'\"]{{12,}}"
)


def struck(text: str) -> str:
    """The text without what may name a person or open a door."""
    text = _DETAIL.sub(lambda found: f"{found[1]}: {STRUCK}", text)
    text = _DOORS.sub(lambda found: found[1] + STRUCK, text)
    for shape in _SHAPES:
        text = shape.sub(STRUCK, text)
    return text


class Line(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return struck(super().format(record))
