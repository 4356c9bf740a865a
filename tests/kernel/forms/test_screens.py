from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from lienthong.kernel.errors import Invalid
from lienthong.kernel.forms import choices
from lienthong.kernel.forms.public import Edit, Form, Prefill, register_choices
from tests.kernel.forms.schemas import EVERYTHING, GOOD, sent

FORM = Form(EVERYTHING)
FILE = "01930000-0000-7000-8000-000000000001"


def page(rendered: str) -> Any:
    return html.fromstring(f"<form>{rendered}</form>")


def test_what_is_drawn_is_read_back_the_same() -> None:
    values, errors = FORM.read(sent(FORM.render(GOOD)))

    assert errors == {}
    assert values == GOOD


# Letters, marks and signs; no separators at the ends, which reading trims.
WORDS = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=2, max_size=30).map(
    lambda text: __import__("unicodedata").normalize("NFC", text)
)
DATES = st.dates(
    min_value=__import__("datetime").date(1900, 1, 1), max_value=__import__("datetime").date(2025, 1, 1)
).map(str)
ROWS = st.fixed_dictionaries(
    {"name": WORDS, "adopted": st.just(True)}, optional={"since": DATES}
) | st.fixed_dictionaries({"name": WORDS, "adopted": st.just(False)})
VALUES = st.fixed_dictionaries(
    {"applicant_kind": st.just("person"), "full_name": WORDS, "born": DATES, "agree": st.just(True)},
    optional={
        "sex": st.sampled_from(["nam", "nữ"]),
        "phone": st.from_regex(r"\A0[0-9]{9}\Z"),
        "address": st.fixed_dictionaries(
            {"street": WORDS}, optional={"note": st.lists(WORDS, min_size=1, max_size=3).map("\n".join)}
        ),
        "children": st.lists(ROWS, min_size=1, max_size=3),
        "papers": st.sampled_from([["a"], ["a", "b"], ["b", "c"]]),
        "scan": st.uuids().map(str),
        "more": st.lists(st.uuids().map(str), min_size=1, max_size=3, unique=True),
        "level": st.sampled_from([1, 2, 3]),
        "fee": st.integers(0, 10**12),
        "amount": st.integers(1, 10**9)
        | st.decimals(1, 10**6, places=3).map(float).filter(lambda number: not number.is_integer()),
        "urgent": st.booleans(),
    },
)


@settings(max_examples=40, deadline=None)
@given(VALUES)
def test_any_valid_values_come_back_from_their_own_screen(values: dict[str, Any]) -> None:
    read, errors = FORM.read(sent(FORM.render(values)))

    assert errors == {}
    assert read == values


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            [*EVERYTHING["properties"], "children.__rows", "children.0.name", "address.street", "__add"]
        ),
        st.text(max_size=30),
    )
)
def test_reading_of_any_post_never_raises_and_can_be_drawn_again(post: dict[str, str]) -> None:
    values, errors = FORM.read(post)

    assert FORM.render(values, errors)


class TestAccessibility:
    """WCAG: every control has a name, and its hint and error are read with it."""

    def test_every_control_has_a_label(self) -> None:
        drawn = page(FORM.render(GOOD))

        for control in drawn.xpath("//input[not(@type='hidden')] | //select | //textarea"):
            labelled = drawn.xpath(f"//label[@for='{control.get('id')}']") if control.get("id") else []
            assert labelled or control.xpath("ancestor::label"), control.get("name")

    def test_ids_are_unique_and_descriptions_exist(self) -> None:
        errors = FORM.check({"born": "sai", "children": [{}]})
        drawn = page(FORM.render({"born": "sai", "children": [{}]}, errors))
        ids = drawn.xpath("//@id")

        assert len(ids) == len(set(ids))
        for described in drawn.xpath("//@aria-describedby"):
            assert set(described.split()) <= set(ids)

    def test_wrong_field_is_marked_and_keeps_what_was_typed(self) -> None:
        values, errors = FORM.read({"born": "31/02/2020"})
        control = page(FORM.render(values, errors)).xpath("//input[@name='born']")[0]

        assert control.get("value") == "31/02/2020"
        assert control.get("aria-invalid") == "true"
        assert control.get("aria-describedby") == "f-born-hint f-born-error"

    def test_summary_leads_to_every_wrong_field(self) -> None:
        values = {"children": [{"name": "An"}, {}]}
        errors = FORM.check(values)
        drawn = page(FORM.render(values, errors))
        anchors = {address.removeprefix("#") for address in drawn.xpath("//*[@data-error-summary]//a/@href")}

        assert "f-children-1-name" in anchors
        assert len(anchors) == len(errors)
        assert anchors <= set(drawn.xpath("//@id"))
        assert "Con thứ 2: Hãy nhập: Tên con." in drawn.xpath("string(//*[@data-error-summary])")

    def test_summary_says_the_title_of_a_field_once(self) -> None:
        lines = FORM.error_lines(FORM.check({"children": [{}]}))

        assert [
            (label, str(message)) for anchor, label, message in lines if anchor == "f-children-0-name"
        ] == [("Con thứ 1", "Hãy nhập: Tên con.")]

    def test_rows_are_named_inside_the_words_of_their_buttons(self) -> None:
        drawn = page(FORM.render(GOOD))

        assert (
            drawn.xpath("normalize-space(//*[@id='f-children']//button[contains(@class, 'lt-add')])")
            == "Thêm con"
        )

    def test_there_is_no_inline_script_style_or_handler(self) -> None:
        drawn = page(FORM.render(GOOD))

        assert not drawn.xpath("//script | //style | //@style | //@*[starts-with(name(), 'on')]")


