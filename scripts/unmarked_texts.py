"""Vietnamese texts in Python that no translation function marks: what a reader of English would meet.

``translations.py check`` runs this over ``lienthong/``. Docstrings and remarks on columns (``help_text`` of a model's
field, which no screen shows) are for developers and pass. Whatever else stays Vietnamese stands in
``data/untranslated.yaml`` with its reason; an entry that no text needs any more is itself a fault.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Container, Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

VIETNAMESE = re.compile(r"[ăâđêôơư\u1ea0-\u1ef9áàãéèíìĩóòõúùũýỳ]", re.IGNORECASE)

EXCEPTIONS = Path(__file__).resolve().parent / "data/untranslated.yaml"


def _passing(tree: ast.AST, marks: Container[int]) -> set[int]:
    """Ids of the nodes inside docstrings, marked calls and remarks on columns."""
    found: set[int] = set()
    for node in ast.walk(tree):
        inside: list[ast.AST] = []
        if isinstance(node, ast.Call):
            inside += node.args if id(node) in marks else []
            inside += [word.value for word in node.keywords if word.arg == "help_text"]
        elif isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            if any("command" in ast.unparse(line) for line in getattr(node, "decorator_list", ())):
                continue  # click prints it as the help of the command
            first = node.body[0] if node.body else None
            inside += [first] if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) else []
        for part in inside:
            found |= {id(below) for below in ast.walk(part)}
    return found


def unmarked(tree: ast.AST, marks: Container[int]) -> Iterator[tuple[int, str]]:
    """``(line, text)`` of each Vietnamese literal that stands outside. ``marks``: ids of the translation calls."""
    passing = _passing(tree, marks)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in passing:
            continue
        if VIETNAMESE.search(node.value):
            yield node.lineno, node.value


class Exceptions:
    """Which texts may stay, and which entries of the list were never needed."""

    def __init__(self, path: Path = EXCEPTIONS) -> None:
        self.files: set[str] = set()
        self.texts: set[tuple[str, str]] = set()
        for group in yaml.safe_load(path.read_text(encoding="utf-8")):
            for name, texts in group["files"].items():
                if texts is None:
                    self.files.add(name)
                else:
                    self.texts |= {(name, text) for text in texts}
        self.unused: set[Any] = {*self.files, *self.texts}

    def allow(self, path: str, text: str) -> bool:
        """Whether this text may stay. A whole file may be named by a pattern."""
        for pattern in self.files:
            if fnmatch(path, pattern):
                self.unused.discard(pattern)
                return True
        self.unused.discard((path, text))
        return (path, text) in self.texts

    def stale(self) -> list[str]:
        return sorted(f"{EXCEPTIONS.name}: nothing needs {entry!r} any more" for entry in self.unused)
