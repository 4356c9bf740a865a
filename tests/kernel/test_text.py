import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.text import (
    ascii_filename,
    fold,
    fold_number,
    name_sort_key,
    nfc,
    sort_key,
    straight,
    strip_marks,
)

vietnamese = st.text(
    alphabet="aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵĐÐ 0123456789-/."
)


@given(st.text())
def test_nfc_of_nfc_is_itself(s):
    assert nfc(nfc(s)) == nfc(s)


@given(st.text() | vietnamese)
def test_fold_twice_changes_nothing(s):
    assert fold(fold(s)) == fold(s)


@given(vietnamese)
def test_fold_does_not_depend_on_the_unicode_form(s):
    assert fold(unicodedata.normalize("NFD", s)) == fold(unicodedata.normalize("NFC", s))


@given(vietnamese)
def test_fold_of_vietnamese_text_is_ascii(s):
    assert fold(s).isascii()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đường", "duong"),
        ("Ðường", "duong"),  # Eth
        ("ÐƯỜNG", "duong"),
        ("hoà", "hoa"),
        ("hòa", "hoa"),
        ("  Uỷ\u00a0ban \n nhân dân ", "uy ban nhan dan"),
        ("khoẻ khỏe thuý thúy", "khoe khoe thuy thuy"),
        ("", ""),
    ],
)
def test_fold_removes_tones_marks_case_and_extra_spaces(text, folded):
    assert fold(text) == folded


def test_strip_marks_keeps_case():
    assert strip_marks("TTr-ĐHQG Ðồng Nai") == "TTr-DHQG Dong Nai"


@pytest.mark.parametrize(
    ("number", "folded"),
    [
        ("1575/QĐ-UBND", "1575 qd ubnd"),
        ("1605 / QÐ– UBND", "1605 qd ubnd"),
        ("2715/BTTTT-ƯDCNTT", "2715 btttt udcntt"),
        ("64/2007/NĐ-CP", "64 2007 nd cp"),
        ("01.2/TB", "01 2 tb"),
    ],
)
def test_fold_number_reads_separators_as_spaces(number, folded):
    assert fold_number(number) == folded


def in_order(words, key):
    shuffled = words[::-1]
    return sorted(shuffled, key=lambda w: key(w).encode("utf-8")) == words


@pytest.mark.parametrize(
    "words",
    [
        ["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "h", "i", "k", "l", "m", "n", "o", "ô", "ơ", "p"],
        ["t", "u", "ư", "v", "w", "x", "y", "z"],
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["la", "lá", "lan", "lăn", "lân"],  # letters decide before tones
        ["an", "an bình", "ăn", "ân"],
        ["da", "dạ", "đa", "đà"],
        ["mua", "mùa", "mưa", "mừa"],
        ["Thanh Hoá", "Thanh Trì", "Thạnh Trị"],
        ["Hà Nam", "Hà Nội", "Hà Tĩnh", "Hải Dương"],
        ["9", "a"],
    ],
)
def test_sort_key_gives_vietnamese_alphabetical_order(words):
    assert in_order(words, sort_key)


def test_sort_key_puts_both_tone_placements_together():
    assert in_order(["hoa", "hòa", "hoà", "hỏa"], sort_key) or in_order(
        ["hoa", "hoà", "hòa", "hỏa"], sort_key
    )


@given(st.text() | vietnamese)
def test_sort_key_can_be_stored_in_the_database(s):
    key = sort_key(s)

    assert "\x00" not in key
    key.encode("utf-8")


@given(vietnamese, vietnamese)
def test_sort_key_is_equal_only_for_equal_text_up_to_spacing(a, b):
    assert (sort_key(a) == sort_key(b)) == (nfc(" ".join(a.split())) == nfc(" ".join(b.split())))


def test_name_sort_key_orders_by_given_then_family_then_middle_name():
    people = [
        "Trần Thị An",
        "Lê Văn Anh",
        "Nguyễn Thị Anh",
        "Nguyễn Văn Anh",
        "Nguyễn Văn Ánh",
        "Đỗ Bình",
        "Hồ Ý",
    ]

    assert in_order(people, name_sort_key)


def test_name_sort_key_of_one_word_and_of_nothing():
    assert in_order(["", "Pá", "Lò Pá"], name_sort_key)


@pytest.mark.parametrize(
    ("name", "ascii_name"),
    [
        ("Quyết định số 05-QĐ-UBND.pdf", "Quyet-dinh-so-05-QD-UBND.pdf"),
        ("..\\..\\etc/Đơn xin.docx", "Don-xin.docx"),
        ("báo cáo   quý I .  xlsx", "bao-cao-quy-I.xlsx"),
        ("", "tep"),
        ("...", "tep"),
        ("con.txt", "tep-con.txt"),
        ("tệp đính kèm", "tep-dinh-kem"),
    ],
)
def test_ascii_filename_is_unaccented_and_keeps_the_extension(name, ascii_name):
    assert ascii_filename(name) == ascii_name


def test_ascii_filename_shortens_the_stem_not_the_extension():
    assert ascii_filename("a" * 80 + ".pdf") == "a" * 46 + ".pdf"


@given(st.text(), st.integers(min_value=8, max_value=80))
def test_ascii_filename_is_always_safe(name, limit):
    result = ascii_filename(name, limit)

    assert 1 <= len(result) <= limit
    assert result.isascii()
    assert not set(result) & set('/\\:*?"<>| \n\t')
    assert not result.startswith((".", "-"))


@pytest.mark.parametrize(
    "deceiving",
    [
        "Trần \u202enâV\u202c",  # shown as "Trần Vân"
        "Trần\u200b Vân",
        "\u200fTrần Vân",
        "Trần \u2067Vân\u2069",
        "Trần Vân\u061c",
        "Trần V\u00adân",
        "\ufeffTrần Vân",
    ],
)
def test_straight_text_holds_nothing_that_shows_nothing(deceiving):
    assert not {ch for ch in straight(deceiving) if unicodedata.category(ch) == "Cf"}


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Thị Ánh Tuyết",
        "Y Blĭm Êban",
        "H’Hen Niê",
        "محمد علي",
        "יעקב לוי",
        "ꪵꪀ꪿ꪫ",
        "क्\u200dष",
        "Jean-Luc O’Neill",
    ],
)
def test_straight_text_keeps_names_of_every_script_whole(name):
    assert straight(name) == nfc(name)


@given(st.text())
def test_straight_twice_changes_nothing(s):
    assert straight(straight(s)) == straight(s)