def test_hostile_values_and_titles_are_escaped() -> None:
    evil = '"><script>alert(1)</script>'
    form = Form(
        {"type": "object", "properties": {"a": {"type": "string", "title": evil, "ui": {"hint": evil}}}}
    )

    assert "<script" not in form.render({"a": evil}, {"/a": [evil], "": [evil]}, provenance={"/a": evil})


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("5/9/1990", "1990-09-05"),
        ("05-09-1990", "1990-09-05"),
        ("05.09.1990", "1990-09-05"),
        ("1990-09-05", "1990-09-05"),
    ],
)
def test_date_is_read_as_people_write_it(typed: str, stored: str) -> None:
    assert FORM.read({"born": typed})[0]["born"] == stored


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("1.250.000", 1250000),
        ("1250000", 1250000),
        ("1 250 000 đ", 1250000),
        ("1.250.000 đồng", 1250000),
        ("nhiều", "nhiều"),
    ],
)
def test_money_is_read_as_people_write_it(typed: str, stored: Any) -> None:
    assert FORM.read({"fee": typed})[0]["fee"] == stored


def test_identifiers_lose_the_spaces_between_digits() -> None:
    values, _errors = FORM.read({"number": "038 190 000 001", "phone": "+84 912 345 678"})

    assert (values["number"], values["phone"]) == ("038190000001", "0912345678")


def test_name_typed_in_parts_is_stored_in_one_form() -> None:
    assert FORM.read({"full_name": "Tri\u0323nh  "})[0]["full_name"] == "Tr\u1ecbnh"


def test_field_that_is_not_in_the_form_changes_nothing() -> None:
    assert "is_approved" not in FORM.read({"is_approved": "1", "full_name": "An"})[0]


class TestRowsWithoutScript:
    def test_add_button_gives_one_more_row_and_no_errors(self) -> None:
        post = sent(FORM.render({"children": [{"name": "An"}]})) | {"__add": ["children"]}

        values, errors = FORM.read(post)

        assert FORM.edit_of(post) == Edit("add", "children")
        assert errors == {}
        assert len(values["children"]) == 2
        assert sent(FORM.render(values))["children.__rows"] == ["2"]

    def test_remove_button_takes_its_own_row(self) -> None:
        rows = [{"name": "An"}, {"name": "Bình"}, {"name": "Cúc"}]

        values, _errors = FORM.read(sent(FORM.render({"children": rows})) | {"__remove": ["children.1"]})

        assert [row["name"] for row in values["children"]] == ["An", "Cúc"]

    def test_row_left_empty_is_dropped_when_sent(self) -> None:
        values, _errors = FORM.read(sent(FORM.render({"children": [{"name": "An"}, {}]})))

        assert values["children"] == [{"name": "An", "adopted": False}]

    def test_absurd_number_of_rows_does_no_work(self) -> None:
        values, errors = FORM.read(
            {"children.__rows": "999999999", **{f"children.{n}.name": "x" for n in range(9)}}
        )

        assert "/children" in errors
        assert len(values["children"]) <= 4


class TestFiles:
    def test_upload_is_received_and_kept_by_its_id(self) -> None:
        values, errors = FORM.read({}, {"scan": object()}, receive=lambda upload, field: f"{FILE}")

        assert values["scan"] == FILE
        assert "/scan" not in errors

    def test_refused_upload_is_an_error_at_its_field(self) -> None:
        def refuse(upload: Any, field: Any) -> str:
            raise Invalid("Tệp quá lớn")

        assert FORM.read({}, {"scan": object()}, receive=refuse)[1]["/scan"] == ["Tệp quá lớn"]

    def test_upload_dropped_for_its_size_is_an_error_at_its_field(self) -> None:
        _values, errors = FORM.read({}, {}, oversized={"scan"})

        assert "quá lớn" in str(errors["/scan"][0])

    def test_upload_survives_an_error_elsewhere(self) -> None:
        values, _errors = FORM.read({}, {"more": [object()]}, receive=lambda upload, field: FILE)

        assert sent(FORM.render(values))["more"] == [FILE]

    def test_file_is_taken_out_by_its_button(self) -> None:
        other = FILE[:-1] + "2"
        post = sent(FORM.render({"more": [FILE, other]})) | {"__remove_file": [f"more|{FILE}"]}

        assert FORM.read(post)[0]["more"] == [other]

    def test_slots_and_ids_are_listed(self) -> None:
        assert [slot.key for slot in FORM.file_slots()] == ["scan", "more"]
        assert FORM.file_ids(GOOD) == {"/scan": [GOOD["scan"]]}


