"""Extension, magic and structure must agree (S21); pages that run script are never taken (S24)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lienthong.kernel.errors import DomainError
from lienthong.kernel.files import kinds
from tests.kernel.files import samples

GOOD = {
    "don.pdf": (samples.pdf, "pdf"),
    "anh.png": (samples.picture, "png"),
    "anh.JPG": (lambda: samples.picture("JPEG"), "jpeg"),
    "anh.webp": (lambda: samples.picture("WEBP"), "webp"),
    "quet.tif": (lambda: samples.picture("TIFF"), "tiff"),
    "to-trinh.docx": (samples.word, "docx"),
    "bang.xlsx": (samples.sheet, "xlsx"),
    "ho-so.zip": (lambda: samples.archive({"a/đơn.txt": b"xin ch\xc3\xa0o"}), "zip"),
    "cu.doc": (lambda: samples.compound("WordDocument"), "doc"),
    "cu.xls": (lambda: samples.compound("Workbook"), "xls"),
    "thu.rtf": (lambda: rb"{\rtf1\ansi Xin ch\'e0o}", "rtf"),
    "ghi-chu.txt": (lambda: "Ghi chú".encode(), "txt"),
    "ghi-chu-16.txt": (lambda: "Ghi chú".encode("utf-16"), "txt"),
    "bang.csv": (lambda: "Tên,Số\nAn,1\n".encode(), "csv"),
    "goi.xml": (lambda: b"<?xml version='1.0'?><a><b/></a>", "xml"),
}


@pytest.mark.parametrize("name", sorted(GOOD))
def test_kind_of_an_honest_file_is_recognised_without_reasons(name: str, look: Callable[..., Any]) -> None:
    make, kind = GOOD[name]

    found = look(make(), name)

    assert (found.kind, found.reasons) == (kind, set())


@pytest.mark.parametrize(
    ("name", "other"),
    [(name, other) for name in ("don.pdf", "anh.png", "to-trinh.docx", "ghi-chu.txt", "cu.doc", "goi.xml", "ho-so.zip")
     for other in ("a.pdf", "a.png", "a.docx", "a.xlsx", "a.jpg", "a.zip", "a.doc", "a.xml", "a.rtf")
     if name.rsplit(".")[-1] != other.rsplit(".")[-1]],
)  # fmt: skip
def test_content_under_another_extension_is_refused(name: str, other: str, look: Callable[..., Any]) -> None:
    with pytest.raises(DomainError) as refusal:
        look(GOOD[name][0](), other)

    assert refusal.value.code == "file_type_mismatch"


@pytest.mark.parametrize(
    "name",
    ["a.exe", "a.pdf.exe", "a.html", "a.svg", "a.mhtml", "a.js", "a", "a.pdf\x00.exe", "phieu\u202efdp.exe"],
)
def test_extension_outside_the_list_is_refused_whatever_it_holds(name: str, look: Callable[..., Any]) -> None:
    with pytest.raises(DomainError) as refusal:
        look(samples.pdf(), name)

    assert refusal.value.code == "file_type_not_allowed"


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"  <HTML><body onload=alert(1)>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><x:html xmlns:x='http://www.w3.org/1999/xhtml'/>",
        b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n",
        "<html>".encode("utf-16"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.xml", "a.csv"])
def test_page_or_picture_with_script_is_refused_under_any_name(
    data: bytes, name: str, look: Callable[..., Any]
) -> None:
    with pytest.raises(DomainError):
        look(data, name)


def test_picture_with_an_archive_behind_it_is_refused(look: Callable[..., Any]) -> None:
    with pytest.raises(DomainError) as refusal:
        look(samples.picture() + samples.archive({"a.txt": b"x"}), "anh.png")

    assert refusal.value.code in ("file_type_mismatch", "file_broken")


def test_binary_under_a_text_name_is_refused(look: Callable[..., Any]) -> None:
    with pytest.raises(DomainError):
        look(b"chu thuong" * 1000 + b"\x00\x01\x02", "a.txt")


def test_empty_file_is_refused(look: Callable[..., Any]) -> None:
    with pytest.raises(DomainError) as refusal:
        look(b"", "a.pdf")

    assert refusal.value.code == "file_empty"


def test_kind_outside_the_purpose_is_refused_with_the_list_of_what_is_taken(look: Callable[..., Any]) -> None:
    with pytest.raises(DomainError) as refusal:
        look(samples.word(), "a.docx", purpose="photo")

    assert refusal.value.code == "file_type_not_allowed"
    assert ".png" in str(refusal.value.hint)


def test_purpose_with_an_unknown_kind_is_an_error_at_once() -> None:
    with pytest.raises(ValueError, match="unknown kinds"):
        kinds.register_purpose("thu-nghiem", {"svg"})
