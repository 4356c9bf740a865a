"""Macros, OLE, DDE, XLM, scripts in PDF, passwords: kept in quarantine with the reason (S25)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from lienthong.kernel.errors import DomainError
from tests.kernel.files import samples

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def field(*pieces: str) -> bytes:
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return (
        f"<w:document xmlns:w='{W}'><w:body><w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r>{runs}"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p></w:body></w:document>"
    ).encode()


OFFICE = [
    ("word__vbaProject_dot_bin", b"x", "macros"),
    ("word__embeddings__oleObject1_dot_bin", b"x", "embedded_object"),
    ("word__activeX__activeX1_dot_xml", b"<a/>", "activex"),
    ("word__document_dot_xml", field("DDEAUTO c:\\\\windows\\\\cmd.exe"), "dde"),
    ("word__document_dot_xml", field(" DD", "EAU", "TO cmd"), "dde"),
    (
        "word___rels__settings_dot_xml_dot_rels",
        b"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r1' "
        b"Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate' "
        b"Target='http://example.invalid/a.dotm' TargetMode='External'/></Relationships>",
        "remote_template",
    ),
]


@pytest.mark.parametrize(("part", "content", "reason"), OFFICE)
def test_active_part_of_a_word_document_is_named(
    part: str, content: bytes, reason: str, look: Callable[..., Any]
) -> None:
    assert look(samples.with_parts(samples.word(), **{part: content}), "a.docx").reasons == {reason}


def test_page_number_field_is_no_active_content(look: Callable[..., Any]) -> None:
    data = samples.with_parts(samples.word(), word__document_dot_xml=field("PAGE  \\* MERGEFORMAT"))

    assert look(data, "a.docx").reasons == set()


@pytest.mark.parametrize(
    ("part", "content", "reason"),
    [
        ("xl__macrosheets__sheet1_dot_xml", b"<a/>", "macros"),
        (
            "xl__externalLinks__externalLink1_dot_xml",
            b"<externalLink><ddeLink ddeService='cmd'/></externalLink>",
            "dde",
        ),
    ],
)
def test_active_part_of_a_sheet_is_named(
    part: str, content: bytes, reason: str, look: Callable[..., Any]
) -> None:
    assert look(samples.with_parts(samples.sheet(), **{part: content}), "a.xlsx").reasons == {reason}


@pytest.mark.parametrize(
    ("names", "extension", "reasons"),
    [
        (("WordDocument", "Macros", "VBA"), "doc", {"macros"}),
        (("Workbook", "_VBA_PROJECT_CUR"), "xls", {"macros"}),
        (("WordDocument", "\x01Ole10Native"), "doc", {"embedded_object"}),
        (("WordDocument", "ObjectPool"), "doc", set()),
        (("EncryptedPackage", "EncryptionInfo"), "docx", {"encrypted"}),
    ],
)
def test_old_office_file_is_judged_by_its_directory(
    names: tuple[str, ...], extension: str, reasons: set[str], look: Callable[..., Any]
) -> None:
    assert look(samples.compound(*names), f"a.{extension}").reasons == reasons


def test_installer_that_calls_itself_doc_is_refused(look: Callable[..., Any]) -> None:
    with pytest.raises(DomainError):
        look(samples.compound("SummaryInformation", "Binary"), "a.doc")


def _javascript(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _launch(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(link)])


def _attachment(document: pikepdf.Pdf) -> None:
    document.attachments["a.txt"] = b"x"


def _ordinary_link(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://dichvucong.gov.vn")
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(link)])


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        (_javascript, {"javascript"}),
        (_launch, {"launch"}),
        (_attachment, {"embedded_file"}),
        (_ordinary_link, set()),
    ],
)
def test_active_content_of_a_pdf_is_named(change: Any, reasons: set[str], look: Callable[..., Any]) -> None:
    assert look(samples.pdf(change=change), "a.pdf").reasons == reasons


def test_active_content_in_a_compressed_object_stream_is_found(look: Callable[..., Any]) -> None:
    data = samples.pdf(
        change=_javascript, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True
    )

    assert b"JavaScript" not in data
    assert look(data, "a.pdf").reasons == {"javascript"}


@pytest.mark.parametrize("user_password", ["", "bi-mat"])
def test_encrypted_pdf_is_kept_in_quarantine(user_password: str, look: Callable[..., Any]) -> None:
    data = samples.pdf(encryption=pikepdf.Encryption(owner="chu", user=user_password))

    assert look(data, "a.pdf").reasons == {"encrypted"}


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"=cmd|' /C calc'!A0,1\n", "a.csv", "dde"),
        (b"An,\"=MSEXCEL|'\\..\\cmd'!A1\"\n", "a.csv", "dde"),
        (rb"{\rtf1{\object\objemb{\*\objdata 0105}}}", "a.rtf", "embedded_object"),
        (rb"{\rtf1{\field{\*\fldinst DDEAUTO cmd}}}", "a.rtf", "dde"),
    ],
)
def test_text_that_starts_programs_is_kept_in_quarantine(
    data: bytes, name: str, reason: str, look: Callable[..., Any]
) -> None:
    assert look(data, name).reasons == {reason}


def test_csv_with_ordinary_formulas_and_negative_numbers_is_free(look: Callable[..., Any]) -> None:
    assert look("Thu,-5\nTổng,=A1+B1\n".encode(), "a.csv").reasons == set()
