"""Letterhead and signature blocks composed from the directory."""

from __future__ import annotations

import pytest

from lienthong.kernel.directory.models import Officer, Organisation, Post
from lienthong.kernel.directory.signature_lines import letterhead, place_of, signature_lines
from lienthong.kernel.errors import Refused


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("UBND phường Hạc Thành", ["ỦY BAN NHÂN DÂN", "PHƯỜNG HẠC THÀNH"]),
        ("Sở Nội vụ", ["SỞ NỘI VỤ"]),
        ("Văn phòng UBND tỉnh Thanh Hóa", ["VĂN PHÒNG ỦY BAN NHÂN DÂN TỈNH THANH HÓA"]),
        ("HĐND tỉnh Thanh Hóa", ["HỘI ĐỒNG NHÂN DÂN", "TỈNH THANH HÓA"]),
    ],
)
def test_letterhead_spells_out_the_agency(name, lines):
    assert letterhead(Organisation(name=name)) == lines


@pytest.mark.parametrize(
    ("title", "collective", "lines"),
    [
        ("Chủ tịch UBND", True, ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
        ("Phó Chủ tịch UBND", True, ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
        ("Giám đốc Sở", False, ["GIÁM ĐỐC"]),
        ("Phó Giám đốc Sở", False, ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
    ],
)
def test_signature_block_says_on_whose_behalf(title, collective, lines):
    officer = Officer(post=Post(title=title))

    assert signature_lines(officer, Organisation(name="UBND xã", collective=collective)) == lines


def test_block_that_the_post_prescribes_is_used_as_it_is():
    officer = Officer(post=Post(title="Trưởng phòng", signs_as=["TL. CHỦ TỊCH", "TRƯỞNG PHÒNG KINH TẾ"]))

    assert signature_lines(officer, Organisation(name="UBND xã")) == ["TL. CHỦ TỊCH", "TRƯỞNG PHÒNG KINH TẾ"]


def test_place_is_the_one_that_the_pack_gives():
    assert place_of(Organisation(name="UBND phường Hạc Thành", place="Hạc Thành")) == "Hạc Thành"


def test_agency_without_a_place_is_told_where_to_put_it():
    with pytest.raises(Refused) as refusal:
        place_of(Organisation(name="UBND phường Hạc Thành"))

    assert "UBND phường Hạc Thành" in str(refusal.value.message)
    assert "place" in str(refusal.value.hint)
