from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.files.names import DEVICES, download_name, extension, original_name


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\an\\đơn.pdf", "đơn.pdf"),
        ("phieu\u202efdp.exe", "phieu fdp.exe"),
        ("don.pdf\x00.exe", "don.pdf .exe"),
        ("", "tep"),
        ("...", "tep"),
        ("đơn.pdf", "đơn.pdf"),
    ],
)
def test_original_name_keeps_only_what_people_can_see(given_name: str, shown: str) -> None:
    assert original_name(given_name) == shown


def test_original_name_of_300_characters_keeps_its_extension() -> None:
    assert original_name("a" * 300 + ".pdf") == "a" * 251 + ".pdf"


def test_extension_after_a_hidden_zero_byte_is_the_real_one() -> None:
    assert extension("don.pdf\x00.exe") == "exe"


@pytest.mark.parametrize(
    ("given_name", "ext", "offered"),
    [
        ("Đơn đề nghị.pdf", "pdf", "Don-de-nghi.pdf"),
        ("don.pdf.exe", "pdf", "don-pdf-exe.pdf"),
        ("ảnh.exe.png", "png", "anh-exe.png"),
        ("CON.pdf", "pdf", "tep-CON.pdf"),
        ("lpt1.txt", "txt", "tep-lpt1.txt"),
        ("đơn", "pdf", "don.pdf"),
    ],
)
def test_download_name_has_one_extension_and_is_no_device(given_name: str, ext: str, offered: str) -> None:
    assert download_name(given_name, ext) == offered


@given(st.text(max_size=400))
def test_download_name_of_any_text_is_safe(text: str) -> None:
    name = download_name(text, "pdf")

    assert name.isascii()
    assert len(name) <= 50
    assert name.count(".") == 1
    assert name.endswith(".pdf")
    assert not set(name) & set('/\\:*?"<>|\0\n\r ')
    assert name.split(".")[0].casefold() not in DEVICES


@given(st.text(max_size=400))
def test_original_name_of_any_text_fits_and_stays_the_same_when_repeated(text: str) -> None:
    name = original_name(text)

    assert 0 < len(name) <= 255
    assert original_name(name) == name
