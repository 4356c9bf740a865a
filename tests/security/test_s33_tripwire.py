"""S33: the wire that is laid for all tests does ring, and the product's log lines strike out what an exception carries."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from lienthong.config.log_lines import Line, struck
from tests.tripwire import WIRE, named


@pytest.mark.leaks_on_purpose
@pytest.mark.parametrize("text", ["Hoàng Thị Công Dân đã nộp", "mật khẩu mat-khau-rat-dai-1"])
def test_s33_a_name_in_the_log_rings(text: str) -> None:
    """Control. The logger is of this test alone, so that nothing that ran before can have silenced it."""
    logging.getLogger(f"lienthong.thu.{len(text)}").warning("%s", text)

    assert WIRE.found


@pytest.mark.leaks_on_purpose
def test_s33_a_name_in_a_subject_rings(db: None) -> None:
    """Control."""
    from lienthong.kernel import clock
    from lienthong.kernel.notify.models import Delivery

    Delivery.objects.create(
        channel="email",
        address="a@vidu.vn",
        subject="Hồ sơ của Hoàng Bé Con",
        body="",
        created_at=clock.now(),
    )

    assert WIRE.found == ["subject of Delivery: Hoàng Bé Con"]


def test_s33_plain_lines_do_not_ring() -> None:
    logging.getLogger("lienthong.thu").warning("hồ sơ H56.201-261120-0001 đã nộp")

    assert WIRE.found == []


@pytest.mark.parametrize(
    "text",
    [
        "trùng số 038190012345",
        "gọi 0912345678 không được",
        "GET /tra-cuu/?ten=Ho%C3%A0ng&so=038190012345",
        "gửi cho nguoi.dan@vidu.vn",
        "mã lt_0a1b2c3d_" + "x" * 43,
        "duplicate key\nDETAIL:  Key (full_name)=(Hoàng Bé Con) already exists.",
    ],
)
def test_s33_log_lines_strike_out_what_names_a_person(text: str) -> None:
    out = struck(text)

    assert "•••" in out
    assert not named(out)
    assert not {"038190012345", "0912345678", "vidu.vn", "Ho%C3%A0ng", "Hoàng Bé Con"} & set(
        out.replace("=", " ").replace("(", " ").split()
    )
    assert "Bé Con" not in out


def test_s33_codes_times_and_addresses_of_things_stay_readable() -> None:
    text = "2026-11-20 09:12:00,123 ERROR hồ sơ H56.201-261120-0001 tại /viec/01a20ff5-1260-753c-916a-20e432b508d3/ sau 12 ms"

    assert struck(text) == text


def test_s33_a_broken_page_logs_no_value_of_the_request(world: Any, settings: Any) -> None:
    """The exception carries what was typed; the line in the log does not."""
    settings.ROOT_URLCONF = "tests.security.planted"
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(Line("%(message)s").format(record))

    keep = Keep()
    logging.getLogger("django.request").addHandler(keep)
    try:
        world.client("anonymous").get("/planted/breaks/?q=038190012345")
    finally:
        logging.getLogger("django.request").removeHandler(keep)

    assert any("ValueError" in line for line in lines)
    assert not any("038190012345" in line for line in lines)
