"""The check page does not say the same thing twice."""

from __future__ import annotations

from lienthong.kernel.forms.public import Form


def test_page_with_one_part_shows_its_questions_without_the_title_of_the_part():
    person = {
        "type": "object",
        "title": "Người yêu cầu",
        "properties": {"name": {"type": "string", "title": "Họ và tên"}},
    }
    form = Form(
        {
            "type": "object",
            "properties": {"person": person, "other": person},
            "ui": {
                "groups": [
                    {"key": "a", "title": "Người yêu cầu", "fields": ["person"]},
                    {"key": "b", "title": "Khác", "fields": ["other"]},
                ]
            },
        }
    )

    found = form.summary({"person": {"name": "An"}, "other": {"name": "Bình"}})

    assert [(answer.pointer, answer.label) for group in found for answer in group.answers] == [
        ("/person/name", "Họ và tên"),
        ("/other/name", "Họ và tên"),
    ]
