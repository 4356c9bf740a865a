"""Looking into the tree by local name, tolerant of dialects, and noting what is wrong where it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from lienthong.kernel.text import nfc
from lienthong.office.exchange.edxml.dates import read_day, read_time
from lienthong.office.exchange.edxml.limits import Limits
from lienthong.office.exchange.edxml.names import LONGEST, XMLDSIG, dialect_of
from lienthong.office.exchange.edxml.problems import ERROR, WARNING, Problem
from lienthong.office.exchange.edxml.scanning import Node

YES, NO = {"1", "true"}, {"0", "false"}


class Looking:
    """Reads values out of nodes; everything strange becomes a problem, nothing becomes a guess."""

    def __init__(self, root: Node, problems: list[Problem], limits: Limits) -> None:
        self.problems, self.limits = problems, limits
        # Elements of the root's own namespace count even where we do not know it; a foreign extension does not.
        self.namespace = root.namespace

    def note(self, code: str, message: str, node: Node | None, severity: str = ERROR) -> None:
        if len(self.problems) < self.limits.problems:
            self.problems.append(
                Problem(code, message, node.path if node else "", node.line if node else 0, severity)
            )

    def ours(self, node: Node) -> bool:
        return not node.namespace or node.namespace == self.namespace or bool(dialect_of(node.namespace))

    def all(self, node: Node | None, *names: str) -> list[Node]:
        wanted = {name.lower() for name in names}
        return (
            [child for child in node.children if child.name.lower() in wanted and self.ours(child)]
            if node
            else []
        )

    def one(self, node: Node | None, *names: str) -> Node | None:
        """The first of these names in their order; more than one of the same is a problem, for which is meant?"""
        for name in names:
            found = self.all(node, name)
            if len(found) > 1:
                self.note("repeated", _("Phần tử %(name)s có nhiều lần") % {"name": name}, found[1])
            if found:
                return found[0]
        return None

    def text(self, node: Node | None, *names: str, longest: int = 0) -> str:
        found = self.one(node, *names)
        if found is None:
            return ""
        value = nfc(found.text)
        most = longest or LONGEST.get(names[0], 0)
        if most and len(value) > most:
            self.note(
                "too_long", _("%(name)s dài quá %(most)s ký tự") % {"name": names[0], "most": most}, found, WARNING
            )  # fmt: skip
        return value

    def required(self, node: Node | None, *names: str) -> str:
        value = self.text(node, *names)
        if not value:
            place = self.one(node, *names) or node
            self.note("missing", _("Thiếu %(name)s") % {"name": names[0]}, place)
        return value

    def whole(self, node: Node | None, *names: str) -> int | None:
        found = self.one(node, *names)
        value = found.text if found else ""
        if not value:
            return None
        if not (value.isascii() and value.isdigit() and len(value) <= 9):
            self.note("bad_number", _("%(name)s không phải là số") % {"name": names[0]}, found, WARNING)
            return None
        return int(value)

    def flag(self, node: Node | None, *names: str) -> bool | None:
        found = self.one(node, *names)
        value = found.text.lower() if found else ""
        if value in YES or value in NO:
            return value in YES
        if value:
            self.note("bad_flag", _("%(name)s phải là 0 hoặc 1") % {"name": names[0]}, found, WARNING)
        return None

    def day(self, node: Node | None, *names: str) -> dt.date | None:
        found = self.one(node, *names)
        if found is None or not found.text:
            return None
        value = read_day(found.text)
        if value is None:
            self.note("bad_date", _("%(name)s không phải ngày hợp lệ (năm/tháng/ngày)") % {"name": names[0]}, found)  # fmt: skip
        return value

    def time(self, node: Node | None, *names: str) -> dt.datetime | None:
        found = self.one(node, *names)
        if found is None or not found.text:
            return None
        value = read_time(found.text)
        if value is None:
            self.note("bad_time", _("%(name)s không phải thời điểm hợp lệ") % {"name": names[0]}, found, WARNING)  # fmt: skip
        return value


def walk(node: Node) -> Iterator[Node]:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(reversed(one.children))


def in_signature(node: Node) -> bool:
    return node.name == "Signature" or node.namespace == XMLDSIG
