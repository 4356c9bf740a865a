"""The renderer: data stay data, output is the same each time, fonts are ours."""

from __future__ import annotations

import datetime as dt
import io
import json
import threading

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.kernel import errors
from lienthong.kernel.printing.places import Place
from lienthong.kernel.printing.public import register_templates, render, render_with_places
from lienthong.kernel.printing.registry import PACKAGE
from lienthong.kernel.printing.renderer import FONTS
from tests.kernel.printing.pages import text_of

LETTERS = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
NASTY = [
    '#panic("x")',
    '"; #read("/etc/passwd")',
    "$x^2$",
    "\\ \\u{41} \\n",
    "[a] #[b]",
    "*đậm* _nghiêng_ `mã`",
    "= Đề mục",
    "- gạch",
    "<place> @ref // ghi chú /* x */",
]


def slip(**data) -> bytes:
    return render("printing/slip_refusal", data)


@pytest.mark.parametrize("text", NASTY)
def test_signs_of_the_template_language_in_data_stay_letters(text):
    seen = text_of(slip(reason=text, applicant_name="A"))

    assert text.replace(" ", "") in seen.replace(" ", "").replace("\n", "")


@pytest.mark.parametrize("text", NASTY)
def test_signs_of_the_template_language_in_a_document_stay_letters(text):
    data = {
        "kind": "Quyết định",
        "subject": text,
        "body": [text],
        "bases": [text],
        "recipients": [text],
        "issuer": text,
        "signature": {"authority": [text], "name": text},
    }

    seen = text_of(render("printing/document", data)).replace("\n", "").replace(" ", "")

    assert seen.count(text.replace(" ", "")) >= 4


@settings(max_examples=25, deadline=None)
@given(text=st.text(st.sampled_from('#$"\\[]{}()*_`~@<>=-+/;:,. aĐữ'), max_size=60))
def test_any_text_renders(text):
    assert slip(reason=text).startswith(b"%PDF-1.7")


def test_same_data_give_the_same_bytes_in_another_thread():
    data = {"reason": "Thiếu giấy tờ", "applicant_name": "Lê Thị Ánh Nguyệt"}
    other: list[bytes] = []
    thread = threading.Thread(target=lambda: other.append(slip(**data)))
    thread.start()
    thread.join()

    assert other == [slip(**data)]


def test_creation_date_is_the_one_given():
    moment = dt.datetime(2026, 11, 24, 2, 30, tzinfo=dt.UTC)
    pdf = render("printing/slip_refusal", {}, created=moment)

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.docinfo["/CreationDate"]).startswith("D:20261124023000")


def test_archive_copy_is_pdf_a_2b():
    pdf = render("printing/document", {"kind": "Thông báo", "subject": "x"}, pdf_a=True)

    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")


def test_pages_are_tagged_for_screen_readers():
    with pikepdf.open(io.BytesIO(slip())) as opened:
        assert opened.Root.MarkInfo.Marked
        assert opened.Root.Lang == "vi-VN"


def test_all_fonts_are_ours_and_embedded():
    pdf = render("printing/document", {"kind": "Thông báo", "subject": LETTERS, "body": [LETTERS.upper()]})

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fonts = opened.pages[0].Resources.Font.values()
        names = {str(f.BaseFont).split("+")[1].split("-")[0] for f in fonts}
        embedded = [
            any(k in f.DescendantFonts[0].FontDescriptor for k in ("/FontFile2", "/FontFile3")) for f in fonts
        ]
    assert names == {"Tinos"}
    assert all(embedded)


@pytest.mark.parametrize("path", sorted(FONTS.glob("*.ttf")), ids=lambda p: p.stem)
def test_font_has_every_vietnamese_letter(path):
    known = TTFont(path).getBestCmap()

    assert [c for c in LETTERS + LETTERS.upper() if ord(c) not in known] == []


def test_font_licences_are_kept():
    assert {p.name for p in FONTS.glob("OFL-*.txt")} == {"OFL-Tinos.txt", "OFL-BeVietnamPro.txt"}


@pytest.mark.parametrize(
    "name", ["printing/nothing", "nobody/x", "../../etc/passwd", "printing/../x", "document", ""]
)
def test_unknown_template_is_not_found(name):
    with pytest.raises(errors.NotFound):
        render(name, {})


def test_data_that_do_not_fit_are_invalid():
    with pytest.raises(errors.Invalid):
        render("printing/document", {"kind": "Quyết định", "body": [{"type": "unknown"}]})


def test_templates_outside_the_package_are_refused(tmp_path):
    with pytest.raises(ValueError, match="outside"):
        register_templates("elsewhere", tmp_path)


def test_registered_folder_is_found():
    register_templates("mine", PACKAGE / "kernel/printing/typst")

    assert render("mine/slip_refusal", {}) == slip()


def test_places_survive_json():
    _, places = render_with_places("printing/document", {"kind": "Thông báo", "subject": "x"})

    kept = json.loads(json.dumps({name: p.to_dict() for name, p in places.items()}))

    assert {name: Place.from_dict(p) for name, p in kept.items()} == places
    assert set(places) == {"number", "date", "signature", "seal"}
