"""JSON Schema to Vietnamese sentences with a place; flat rows take a fast way that is only ever a shortcut."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from .problems import Problem
from .reading import Entry

FORMATS = FormatChecker(formats=())
TYPE_NAMES = {
    "string": _("chữ"), "integer": _("số nguyên"), "number": _("số"), "boolean": _("đúng/sai (true/false)"),
    "array": _("danh sách"), "object": _("nhóm trường"), "null": _("trống"),
}  # fmt: skip


@FORMATS.checks("date")
def is_iso_date(value: object) -> bool:
    if not isinstance(value, str):
        return True
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return False
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True


class Checker:
    """Checks entries against one schema."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        Draft202012Validator.check_schema(schema)
        self.validator = Draft202012Validator(schema, format_checker=FORMATS)
        self.surely_fits = _fast(schema)

    def problems(self, entry: Entry) -> Iterator[Problem]:
        if self.surely_fits is not None and self.surely_fits(entry.data):
            return
        for error in self.validator.iter_errors(entry.data):
            yield from _explain(entry, error)


def _explain(entry: Entry, error: ValidationError) -> Iterator[Problem]:
    pointer = tuple(error.absolute_path)
    name = ".".join(str(part) for part in pointer)
    rule, bound = str(error.validator), error.validator_value
    if rule == "additionalProperties" and isinstance(error.instance, dict):
        known = error.schema.get("properties", {})
        for extra in [key for key in error.instance if key not in known]:
            message = gettext("Trường “%(extra)s” không có trong lược đồ (có: %(names)s)") % {
                "extra": extra,
                "names": ", ".join(known),
            }
            yield entry.problem(message, "unknown_field", *pointer, extra)
        return
    if rule == "required" and isinstance(error.instance, dict):
        missing = [key for key in bound if key not in error.instance and f"'{key}'" in error.message]
        yield entry.problem(
            gettext("Thiếu trường bắt buộc “%(names)s”") % {"names": ", ".join(missing)}, "required", *pointer
        )
        return
    if rule == "oneOf" and all(set(choice) == {"required"} for choice in bound):
        choices = ", ".join(f"“{'+'.join(choice['required'])}”" for choice in bound)
        yield entry.problem(
            gettext("Phải có đúng một trong các trường %(choices)s") % {"choices": choices},
            "schema_oneOf",
            *pointer,
        )
        return
    shown = str(error.instance)
    shown = shown if len(shown) <= 60 else shown[:57] + "…"
    sentences: dict[str, Callable[[], str]] = {
        "type": lambda: (
            gettext("phải là %(types)s, đang là “%(shown)s”") % {"types": _types(bound), "shown": shown}
        ),
        "enum": lambda: (
            gettext("“%(shown)s” không thuộc: %(names)s")
            % {"shown": shown, "names": ", ".join(str(v) for v in bound)}
        ),
        "const": lambda: gettext("phải là “%(bound)s”") % {"bound": bound},
        "pattern": lambda: gettext("“%(shown)s” không đúng mẫu %(bound)s") % {"shown": shown, "bound": bound},
        "format": lambda: (
            gettext("“%(shown)s” không phải ngày dạng NNNN-TT-NN") % {"shown": shown}
            if bound == "date"
            else gettext("“%(shown)s” sai dạng") % {"shown": shown}
        ),
        "minLength": lambda: (
            gettext("không được để trống")
            if bound == 1
            else gettext("phải có ít nhất %(bound)s ký tự") % {"bound": bound}
        ),
        "maxLength": lambda: gettext("dài quá %(bound)s ký tự") % {"bound": bound},
        "minimum": lambda: (
            gettext("phải từ %(bound)s trở lên, đang là %(shown)s") % {"bound": bound, "shown": shown}
        ),
        "maximum": lambda: (
            gettext("phải từ %(bound)s trở xuống, đang là %(shown)s") % {"bound": bound, "shown": shown}
        ),
        "minItems": lambda: gettext("phải có ít nhất %(bound)s mục") % {"bound": bound},
        "maxItems": lambda: gettext("có quá %(bound)s mục") % {"bound": bound},
        "uniqueItems": lambda: gettext("có mục lặp lại"),
    }
    sentence = sentences.get(rule, lambda: gettext("không hợp lược đồ (%(rule)s)") % {"rule": rule})()
    yield entry.problem(
        gettext("Trường “%(name)s” %(sentence)s") % {"name": name, "sentence": sentence}
        if name
        else gettext("Nội dung %(sentence)s") % {"sentence": sentence},
        f"schema_{rule}",
        *pointer,
    )


def _types(bound: Any) -> str:
    return gettext(" hoặc ").join(
        str(TYPE_NAMES.get(t, t)) for t in ([bound] if isinstance(bound, str) else bound)
    )


def _fast(schema: Mapping[str, Any]) -> Callable[[Mapping[str, Any]], bool] | None:
    """A predicate that is true only for entries that fit; None where the schema has more than flat strings,
    integers and booleans. Tens of thousands of rows then cost a tenth of the full check."""
    if set(schema) - {
        "$schema",
        "title",
        "description",
        "type",
        "additionalProperties",
        "required",
        "properties",
    }:
        return None
    if schema.get("additionalProperties") is not False:
        return None
    tests: dict[str, Callable[[Any], bool]] = {}
    for name, part in schema.get("properties", {}).items():
        test = _fast_value(part)
        if test is None:
            return None
        tests[name] = test
    required = tuple(schema.get("required", ()))

    def fits(data: Mapping[str, Any]) -> bool:
        for name, value in data.items():
            test = tests.get(name)
            if test is None or not test(value):
                return False
        return all(name in data for name in required)

    return fits


def _fast_value(part: Mapping[str, Any]) -> Callable[[Any], bool] | None:
    known = {"type", "enum", "pattern", "minLength", "maxLength", "format", "description", "title"}
    if set(part) - known or ("format" in part and part["format"] != "date"):
        return None
    if "enum" in part:
        allowed = set(part["enum"])
        if set(part) & {"pattern", "format"} or not all(isinstance(v, str) for v in allowed):
            return None
        return lambda v: isinstance(v, str) and v in allowed
    if part.get("type") == "boolean":
        return lambda v: isinstance(v, bool)
    if part.get("type") == "integer":
        return lambda v: type(v) is int
    if part.get("type") != "string":
        return None
    pattern = re.compile(part["pattern"]) if "pattern" in part else None
    least, most, dated = part.get("minLength", 0), part.get("maxLength", 10**9), "format" in part

    def fits(value: Any) -> bool:
        if not isinstance(value, str) or not least <= len(value) <= most:
            return False
        if pattern is not None and not pattern.search(value):
            return False
        return not dated or _cached_date(value)

    return fits


@lru_cache(maxsize=4096)
def _cached_date(value: str) -> bool:
    return is_iso_date(value)
