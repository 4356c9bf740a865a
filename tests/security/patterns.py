"""Every regular expression of the product: of the code, of JSON Schemas, of the packs."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
CALLS = {"compile", "match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer"}


BOTH = frozenset({"search", "match"})
# Name of a compiled pattern → how it is asked somewhere in the product: at one place only, or all along the text.
USED: dict[str, frozenset[str]] = {}


@dataclass(frozen=True)
class Pattern:
    text: str
    flags: int
    where: str
    methods: frozenset[str] = frozenset({"search", "match"})


def _flags(node: ast.expr | None) -> int:
    """``re.IGNORECASE | re.M`` as a number; 0 for what is no plain flag."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _flags(node.left) | _flags(node.right)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "re":
        return int(getattr(re, node.attr, 0))
    return 0


def _of_calls(path: Path) -> Iterator[Pattern]:
    """Literal patterns as they stand; those put together at run time are found as compiled objects of the module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CALLS
        ):
            continue
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.args):
            continue
        if isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
            position = {"compile": 1, "sub": 4, "subn": 4, "split": 3}.get(node.func.attr, 2)
            flags = next((word.value for word in node.keywords if word.arg == "flags"), None)
            if flags is None and len(node.args) > position:
                flags = node.args[position]
            yield Pattern(node.args[0].value, _flags(flags), f"{path.relative_to(ROOT)}:{node.lineno}")


def _of_schema(value: Any, where: str) -> Iterator[Pattern]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "pattern" and isinstance(inner, str):
                yield Pattern(inner, 0, where)
            elif name == "patternProperties" and isinstance(inner, dict):
                yield from (Pattern(str(text), 0, where) for text in inner)
            yield from _of_schema(inner, where)
    elif isinstance(value, list):
        for inner in value:
            yield from _of_schema(inner, where)


def _uses() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "lienthong").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
            ):
                yield node.func.value.id, "match" if node.func.attr in ("match", "fullmatch") else "search"
            elif isinstance(node, ast.Attribute | ast.Call):
                continue
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id.isupper():
                yield node.id, ""


def _name_of(module: Any, value: Any) -> str:
    return next((name for name, held in vars(module).items() if held is value), "")


def all_patterns() -> list[Pattern]:
    collected: dict[str, list[str]] = {}
    for name, method in _uses():
        collected.setdefault(name, []).append(method)
    for name, methods in collected.items():
        calls, loads = [one for one in methods if one], [one for one in methods if not one]
        # Used otherwise than by a call (handed on, kept in a table): both ways are possible.
        USED[name] = frozenset(calls) if len(calls) >= len(loads) and calls else BOTH
    found: list[Pattern] = []
    for path in sorted((ROOT / "lienthong").rglob("*.py")):
        found += _of_calls(path)
        found += _compiled_in(path)
    for path in sorted((ROOT / "lienthong").rglob("*.json")):
        if "vendor" not in path.parts:
            found += _of_schema(json.loads(path.read_text(encoding="utf-8")), str(path.relative_to(ROOT)))
    for folder in (ROOT / "packs", ROOT / "lienthong"):
        for path in sorted([*folder.rglob("*.yaml"), *folder.rglob("*.yml")]):
            text = path.read_text(encoding="utf-8")
            if "pattern" in text and ("type:" in text or "properties" in text):
                found += _of_schema(YAML(typ="safe").load(text), str(path.relative_to(ROOT)))
    return list({(one.text, one.flags & ~re.UNICODE): one for one in found}.values())


def _compiled_in(path: Path) -> Iterator[Pattern]:
    """Compiled patterns that stand in a loaded module, whatever they were put together from."""
    import sys

    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    module = sys.modules.get(name)
    for value in vars(module).values() if module else ():
        nested = (
            value
            if isinstance(value, (tuple, list))
            else value.values()
            if isinstance(value, dict)
            else [value]
        )
        for one in nested:
            if isinstance(one, re.Pattern) and isinstance(one.pattern, str):
                yield Pattern(
                    one.pattern,
                    one.flags & ~re.UNICODE,
                    f"{path.relative_to(ROOT)}",
                    USED.get(_name_of(module, value), BOTH),
                )
