"""The aspects of the kernel packages that stand below this one and so cannot register themselves: dated law,
code shapes, the calendar. Their own ``aspects`` modules say what is compared and written."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.errors import Invalid
from lienthong.kernel.legal import aspects as legal
from lienthong.kernel.numbering import aspects as numbering
from lienthong.kernel.worktime import aspects as worktime
from lienthong.kernel.worktime.calendars import parse_spans

from .aspect import Aspect, Change, register_aspect
from .problems import Problem
from .reading import Entry
from .work import Names, Work

Rows = list[dict[str, Any]]
Validate = Callable[[Sequence[Entry], Names], Iterable[Problem]]


@dataclass(frozen=True)
class _Declared:
    """Turns the plan and apply of a package below into those of an aspect."""

    name: str
    key: Callable[[Mapping[str, Any]], str]
    load: Callable[[Iterable[Mapping[str, Any]]], Rows]
    compare: Callable[[Rows, Rows], list[Any]]
    write: Callable[[Rows, Rows], dict[str, int]]

    def entry_key(self, entry: Entry) -> str:
        return self.key(entry.data)

    def plan(self, work: Work) -> Iterable[Change]:
        for difference in self.compare(*self._rows(work)):
            # What an administrator set by hand is kept: nothing changes, so nothing is planned.
            if difference.verb != "keep":
                values = difference.after or difference.before
                yield Change(
                    self.name,
                    difference.verb,
                    difference.key,
                    str(values.get("name", "")),
                    _json(difference.before),
                    _json(difference.after),
                )

    def apply(self, work: Work, changes: Sequence[Change]) -> int:
        counts = self.write(*self._rows(work))
        return counts["create"] + counts["change"] + counts["remove"]

    def _rows(self, work: Work) -> tuple[Rows, Rows]:
        declared = self.load(entry.data for entry in work.entries(self.name))
        return declared, self.load(entry.data for entry in work.removed(self.name, self.entry_key))


def _json(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: v.isoformat() if isinstance(v, dt.date) else v for name, v in values.items()}


def _periods(*identity: str) -> Validate:
    """Periods of entries with the same identity must not overlap."""

    def validate(entries: Sequence[Entry], names: Names) -> Iterable[Problem]:
        groups: dict[tuple[Any, ...], list[Entry]] = {}
        for entry in entries:
            key = tuple(entry.data.get(name, "") for name in identity)
            groups.setdefault(key, []).append(entry)
        for group in groups.values():
            # ISO dates compare as text; an open start comes first, an open end last.
            group.sort(key=lambda entry: entry.data.get("valid_from") or "")
            for before, after in itertools.pairwise(group):
                ends = before.data.get("valid_to")
                if ends is None or ends >= (after.data.get("valid_from") or ""):
                    message = gettext("Thời gian hiệu lực chồng lên mục ở dòng %(line)s") % {
                        "line": before.line
                    }
                    yield after.problem(message, "overlapping_periods", "valid_from")

    return validate


def _hours(entries: Sequence[Entry], names: Names) -> Iterable[Problem]:
    for entry in entries:
        try:
            parse_spans(entry.data["spans"])
        except Invalid as error:
            yield entry.problem(str(error), "bad_hours", "spans")
    yield from _periods("weekday")(entries, names)


def _aspect(
    declared: _Declared, title: Any, file: str, schema: Mapping[str, Any], order: int, validate: Validate
) -> Aspect:
    return Aspect(
        name=declared.name,
        title=title,
        files=file,
        schema=schema,
        key=declared.entry_key,
        plan=declared.plan,
        apply=declared.apply,
        order=order,
        validate=validate,
    )


ASPECTS = (
    _aspect(
        _Declared(
            "legal_constants",
            legal.constant_key,
            legal.load_constants,
            legal.plan_constants,
            legal.apply_constants,
        ),
        _("Hằng số pháp luật"),
        "legal_constants.yaml",
        legal.CONSTANT_SCHEMA,
        10,
        _periods("key", "area"),
    ),
    _aspect(
        _Declared("document_kinds", legal.kind_key, legal.load_kinds, legal.plan_kinds, legal.apply_kinds),
        _("Loại văn bản"),
        "document_kinds.yaml",
        legal.KIND_SCHEMA,
        20,
        _periods("code"),
    ),
    _aspect(
        _Declared(
            "dossier_codes",
            numbering.code_shape_key,
            numbering.load_code_shapes,
            numbering.plan_code_shapes,
            numbering.apply_code_shapes,
        ),
        _("Mã hồ sơ"),
        "dossier_codes.yaml",
        numbering.CODE_SHAPE_SCHEMA,
        30,
        _periods("key"),
    ),
    _aspect(
        _Declared(
            "weekly_hours", worktime.hours_key, worktime.load_hours, worktime.plan_hours, worktime.apply_hours
        ),
        _("Giờ làm việc trong tuần"),
        "weekly_hours.yaml",
        worktime.HOURS_SCHEMA,
        40,
        _hours,
    ),
    _aspect(
        _Declared("holidays", worktime.day_key, worktime.load_days, worktime.plan_days, worktime.apply_days),
        _("Ngày nghỉ và ngày làm bù"),
        "holidays.yaml",
        worktime.DAY_SCHEMA,
        50,
        lambda entries, names: (),
    ),
)


def register() -> None:
    for aspect in ASPECTS:
        register_aspect(aspect)
