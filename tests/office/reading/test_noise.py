"""What noise must not change, and that nothing is invented from arbitrary text."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.office.documents.reading import read_document

from . import documents, rarer
from .checks import differences

CASES = [*documents.CASES, *rarer.CASES]

PLAN = (Path(__file__).parents[2] / "data" / "plans" / "thanh_hoa_2011_2015.txt").read_text(encoding="utf-8")
SCALARS = ("issuer", "parent_agency", "number", "notation", "code", "kind", "place", "date", "subject", "signer_name", "signer_competence", "signer_position")  # fmt: skip


def nfd(text):
    return unicodedata.normalize("NFD", text)


def double_spaces(text):
    return re.sub(r"(?<! ) (?! )", "  ", text)


def eth(text):
    return text.replace("Đ", "Ð")


def windows_lines(text):
    return text.replace("\n", "\r\n")


def no_break_spaces(text):
    return text.replace(" ", "\u00a0")


def zero_width(text):
    return text.replace("Số", "Số\u200b").replace("QĐ", "Q\u00adĐ")


def trailing_blanks(text):
    return text.replace("\n", "  \n")


NOISES = [nfd, double_spaces, eth, windows_lines, no_break_spaces, zero_width, trailing_blanks]


@pytest.mark.parametrize("noise", NOISES, ids=lambda noise: noise.__name__)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_noise_does_not_change_the_values(case, noise):
    assert differences(read_document(noise(case.text)), case.expected) == {}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_blanks_between_the_halves_of_a_line_end_do_not_change_the_values(case):
    assert differences(read_document(case.text.replace("\n", "\r \u00a0\n")), case.expected) == {}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(CASES), st.lists(st.sampled_from(NOISES), min_size=2, max_size=4, unique=True))
def test_noises_together_do_not_change_the_values(case, noises):
    text = case.text
    for noise in noises:
        text = noise(text)

    assert differences(read_document(text), case.expected) == {}


@settings(max_examples=80, deadline=None)
@given(st.integers(min_value=0, max_value=13))
def test_a_line_break_inside_the_subject_does_not_change_it(at):
    case = next(c for c in CASES if c.name == "decision_of_a_province_two_columns_by_tab")
    subject = case.expected["subject"]
    words = subject.split()
    broken = " ".join(words[:at]) + "\n" + " ".join(words[at:])
    if not 1 <= at < len(words):
        return

    assert read_document(case.text.replace(subject, broken, 1)).subject.value == subject


@settings(max_examples=40, deadline=None)
@given(st.integers(min_value=1, max_value=30))
def test_a_line_break_inside_a_legal_basis_does_not_change_it(at):
    case = CASES[0]
    basis = case.text[case.text.index("Căn cứ Nghị định") :].split(";")[0]
    words = basis.split()
    broken = " ".join(words[:at]) + "\n" + " ".join(words[at:])

    read = read_document(case.text.replace(basis, broken, 1))

    assert read.legal_bases[-1].extra["code"] == "61/2018/NĐ-CP"
    assert read.legal_bases[-1].extra["date"] == "2018-04-23"
    assert read.legal_bases[-1].extra["issuer"] == "Chính phủ"


def letters_of(text):
    return [
        c
        for c in unicodedata.normalize("NFC", text).upper().replace("Ð", "Đ").replace("Ƣ", "Ư")
        if c.isalnum()
    ]


def assert_nothing_invented(text):
    read = read_document(text)
    held = "".join(letters_of(text))
    for name in ("number", "notation", "place", "subject", "signer_name", "issuer"):
        item = getattr(read, name)
        if item is not None:
            assert set(letters_of(item.value)) <= set(held)
            assert "".join(letters_of(item.value)) in held or name in ("subject", "issuer")
    if read.date:
        assert read.date.value[:4] in text


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_arbitrary_text_never_crashes_and_nothing_is_invented(text):
    assert_nothing_invented(text)


pieces = st.sampled_from(
    [
        "Số: 12/QĐ-UBND", "Số:", "/", "QUYẾT ĐỊNH", "KẾ HOẠCH", "Căn cứ", "Luật Đất đai", "ngày", "tháng 3", "năm 2024", "(Kèm theo", ")", "\n", "\n\n",
        "\t", "Nơi nhận:", "- Như trên;", "KT. CHỦ TỊCH", "TM.", "PHỤ LỤC", "Điều 1.", "CỘNG HÒA XÃ HỘI", "Độc lập - Tự do", "Kính gửi:", "V/v", ";", "MẬT",
        "KHẨN", "của Chính phủ", "về việc", "Xét đề nghị của", "Nguyễn Văn An", "ỦY BAN NHÂN DÂN", "\f", "./.", "   ", "58-CT/TW", "QUYẾT ĐỊNH:",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(pieces, max_size=60))
def test_shuffled_parts_of_documents_never_crash(parts):
    read_document(" ".join(parts)).to_dict()
    read_document("\n".join(parts)).to_dict()


@settings(max_examples=25, deadline=None)
@given(st.integers(min_value=0, max_value=len(PLAN)), st.integers(min_value=0, max_value=3000))
def test_a_torn_document_never_crashes_and_nothing_is_invented(start, length):
    assert_nothing_invented(PLAN[start : start + length])


def test_a_very_long_line_is_read_in_reasonable_steps():
    read_document("Căn cứ Luật " + "a" * 200_000)
    read_document("Số: " + " " * 100_000 + "/")
    read_document("ngày " * 50_000)
