"""A schema as a tree of fields, ready to be drawn, read and checked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")

#: Formats of text that have a reader, a check and a message of their own.
FORMATS = frozenset({"date", "email", "uri", "phone", "personal-id", "tax-code", "file"})

TEXT_LIMIT = 2_000
LONG_TEXT_LIMIT = 20_000
ROW_LIMIT = 100


@dataclass(frozen=True)
class Rule:
    """``when`` is FEEL: true means that ``message`` is shown at the rule's place."""

    when: str
    message: str
    at: tuple[str, ...] = ()


@dataclass(frozen=True)
class Field:
    """``kind``: text, number, integer, boolean, choice, choices, file, files, group, rows.

    ``path`` is the place in the schema ("children", "name"); rows add their number only in values.
    """

    key: str
    path: tuple[str, ...]
    kind: str
    title: str
    schema: Mapping[str, Any]
    ui: Mapping[str, Any]
    required: bool
    when: str | None = None
    rules: tuple[Rule, ...] = ()
    options: tuple[tuple[Any, str], ...] = ()
    children: tuple[Field, ...] = ()
    format: str = ""

    @property
    def hint(self) -> str:
        return str(self.ui.get("hint", ""))

    @property
    def widget(self) -> str:
        """What the screen uses; the schema may choose among those that fit the kind."""
        if chosen := self.ui.get("widget"):
            return str(chosen)
        if self.kind == "text" and self.format == "date":
            return "date"
        if self.kind == "text" and int(self.schema.get("maxLength", 0)) > 250:
            return "textarea"
        if self.kind == "choice":
            return "select" if self.source or len(self.options) > 6 else "radio"
        return {"boolean": "checkbox", "choices": "checkboxes", "integer": "number"}.get(self.kind, self.kind)

    @property
    def source(self) -> str:
        """Name of the registered list of choices, e.g. "areas.communes"; "" when the schema holds them."""
        return str(self.ui.get("source", ""))

    @property
    def row_name(self) -> str:
        """What one of several rows is called."""
        return str(self.ui.get("item_title") or self.title)

    @property
    def max_length(self) -> int:
        long = self.ui.get("widget") == "textarea"
        return int(self.schema.get("maxLength", LONG_TEXT_LIMIT if long else TEXT_LIMIT))

    def walk(self) -> Iterator[Field]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Group:
    """One page of questions."""

    key: str
    title: str
    hint: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Structure:
    fields: tuple[Field, ...]
    groups: tuple[Group, ...]
    rules: tuple[Rule, ...] = field(default=())

    def walk(self) -> Iterator[Field]:
        for one in self.fields:
            yield from one.walk()


def build(schema: Mapping[str, Any]) -> Structure:
    """Read a schema that ``check_schema`` finds no problem in; others may raise KeyError or TypeError."""
    fields = _properties(schema, ())
    by_key = {one.key: one for one in fields}
    groups: list[Group] = []
    placed: set[str] = set()
    for group in schema.get("ui", {}).get("groups", ()):
        members = tuple(by_key[key] for key in group["fields"])
        placed |= {one.key for one in members}
        groups.append(Group(group["key"], str(group.get("title", "")), str(group.get("hint", "")), members))
    rest = tuple(one for one in fields if one.key not in placed)
    if rest:
        groups.append(
            Group("khac" if groups else "tat-ca", "" if not groups else _("Thông tin khác"), "", rest)
        )
    return Structure(fields, tuple(groups), _rules(schema, ()))


def _properties(schema: Mapping[str, Any], path: tuple[str, ...]) -> tuple[Field, ...]:
    properties = schema.get("properties", {})
    order = [key for key in schema.get("ui", {}).get("order", ()) if key in properties]
    order += [key for key in properties if key not in order]
    required = set(schema.get("required", ()))
    return tuple(_field(key, properties[key], (*path, key), key in required) for key in order)


def _field(key: str, schema: Mapping[str, Any], path: tuple[str, ...], required: bool) -> Field:
    kind, options = _kind(schema)
    children: tuple[Field, ...] = ()
    if kind == "group":
        children = _properties(schema, path)
    elif kind == "rows":
        children = _properties(schema["items"], path)
    return Field(
        key=key,
        path=path,
        kind=kind,
        title=str(schema.get("title", key)),
        schema=schema,
        ui=schema.get("ui", {}),
        required=required,
        when=schema.get("x-when"),
        rules=_rules(schema, path),
        options=options,
        children=children,
        format=str(schema.get("format", "")),
    )


def _kind(schema: Mapping[str, Any]) -> tuple[str, tuple[tuple[Any, str], ...]]:
    options = choices_in(schema)
    kind = schema.get("type", "string")
    if kind == "array":
        items = schema["items"]
        if items.get("format") == "file":
            return "files", ()
        if items.get("type") == "object":
            return "rows", ()
        return "choices", choices_in(items)
    if kind == "object":
        return "group", ()
    if kind == "boolean":
        return "boolean", ()
    if options or schema.get("ui", {}).get("source"):
        return "choice", options
    if kind in ("integer", "number"):
        return str(kind), ()
    return ("file" if schema.get("format") == "file" else "text"), ()


def choices_in(schema: Mapping[str, Any]) -> tuple[tuple[Any, str], ...]:
    """(value, label) of ``oneOf`` with ``const`` and ``title``, or of ``enum``."""
    if "oneOf" in schema:
        return tuple((one["const"], str(one.get("title", one["const"]))) for one in schema["oneOf"])
    return tuple((value, str(value)) for value in schema.get("enum", ()))


def _rules(schema: Mapping[str, Any], path: tuple[str, ...]) -> tuple[Rule, ...]:
    return tuple(
        Rule(rule["when"], str(rule["message"]), (*path, rule["field"]) if rule.get("field") else path)
        for rule in schema.get("x-rules", ())
    )
