"""From fields and values to accessible HTML (WCAG 2.2 AA): label, hint and error belong to each control."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lienthong.kernel.files.public import accept_attribute

from .checks import Place, pointer
from .choices import choices_of
from .conditions import asked, for_browser, typed_all
from .fields import Field, Group
from .reading import html_id, html_name
from .value_checks import within_of
from .words import nested, show_date, show_number, within_words

_INPUTS = {"email": "email", "phone": "tel", "uri": "url"}
_NUMERIC = frozenset({"personal-id"})


@dataclass
class Drawing:
    """``files``: id → anything with ``name`` (and ``size``, ``state``, ``url``), for what was uploaded already."""

    values: Mapping[str, Any]
    errors: Mapping[str, list[Any]]
    files: Mapping[str, Any] = field(default_factory=dict)
    warnings: Mapping[str, list[Any]] = field(default_factory=dict)
    provenance: Mapping[str, Any] = field(default_factory=dict)
    prefix: str = ""
    needs_refresh: bool = False

    def groups(self, groups: tuple[Group, ...], context: Mapping[str, Any]) -> list[dict[str, Any]]:
        return [
            {
                "group": group,
                "fields": self.fields(group.fields, (), context),
                "titled": bool(group.title) and not _says_the_same(group),
            }
            for group in groups
        ]

    def fields(self, fields: tuple[Field, ...], place: Place, context: Mapping[str, Any]) -> list[SafeString]:
        drawn = [self._field(one, (*place, one.key), context) for one in fields]
        return [one for one in drawn if one]

    def _field(self, one: Field, place: Place, context: Mapping[str, Any]) -> SafeString:
        condition = for_browser(one.when) if one.when else None
        if one.when and condition is None:
            # The browser cannot follow this condition: the server decides, after "Cập nhật" at the latest.
            self.needs_refresh = True
            if not asked(one, context):
                return mark_safe("")
        if one.ui.get("within"):
            self.needs_refresh = True
        shown = self._context(one, place, context)
        shown["condition"] = json.dumps(condition, ensure_ascii=False) if condition else ""
        shown["scope"] = html_name(place[:-1], self.prefix)
        if one.kind == "group":
            inner = {**context, **typed_all(one.children, self._mapping(place))}
            shown["children"] = self.fields(one.children, place, inner)
        elif one.kind == "rows":
            shown["rows"] = self._rows(one, place, context)
        template = {"group": "group", "rows": "rows"}.get(one.kind, "field")
        return mark_safe(render_to_string(f"forms/{template}.html", shown))  # noqa: S308  our own escaped template

    def _mapping(self, place: Place) -> Mapping[str, Any]:
        value = nested(self.values, place)
        return value if isinstance(value, Mapping) else {}

    def _rows(self, one: Field, place: Place, context: Mapping[str, Any]) -> list[dict[str, Any]]:
        rows = nested(self.values, place)
        count = len(rows) if isinstance(rows, list) else 0
        if not count and (one.required or one.schema.get("minItems")):
            count = 1
        drawn = []
        for number in range(count):
            here = (*place, number)
            inner = {**context, **typed_all(one.children, self._mapping(here))}
            drawn.append(
                {
                    "number": number + 1,
                    "id": html_id(here, self.prefix),
                    "value": html_name(here, self.prefix),
                    "errors": self.errors.get(pointer(here), []),
                    "fields": self.fields(one.children, here, inner),
                }
            )
        return drawn

    def _context(self, one: Field, place: Place, context: Mapping[str, Any]) -> dict[str, Any]:
        value, here, identifier = nested(self.values, place), pointer(place), html_id(place, self.prefix)
        errors = self.errors.get(here, [])
        parts = [
            f"{identifier}-{part}"
            for part, there in (
                ("hint", one.hint),
                ("source", here in self.provenance),
                ("warning", here in self.warnings),
                ("error", errors),
            )
            if there
        ]
        return {
            "field": one,
            "name": html_name(place, self.prefix),
            "button": f"{self.prefix}-__" if self.prefix else "__",
            "item": within_words(one.row_name),
            "id": identifier,
            "widget": f"forms/widgets/{one.widget}.html",
            "grouped": one.widget in ("radio", "checkboxes"),
            "optional": not one.required and one.kind not in ("group",),
            "errors": errors,
            "warnings": self.warnings.get(here, []),
            "provenance": self.provenance.get(here, ""),
            "described_by": " ".join(parts),
            "value": value,
            "text": show(one, value),
            "input_type": _INPUTS.get(one.format, "text"),
            "input_mode": self._input_mode(one),
            "max_length": one.max_length if one.kind == "text" else None,
            "options": self._options(one, value, context),
            "kept_files": self._kept_files(one, value),
            "accept": accept_attribute(str(one.ui.get("purpose", "")))
            if one.kind in ("file", "files")
            else "",
        }

    @staticmethod
    def _input_mode(one: Field) -> str:
        if one.kind == "integer" or one.format in _NUMERIC:
            return "numeric"
        return "decimal" if one.kind == "number" else ""

    def _options(self, one: Field, value: Any, context: Mapping[str, Any]) -> list[dict[str, Any]]:
        if one.kind == "boolean" and one.widget == "radio":
            labels = one.ui.get("labels") or (_("Có"), _("Không"))
            return [
                {"value": "true", "label": labels[0], "chosen": value is True},
                {"value": "false", "label": labels[1], "chosen": value is False},
            ]
        if one.kind not in ("choice", "choices"):
            return []
        chosen = value if isinstance(value, list) else [value]
        known = choices_of(one.source, within_of(one, context)) if one.source else one.options
        return [{"value": str(item), "label": label, "chosen": item in chosen} for item, label in known]

    def _kept_files(self, one: Field, value: Any) -> list[dict[str, Any]]:
        if one.kind not in ("file", "files"):
            return []
        ids = value if isinstance(value, list) else [value] if isinstance(value, str) else []
        return [
            {"id": file_id, "file": self.files.get(str(file_id))}
            for file_id in ids
            if isinstance(file_id, str)
        ]


def _says_the_same(group: Group) -> bool:
    """A group that holds one part of the same name: its heading would stand there twice."""
    only = group.fields[0] if len(group.fields) == 1 else None
    return only is not None and only.kind in ("group", "rows") and only.title == group.title


def show(one: Field, value: Any) -> str:
    """The value as text in a control: dates as dd/mm/yyyy, numbers with dots; what was mistyped as it was typed."""
    if value is None:
        return ""
    if one.format == "date":
        return show_date(value)
    if one.kind in ("integer", "number"):
        return show_number(value)
    return value if isinstance(value, str) else ""
