#!/usr/bin/env python3
"""The English catalogue without system gettext. Vietnamese texts are the msgids.

``extract``  collects the marked texts of Python and templates into ``lienthong/locale/en/LC_MESSAGES/django.po``;
             known translations stay, texts that are gone are dropped.
``compile``  writes ``django.mo`` beside it.
``check``    fails on a text that is not in the catalogue or has no English, on fuzzy entries, on placeholders that
             differ, on dynamic texts (f-strings, joined strings) inside the marks, on Vietnamese texts of Python that no
             mark surrounds (``unmarked_texts.py``), and on a stale ``django.mo``.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib

if str(Path(__file__).resolve().parent) not in sys.path:
    sys.path.insert(0, str(Path(__file__).resolve().parent))

from unmarked_texts import Exceptions, unmarked

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "lienthong"
CATALOGUE = SOURCE / "locale/en/LC_MESSAGES/django.po"

SINGULAR = {"gettext", "gettext_lazy", "gettext_noop", "_"}
CONTEXT = {"pgettext", "pgettext_lazy"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT_PLURAL = {"npgettext", "npgettext_lazy"}
MARKS = SINGULAR | CONTEXT | PLURAL | CONTEXT_PLURAL
PLACEHOLDER = re.compile(r"%\([a-zA-Z_]\w*\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]|%[sdif]|{[a-zA-Z_]\w*}")

Key = tuple[str | None, str]


@dataclass
class Message:
    """One text to translate: where it stands, its context and plural."""

    text: str
    context: str | None = None
    plural: str = ""
    places: list[str] = field(default_factory=list)


class Extraction:
    """All messages found, and what could not be read."""

    def __init__(self) -> None:
        self.messages: dict[Key, Message] = {}
        self.problems: list[str] = []
        self.unmarked: list[tuple[str, int, str]] = []

    def add(self, text: str, place: str, *, context: str | None = None, plural: str = "") -> None:
        if not text:
            return
        message = self.messages.setdefault((context, text), Message(text, context))
        message.plural = message.plural or plural
        if place not in message.places:
            message.places.append(place)


def _names(tree: ast.AST) -> dict[str, str]:
    """Local name → gettext function, as the file imports them."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for alias in node.names:
                if alias.name in MARKS:
                    found[alias.asname or alias.name] = alias.name
    return found


def _mark(node: ast.AST, names: dict[str, str]) -> str | None:
    """The gettext function that this node calls, if it is such a call."""
    if not isinstance(node, ast.Call):
        return None
    if isinstance(node.func, ast.Name):
        return names.get(node.func.id)
    if isinstance(node.func, ast.Attribute) and node.func.attr in MARKS - {"_"}:
        return node.func.attr
    return None


def extract_python(source: str, place: str, into: Extraction) -> None:
    """Calls of the gettext functions with plain string arguments."""
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        into.problems.append(f"{place}:{error.lineno}: not readable as Python")
        return
    names = _names(tree)
    marks = {id(node): mark for node in ast.walk(tree) if (mark := _mark(node, names))}
    into.unmarked += [(place, line, text) for line, text in unmarked(tree, marks)]
    for node in ast.walk(tree):
        mark = marks.get(id(node))
        if mark is None or not isinstance(node, ast.Call):
            continue
        wanted = 3 if mark in CONTEXT_PLURAL else 2 if mark in CONTEXT | PLURAL else 1
        texts = [
            item.value
            for item in node.args[:wanted]
            if isinstance(item, ast.Constant) and isinstance(item.value, str)
        ]
        where = f"{place}:{node.lineno}"
        if len(texts) != wanted:
            # A variable is allowed (it translates what another place marked); building a text here never is.
            if any(isinstance(item, ast.JoinedStr | ast.BinOp) for item in node.args[:wanted]):
                into.problems.append(f"{where}: text inside {mark}() is put together at run time")
            continue
        if mark in SINGULAR:
            into.add(texts[0], where)
        elif mark in CONTEXT:
            into.add(texts[1], where, context=texts[0])
        elif mark in PLURAL:
            into.add(texts[0], where, plural=texts[1])
        else:
            into.add(texts[1], where, context=texts[0], plural=texts[2])


def extract_template(source: str, place: str, into: Extraction) -> None:
    """Marks of a template, by Django's own lexer, which turns them into Python-like calls."""
    from django.utils.translation.template import templatize

    text = templatize(source, origin=place)
    for line, call in _template_calls(text):
        try:
            node = ast.parse(call, mode="eval").body
        except SyntaxError:
            into.problems.append(f"{place}:{line}: cannot read {call[:60]}")
            continue
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        values = [
            item.value for item in node.args if isinstance(item, ast.Constant) and isinstance(item.value, str)
        ]
        where = f"{place}:{line}"
        mark = node.func.id
        if mark in {"_", "gettext"} and values:
            into.add(values[0], where)
        elif mark == "pgettext" and len(values) == 2:
            into.add(values[1], where, context=values[0])
        elif mark == "ngettext" and len(values) == 2:
            into.add(values[0], where, plural=values[1])
        elif mark == "npgettext" and len(values) == 3:
            into.add(values[1], where, context=values[0], plural=values[2])


def _template_calls(text: str) -> Iterator[tuple[int, str]]:
    """``(line, call)`` for each gettext call in what templatize gives: blanked text with calls in it."""
    for match in re.finditer(r"\b(?:gettext|pgettext|ngettext|npgettext)\(|(?<!\w)_\(", text):
        depth, position, quote = 0, match.end() - 1, ""
        while position < len(text):
            letter = text[position]
            if quote:
                if letter == "\\":
                    position += 1
                elif letter == quote:
                    quote = ""
            elif letter in "\"'":
                quote = letter
            elif letter == "(":
                depth += 1
            elif letter == ")":
                depth -= 1
                if depth == 0:
                    break
            position += 1
        call = text[match.start() : position + 1]
        # Plural calls carry the template's count variable; any name will do to read them.
        yield text.count("\n", 0, match.start()) + 1, " ".join(call.splitlines())


