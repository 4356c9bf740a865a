"""Time, statements and memory of one thing done many times."""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection

# Transaction control is the price of any transaction, the bare one's too, so it is counted apart.
_CONTROL = re.compile(r"^\s*(savepoint|release|rollback|begin|commit|set\s)", re.IGNORECASE)


@dataclass
class Statements:
    """What reached the database between two points."""

    work: list[str] = field(default_factory=list)
    control: int = 0

    def __len__(self) -> int:
        return len(self.work)

    def repeated(self) -> dict[str, int]:
        """Statements that ran more than once: the first place to look when a budget is exceeded."""
        return {sql: count for sql, count in Counter(self.work).items() if count > 1}


@contextmanager
def counting() -> Iterator[Statements]:
    """Count the statements of the default connection."""
    found = Statements()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if _CONTROL.match(str(sql)):
            found.control += 1
        else:
            found.work.append(str(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


@dataclass(frozen=True)
class Times:
    """Sorted durations in milliseconds."""

    values: tuple[float, ...]

    def at(self, share: float) -> float:
        return self.values[min(len(self.values) - 1, int(share * len(self.values)))]

    @property
    def p50(self) -> float:
        return self.at(0.5)

    @property
    def p95(self) -> float:
        return self.at(0.95)


def timed(act: Callable[[int], Any], repetitions: int, *, warm: int = 3) -> Times:
    """Run ``act(number)`` and keep each duration; the first ``warm`` runs fill caches and are not counted."""
    taken = []
    for number in range(warm + repetitions):
        began = time.perf_counter()
        act(number)
        if number >= warm:
            taken.append((time.perf_counter() - began) * 1000)
    return Times(tuple(sorted(taken)))


def rss_mb(pid: int | None = None) -> float:
    """Resident memory of a process in MiB, 0 when it is gone."""
    path = Path(f"/proc/{pid or os.getpid()}/status")
    try:
        found = re.search(r"^VmRSS:\s+(\d+) kB", path.read_text(), re.MULTILINE)
    except OSError:
        return 0.0
    return round(int(found.group(1)) / 1024, 1) if found else 0.0


@dataclass(frozen=True)
class Line:
    """One measurement. ``ours`` and ``limit`` are medians in ``unit``; smaller is better unless the unit is a rate."""

    what: str
    ours: float
    limit: float
    unit: str
    sizes: dict[str, int]
    p95: float | None = None
    limit_p95: float | None = None
    limit_is: str = ""
    statements: int | None = None
    control: int | None = None
    budget: int | None = None
    rss_mb: float | None = None
    note: str = ""

    def as_dict(self) -> dict[str, Any]:
        row: dict[str, Any] = {
            "what": self.what, "ours": round(self.ours, 3), "limit": round(self.limit, 3),
            "ratio": round(self.ours / self.limit, 2) if self.limit else None, "unit": self.unit, "sizes": self.sizes,
            "p95": self.p95 and round(self.p95, 3), "limit_p95": self.limit_p95 and round(self.limit_p95, 3),
            "limit_is": self.limit_is, "statements": self.statements, "transaction_control": self.control,
            "budget": self.budget, "rss_mb": self.rss_mb if self.rss_mb is not None else rss_mb(), "note": self.note,
        }  # fmt: skip
        return {name: value for name, value in row.items() if value not in (None, "")}
