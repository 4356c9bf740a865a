from __future__ import annotations

from django.urls import path

from lienthong.kernel.administration.views import calendars, delegations, officer_acts, officers, weeks

app_name = "administration"

urlpatterns = [
    path("quan-tri/lich/", calendars.year, name="calendar"),
    path("quan-tri/lich/ngay/", calendars.day, name="calendar_day"),
    path("quan-tri/lich/gio/", weeks.week, name="calendar_week"),
    path("quan-tri/lich/hoan-tac/", calendars.undo, name="calendar_undo"),
    path("quan-tri/tai-khoan/", officers.listing, name="officers"),
    path("quan-tri/tai-khoan/in/", officers.print_list, name="officers_print"),
    path("quan-tri/tai-khoan/xuat/", officers.export, name="officers_export"),
    path("quan-tri/tai-khoan/<int:officer_id>/", officers.officer, name="officer"),
    path("quan-tri/tai-khoan/<int:officer_id>/mo/", officer_acts.open_one, name="open_account"),
    path("quan-tri/tai-khoan/<int:officer_id>/viec/<slug:deed>/", officer_acts.act, name="officer_act"),
    path("quan-tri/tai-khoan/<int:officer_id>/vai-tro/", officer_acts.give_role, name="give_role"),
    path(
        "quan-tri/tai-khoan/<int:officer_id>/vai-tro/<int:assignment_id>/thu/",
        officer_acts.take_role,
        name="take_role",
    ),
    path("uy-quyen/", delegations.listing, name="delegations"),
    path("uy-quyen/them/", delegations.new, name="delegation_new"),
    path("uy-quyen/<int:delegation_id>/ket-thuc/", delegations.end, name="delegation_end"),
]
