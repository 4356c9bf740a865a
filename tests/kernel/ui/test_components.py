from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from lienthong.kernel import clock
from lienthong.kernel.ui import kinds


def draw(source: str, **context: Any) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


class Question(forms.Form):
    name = forms.CharField(label="Họ và tên", help_text="Như trên thẻ căn cước")
    way = forms.ChoiceField(label="Cách nhận", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    note = forms.CharField(label="Ghi chú", required=False)


def test_text_is_escaped_everywhere() -> None:
    html = draw(
        "{% chip 'plain' t %}{% facts pairs %}{% button t %}{% card t %}{{ t }}{% endcard %}",
        t="<b>x</b>",
        pairs=[("<i>", "<i>")],
    )

    assert "<b>" not in html
    assert "<i>" not in html


def test_block_content_keeps_its_own_markup() -> None:
    assert (
        draw("{% card 'Tên' %}<p>nội dung</p>{% endcard %}")
        == '<section class="card"><h2 class="card-title">Tên</h2><p>nội dung</p></section>'
    )


def test_icon_without_label_is_silent_for_screen_readers() -> None:
    assert 'aria-hidden="true"' in draw("{% icon 'inbox' %}")
    assert 'role="img" aria-label="Hộp việc"' in draw("{% icon 'inbox' label='Hộp việc' %}")


def test_due_is_a_time_element_with_the_instant() -> None:
    now = clock.at(dt.date(2026, 11, 24), dt.time(10))
    with clock.frozen(now):
        html = draw("{% due at %}", at=now + dt.timedelta(hours=5, minutes=1))

    assert html == (
        '<time class="due due-soon" datetime="2026-11-24T08:01:00+00:00" title="15:01 thứ Ba, 24/11/2026">còn 5 giờ</time>'
    )


def test_due_of_nothing_is_nothing() -> None:
    assert draw("{% due at %}", at=None) == ""


def test_button_with_an_address_is_a_link_and_says_its_key() -> None:
    html = draw("{% button 'Chuyển' '/x/' key='F' kind='primary' %}")

    assert html == (
        '<a aria-keyshortcuts="F" class="button button-primary" data-key="f" href="/x/"><span>Chuyển</span>'
        '<kbd class="key" aria-hidden="true">F</kbd></a>'
    )


def test_button_without_an_address_submits() -> None:
    assert (
        draw("{% button 'Gửi' name='act' value='send' %}")
        == '<button class="button" name="act" type="submit" value="send"><span>Gửi</span></button>'
    )


def test_field_ties_hint_and_error_to_the_control() -> None:
    html = draw("{% field form.name %}", form=Question({"name": "", "way": "a"}))

    assert 'aria-describedby="id_name-hint id_name-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name-error"' in html


def test_field_group_is_a_fieldset_with_a_legend() -> None:
    html = draw("{% field form.way %}", form=Question())

    assert html.startswith('<fieldset class="field" id="id_way">\n<legend>Cách nhận')


def test_field_that_need_not_be_filled_says_so() -> None:
    assert "không bắt buộc" in draw("{% field form.note %}", form=Question())
    assert "không bắt buộc" not in draw("{% field form.name %}", form=Question())


def test_error_summary_links_to_each_field() -> None:
    html = draw("{% error_summary form %}", form=Question({"name": "", "way": "z"}))

    assert html.count('<li><a href="#id_') == 2
    assert "Có 2 chỗ cần sửa" in html


def test_error_summary_without_errors_is_nothing() -> None:
    assert draw("{% error_summary form %}", form=Question({"name": "Hà", "way": "a"})) == ""


def test_pager_keeps_the_other_parts_of_the_address() -> None:
    request = RequestFactory().get("/x/?q=khai+sinh&trang=2")

    html = draw("{% pager page %}", page=Paginator(range(4128), 50).page(2), request=request)

    assert "51–100 trong 4.128" in html
    assert 'href="?q=khai+sinh&amp;trang=3"' in html


def test_pager_of_one_page_has_no_moves() -> None:
    assert "pager-moves" not in draw("{% pager page %}", page=Paginator(range(3), 50).page(1))


def test_file_in_quarantine_cannot_be_opened() -> None:
    html = draw(
        "{% files files %}", files=[{"name": "a.pdf", "url": "/f/1", "size": 10, "state": "quarantine"}]
    )

    assert "/f/1" not in html
    assert "Đang quét vi-rút" in html


def test_dates_among_facts_read_as_on_every_screen() -> None:
    drawn = draw("{% facts pairs %}", pairs={"Ngày sinh": dt.date(1988, 1, 1)})

    assert "01/01/1988" in drawn
    assert "tháng" not in drawn


def test_facts_without_a_value_are_left_out() -> None:
    assert draw("{% facts pairs %}", pairs={"Số": "", "Ngày": None}) == ""


def test_steps_say_their_state_in_words() -> None:
    html = draw(
        "{% steps items %}",
        items=[{"what": "Đã nộp", "state": "done"}, {"what": "Thẩm định", "state": "now"}],
    )

    assert "đã xong" in html
    assert html.count('aria-current="step"') == 1


def test_progress_is_written_without_a_thousands_mark() -> None:
    assert (
        draw("{% progress 1200 5000 %}")
        == '<progress class="bar" value="1200" max="5000" aria-label=""></progress>'
    )


def test_unknown_kind_is_plain_and_unknown_tone_an_error() -> None:
    assert kinds.tone_of("whatever") == "plain"
    with pytest.raises(ValueError, match="purple"):
        kinds.register_tone("x", "purple")
