"""Checks the maps under docs/compliance: every item is there once, and has a test that exists or a named reason.

A test is named as ``tests/path.py::name`` or ``tests/path.py::Class::name``; ``name*`` stands for all that begin so.
"""

from __future__ import annotations

import ast
import functools
import re
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NODE = re.compile(r"`(tests/[^`]+::[^`]+)`")
ROW = re.compile(r"^\|\s*([A-Z][A-Za-z0-9-]*\d[a-z]*(?:-[a-z0-9]+)*)\s*\|(.*)\|\s*$", re.MULTILINE)
# "outside" is what software cannot keep (a blue pen, a seal in a drawer); "planned" is not built yet. Both say why.
STATES = {"proved", "partly", "planned", "outside"}
ANNEX_VI = {"I": 5, "II": 8, "III-1": 14, "III-2": 3, "III-3": 3, "III-4": 7, "III-5": 7, "III-6": 11, "III-7": 5, "III-8": 3, "IV": 9, "V": 6}  # fmt: skip


@dataclass(frozen=True)
class Map:
    """``needs_reason``: an item without a test must say in its last column why."""

    table: str
    ids: frozenset[str]
    needs_reason: bool = True


def _annex_vi(text: str) -> frozenset[str]:
    """The 81 requirements by their sections; the letters are the table's own, their number is the decree's."""
    found = [name for name, _rest in ROW.findall(text) if name.startswith("A6-")]
    for section, count in ANNEX_VI.items():
        here = {name for name in found if re.fullmatch(rf"A6-{section}(?:-[0-9a-z]+)+", name)}
        if len(here) != count:
            found.append(f"A6-{section}: {len(here)} of {count}")
    return frozenset(found)


SECURITY = Map("docs/compliance/security.md", frozenset(f"S{number:02}" for number in range(1, 49)), False)
DUTIES = frozenset([*(f"D{number}" for number in range(1, 145)), "D12b"])


def nd30(text: str) -> Map:
    return Map("docs/compliance/nd30.md", DUTIES | _annex_vi(text))


@functools.cache
def names_in(path: Path) -> frozenset[str]:
    """Functions of a test module: ``name`` and ``Class::name``."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{one.name}" for one in node.body if isinstance(one, ast.FunctionDef)}
    return frozenset(found)


def problems(text: str, checked: Map = SECURITY, root: Path = ROOT) -> list[str]:
    rows = [(name, [cell.strip() for cell in rest.split("|")]) for name, rest in ROW.findall(text)]
    found = [
        f"{name}: {'missing' if not count else 'twice'}"
        for name in sorted(checked.ids)
        if (count := sum(row[0] == name for row in rows)) != 1
    ]
    for name, cells in rows:
        if name not in checked.ids:
            found.append(f"{name}: no such item")
        state = next((cell for cell in cells if cell in STATES), "")
        named = NODE.findall(" ".join(cells))
        if not state:
            found.append(f"{name}: its state is none of {', '.join(sorted(STATES))}")
        if state in ("proved", "partly") and not named:
            found.append(f"{name}: {state}, but names no test")
        if checked.needs_reason and state != "proved" and not cells[-1]:
            found.append(f"{name}: {state}, but gives no reason")
        found += [f"{name}: {words}" for node in named if (words := _missing(node, root))]
    return found


def _missing(node: str, root: Path) -> str:
    place, _, test = node.partition("::")
    path = root / place
    if not path.is_file():
        return f"no file {place}"
    tests = {one for one in names_in(path) if one.split("::")[-1].startswith("test_")}
    wanted = test.rstrip("*")
    there = any(one.startswith(wanted) if test.endswith("*") else one == test for one in tests)
    return "" if there else f"no test {node}"


def main() -> int:
    security = (ROOT / SECURITY.table).read_text(encoding="utf-8")
    found = problems(security, SECURITY)
    decree = ROOT / "docs/compliance/nd30.md"
    if decree.is_file():
        text = decree.read_text(encoding="utf-8")
        found += problems(text, nd30(text))
    for one in found:
        print(one)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
