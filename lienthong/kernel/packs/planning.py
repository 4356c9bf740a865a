"""What applying a pack would change, said before anything is changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext

from lienthong.kernel import clock

from .aspect import VERB_LABELS, Change, aspects
from .checking import content_of, examine
from .package import Package, from_archive, from_folder
from .problems import BadPack, Problem, errors
from .queries import applied_package, applied_packs, current_version
from .requirements import finder
from .work import Work

SHOWN_PER_ASPECT = 20


@dataclass(frozen=True)
class Plan:
    """``changes`` in the order of work. ``unchanged`` counts entries that already are as declared."""

    key: str
    version: str
    checksum: str
    changes: tuple[Change, ...]
    unchanged: dict[str, int]
    version_in_force: str | None = None
    same_files: bool = False
    warnings: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    titles: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def empty(self) -> bool:
        return not self.changes

    def counts(self) -> dict[str, dict[str, int]]:
        result: dict[str, dict[str, int]] = {}
        for change in self.changes:
            verbs = result.setdefault(change.aspect, {})
            verbs[change.verb] = verbs.get(change.verb, 0) + 1
        return result

    @property
    def summary(self) -> str:
        """One line: what changes, over all aspects."""
        sums: dict[str, int] = {}
        for change in self.changes:
            sums[change.verb] = sums.get(change.verb, 0) + 1
        words = ", ".join(f"{VERB_LABELS[verb]} {count}" for verb, count in sums.items())
        return words or gettext("không có thay đổi")

    def as_json(self) -> dict[str, Any]:
        return {
            "pack": self.key,
            "version": self.version,
            "version_in_force": self.version_in_force,
            "checksum": self.checksum,
            "empty": self.empty,
            "counts": self.counts(),
            "unchanged": self.unchanged,
            "changes": [change.as_json() for change in self.changes],
            "warnings": [problem.as_json() for problem in self.warnings],
            "notes": list(self.notes),
        }

    def lines(self, *, everything: bool = False) -> Iterator[str]:
        """The plan for people: one block per aspect, ``+`` create, ``~`` change, ``-`` close or remove."""
        was = (
            gettext("đang dùng %(version_in_force)s") % {"version_in_force": self.version_in_force}
            if self.version_in_force
            else gettext("chưa áp dụng lần nào")
        )
        yield gettext("Gói %(key)s %(version)s (%(was)s)") % {
            "key": self.key,
            "version": self.version,
            "was": was,
        }
        yield from (gettext("  lưu ý: %(note)s") % {"note": note} for note in self.notes)
        if self.empty:
            yield gettext("Không có thay đổi.")
            return
        for aspect, verbs in self.counts().items():
            sums = ", ".join(f"{VERB_LABELS[verb]} {count}" for verb, count in verbs.items())
            yield gettext("%(title)s: %(sums)s, giữ nguyên %(kept)s") % {
                "title": self.titles.get(aspect, aspect),
                "sums": sums,
                "kept": self.unchanged.get(aspect, 0),
            }
            changes = [c for c in self.changes if c.aspect == aspect]
            shown = changes if everything else changes[:SHOWN_PER_ASPECT]
            for change in shown:
                yield from _change_lines(change)
            if len(shown) < len(changes):
                yield gettext("  … và %(count)s thay đổi nữa (--all để xem hết)") % {
                    "count": len(changes) - len(shown)
                }


def _change_lines(change: Change) -> Iterator[str]:
    mark = {"create": "+", "change": "~"}.get(change.verb, "-")
    yield f"  {mark} {change.key}" + (f"  {change.label}" if change.label else "")
    shown = change.as_json()
    if change.verb != "create":
        for name, after in shown["after"].items():
            yield f"      {name}: {_value(shown['before'].get(name))} → {_value(after)}"


def _value(value: Any) -> str:
    return gettext("(trống)") if value in (None, "", []) else str(value)


def plan(path: Path | str) -> Plan:
    """Plan for the pack in a folder. Raises :class:`BadPack` when it does not check. Writes nothing."""
    return plan_package(from_folder(Path(path)))[0]


def plan_package(package: Package) -> tuple[Plan, Work]:
    """The plan, and the work object that apply continues with."""
    content, problems = examine(package, find=finder(package, applied_first=True))
    if content is None:
        raise BadPack(problems)
    current = current_version(content.key)
    previous = content_of(from_archive(bytes(current.content))) if current else None
    work = Work(content, previous, clock.today())
    changes: list[Change] = []
    unchanged: dict[str, int] = {}
    titles: dict[str, str] = {}
    for aspect in aspects():
        source = aspect.reads or aspect.name
        if not work.entries(source) and not (previous and previous.entries.get(source)):
            continue
        found = list(aspect.plan(work))
        changes.extend(found)
        titles[aspect.name] = str(aspect.title)
        touched = sum(1 for change in found if change.verb in {"create", "change"})
        unchanged[aspect.name] = max(len(work.entries(source)) - touched, 0)
    notes: list[str] = []
    same_files = current is not None and current.checksum == package.checksum
    if current is not None and current.version == content.version and not same_files:
        notes.append(
            gettext("các tệp đã khác bản %(version)s đang dùng mà số phiên bản chưa tăng")
            % {"version": current.version}
        )
    if current is not None and not same_files:
        notes.extend(_missed_by_others(content.key, package))
    result = Plan(
        key=content.key,
        version=content.version,
        checksum=package.checksum,
        changes=tuple(changes),
        unchanged=unchanged,
        version_in_force=current.version if current else None,
        same_files=same_files,
        warnings=tuple(p for p in problems if p.severity == "warning"),
        notes=tuple(notes),
        titles=titles,
    )
    return result, work


def _missed_by_others(key: str, package: Package) -> Iterator[str]:
    """What applied packs need of this one and would find no more."""
    for other in applied_packs():
        kept = from_archive(bytes(other.content))
        needs = content_of(kept).manifest.get("requires", [])
        if not any(need["key"] == key for need in needs):
            continue
        problems = errors(examine(kept, find=lambda k: package if k == key else applied_package(k))[1])
        for problem in problems[:5]:
            yield gettext("gói %(key)s đang dùng sẽ thiếu: %(problem)s") % {
                "key": other.key,
                "problem": problem,
            }
