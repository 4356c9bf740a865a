"""Checking values against a form: the same for screens and for the REST wire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import identifiers
from .conditions import asked, holds, typed_all
from .fields import ROW_LIMIT, Field, Structure
from .value_checks import as_date, value_messages

MAX_DEPTH = 12
MAX_NODES = 20_000
Errors = dict[str, list[Any]]
Place = tuple[str | int, ...]


def pointer(place: Place) -> str:
    """("children", 0, "name") → "/children/0/name"; "" is the form itself (RFC 6901; our keys need no escapes)."""
    return "".join(f"/{step}" for step in place)


def too_big(values: Any) -> bool:
    """Deeper or larger than any form: refused before anything else looks at it. Does not recurse."""
    count, level = 0, [values]
    for _depth in range(MAX_DEPTH):
        inner: list[Any] = []
        for one in level:
            if isinstance(one, Mapping):
                inner += one.values()
            elif isinstance(one, list):
                inner += one
        count += len(inner)
        if count > MAX_NODES:
            return True
        if not inner:
            return False
        level = inner
    return True


class Checking:
    """One pass over the values of one form; ``errors`` and ``warnings`` fill up, ``clean`` is what may be kept."""

    def __init__(self, structure: Structure) -> None:
        self.structure = structure
        self.errors: Errors = {}
        self.warnings: Errors = {}
        self.clean: dict[str, Any] = {}

    def run(self, values: Any) -> None:
        if not isinstance(values, Mapping):
            self._error((), _("Dữ liệu biểu mẫu phải là một đối tượng."))
            return
        if too_big(values):
            self._error((), _("Dữ liệu gửi lên quá lớn hoặc lồng nhau quá sâu."))
            return
        self.clean = self._object(self.structure.fields, values, (), {})
        context = typed_all(self.structure.fields, self.clean)
        for rule in self.structure.rules:
            self._rule(rule.when, rule.message, rule.at, context)

    def _error(self, place: Place, message: Any) -> None:
        self.errors.setdefault(pointer(place), []).append(message)

    def _warn(self, place: Place, message: Any) -> None:
        self.warnings.setdefault(pointer(place), []).append(message)

    def _rule(self, when: str, message: str, place: Place, context: Mapping[str, Any]) -> None:
        if holds(when, context) is True:
            self._error(place, message)

    def _object(
        self, fields: tuple[Field, ...], values: Mapping[str, Any], place: Place, outer: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Check the members in order; ``outer`` are the names of what stands around. Hidden ones are left out."""
        known = {one.key for one in fields}
        if unknown := [str(key)[:60] for key in values if key not in known]:
            self._error(
                place, _("Trường không có trong biểu mẫu: %(names)s.") % {"names": ", ".join(unknown[:10])}
            )
        kept: dict[str, Any] = {}
        context: dict[str, Any] = {**outer, **{one.key: None for one in fields}}
        for one in fields:
            if not asked(one, context):
                continue
            here = (*place, one.key)
            if is_empty(one, values.get(one.key)):
                if one.required:
                    self._missing(one, here, context)
                continue
            value = self._value(one, values[one.key], here, context)
            kept[one.key] = value
            context[one.key] = typed_all((one,), kept)[one.key]
            for rule in one.rules:
                self._rule(rule.when, rule.message, self._within(rule.at, here, one), context)
        self._doubts(fields, kept, place)
        return kept

    def _missing(self, one: Field, here: Place, context: Mapping[str, Any]) -> None:
        """A required part that is empty: its required questions are named, not the part, so that each error has its field."""
        if one.kind == "group":
            before = len(self.errors)
            self._object(one.children, {}, here, context)
            if len(self.errors) > before:
                return
        self._error(here, missing_message(one))

    @staticmethod
    def _within(at: tuple[str, ...], here: Place, field: Field) -> Place:
        return (*here, *at[len(field.path) :]) if field.kind == "group" else here

    def _value(self, one: Field, value: Any, here: Place, context: Mapping[str, Any]) -> Any:
        if one.kind == "group":
            if not isinstance(value, Mapping):
                self._error(here, _("Phần này chưa đúng cấu trúc."))
                return {}
            return self._object(one.children, value, here, context)
        if one.kind == "rows":
            return self._rows(one, value, here, context)
        for message in value_messages(one, value, context):
            self._error(here, message)
        return value

    def _rows(self, one: Field, value: Any, here: Place, context: Mapping[str, Any]) -> list[Any]:
        if not isinstance(value, list):
            self._error(here, _("Phần này phải là một danh sách."))
            return []
        self._count(one, len(value), here)
        kept = []
        for number, row in enumerate(value[: row_limit(one)]):
            if isinstance(row, Mapping):
                kept.append(self._object(one.children, row, (*here, number), context))
            else:
                self._error((*here, number), _("Mục này chưa đúng cấu trúc."))
                kept.append({})
        return kept

    def _count(self, one: Field, count: int, here: Place) -> None:
        least, most = int(one.schema.get("minItems", 0)), row_limit(one)
        if count < least:
            self._error(here, _("Cần ít nhất %(count)s mục.") % {"count": least})
        if count > most:
            self._error(here, _("Chỉ được nhiều nhất %(count)s mục.") % {"count": most})

    def _doubts(self, fields: tuple[Field, ...], kept: Mapping[str, Any], place: Place) -> None:
        for one in fields:
            number = kept.get(one.key)
            if one.format == "personal-id" and isinstance(number, str) and identifiers.is_personal_id(number):
                born = as_date(kept.get(str(one.ui.get("birth_date", ""))))
                sex = kept.get(str(one.ui.get("sex", "")))
                doubts = identifiers.personal_id_doubts(
                    number, born=born, sex=sex if isinstance(sex, str) else None
                )
                for message in doubts:
                    self._warn((*place, one.key), message)


def row_limit(one: Field) -> int:
    return int(one.schema.get("maxItems", ROW_LIMIT))


def is_empty(one: Field, value: Any) -> bool:
    """Nothing was given. ``false`` answers a question, but leaves a box that must be ticked unticked."""
    if value is None or value == "" or (isinstance(value, list | Mapping) and not value):
        return True
    return one.kind == "boolean" and value is False and one.schema.get("const") is True


def missing_message(one: Field) -> Any:
    if one.kind in ("choice", "choices"):
        return _("Hãy chọn: %(title)s.") % {"title": one.title}
    if one.kind in ("file", "files"):
        return _("Hãy đính kèm: %(title)s.") % {"title": one.title}
    if one.kind == "boolean":
        return _("Bạn cần xác nhận: %(title)s.") % {"title": one.title}
    if one.kind == "rows":
        return _("Hãy khai ít nhất một mục: %(title)s.") % {"title": one.title}
    return _("Hãy nhập: %(title)s.") % {"title": one.title}
