"""Files of a pack to entries, each value with its line and column.

YAML is read from the parser's events, not through a loader: anchors, aliases and tags are refused before
anything is built (no "billion laughs", no objects), duplicate keys are seen, and every value keeps its place.
Plain scalars follow the YAML 1.2 core schema, so ``no`` is a word and ``2026-04`` is not a date.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from django.utils.translation import gettext
from ruamel.yaml import YAML, events
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from lienthong.kernel.text import nfc

from .problems import Problem

MAX_DEPTH = 24
MAX_NODES = 400_000
MAX_ROWS = 300_000

Pointer = tuple[str | int, ...]
Place = tuple[int, int]

INTEGER = re.compile(r"[-+]?[0-9]+\Z")
DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
WORDS: dict[str, Any] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip


class Unreadable(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True)
class Entry:
    """One declared thing. ``data`` is plain JSON data in NFC; :meth:`place` tells where a value stands."""

    file: str
    line: int
    data: Mapping[str, Any]
    places: Mapping[Pointer, Place] = field(repr=False, default_factory=dict, compare=False)
    prefix: Pointer = ()
    text: str = field(repr=False, default="", compare=False)
    siblings: Mapping[str, bytes] = field(repr=False, default_factory=dict, compare=False)

    def place(self, *pointer: str | int) -> Place:
        """Line and column of a value, or of the nearest thing around it."""
        if self.text:
            return self.line, _csv_column(self.text, pointer[0] if pointer else "", self.places)
        for length in range(len(pointer), -1, -1):
            found = self.places.get((*self.prefix, *pointer[:length]))
            if found:
                return found
        return self.line, 1

    def problem(self, message: str, code: str, *pointer: str | int, severity: str = "error") -> Problem:
        line, column = self.place(*pointer)
        return Problem(self.file, line, column, message, code, severity)


def read_yaml(name: str, content: bytes) -> tuple[Any, dict[Pointer, Place]]:
    """Data and places of one YAML document. Raises :class:`Unreadable` with the place of the fault."""
    text = _decode(name, content)
    try:
        return _Builder(name, text).build()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise Unreadable(
            Problem(
                name,
                line,
                column,
                gettext("YAML sai cú pháp: %(problem)s") % {"problem": error.problem},
                "yaml_syntax",
            )
        ) from error
    except YAMLError as error:
        raise Unreadable(
            Problem(name, 1, 1, gettext("YAML sai cú pháp: %(error)s") % {"error": error}, "yaml_syntax")
        ) from error
    except RecursionError as error:
        raise Unreadable(Problem(name, 1, 1, gettext("YAML lồng quá sâu"), "too_deep")) from error


def read_csv(name: str, content: bytes, schema: Mapping[str, Any]) -> tuple[list[Entry], list[Problem]]:
    """Rows of a CSV file with a header. Empty cells are absent; types follow the schema's properties.

    A cell of an array is split at ``;``; yes/no become booleans. What cannot be turned stays text, and the
    schema check then says so at its place.
    """
    text = _decode(name, content)
    properties: Mapping[str, Any] = schema.get("properties", {})
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    entries: list[Entry] = []
    problems: list[Problem] = []
    lines = text.split("\n")
    try:
        header = next(reader, [])
        problems.extend(_header_problems(name, header, properties))
        if problems:
            return [], problems
        columns: dict[Pointer, Place] = {(column,): (1, i) for i, column in enumerate(header)}
        turn = [_turner(properties[column]) for column in header]
        start = reader.line_num + 1
        for row in reader:
            line, start = start, reader.line_num + 1
            if not row:
                continue
            if len(entries) >= MAX_ROWS:
                raise Unreadable(
                    Problem(
                        name,
                        line,
                        1,
                        gettext("Quá %(limit)s dòng") % {"limit": MAX_ROWS},
                        "too_many_rows",
                    )
                )
            if len(row) != len(header):
                message = gettext("Dòng có %(count)s ô, tiêu đề có %(count2)s cột") % {
                    "count": len(row),
                    "count2": len(header),
                }
                problems.append(Problem(name, line, 1, message, "csv_cells"))
                continue
            data = {c: f(v) for c, f, v in zip(header, turn, row, strict=True) if v != ""}
            entries.append(Entry(name, line, data, columns, (), lines[line - 1] or " "))
    except csv.Error as error:
        raise Unreadable(
            Problem(
                name,
                reader.line_num,
                1,
                gettext("CSV sai cú pháp: %(error)s") % {"error": error},
                "csv_syntax",
            )
        ) from error
    return entries, problems


def _decode(name: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Unreadable(Problem(name, line, 1, gettext("Tệp không phải UTF-8"), "encoding")) from error
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        raise Unreadable(Problem(name, line, 1, gettext("Tệp có ký tự NUL"), "encoding"))
    return nfc(text).replace("\r\n", "\n")


def _header_problems(name: str, header: list[str], properties: Mapping[str, Any]) -> Iterator[Problem]:
    if not header:
        yield Problem(name, 1, 1, gettext("Tệp CSV trống, thiếu dòng tiêu đề"), "csv_header")
    seen: set[str] = set()
    for position, column in enumerate(header, 1):
        if column in seen:
            yield Problem(
                name,
                1,
                position,
                gettext("Cột “%(column)s” lặp lại") % {"column": column},
                "duplicate_column",
            )
        elif column not in properties:
            known = ", ".join(properties)
            yield Problem(
                name,
                1,
                position,
                gettext("Cột “%(column)s” không có trong lược đồ (có: %(known)s)")
                % {"column": column, "known": known},
                "unknown_field",
            )
        seen.add(column)


def _turner(schema: Mapping[str, Any]) -> Any:
    kind = schema.get("type")
    if kind == "integer":
        return lambda v: int(v) if len(v) < 19 and INTEGER.match(v) else v
    if kind == "boolean":
        return lambda v: {"yes": True, "true": True, "no": False, "false": False}.get(v, v)
    if kind == "array":
        return lambda v: [part.strip() for part in v.split(";")]
    return str


def _csv_column(text: str, column: str | int, columns: Mapping[Pointer, Place]) -> int:
    wanted = columns.get((column,), (1, 0))[1]
    index, quoted = 0, False
    for position, char in enumerate(text):
        if index == wanted:
            return position + 1
        if char == '"':
            quoted = not quoted
        elif char == "," and not quoted:
            index += 1
    return len(text) + 1 if wanted else 1


class _Builder:
    """Builds plain data from parser events, with a bound on depth and on the number of nodes."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.events = iter(YAML(typ="safe", pure=True).parse(text))
        self.places: dict[Pointer, Place] = {}
        self.nodes = 0

    def build(self) -> tuple[Any, dict[Pointer, Place]]:
        value: Any = None
        documents = 0
        for event in self.events:
            if isinstance(event, events.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self.fail(event, gettext("Mỗi tệp chỉ chứa một tài liệu YAML"), "yaml_documents")
                value = self.node(next(self.events), (), 0)
        return value, self.places

    def fail(self, event: Any, message: str, code: str) -> Unreadable:
        mark = event.start_mark
        return Unreadable(Problem(self.name, mark.line + 1, mark.column + 1, message, code))

    def node(self, event: Any, pointer: Pointer, depth: int) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise self.fail(event, gettext("Tệp có quá nhiều giá trị"), "too_large")
        if depth > MAX_DEPTH:
            raise self.fail(event, gettext("Lồng sâu quá %(limit)s mức") % {"limit": MAX_DEPTH}, "too_deep")
        if isinstance(event, events.AliasEvent) or getattr(event, "anchor", None):
            raise self.fail(event, gettext("Không dùng neo và bí danh YAML (& và *)"), "yaml_alias")
        if getattr(event, "tag", None):
            raise self.fail(event, gettext("Không dùng nhãn kiểu YAML (!)"), "yaml_tag")
        self.places[pointer] = (event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, events.ScalarEvent):
            return _scalar(event)
        if isinstance(event, events.SequenceStartEvent):
            return self.sequence(pointer, depth)
        return self.mapping(pointer, depth)

    def sequence(self, pointer: Pointer, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), events.SequenceEndEvent):
            items.append(self.node(event, (*pointer, len(items)), depth + 1))
        return items

    def mapping(self, pointer: Pointer, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while not isinstance(event := next(self.events), events.MappingEndEvent):
            if not isinstance(event, events.ScalarEvent) or event.anchor or event.tag:
                raise self.fail(event, gettext("Khóa phải là một từ"), "yaml_key")
            key = event.value
            if key in result:
                raise self.fail(event, gettext("Khóa “%(key)s” lặp lại") % {"key": key}, "duplicate_key")
            place = (event.start_mark.line + 1, event.start_mark.column + 1)
            result[key] = self.node(next(self.events), (*pointer, key), depth + 1)
            # An empty value has its mark after the colon; the key is the better place to point at.
            if result[key] is None or isinstance(result[key], dict | list):
                self.places[(*pointer, key)] = place
        return result


def _scalar(event: Any) -> Any:
    value: str = event.value
    if not event.implicit[0]:
        return value
    if value in WORDS:
        return WORDS[value]
    if (
        INTEGER.match(value)
        and len(value) < 19
        and not (len(value.lstrip("+-")) > 1 and value.lstrip("+-")[0] == "0")
    ):
        return int(value)
    if DECIMAL.match(value) and not INTEGER.match(value) and len(value) < 40 and isfinite(float(value)):
        return float(value)
    return value
