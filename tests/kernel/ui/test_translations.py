from __future__ import annotations

from pathlib import Path

import polib
import pytest

from scripts import translations


def extracted(python: str = "", template: str = "") -> translations.Extraction:
    found = translations.Extraction()
    translations.extract_python(
        "from django.utils.translation import gettext as _, ngettext, pgettext\n" + python, "a.py", found
    )
    translations.extract_template(template, "a.html", found)
    return found


def catalogue(*entries: polib.POEntry) -> polib.POFile:
    file = polib.POFile()
    file.extend(entries)
    return file


def test_catalogue_of_the_project_is_complete_in_english() -> None:
    found = translations.extract()
    known = polib.pofile(str(translations.CATALOGUE))

    assert translations.catalogue_problems(found, known) == []


def test_compiled_catalogue_of_the_project_is_fresh() -> None:
    assert not translations.compiled_is_stale(translations.CATALOGUE)


def test_python_calls_are_found_with_context_and_plural() -> None:
    found = extracted('_("Ký")\npgettext("act", "Trình")\nngettext("%(n)d việc", "%(n)d việc", 2)\n')

    assert set(found.messages) == {(None, "Ký"), ("act", "Trình"), (None, "%(n)d việc")}
    assert found.messages[(None, "%(n)d việc")].plural == "%(n)d việc"


def test_text_put_together_at_run_time_is_a_problem() -> None:
    found = extracted('_(f"Ký {x}")\n_("Ký " + x)\n')

    assert len(found.problems) == 2


def test_variable_inside_a_mark_is_allowed() -> None:
    assert extracted("_(word)\n").problems == []


def test_template_marks_are_found() -> None:
    found = extracted(
        template="{% load i18n %}{% translate 'Ký' %}{% translate \"Trình\" context 'act' %}{{ _('Sổ') }}"
        "{% blocktranslate trimmed count n=n %}\n  {{ n }} việc\n{% plural %}{{ n }} việc{% endblocktranslate %}"
    )

    assert set(found.messages) == {(None, "Ký"), ("act", "Trình"), (None, "Sổ"), (None, "%(n)s việc")}


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        (polib.POEntry(msgid="Chào %(name)s", msgstr=""), "no English"),
        (polib.POEntry(msgid="Chào %(name)s", msgstr="Hello %(nam)s"), "placeholders differ"),
        (polib.POEntry(msgid="Chào %(name)s", msgstr="Hello %(name)s", flags=["fuzzy"]), "fuzzy"),
        (polib.POEntry(msgid="Chào %(name)s", msgstr="Hello %(name)s "), "space at the ends differs"),
        (polib.POEntry(msgid="Chào %(name)s", msgstr='"Hello" %(name)s'), "straight quote"),
        (polib.POEntry(msgid="Cũ", msgstr="Old"), "not in the catalogue"),
    ],
)
def test_bad_entry_is_reported(entry: polib.POEntry, problem: str) -> None:
    found = extracted('_("Chào %(name)s")')

    assert any(problem in line for line in translations.catalogue_problems(found, catalogue(entry)))


def test_text_no_longer_used_is_reported() -> None:
    lines = translations.catalogue_problems(extracted(), catalogue(polib.POEntry(msgid="Cũ", msgstr="Old")))

    assert lines == ["catalogue: 'Cũ' is no longer used; run `scripts/translations.py extract`"]


def test_merge_keeps_known_english_and_drops_what_is_gone() -> None:
    known = catalogue(polib.POEntry(msgid="Ký", msgstr="Sign"), polib.POEntry(msgid="Cũ", msgstr="Old"))

    merged = translations.merge(extracted('_("Ký")\n_("Mới")'), known)

    assert {entry.msgid: entry.msgstr for entry in merged} == {"Ký": "Sign", "Mới": ""}


def test_stale_compiled_file_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    file = catalogue(polib.POEntry(msgid="Ký", msgstr="Sign"))
    file.save(str(path))
    file.save_as_mofile(str(path.with_suffix(".mo")))
    assert not translations.compiled_is_stale(path)

    path.write_text(path.read_text(encoding="utf-8").replace("Sign", "Signed"), encoding="utf-8")

    assert translations.compiled_is_stale(path)


def unmarked(python: str, tmp_path: Path, exceptions: str = "[]") -> list[str]:
    path = tmp_path / "untranslated.yaml"
    path.write_text(exceptions, encoding="utf-8")
    return translations.unmarked_problems(extracted(python), translations.Exceptions(path))


def test_no_vietnamese_text_of_the_project_stands_outside_the_marks() -> None:
    assert translations.unmarked_problems(translations.extract(), translations.Exceptions()) == []


@pytest.mark.parametrize(
    "python",
    [
        'raise Refused("Không tìm thấy tệp")',
        'say(f"Đã nộp {code}")',
        'LABELS = {"a": "Chờ ký"}',
        'def act():\n    """What it does."""\n    return "Đã xong"',
        '@cli.command()\ndef up():\n    """Khởi động cả hệ thống."""',
    ],
)
def test_vietnamese_text_outside_the_marks_is_reported(python: str, tmp_path: Path) -> None:
    (line,) = unmarked(python, tmp_path)

    assert "is not marked for translation" in line


@pytest.mark.parametrize(
    "python",
    [
        '_("Không tìm thấy tệp")',
        'ngettext("%(n)d việc chờ", "%(n)d việc chờ", n) % {"n": n}',
        'def act():\n    """Nơi nhận (Điều 8)."""',
        'place = models.CharField(help_text="địa danh ghi trên văn bản")',
        'say("plain English")',
    ],
)
def test_marked_texts_and_remarks_for_developers_pass(python: str, tmp_path: Path) -> None:
    assert unmarked(python, tmp_path) == []


def test_exception_with_a_reason_lets_one_text_of_one_file_pass(tmp_path: Path) -> None:
    exceptions = "[{why: printed by law, files: {a.py: [Kính gửi]}}]"

    assert unmarked('"Kính gửi"', tmp_path, exceptions) == []
    assert len(unmarked('"Kính gửi"\n"Nơi gửi"', tmp_path, exceptions)) == 1


def test_exception_that_nothing_needs_any_more_is_reported(tmp_path: Path) -> None:
    (line,) = unmarked('"plain"', tmp_path, "[{why: printed by law, files: {a.py: [Kính gửi]}}]")

    assert "Kính gửi" in line
