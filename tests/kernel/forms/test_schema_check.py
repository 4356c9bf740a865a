from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.forms.public import check_schema
from tests.kernel.forms.schemas import EVERYTHING


def with_field(**schema: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "before": {"type": "string", "title": "Trước"},
            "a": {"title": "A", **schema},
            "later": {"type": "string", "title": "Sau"},
        },
    }


def test_form_with_one_of_everything_has_no_problem() -> None:
    assert check_schema(EVERYTHING) == []


@pytest.mark.parametrize(
    ("schema", "pointer"),
    [
        ({"type": "string", "x-when": "before ="}, "/properties/a/x-when"),
        ({"type": "string", "x-when": "later = 1"}, "/properties/a/x-when"),
        ({"type": "string", "x-when": "lạ = 1"}, "/properties/a/x-when"),
        ({"type": "string", "x-when": "exec(before)"}, "/properties/a/x-when"),
        ({"type": "string", "format": "ngày"}, "/properties/a/format"),
        ({"type": "string", "pattern": "(a+)+$", "maxLength": 50}, "/properties/a/pattern"),
        ({"type": "string", "pattern": "^a$"}, "/properties/a/pattern"),
        ({"type": "string", "ui": {"widget": "html"}}, "/properties/a/ui/widget"),
        ({"type": "string", "ui": {"widget": "radio"}}, "/properties/a/ui/widget"),
        ({"type": "string", "ui": {"màu": "đỏ"}}, "/properties/a/ui/màu"),
        ({"type": "string", "ui": {"source": "x", "within": "later"}}, "/properties/a/ui/within"),
        ({"type": "string", "enum": ["1", 1]}, "/properties/a"),
        ({"type": "string", "contentEncoding": "base64"}, "/properties/a/contentEncoding"),
        ({"type": "string", "format": "file", "ui": {"purpose": "lạ"}}, "/properties/a/ui/purpose"),
        ({"type": "array", "items": {"type": "string"}}, "/properties/a/items"),
        ({"type": "object"}, "/properties/a"),
        ({"type": "null"}, "/properties/a/type"),
        ({"type": "string", "x-rules": [{"when": "true"}]}, "/properties/a/x-rules/0"),
    ],
)
def test_problem_is_named_at_its_place(schema: dict[str, Any], pointer: str) -> None:
    assert [problem.pointer for problem in check_schema(with_field(**schema))] == [pointer]


def test_key_that_cannot_be_a_name_in_html_is_refused() -> None:
    schema = {"type": "object", "properties": {"Họ tên": {"type": "string", "title": "x"}}}

    assert [problem.pointer for problem in check_schema(schema)] == ["/properties/Họ tên"]


def test_group_with_an_unknown_or_repeated_field_is_refused() -> None:
    schema = copy.deepcopy(EVERYTHING)
    schema["ui"]["groups"][1]["fields"] += ["born", "lạ"]

    assert len(check_schema(schema)) == 2


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "type",
                        "properties",
                        "items",
                        "ui",
                        "x-when",
                        "x-rules",
                        "enum",
                        "oneOf",
                        "groups",
                        "fields",
                        "a",
                        "format",
                    ]
                ),
                inner | st.sampled_from(["object", "string", "array"]),
                max_size=4,
            )
        ),
        max_leaves=15,
    )
)
def test_check_of_any_json_never_raises(schema: Any) -> None:
    check_schema({"type": "object", "properties": {"a": schema}})
    check_schema(
        {
            "type": "object",
            "properties": {"a": {"type": "string", "title": "A", "ui": schema, "x-rules": schema}},
        }
    )
    check_schema(
        {"type": "object", "ui": {"groups": schema}, "properties": {"a": {"type": "array", "items": schema}}}
    )
    check_schema(schema)
