from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.office.documents.reading.syllables import is_syllable, unglued

AREAS = Path(__file__).parents[3] / "packs/vn/areas/areas_2025_07.csv"


@pytest.mark.parametrize(
    ("glued", "words"),
    [
        ("SỞNỘIVỤ", "SỞ NỘI VỤ"),
        ("UBNDTỈNHTHÁIBÌNH", "UBND TỈNH THÁI BÌNH"),
        ("THỪAUỶQUYỀN", "THỪA UỶ QUYỀN"),
        ("QUỐCHỘI", "QUỐC HỘI"),
        ("trungương", "trung ương"),
        ("CẢNGHÀNGKHÔNG", "CẢNG HÀNG KHÔNG"),
        ("hóavà", "hóa và"),
    ],
)
def test_lost_spaces_come_back(glued, words):
    assert unglued(glued) == words


@pytest.mark.parametrize(
    "word",
    [
        "internet",
        "ASEAN",
        "Đắk",
        "Krông",
        "QĐ-UBND",
        "GDĐT",
        "nghiêng",
        "thuở",
        "gìn",
        "Thoòng",
        "quýt",
        "TTr",
        "ĐBQH",
    ],
)
def test_word_that_is_no_row_of_syllables_stays(word):
    assert unglued(word) == word


@given(st.text(max_size=60))
def test_only_spaces_are_added(text):
    assert unglued(text).replace(" ", "") == text.replace(" ", "")


def test_names_of_communes_survive_the_loss_of_their_spaces():
    """Not all can: "Hoàng An" glued may be "Hoà Ngan"; names of other languages have other syllables."""
    with AREAS.open(encoding="utf-8") as file:
        names = [row["name"].upper() for row in csv.DictReader(file)]
    ordinary = [name for name in names if all(is_syllable(word) for word in name.split())]

    right = sum(unglued(name.replace(" ", "")) == name for name in ordinary)

    assert len(ordinary) > 2500
    assert right / len(ordinary) > 0.93
