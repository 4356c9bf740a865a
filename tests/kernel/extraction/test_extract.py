import io
import zipfile

import docx
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from lienthong.kernel.errors import DomainError, Invalid, NotFound, TooLarge, Unavailable
from lienthong.kernel.files.extraction import Limits, extract, ocr

HEADER = (
    '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>'
)
FOOTER = "</w:body></w:document>"


def word(body, **parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", HEADER + body + FOOTER)
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def pdf(source):
    return typst.compile(source.encode("utf-8"))


class TestText:
    def test_lines_and_their_offsets(self):
        (page,) = extract("Số: 1\nHà Nội".encode()).pages

        assert [page.text[line.start : line.end] for line in page.lines] == ["Số: 1", "Hà Nội"]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_unicode_encodings(self, encoding):
        assert extract("Kế hoạch".encode(encoding)).text == "Kế hoạch"

    def test_form_feeds_part_pages(self):
        pages = extract("một\fhai".encode())

        assert (pages.page_count, [p.text for p in pages.pages]) == (2, ["một", "hai"])

    def test_binary_data_is_refused(self):
        with pytest.raises(Invalid) as caught:
            extract(b"\x00\x01\x02\x03binary")

        assert caught.value.code == "not_text"


class TestWord:
    def test_table_cells_of_a_head_are_written_column_by_column(self):
        document = docx.Document()
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text = "UBND TỈNH X\nSỞ NỘI VỤ"
        table.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
        out = io.BytesIO()
        document.save(out)

        lines = [line for line in extract(out.getvalue()).text.split("\n") if line]

        assert lines == [
            "UBND TỈNH X",
            "SỞ NỘI VỤ",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
        ]

    def test_rows_of_a_data_table_become_tabbed_lines(self):
        document = docx.Document()
        table = document.add_table(rows=2, cols=3)
        for n, text in enumerate(["TT", "Tên", "Kinh phí", "1", "Dự án", "500"]):
            table.cell(n // 3, n % 3).text = text
        out = io.BytesIO()
        document.save(out)

        assert extract(out.getvalue()).text.strip().split("\n") == ["TT\tTên\tKinh phí", "1\tDự án\t500"]

    def test_text_box_is_read_once(self):
        box = f"<w:txbxContent>{paragraph('HỎA TỐC')}</w:txbxContent>"
        body = (
            "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'>" + box + "</mc:Choice><mc:Fallback>" + box
            + "</mc:Fallback></mc:AlternateContent><w:t>Số: 1/CĐ-UBND</w:t></w:r></w:p>"
        )  # fmt: skip

        assert extract(word(body)).text == "HỎA TỐC\nSố: 1/CĐ-UBND"

    def test_deleted_and_hidden_text_is_left_out(self):
        body = (
            "<w:p><w:del><w:r><w:delText>cũ</w:delText></w:r></w:del><w:ins><w:r><w:t>mới</w:t></w:r></w:ins>"
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r></w:p>"
        )

        assert extract(word(body)).text == "mới"

    def test_all_capitals_formatting_counts(self):
        body = "<w:p><w:r><w:rPr><w:caps/></w:rPr><w:t>Quyết định</w:t></w:r></w:p>"

        assert extract(word(body)).text == "QUYẾT ĐỊNH"

    def test_words_in_the_page_header_come_first_and_page_numbers_not_at_all(self):
        header = HEADER.replace("<w:body>", "").replace("w:document", "w:hdr")
        data = word(
            paragraph("Nội dung"), word__header1=header + paragraph("MẬT") + paragraph("2") + "</w:hdr>"
        )

        assert extract(data).text == "MẬT\nNội dung"

    def test_document_type_declarations_are_refused(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')

        with pytest.raises(Invalid) as caught:
            extract(out.getvalue())

        assert caught.value.code == "docx_dtd"

    def test_a_zip_bomb_is_refused(self):
        data = word(paragraph("a" * 3_000_000))

        with pytest.raises(TooLarge):
            extract(data, limits=Limits(unpacked_bytes=1_000_000))

    def test_a_zip_that_is_no_word_document_is_refused(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("a.txt", "a")

        with pytest.raises(Invalid) as caught:
            extract(out.getvalue())

        assert caught.value.code == "not_docx"


class TestPdf:
    def test_boxes_are_fractions_of_the_page_from_the_top_left(self):
        pages = extract(pdf('#set page(paper: "a4", margin: 20mm)\nĐầu trang\n#v(1fr)\nCuối trang'))
        first, last = [line for line in pages.pages[0].lines if line.text]

        assert (first.text, last.text) == ("Đầu trang", "Cuối trang")
        assert 0 < first.box[1] < first.box[3] < 0.2
        assert 0.8 < last.box[1] < last.box[3] < 1
        assert first.box[0] == pytest.approx(20 / 210, abs=0.01)

    def test_pages_are_kept_apart(self):
        pages = extract(pdf("Một\n#pagebreak()\nHai"))

        assert (pages.page_count, pages.text, pages.method) == (2, "Một\fHai", "pdf")

    def test_too_many_pages_are_refused(self):
        with pytest.raises(TooLarge):
            extract(pdf("Một\n#pagebreak()\nHai"), limits=Limits(pages=1))

    def test_a_damaged_file_is_refused(self):
        with pytest.raises(Invalid):
            extract(b"%PDF-1.7 broken")

    def test_a_scan_without_recognition_says_what_to_do(self, monkeypatch):
        monkeypatch.setattr(ocr, "available", lambda: False)
        out = io.BytesIO()
        Image.new("RGB", (1240, 1754), "white").save(out, "PDF", resolution=150)

        with pytest.raises(Unavailable) as caught:
            extract(out.getvalue())

        assert "tesseract" in str(caught.value)


class TestPictures:
    def test_too_many_pixels_are_refused(self):
        if not ocr.available():
            pytest.skip("TESSERACT IS NOT INSTALLED")
        out = io.BytesIO()
        Image.new("L", (400, 400)).save(out, "PNG")

        with pytest.raises(TooLarge):
            extract(out.getvalue(), limits=Limits(image_pixels=100_000))

    def test_a_slow_recognition_is_stopped(self):
        if not ocr.available():
            pytest.skip("TESSERACT IS NOT INSTALLED")
        out = io.BytesIO()
        Image.effect_noise((2000, 2000), 100).save(out, "PNG")

        with pytest.raises(TooLarge) as caught:
            extract(out.getvalue(), limits=Limits(ocr_page_seconds=0.01))

        assert caught.value.code == "ocr_too_slow"

    def test_a_picture_too_small_for_a_letter_starts_no_recognition(self, monkeypatch):
        monkeypatch.setattr(ocr, "available", lambda: True)
        monkeypatch.setattr(ocr, "recognise", lambda *given: pytest.fail("a program was started"))
        out = io.BytesIO()
        Image.new("L", (400, 3)).save(out, "PNG")

        found = extract(out.getvalue())

        assert (found.text, found.page_count) == ("", 1)

    def test_a_broken_picture_is_refused(self):
        if not ocr.available():
            pytest.skip("TESSERACT IS NOT INSTALLED")
        with pytest.raises(Invalid):
            extract(b"\x89PNG\r\n\x1a\nbroken")


class TestAnyFile:
    def test_missing_file(self, tmp_path):
        with pytest.raises(NotFound):
            extract(tmp_path / "nothing.pdf")

    def test_empty_file(self, tmp_path):
        path = tmp_path / "empty.txt"
        path.write_bytes(b"")

        with pytest.raises(Invalid):
            extract(path)

    def test_file_beyond_the_limit(self, tmp_path):
        path = tmp_path / "large.txt"
        path.write_bytes(b"a" * 2000)

        with pytest.raises(TooLarge):
            extract(path, limits=Limits(bytes=1000))

    @pytest.mark.parametrize("start", [b"\xd0\xcf\x11\xe0\xa1\xb1", b"{\\rtf1"])
    def test_old_formats_name_the_way_out(self, start):
        with pytest.raises(Invalid) as caught:
            extract(start + b"x" * 100)

        assert ".docx" in str(caught.value)

    @settings(max_examples=60, deadline=None)
    @given(
        st.sampled_from([b"%PDF-1.4\n", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b""]),
        st.binary(min_size=1, max_size=300),
    )
    def test_any_bytes_are_read_or_refused_in_plain_words(self, start, rest):
        try:
            extract(start + rest)
        except DomainError as error:
            assert len(str(error)) > 10
