"""Checks docs/compliance/security.md: every id is there once, and every test that a row names exists.

A test is named as ``tests/path.py::name`` or ``tests/path.py::Class::name``; ``name*`` stands for all that begin so.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = "docs/compliance/security.md"
IDS = [f"S{number:02}" for number in range(1, 49)]
STATES = {"proved", "partly", "planned"}
ROW = re.compile(r"^\|\s*(S\d\d)\s*\|\s*([a-z]+)\s*\|([^|]*)\|([^|]*)\|\s*$", re.MULTILINE)
NODE = re.compile(r"`(tests/[^`]+)`")


def names_in(path: Path) -> set[str]:
    """Functions of a test module: ``name`` and ``Class::name``."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{one.name}" for one in node.body if isinstance(one, ast.FunctionDef)}
    return found


def problems(text: str, root: Path = ROOT) -> list[str]:
    rows = ROW.findall(text)
    found = [
        f"{name}: {'missing' if not count else 'twice'}"
        for name in IDS
        if (count := sum(row[0] == name for row in rows)) != 1
    ]
    for name, state, nodes, _note in rows:
        named = NODE.findall(nodes)
        if state not in STATES:
            found.append(f"{name}: state {state} is none of {', '.join(sorted(STATES))}")
        if state != "planned" and not named:
            found.append(f"{name}: {state}, but names no test")
        for node in named:
            place, _, test = node.partition("::")
            path = root / place
            if not path.is_file():
                found.append(f"{name}: no file {place}")
                continue
            tests = {one for one in names_in(path) if one.split("::")[-1].startswith("test_")}
            wanted = test.rstrip("*")
            if not any(one.startswith(wanted) if test.endswith("*") else one == test for one in tests):
                found.append(f"{name}: no test {node}")
    return found


def main() -> int:
    found = problems((ROOT / TABLE).read_text(encoding="utf-8"))
    for one in found:
        print(one)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
