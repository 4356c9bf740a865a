#!/usr/bin/env python3
"""Checks every template of the project; prints ``file:line: what is wrong`` and fails when anything is.

* no inline script, style or handler attribute, no ``javascript:`` address (the policy headers would block them),
* every ``<img>`` has ``alt``; every form sent by post carries ``{% csrf_token %}``,
* ``{% blocktranslate %}`` is always ``trimmed``,
* no Vietnamese text outside the translation tags (texts in ``lang="vi"`` documents and samples are content),
* tags are balanced, and Django can compile the file.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9áàãạéèẹíìĩóòõọúùũýỳ]", re.IGNORECASE)
WORDS = re.compile(r"[A-Za-z]{2,}[ ,]+[A-Za-z]{2,}[ ,]+[A-Za-z]{2,}")
TOKEN = re.compile(r"({%.*?%}|{{.*?}}|{#.*?#})", re.DOTALL)
TEXT_ATTRIBUTES = frozenset({"title", "placeholder", "alt", "aria-label", "value", "label"})
# The components page shows made-up documents; names of languages stand in their own language.
CONTENT_FOLDERS = ("/ui/gallery/",)
CONTENT_WORDS = frozenset({"Tiếng Việt", "English", "Liên Thông"})

Problem = tuple[int, str]


def templates() -> list[Path]:
    """All templates of the project."""
    found = (ROOT / "lienthong").rglob("templates/**/*.html")
    return sorted(path for path in found if "/static/" not in path.as_posix())


def _blank(text: str) -> str:
    """As many lines, nothing else."""
    return "\n" * text.count("\n")


def without_tags(source: str) -> str:
    """The HTML alone: translated blocks, comments and Django's tags cut out, lines kept.

    A branch of ``{% if %}`` inside a start tag stays as plain text, so balance is checked on the union of branches;
    where both branches open an element, write the condition inside the tag instead.
    """
    text = re.sub(r"{%\s*comment.*?endcomment\s*%}", lambda m: _blank(m.group()), source, flags=re.DOTALL)
    text = re.sub(r"{%\s*verbatim.*?endverbatim\s*%}", lambda m: _blank(m.group()), text, flags=re.DOTALL)
    text = re.sub(
        r"{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%}",
        lambda m: "‹" + _blank(m.group()) + "›",
        text,
        flags=re.DOTALL,
    )
    return TOKEN.sub(
        lambda m: "‹" + _blank(m.group()) + "›" if m.group().startswith("{{") else _blank(m.group()), text
    )


def _single_branch(source: str) -> str:
    """Only the first branch of each if, for the balance of elements: `{% if a %}<x>{% else %}<y>{% endif %}`."""
    out: list[str] = []
    skipping: list[bool] = []
    for part in TOKEN.split(source):
        word = re.match(r"{%\s*(\w+)", part)
        name = word.group(1) if word else ""
        if name in {"if", "ifchanged", "for"}:
            skipping.append(False)
        elif name in {"else", "elif", "empty"} and skipping:
            skipping[-1] = True
        elif name in {"endif", "endifchanged", "endfor"} and skipping:
            skipping.pop()
        out.append(_blank(part) if any(skipping) and not part.startswith("{%") else part)
    return "".join(out)


class _Reader(HTMLParser):
    """Elements, attributes and texts of the HTML that is left."""

    def __init__(self, *, content: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[Problem] = []
        self.open: list[tuple[str, int, bool]] = []
        self.content = content

    @property
    def _line(self) -> int:
        return self.getpos()[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        for name, value in attrs:
            self._attribute(tag, name, value or "")
        if tag == "script" and "src" not in values:
            self.problems.append((self._line, "inline script"))
        if tag == "style":
            self.problems.append((self._line, "inline style element"))
        if tag == "img" and "alt" not in values:
            self.problems.append((self._line, "<img> without alt"))
        if tag not in VOID:
            foreign = values.get("lang") == "vi" or (bool(self.open) and self.open[-1][2])
            self.open.append((tag, self._line, foreign))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            self._attribute(tag, name, value or "")
        if tag == "img" and "alt" not in dict(attrs):
            self.problems.append((self._line, "<img> without alt"))

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name == "style":
            self.problems.append((self._line, "style attribute"))
        if re.match(r"on[a-z]+$", name) or name.startswith("hx-on"):
            self.problems.append((self._line, f"handler attribute {name}"))
        if value.strip().lower().startswith("javascript:"):
            self.problems.append((self._line, "javascript: address"))
        if name in TEXT_ATTRIBUTES and tag != "meta" and VIETNAMESE.search(value):
            self._literal(value)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open[-1][0] != tag:
            expected = f", expected </{self.open[-1][0]}> of line {self.open[-1][1]}" if self.open else ""
            self.problems.append((self._line, f"</{tag}> does not fit{expected}"))
            while self.open and self.open[-1][0] != tag:
                self.open.pop()
        if self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] in {"script", "style"}:
            return
        text = re.sub(r"[‹›]", " ", data).strip()
        if VIETNAMESE.search(text) or WORDS.search(text):
            self._literal(text)

    def _literal(self, text: str) -> None:
        if self.content or text.strip() in CONTENT_WORDS or (self.open and self.open[-1][2]):
            return
        self.problems.append((self._line, f"text outside translation tags: {text[:50]!r}"))

    def unclosed(self) -> list[Problem]:
        return [(line, f"<{tag}> is never closed") for tag, line, _foreign in self.open]


def check_source(source: str, *, content: bool = False) -> list[Problem]:
    """What is wrong with one template's text; ``content`` allows Vietnamese text outside translation tags."""
    found: list[Problem] = []
    for match in re.finditer(r"{%\s*blocktrans(?:late)?\b([^%]*)%}", source):
        if not re.search(r"\btrimmed\b", match.group(1)):
            found.append((source.count("\n", 0, match.start()) + 1, "blocktranslate without trimmed"))
    for match in re.finditer(
        r"<form\b[^>]*method=[\"']?post[^>]*>.*?</form>", source, re.IGNORECASE | re.DOTALL
    ):
        if "csrf_token" not in match.group():
            found.append((source.count("\n", 0, match.start()) + 1, "form without csrf_token"))
    reader = _Reader(content=content)
    reader.feed(without_tags(source))
    reader.close()
    found += [problem for problem in reader.problems if "does not fit" not in problem[1]]
    balance = _Reader(content=True)
    balance.feed(without_tags(_single_branch(source)))
    balance.close()
    found += [problem for problem in balance.problems if "does not fit" in problem[1]] + balance.unclosed()
    return sorted(set(found))


def _compile_problems(path: Path) -> Iterator[Problem]:
    from django.template import TemplateDoesNotExist, TemplateSyntaxError
    from django.template.loader import get_template

    name = path.as_posix().split("/templates/", 1)[1]
    try:
        get_template(name)
    except TemplateSyntaxError as error:
        yield 1, f"does not compile: {error}"
    except TemplateDoesNotExist as error:
        yield 1, f"is not found by the loaders (app not installed?): {error}"


def problems(paths: list[Path] | None = None) -> list[str]:
    """All problems of the project's templates as printable lines. Django must be set up."""
    lines = []
    for path in templates() if paths is None else paths:
        content = any(part in path.as_posix() for part in CONTENT_FOLDERS)
        found = check_source(path.read_text(encoding="utf-8"), content=content) + list(
            _compile_problems(path)
        )
        shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
        lines += [f"{shown}:{line}: {text}" for line, text in found]
    return lines


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
    import django

    django.setup()
    found = problems()
    print("\n".join(found) if found else "templates: nothing wrong")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
