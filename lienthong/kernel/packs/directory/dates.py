"""Rules about periods that several aspects share. Dates are inclusive; an absent one is open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext

from lienthong.kernel.packs.public import Entry, Problem

EARLIEST, LATEST = "0001-01-01", "9999-12-31"
DATE = {"type": "string", "format": "date"}


def start(entry: Entry) -> str:
    return entry.data.get("valid_from") or EARLIEST


def end(entry: Entry) -> str:
    return entry.data.get("valid_to") or LATEST


def in_order(entries: Sequence[Entry]) -> Iterable[Problem]:
    """A period that ends before it begins."""
    for entry in entries:
        if start(entry) > end(entry):
            message = gettext("Kết thúc %(end)s trước khi bắt đầu %(start)s") % {
                "end": end(entry),
                "start": start(entry),
            }
            yield entry.problem(message, "dates_reversed", "valid_to")


def no_overlap(entries: Sequence[Entry], key: Callable[[Entry], Any], what: str) -> Iterable[Problem]:
    """Two entries of the same ``key`` whose periods meet."""
    groups: dict[Any, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(key(entry), []).append(entry)
    for name, group in groups.items():
        group.sort(key=lambda e: (start(e), e.line))
        for first, second in pairwise(group):
            if start(second) <= end(first):
                shown = " ".join(str(part) for part in name) if isinstance(name, tuple) else str(name)
                message = gettext("%(what)s “%(shown)s” chồng thời gian với %(file)s dòng %(line)s") % {
                    "what": what,
                    "shown": shown,
                    "file": first.file,
                    "line": first.line,
                }
                yield second.problem(message, "dates_overlap", "valid_from")


def within(entry: Entry, holder: Entry | None, what: str) -> Iterable[Problem]:
    """An entry that lives outside the time of what holds it."""
    if holder is None:
        return
    if start(entry) != EARLIEST and start(entry) < start(holder):
        message = gettext("Bắt đầu %(start)s, trước khi %(what)s bắt đầu (%(start2)s)") % {
            "start": start(entry),
            "what": what,
            "start2": start(holder),
        }
        yield entry.problem(message, "outside_period", "valid_from")
    if end(entry) != LATEST and end(entry) > end(holder):
        message = gettext("Kết thúc %(end)s, sau khi %(what)s kết thúc (%(end2)s)") % {
            "end": end(entry),
            "what": what,
            "end2": end(holder),
        }
        yield entry.problem(message, "outside_period", "valid_to")
    if start(entry) > end(holder):
        message = gettext("Bắt đầu %(start)s, sau khi %(what)s đã kết thúc (%(end)s)") % {
            "start": start(entry),
            "what": what,
            "end": end(holder),
        }
        yield entry.problem(message, "outside_period", "valid_from")


def iso(value: Any) -> str | None:
    return value.isoformat() if value else None
