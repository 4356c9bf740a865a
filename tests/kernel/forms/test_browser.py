"""What the small module adds in a real browser: questions that follow the answers, on both sides the same."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import lienthong.kernel.forms
from lienthong.kernel.forms.public import Form

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SCRIPT = (Path(lienthong.kernel.forms.__file__).parent / "static/forms/forms.js").read_text(encoding="utf-8")
FORM = Form(
    {
        "type": "object",
        "properties": {
            "kind": {"type": "string", "title": "Loại", "enum": ["a", "b", "c"]},
            "b_only": {"type": "string", "title": "Chỉ b", "x-when": 'kind = "b"'},
            "b_or_c": {"type": "boolean", "title": "b hoặc c", "x-when": 'kind in ("b", "c")'},
            "next": {"type": "string", "title": "Tiếp", "x-when": "b_or_c = true"},
            "number": {"type": "integer", "title": "Số"},
            "large": {"type": "string", "title": "Lớn", "x-when": "number >= 1000 and not(kind = \"c\")"},
            "rows": {
                "type": "array",
                "title": "Dòng",
                "items": {
                    "type": "object",
                    "properties": {
                        "on": {"type": "boolean", "title": "Bật"},
                        "why": {"type": "string", "title": "Vì sao", "x-when": "on = true"},
                        "c_row": {"type": "string", "title": "Khi c", "x-when": 'kind = "c"'},
                    },
                },
            },
        },
    }
)  # fmt: skip

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="CHROMIUM IS NOT INSTALLED")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(params=["", "p"])
def page(browser: Any, request: Any) -> Any:
    page = browser.new_page()
    page.prefix = f"{request.param}-" if request.param else ""
    drawn = FORM.render({"rows": [{"on": True}, {"on": False}]}, prefix=request.param)
    page.set_content(f"<form action='/x' method='post'>{drawn}</form>")
    page.add_script_tag(content=SCRIPT, type="module")
    page.wait_for_function("document.querySelector('[data-lt-when][hidden]')")
    yield page
    page.close()


def shown(page: Any) -> set[str]:
    names = page.eval_on_selector_all(
        "[data-lt-when]:not([hidden]) input",
        "inputs => inputs.filter(one => !one.closest('[hidden]')).map(one => one.name)",
    )
    return {name.removeprefix(page.prefix) for name in names}


def test_questions_follow_the_answers(page: Any) -> None:
    assert shown(page) == {"rows.0.why"}

    page.check(f"input[name='{page.prefix}kind'][value='b']")
    assert shown(page) == {"rows.0.why", "b_only", "b_or_c"}

    page.check(f"input[name='{page.prefix}b_or_c']")
    assert shown(page) == {"rows.0.why", "b_only", "b_or_c", "next"}

    page.check(f"input[name='{page.prefix}kind'][value='a']")
    assert shown(page) == {"rows.0.why"}  # the tick is hidden, so it shows nothing more

    page.check(f"input[name='{page.prefix}kind'][value='c']")
    assert shown(page) == {"rows.0.why", "rows.0.c_row", "rows.1.c_row", "b_or_c", "next"}


def test_typed_number_is_compared_as_a_number(page: Any) -> None:
    page.check(f"input[name='{page.prefix}kind'][value='a']")
    page.fill(f"input[name='{page.prefix}number']", "1.000")
    assert shown(page) == {"rows.0.why", "large"}

    page.fill(f"input[name='{page.prefix}number']", "999")
    assert shown(page) == {"rows.0.why"}