class TestPages:
    def test_groups_are_pages_and_the_rest_is_one_more(self) -> None:
        assert [group.key for group in FORM.groups()] == ["nguoi-nop", "ho-so", "khac"]

    def test_page_is_read_alone_and_keeps_the_others(self) -> None:
        post = sent(FORM.render(GOOD, group="nguoi-nop")) | {"full_name": ["Lê Văn Mới"], "fee": ["9"]}

        values, errors = FORM.read(post, group="nguoi-nop", previous=GOOD)

        assert errors == {}
        assert values == {**GOOD, "full_name": "Lê Văn Mới"}

    def test_errors_of_a_page_are_only_its_own(self) -> None:
        _values, errors = FORM.read({}, group="nguoi-nop", previous={})

        assert set(errors) == {"/applicant_kind", "/full_name", "/born"}

    def test_answers_are_summed_up_in_words(self) -> None:
        answers = {answer.pointer: answer.text for group in FORM.summary(GOOD) for answer in group.answers}

        assert answers["/applicant_kind"] == "Cá nhân"
        assert answers["/born"] == "28/02/1990"
        assert answers["/fee"] == "1.250.000 đ"
        assert answers["/amount"] == "1.234,5"
        assert answers["/urgent"] == "Không"
        assert answers["/papers"] == "a; c"
        assert answers["/mail"] == ""
        assert "/tax" not in answers
        assert "/children/0/since" not in answers

    def test_two_forms_on_one_page_do_not_mix(self) -> None:
        rendered = FORM.render(GOOD, prefix="b") + FORM.render({}, prefix="a")

        assert FORM.read(sent(rendered), prefix="b")[0] == GOOD


class TestConditions:
    def test_condition_of_comparisons_goes_to_the_browser(self) -> None:
        part = page(FORM.render({})).xpath("//*[@data-lt-when][.//input[@name='tax']]")[0]

        assert json.loads(part.get("data-lt-when")) == [
            "=",
            ["name", "applicant_kind"],
            ["value", "enterprise"],
        ]

    def test_condition_in_a_row_names_its_row(self) -> None:
        part = page(FORM.render(GOOD)).xpath("//*[@data-lt-when][.//input[@name='children.1.since']]")[0]

        assert part.get("data-lt-scope") == "children.1"

    def test_condition_the_browser_cannot_follow_is_decided_by_the_server_with_a_button(self) -> None:
        form = Form(
            {
                "type": "object",
                "properties": {
                    "a": {"type": "string", "title": "A"},
                    "b": {"type": "string", "title": "B", "x-when": "string length(a) > 3"},
                },
            }
        )

        assert "b" not in sent(form.render({"a": "abc"}))
        assert "b" in sent(form.render({"a": "abcd"}))
        assert page(form.render({})).xpath("//button[@name='__refresh']")
        assert not page(FORM.render({})).xpath("//button[@name='__refresh']")


class TestChoicesFromElsewhere:
    @pytest.fixture(autouse=True)
    def _communes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(choices, "_sources", {})
        places = {"": [], "38": [("14758", "Phường Hạc Thành")], "40": [("16681", "Phường Thành Vinh")]}
        register_choices("areas.provinces", lambda within: [("38", "Thanh Hóa"), ("40", "Nghệ An")])
        register_choices("areas.communes", lambda within: places.get(within, []))
        self.form = Form(
            {
                "type": "object",
                "properties": {
                    "province": {"type": "string", "title": "Tỉnh", "ui": {"source": "areas.provinces"}},
                    "commune": {
                        "type": "string",
                        "title": "Xã",
                        "ui": {"source": "areas.communes", "within": "province"},
                    },
                },
            }
        )

    def test_communes_are_those_of_the_chosen_province(self) -> None:
        options = page(self.form.render({"province": "38"})).xpath("//select[@name='commune']/option/text()")

        assert options[1:] == ["Phường Hạc Thành"]

    def test_commune_of_another_province_is_refused(self) -> None:
        assert self.form.check({"province": "38", "commune": "14758"}) == {}
        assert set(self.form.check({"province": "38", "commune": "16681"})) == {"/commune"}

    def test_chosen_area_is_summed_up_by_name(self) -> None:
        answers = self.form.summary({"province": "38", "commune": "14758"})[0].answers

        assert [answer.text for answer in answers] == ["Thanh Hóa", "Phường Hạc Thành"]


class TestPrefill:
    def test_known_value_is_filled_in_with_its_source(self) -> None:
        known = {"person.full_name": Prefill("Lê An", "hồ sơ cá nhân")}

        values, provenance = FORM.prefilled({}, known.get)

        assert values == {"full_name": "Lê An"}
        assert "Lấy từ hồ sơ cá nhân" in FORM.render(values, provenance=provenance)

    def test_what_the_person_wrote_is_never_replaced(self) -> None:
        values, provenance = FORM.prefilled(
            {"full_name": "Lê Bình"}, lambda key: Prefill("Lê An", "hồ sơ cá nhân")
        )

        assert values == {"full_name": "Lê Bình"}
        assert provenance == {}
