"""S33: the wire that is laid for all tests does ring, and the product's log lines strike out what an exception carries."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest

from lienthong.config.log_lines import Line, struck
from tests.security.routes import all_routes
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


DOORS = re.compile(r"{(token|proof|secret)}")


def test_s33_every_address_that_opens_a_door_is_struck_out_of_the_log() -> None:
    """The token of a paper's QR code, of a file, of a new password: whoever reads the log must not walk in by it."""
    secret = "Zx9_kQ-7aB3dE5fG1hJ2L"
    doors = [route.address for route in all_routes() if DOORS.search(route.address)] + ["/t/{token}"]
    lines = [
        f"Internal Server Error: {address.format(token=secret, account_id='01a20ff5-1260-753c-916a-20e432b508d3')}"
        for address in doors
    ]
    lines += [f"Not Found: /ho-so/H56.201-261120-0001/?the={secret}", f"/nop-phi/H56/?x=1&the={secret}"]

    assert len(lines) >= 7
    assert [line for line in lines if secret in struck(line) or "•••" not in struck(line)] == []


def test_s33_codes_times_and_addresses_of_things_stay_readable() -> None:
    text = "2026-11-20 09:12:00,123 ERROR hồ sơ H56.201-261120-0001 tại /viec/01a20ff5-1260-753c-916a-20e432b508d3/ và /files/01a20ff5-1260-753c-916a-20e432b508d3/content sau 12 ms"

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
