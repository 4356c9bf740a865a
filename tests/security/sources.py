"""What the code imports and calls, read from the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def product() -> list[Path]:
    """Modules of the product without migrations, which run once as the owner and read nothing from outside."""
    return [path for path in sorted((ROOT / "lienthong").rglob("*.py")) if "migrations" not in path.parts]


def place(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports(source: str) -> set[str]:
    """Every dotted name that is imported, with what is taken from it: ``lxml``, ``lxml.etree``."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def calls(source: str) -> Iterator[tuple[str, int]]:
    """(attribute or name that is called, line)."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.func.attr, node.lineno
            elif isinstance(node.func, ast.Name):
                yield node.func.id, node.lineno
