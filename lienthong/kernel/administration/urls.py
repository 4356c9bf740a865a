from __future__ import annotations

from django.urls import path

from lienthong.kernel.administration.views import calendars, weeks

app_name = "administration"

urlpatterns = [
    path("quan-tri/lich/", calendars.year, name="calendar"),
    path("quan-tri/lich/ngay/", calendars.day, name="calendar_day"),
    path("quan-tri/lich/gio/", weeks.week, name="calendar_week"),
    path("quan-tri/lich/hoan-tac/", calendars.undo, name="calendar_undo"),
]
