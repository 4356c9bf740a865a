"""Is a schema a form we can draw, read and check? Asked when a pack is checked, with the place of each problem."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from lienthong.kernel.feel.public import FeelSyntaxError, compile, names_used, unknown_functions
from lienthong.kernel.files.public import known_purposes

from .fields import FORMATS, KEY
from .schema_words import HINTS, KEYWORDS, WIDGETS

MAX_FIELDS = 500
MAX_DEPTH = 5

KEYWORDS["integer"] = KEYWORDS["number"]

#: A repetition inside a repetition takes exponential time on a hostile text.
_NESTED_REPETITION = re.compile(r"[*+}]\)?[*+{]|\([^()]*[*+][^()]*\)[*+{]")


@dataclass(frozen=True)
class Problem:
    """``pointer``: JSON pointer into the schema. ``message``: Vietnamese, for whoever writes the pack."""

    pointer: str
    message: str


def check_schema(schema: Any) -> list[Problem]:
    """[] when ``Form(schema)`` will work. Never raises."""
    if not isinstance(schema, Mapping) or schema.get("type") != "object":
        return [Problem("", _("biểu mẫu phải là đối tượng có type: object"))]
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        return [
            Problem(
                "/" + "/".join(str(step) for step in error.absolute_path),
                _("không phải JSON Schema 2020-12: %(message)s") % {"message": error.message[:200]},
            )
        ]
    except RecursionError:
        return [Problem("", _("lược đồ lồng nhau quá sâu"))]
    walker = _Walker()
    try:
        walker.object(schema, "", (), 0)
        walker.groups(schema)
    except (TypeError, AttributeError, KeyError, ValueError) as error:
        # The standard leaves our own keywords (ui, x-rules) free; a list where a text belongs ends here.
        walker.say(
            "", _("một gợi ý hoặc quy tắc có kiểu dữ liệu sai (%(name)s)") % {"name": type(error).__name__}
        )
    return walker.problems


class _Walker:
    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.count = 0

    def say(self, pointer: str, message: str) -> None:
        self.problems.append(Problem(pointer, message))

    def object(self, schema: Mapping[str, Any], pointer: str, outer: tuple[str, ...], depth: int) -> None:
        if depth > MAX_DEPTH:
            self.say(pointer, _("lồng nhau quá %(most)s tầng") % {"most": MAX_DEPTH})
            return
        properties = schema.get("properties")
        if not properties:
            self.say(pointer, _("thiếu properties"))
            return
        self._keywords(schema, pointer, "object")
        for key in schema.get("required", ()):
            if key not in properties:
                self.say(f"{pointer}/required", _("“%(key)s” không có trong properties") % {"key": key})
        order = schema.get("ui", {}).get("order", []) if isinstance(schema.get("ui", {}), Mapping) else []
        for key in order:
            if key not in properties:
                self.say(f"{pointer}/ui/order", _("“%(key)s” không có trong properties") % {"key": key})
        ordered = [key for key in order if key in properties]
        ordered += [key for key in properties if key not in ordered]
        before: list[str] = []
        for key in ordered:
            self._property(
                key,
                properties[key],
                f"{pointer}/properties/{key}",
                outer,
                tuple(before),
                tuple(properties),
                depth,
            )
            before.append(key)
        for number, rule in enumerate(schema.get("x-rules", ())):
            self._rule(rule, f"{pointer}/x-rules/{number}", (*outer, *properties), tuple(properties))

    def _property(
        self,
        key: str,
        schema: Any,
        pointer: str,
        outer: tuple[str, ...],
        before: tuple[str, ...],
        siblings: tuple[str, ...],
        depth: int,
    ) -> None:
        self.count += 1
        if self.count > MAX_FIELDS:
            if self.count == MAX_FIELDS + 1:
                self.say(pointer, _("quá %(most)s trường") % {"most": MAX_FIELDS})
            return
        if not KEY.fullmatch(key):
            self.say(pointer, _("tên trường chỉ gồm chữ thường không dấu, số và gạch dưới, bắt đầu bằng chữ"))
        if not isinstance(schema, Mapping):
            self.say(pointer, _("trường phải là một đối tượng"))
            return
        kind = schema.get("type")
        if kind not in KEYWORDS:
            self.say(f"{pointer}/type", _("type phải là string, number, integer, boolean, array hoặc object"))
            return
        if not schema.get("title"):
            self.say(pointer, _("thiếu title"))
        if condition := schema.get("x-when"):
            # Only what was asked before can decide: one pass in order is enough, and there is no circle.
            self._feel(condition, f"{pointer}/x-when", (*outer, *before))
        if kind == "object":
            self.object(schema, pointer, (*outer, *before), depth + 1)
            return
        self._keywords(schema, pointer, kind)
        self._ui(schema, pointer, kind, before, siblings)
        if kind == "array":
            self._array(schema, pointer, (*outer, *before), depth)
        else:
            self._simple(schema, pointer, kind)
        for number, rule in enumerate(schema.get("x-rules", ())):
            self._rule(rule, f"{pointer}/x-rules/{number}", (*outer, *siblings), ())

    def _keywords(self, schema: Mapping[str, Any], pointer: str, kind: str) -> None:
        for word in sorted(set(schema) - KEYWORDS[kind]):
            self.say(f"{pointer}/{word}", _("từ khóa “%(word)s” không dùng được ở đây") % {"word": word})
        for word in sorted(
            set(schema.get("ui", {})) - HINTS if isinstance(schema.get("ui", {}), Mapping) else {"ui"}
        ):
            self.say(f"{pointer}/ui/{word}", _("gợi ý “%(word)s” không có") % {"word": word})
        rules = schema.get("x-rules", ())
        if not isinstance(rules, list | tuple):
            self.say(f"{pointer}/x-rules", _("x-rules phải là một danh sách"))

    def _ui(
        self,
        schema: Mapping[str, Any],
        pointer: str,
        kind: str,
        before: tuple[str, ...],
        siblings: tuple[str, ...],
    ) -> None:
        ui = schema.get("ui", {})
        if not isinstance(ui, Mapping):
            return
        if "widget" in ui and ui["widget"] not in WIDGETS[kind]:
            self.say(
                f"{pointer}/ui/widget",
                _("kiểu nhập “%(widget)s” không hợp với %(kind)s") % {"widget": ui["widget"], "kind": kind},
            )
        if "within" in ui and ui["within"] not in before:
            self.say(f"{pointer}/ui/within", _("phải là một trường đứng trước trong cùng nhóm"))
        for name in ("birth_date", "sex"):
            if name in ui and ui[name] not in siblings:
                self.say(
                    f"{pointer}/ui/{name}", _("“%(name)s” không có trong cùng nhóm") % {"name": ui[name]}
                )
        if "purpose" in ui and ui["purpose"] not in known_purposes():
            self.say(
                f"{pointer}/ui/purpose", _("mục đích tệp “%(purpose)s” không có") % {"purpose": ui["purpose"]}
            )

    def _simple(self, schema: Mapping[str, Any], pointer: str, kind: str) -> None:
        if "format" in schema and schema["format"] not in FORMATS:
            self.say(
                f"{pointer}/format",
                _("định dạng “%(format)s” không có; có: %(formats)s")
                % {"format": schema["format"], "formats": ", ".join(sorted(FORMATS))},
            )
        if isinstance(pattern := schema.get("pattern"), str):
            self._pattern(pattern, f"{pointer}/pattern", schema)
        self._choices(schema, pointer)
        ui = schema.get("ui", {})
        has_choices = "enum" in schema or "oneOf" in schema or (isinstance(ui, Mapping) and "source" in ui)
        if (
            isinstance(ui, Mapping)
            and ui.get("widget") in ("select", "radio")
            and kind != "boolean"
            and not has_choices
        ):
            self.say(f"{pointer}/ui/widget", _("thiếu danh sách chọn (enum, oneOf hoặc ui.source)"))

    def _choices(self, schema: Mapping[str, Any], pointer: str) -> None:
        values: list[Any] = list(schema.get("enum", ()))
        for number, one in enumerate(schema.get("oneOf", ())):
            if not isinstance(one, Mapping) or "const" not in one:
                self.say(f"{pointer}/oneOf/{number}", _("mỗi mục chọn cần const và title"))
            else:
                values.append(one["const"])
        if len({str(value) for value in values}) != len(values):
            self.say(pointer, _("danh sách chọn có mục trùng nhau"))
        if any(not isinstance(value, str | int) or isinstance(value, bool) for value in values):
            self.say(pointer, _("mục chọn phải là chữ hoặc số nguyên"))

    def _pattern(self, pattern: str, pointer: str, schema: Mapping[str, Any]) -> None:
        try:
            re.compile(pattern)
        except re.error as error:
            self.say(pointer, _("mẫu không đúng: %(error)s") % {"error": error})
            return
        if len(pattern) > 200 or _NESTED_REPETITION.search(pattern):
            self.say(pointer, _("mẫu quá dài hoặc có lặp lồng nhau, có thể làm máy chủ treo"))
        if "maxLength" not in schema or int(schema["maxLength"]) > 500:
            self.say(pointer, _("trường có pattern cần maxLength không quá 500"))

    def _array(self, schema: Mapping[str, Any], pointer: str, outer: tuple[str, ...], depth: int) -> None:
        items = schema.get("items")
        if not isinstance(items, Mapping):
            self.say(f"{pointer}/items", _("thiếu items"))
        elif items.get("type") == "object":
            self.object(items, f"{pointer}/items", outer, depth + 1)
        elif items.get("format") == "file":
            self._keywords(items, f"{pointer}/items", "string")
        elif "enum" in items or "oneOf" in items:
            self._choices(items, f"{pointer}/items")
        elif "source" not in schema.get("ui", {}):
            self.say(f"{pointer}/items", _("items phải là object, danh sách chọn hoặc tệp (format: file)"))

    def _rule(self, rule: Any, pointer: str, names: tuple[str, ...], members: tuple[str, ...]) -> None:
        if not isinstance(rule, Mapping) or not rule.get("message") or not isinstance(rule.get("when"), str):
            self.say(pointer, _("quy tắc cần when (FEEL) và message"))
            return
        if "field" in rule and rule["field"] not in members:
            self.say(
                f"{pointer}/field", _("“%(field)s” không có trong properties") % {"field": rule["field"]}
            )
        self._feel(rule["when"], f"{pointer}/when", names)

    def _feel(self, source: Any, pointer: str, names: tuple[str, ...]) -> None:
        if not isinstance(source, str):
            self.say(pointer, _("điều kiện phải là biểu thức FEEL"))
            return
        try:
            expression = compile(source)
        except FeelSyntaxError as error:
            self.say(pointer, f"FEEL sai: {error}")
            return
        for name in sorted(names_used(expression) - set(names) - unknown_functions(expression)):
            self.say(pointer, _("“%(name)s” không phải trường đứng trước") % {"name": name})
        for name in sorted(unknown_functions(expression)):
            self.say(pointer, _("không có hàm “%(name)s”") % {"name": name})

    def groups(self, schema: Mapping[str, Any]) -> None:
        ui = schema.get("ui", {})
        placed: set[str] = set()
        keys: set[str] = set()
        for number, group in enumerate(ui.get("groups", ()) if isinstance(ui, Mapping) else ()):
            pointer = f"/ui/groups/{number}"
            if (
                not isinstance(group, Mapping)
                or not group.get("key")
                or not isinstance(group.get("fields"), list)
            ):
                self.say(pointer, _("nhóm cần key, title và fields"))
                continue
            if group["key"] in keys or not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,59}", str(group["key"])):
                self.say(
                    f"{pointer}/key",
                    _("khóa nhóm trùng hoặc không đúng mẫu (chữ thường không dấu, số, gạch)"),
                )
            keys.add(str(group["key"]))
            for key in self._members(group["fields"], schema, pointer):
                if key in placed:
                    self.say(f"{pointer}/fields", _("“%(key)s” đã ở nhóm khác") % {"key": key})
                placed.add(key)

    def _members(self, fields: list[Any], schema: Mapping[str, Any], pointer: str) -> Iterator[str]:
        for key in fields:
            if key in schema.get("properties", {}):
                yield key
            else:
                self.say(f"{pointer}/fields", _("“%(key)s” không có trong properties") % {"key": key})
