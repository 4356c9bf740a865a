"""What is wrong with a pack, and exactly where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext

from lienthong.kernel.errors import Invalid


@dataclass(frozen=True, order=True)
class Problem:
    """One fault. ``line`` and ``column`` count from 1; 0 means the file as a whole.

    ``severity`` is ``error`` (the pack is refused) or ``warning`` (shown, and applied all the same).
    """

    file: str
    line: int
    column: int
    message: str
    code: str
    severity: str = "error"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.message} [{self.code}]"

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class BadPack(Invalid):
    """The pack has errors; nothing was changed."""

    default_code = "bad_pack"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = [p for p in problems if p.severity == "error"]
        by_file: dict[str, list[str]] = {}
        for problem in self.problems:
            by_file.setdefault(problem.file, []).append(str(problem))
        first = str(self.problems[0]) if self.problems else ""
        super().__init__(
            gettext("Gói cấu hình có %(count)s lỗi, chưa thay đổi gì. Lỗi đầu tiên: %(first)s")
            % {"count": len(self.problems), "first": first},
            errors=by_file,
        )


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Only those that refuse the pack."""
    return [p for p in problems if p.severity == "error"]
