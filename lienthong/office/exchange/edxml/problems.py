"""What is wrong with a package: a code for programs, words for people, and the place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Problem:
    """``line`` counts from 1 and is 0 where the place has none; ``element`` is the path by local names."""

    code: str
    message: str
    element: str = ""
    line: int = 0
    severity: str = ERROR

    def to_dict(self) -> dict[str, Any]:
        return {
            "code": self.code, "severity": self.severity, "message": self.message, "element": self.element, "line": self.line,
        }  # fmt: skip


class BadPackage(Exception):
    """The package cannot be read or must not be written; carries every problem that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(problem.message for problem in self.problems))
