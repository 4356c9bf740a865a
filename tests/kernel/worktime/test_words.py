import datetime as dt

import pytest
from django.utils import translation

from lienthong.kernel.worktime.public import (
    Amount,
    Clock,
    amount_words,
    deadline,
    instant_words,
    step_words,
    time_words,
)

from .strategies import off, office, vn

OFFICE = office(off("2026-11-24", "Ngày Văn hóa Việt Nam"))


@pytest.fixture(autouse=True)
def _vietnamese():
    with translation.override("vi"):
        yield


def test_explanation_reads_as_an_officer_would_say_it():
    steps = deadline(vn("2026-11-22 09:00"), Amount(2, "working_day"), OFFICE).steps

    assert [step_words(step) for step in steps] == [
        "Đến vào ngày nghỉ; tính từ 07:30 thứ Hai, 23/11/2026",
        "Ngày tiếp nhận, không tính",
        "Nghỉ: Ngày Văn hóa Việt Nam",
        "Tính 1 ngày",
        "Tính 1 ngày",
        "Hạn: 07:30 thứ Năm, 26/11/2026",
    ]


def test_hours_are_told_with_their_span():
    steps = deadline(vn("2026-11-20 16:00"), Amount(2, "working_hour"), OFFICE).steps

    assert [step_words(step) for step in steps] == [
        "Tính 1 giờ (16:00–17:00)",
        "Nghỉ hằng tuần",
        "Nghỉ hằng tuần",
        "Tính 1 giờ (07:30–08:30)",
        "Hạn: 08:30 thứ Hai, 23/11/2026",
    ]


def test_pause_is_told_with_its_reason_and_time():
    clock = Clock.start(Amount(1, "working_day"), vn("2026-11-20 09:00"))
    clock = clock.pause(vn("2026-11-20 10:00"), "Lấy ý kiến").resume(vn("2026-11-20 11:15"))

    words = [step_words(step) for step in clock.explain(OFFICE)]

    assert words[-4:] == [
        "Tạm dừng: Lấy ý kiến",
        "Thời gian tạm dừng được cộng vào hạn: 1 giờ 15 phút",
        "Hạn: 10:15 thứ Hai, 23/11/2026",
        "Tiếp tục",
    ]


def test_provisional_days_are_marked():
    calendar = office(known_to=dt.date(2026, 11, 20))
    steps = deadline(vn("2026-11-20 09:00"), Amount(1, "working_day"), calendar).steps

    assert step_words(steps[-2]) == "Tính 1 ngày (lịch dự kiến)"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Amount(3, "working_day"), "3 ngày làm việc"),
        (Amount("1.5", "working_day"), "1,5 ngày làm việc"),
        (Amount(4, "working_hour"), "4 giờ làm việc"),
        (Amount(30, "calendar_day"), "30 ngày"),
        (Amount(0, "working_day", "closing"), "trong ngày"),
    ],
)
def test_amount_in_words(amount, words):
    assert amount_words(amount) == words


@pytest.mark.parametrize(
    ("value", "words"), [("1", "1 working day"), ("1.5", "1,5 working days"), ("3", "3 working days")]
)
def test_amount_in_english_knows_one_from_many(value, words):
    from django.utils import translation

    with translation.override("en"):
        assert amount_words(Amount(value, "working_day")) == words


def test_times_in_words():
    assert time_words(dt.timedelta(hours=3, minutes=45, seconds=59)) == "3 giờ 45 phút"
    assert time_words(dt.timedelta()) == "0 phút"
    assert instant_words(vn("2026-11-29 10:05")) == "10:05 Chủ nhật, 29/11/2026"
