"""Pixel floods, endless pages, deep XML: refused by their headers, inside limits (S27)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lienthong.kernel.errors import DomainError
from lienthong.kernel.files.inspection import images, pdfs, xmls
from tests.kernel.files import samples


def code_of(look: Callable[..., Any], data: bytes, name: str) -> str:
    with pytest.raises(DomainError) as refusal:
        look(data, name)
    return refusal.value.code


def test_picture_of_30000_by_30000_is_refused(look: Callable[..., Any]) -> None:
    data = samples.huge_png()

    assert len(data) < 1_000_000
    assert code_of(look, data, "a.png") == "file_too_many_pixels"


def test_scan_of_a3_at_600_dpi_is_taken(look: Callable[..., Any]) -> None:
    data = samples.picture("PNG", (7016, 9921))

    assert look(data, "a.png").width == 7016


@pytest.mark.parametrize(
    ("kind", "name"), [("PNG", "a.png"), ("JPEG", "a.jpg"), ("WEBP", "a.webp"), ("TIFF", "a.tif")]
)
def test_cut_picture_is_refused(kind: str, name: str, look: Callable[..., Any]) -> None:
    data = samples.picture(kind, (300, 300))

    assert code_of(look, data[: len(data) // 3], name) in ("file_broken", "file_type_mismatch")


def test_pages_of_a_tiff_are_counted(look: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image

    pages = [Image.new("1", (10, 10)) for _ in range(3)]
    data = samples.picture("TIFF", save_all=True, append_images=pages)

    assert look(data, "a.tif").page_count == 4
    monkeypatch.setattr(images, "MAX_FRAMES", 3)
    assert code_of(look, data, "a.tif") == "file_too_many_pages"


def test_pdf_with_too_many_pages_is_refused(tmp_path: Path) -> None:
    path = samples.on_disk(tmp_path, samples.pdf(pages=6))

    assert pdfs.inspect(path, max_pages=6).page_count == 6
    with pytest.raises(DomainError) as refusal:
        pdfs.inspect(path, max_pages=5)
    assert refusal.value.code == "file_too_many_pages"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"x" * 5000, samples.pdf()[:200]])
def test_pdf_without_readable_structure_is_refused(data: bytes, look: Callable[..., Any]) -> None:
    assert code_of(look, data, "a.pdf") == "file_broken"


def test_xml_as_deep_as_the_limit_is_taken_and_one_deeper_refused() -> None:
    deep = xmls.MAX_DEPTH

    assert xmls.read([b"<a>" * deep + b"</a>" * deep]) == "a"
    with pytest.raises(DomainError) as refusal:
        xmls.read([b"<a>" * (deep + 1) + b"</a>" * (deep + 1)])
    assert refusal.value.code == "file_too_deep"


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE a [<!ENTITY x 'ha'>]><a>&x;</a>",
        b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
        b"<a>",
        b"<a></b>",
        b"<?xml version='1.0' encoding='utf-99'?><a/>",
    ],
)
def test_xml_with_a_document_type_or_broken_is_refused(data: bytes) -> None:
    with pytest.raises(DomainError) as refusal:
        xmls.read([data])
    assert refusal.value.code == "file_broken"
