from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.test import Client

from lienthong.kernel import clock
from lienthong.kernel.worktime.models import CalendarDay, WeeklyHours


@pytest.fixture
def week(db):
    """The country's ordinary week, and Tuesday 24 November 2026 off by a pack."""
    for weekday in range(1, 6):
        WeeklyHours.objects.create(weekday=weekday, spans=[["07:30", "11:30"], ["13:30", "17:00"]])
    CalendarDay.objects.create(
        date=dt.date(2026, 11, 24),
        kind="off",
        why="holiday",
        name="Ngày Văn hóa Việt Nam",
        source="NQ 28/2026/QH16",
    )


@pytest.fixture
def friday():
    with clock.frozen(clock.at(dt.date(2026, 11, 20), dt.time(9))):
        yield


@pytest.fixture
def people(make, week, friday, settings):
    """Two agencies with an administrator and an officer each, and the administrator of the platform."""
    settings.SECOND_FACTOR_REQUIRED = False
    here, there = (
        make.organisation("Sở Thử nghiệm", key="so-thu"),
        make.organisation("Sở Bên cạnh", key="so-ben"),
    )
    room = make.unit(here, "Phòng Một")
    return SimpleNamespace(
        make=make,
        here=here,
        there=there,
        room=room,
        platform=make.officer("quan_tri_nen_tang", organisation=there, name="Trịnh Nền Tảng"),
        admin=make.officer("quan_tri_co_quan", organisation=here, name="Lê Quản Trị"),
        neighbour=make.officer("quan_tri_co_quan", organisation=there, name="Đỗ Hàng Xóm"),
        officer=make.officer("chuyen_vien", organisation=here, unit=room, name="Phạm Chuyên Viên"),
        leader=make.officer("lanh_dao", organisation=here, title="Giám đốc", rank=1, name="Vũ Giám Đốc"),
    )


@pytest.fixture
def browser(people):
    def open_for(who) -> Client:
        client = Client()
        who.account.refresh_from_db()  # rights given meanwhile end the sessions of before
        client.force_login(who.account)
        return client

    return open_for
