from __future__ import annotations

from pathlib import Path

import pytest

from scripts import lint_templates


def test_all_templates_of_the_project_are_in_order() -> None:
    assert lint_templates.problems() == []


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("<script>x()</script>", "inline script"),
        ("<style>p{}</style>", "inline style element"),
        ('<p style="color:red">a</p>', "style attribute"),
        ('<button onclick="x()">a</button>', "handler attribute onclick"),
        ('<a href="javascript:x()">a</a>', "javascript: address"),
        ('<img src="a.png">', "<img> without alt"),
        ("{% blocktranslate %}Xin chào{% endblocktranslate %}", "blocktranslate without trimmed"),
        ('<form method="post" action="/"></form>', "form without csrf_token"),
        ("<p>Xin chào</p>", "text outside translation tags: 'Xin chào'"),
        ('<input placeholder="Mã hồ sơ">', "text outside translation tags: 'Mã hồ sơ'"),
        ("<p>Please sign in first</p>", "text outside translation tags: 'Please sign in first'"),
        ("<div><p>a</div>", "</div> does not fit, expected </p> of line 1"),
        ("<div>", "<div> is never closed"),
    ],
)
def test_bad_template_is_found(source: str, problem: str) -> None:
    assert problem in [text for _line, text in lint_templates.check_source(source)]


@pytest.mark.parametrize(
    "source",
    [
        '<script src="/a.js" defer></script>',
        '<form method="post">{% csrf_token %}</form>',
        "{% blocktranslate trimmed %}Xin <b>chào</b>{% endblocktranslate %}",
        "<p>{% translate 'Xin chào' %}</p>",
        '<p lang="vi">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p>',
        "{% comment %}ghi chú cho người viết{% endcomment %}",
        "{% if a %}<ul>{% else %}<ul class='b'>{% endif %}</ul>",
        '<input value="{{ x }}"><br>',
    ],
)
def test_good_template_passes(source: str) -> None:
    assert lint_templates.check_source(source) == []


def test_line_of_a_problem_is_told_after_multi_line_tags() -> None:
    source = "{% comment %}\na\n{% endcomment %}\n<img src='x'>"

    assert lint_templates.check_source(source) == [(4, "<img> without alt")]


def test_template_that_does_not_compile_is_found(tmp_path: Path, settings: object) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "broken_for_test.html").write_text("{% if %}")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [str(folder)]}]  # type: ignore[attr-defined]

    found = lint_templates.problems([folder / "broken_for_test.html"])

    assert "does not compile" in found[0]
