"""The procedures of the national pack fit their schema, and say what adds up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lienthong.kernel.packs.reading import Entry, read_yaml
from lienthong.kernel.packs.schema_check import Checker

PACKS = Path(__file__).resolve().parents[3] / "packs"
FILES = sorted((PACKS / "vn/procedures").glob("*.yaml"))
SCHEMA = json.loads((PACKS / "schemas/procedure.schema.json").read_text("utf-8"))


def test_forty_eight_procedures_are_there() -> None:
    assert len(FILES) == 48


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_procedure_fits_the_schema(path: Path) -> None:
    data, places = read_yaml(path.name, path.read_bytes())
    entry = Entry(path.name, 1, data, places)

    assert list(Checker(SCHEMA).problems(entry)) == []
    assert data["slug"] == path.stem
    assert sum(step["share_percent"] for step in data["steps"]) == 100
    known = {source["id"] for source in data["sources"]}
    assert {c["source"] for c in data["confirmation"].values() if c["source"]} <= known


def test_procedure_with_a_misspelt_field_is_refused_at_its_line() -> None:
    text = FILES[0].read_text("utf-8").replace("online_level:", "online_levels:")
    data, places = read_yaml("p.yaml", text.encode())

    problems = list(Checker(SCHEMA).problems(Entry("p.yaml", 1, data, places)))

    line = text.splitlines().index(next(x for x in text.splitlines() if x.startswith("online_levels:"))) + 1
    assert ("unknown_field", line) in {(p.code, p.line) for p in problems}
    assert "required" in {p.code for p in problems}
