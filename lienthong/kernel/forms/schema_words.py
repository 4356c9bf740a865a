"""Which words of JSON Schema and which hints a form may use, for each kind of field."""

from __future__ import annotations

_COMMON = {"type", "title", "description", "ui", "x-when", "x-rules", "$comment"}


#: What each kind may carry; anything else would be promised by the schema and checked by nobody.
KEYWORDS = {
    "object": _COMMON | {"properties", "required", "additionalProperties", "$schema", "$id"},
    "array": _COMMON | {"items", "minItems", "maxItems", "uniqueItems"},
    "string": _COMMON
    | {
        "minLength",
        "maxLength",
        "pattern",
        "format",
        "enum",
        "oneOf",
        "const",
        "formatMinimum",
        "formatMaximum",
    },
    "number": _COMMON | {"minimum", "maximum", "exclusiveMinimum", "multipleOf", "enum", "oneOf"},
    "boolean": _COMMON | {"const"},
}


HINTS = {
    "widget", "order", "groups", "hint", "prefill", "source", "within", "autocomplete", "unit", "labels", "purpose", "bounds",
    "item_title", "pattern_message", "birth_date", "sex", "readonly",
}  # fmt: skip


WIDGETS = {
    "string": {"text", "textarea", "date", "select", "radio", "file"},
    "number": {"number", "money", "select", "radio"},
    "integer": {"number", "money", "select", "radio"},
    "boolean": {"checkbox", "radio"},
    "array": {"checkboxes", "files", "rows"},
    "object": {"group"},
}