def _configure_django() -> None:
    """The lexer asks for settings; it needs none of ours."""
    from django.conf import settings

    if not settings.configured and not os.environ.get("DJANGO_SETTINGS_MODULE"):
        settings.configure(USE_I18N=True)


def extract(root: Path = SOURCE) -> Extraction:
    """All marked texts below ``root``."""
    _configure_django()
    found = Extraction()
    for path in sorted(root.rglob("*.py")):
        if "migrations" not in path.parts:
            extract_python(
                path.read_text(encoding="utf-8"),
                path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name,
                found,
            )
    for path in sorted([*root.rglob("templates/**/*.html"), *root.rglob("templates/**/*.txt")]):
        extract_template(
            path.read_text(encoding="utf-8"),
            path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name,
            found,
        )
    return found


def merge(found: Extraction, known: polib.POFile) -> polib.POFile:
    """A catalogue of exactly the found texts, keeping the known English."""
    old = {(entry.msgctxt, entry.msgid): entry for entry in known}
    merged = polib.POFile(wrapwidth=110)
    merged.metadata = {
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for key in sorted(found.messages, key=lambda item: (item[1], item[0] or "")):
        message = found.messages[key]
        before = old.get(key)
        entry = polib.POEntry(msgid=message.text, msgctxt=message.context)
        # Files without lines: a line number would change the catalogue with every edit.
        entry.occurrences = [
            (place, "") for place in sorted({place.rsplit(":", 1)[0] for place in message.places})
        ]
        if "%(" in message.text:
            entry.flags = ["python-format"]
        if message.plural:
            entry.msgid_plural = message.plural
            entry.msgstr_plural = (
                dict(before.msgstr_plural) if before and before.msgstr_plural else {0: "", 1: ""}
            )
        else:
            entry.msgstr = before.msgstr if before else ""
        if before and before.fuzzy:
            entry.flags.append("fuzzy")
        merged.append(entry)
    return merged


def _placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text.replace("%%", "")))


def _pairs(entry: polib.POEntry) -> Iterable[tuple[str, str]]:
    if entry.msgid_plural:
        forms = dict(entry.msgstr_plural)
        return [(entry.msgid, forms.get(0, "")), (entry.msgid_plural, forms.get(1, ""))]
    return [(entry.msgid, entry.msgstr)]


def catalogue_problems(found: Extraction, catalogue: polib.POFile) -> list[str]:
    """What a reader of English would miss."""
    lines = list(found.problems)
    entries = {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}
    for key, message in found.messages.items():
        entry = entries.get(key)
        shown = f"{message.places[0]}: {message.text[:60]!r}"
        if entry is None:
            lines.append(f"{shown}: not in the catalogue; run `scripts/translations.py extract`")
            continue
        if entry.fuzzy:
            lines.append(f"{shown}: fuzzy")
        if message.plural and not entry.msgid_plural:
            lines.append(f"{shown}: plural is missing in the catalogue")
        for source, target in _pairs(entry):
            if not target.strip():
                lines.append(f"{shown}: no English")
                break
            if _placeholders(source) != _placeholders(target):
                lines.append(
                    f"{shown}: placeholders differ: {_placeholders(source)} / {_placeholders(target)}"
                )
            if any(mark in target and mark not in source for mark in '<>"'):
                # Templates put translations into pages and attributes as they are.
                lines.append(f"{shown}: has a mark (< > or a straight quote) that the original has not")
            if source[:1].isspace() != target[:1].isspace() or source[-1:].isspace() != target[-1:].isspace():
                lines.append(f"{shown}: space at the ends differs")
    for key in entries.keys() - found.messages.keys():
        lines.append(f"catalogue: {key[1][:60]!r} is no longer used; run `scripts/translations.py extract`")
    return lines


def unmarked_problems(found: Extraction, exceptions: Exceptions) -> list[str]:
    """Vietnamese texts outside the marks, and exceptions without a text."""
    lines = [
        f"{place}:{line}: {text[:60]!r} is not marked for translation"
        for place, line, text in found.unmarked
        if not exceptions.allow(place, text)
    ]
    return lines + exceptions.stale()


def compiled_is_stale(path: Path) -> bool:
    """Whether the .mo beside a .po says something else (compared by content, never by file time)."""
    compiled = path.with_suffix(".mo")
    return not compiled.is_file() or compiled.read_bytes() != polib.pofile(str(path)).to_binary()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=["extract", "compile", "check"])
    chosen = parser.parse_args(arguments)
    if chosen.command == "compile":
        polib.pofile(str(CATALOGUE)).save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
        return 0
    found = extract()
    known = polib.pofile(str(CATALOGUE)) if CATALOGUE.is_file() else polib.POFile()
    if chosen.command == "extract":
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        merged = merge(found, known)
        merged.save(str(CATALOGUE))
        missing = sum(1 for entry in merged if not entry.translated())
        print(f"{len(merged)} texts, {missing} without English")
        return 0
    lines = catalogue_problems(found, known) + unmarked_problems(found, Exceptions())
    if CATALOGUE.is_file() and compiled_is_stale(CATALOGUE):
        lines.append("django.mo is stale: run `scripts/translations.py compile`")
    print("\n".join(lines) if lines else f"translations: {len(found.messages)} texts, all in English")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
