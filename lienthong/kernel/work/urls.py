from __future__ import annotations

from django.urls import path

from lienthong.kernel.work import batch, team, views

app_name = "work"

urlpatterns = [
    path("viec/", views.inbox, name="inbox"),
    path("viec/hang-loat/", batch.batch, name="batch"),
    path("viec/don-vi/", team.team, name="team"),
    path("viec/don-vi/<uuid:item_id>/", team.hand_over_page, name="hand_over"),
    path("viec/<uuid:item_id>/", views.item, name="item"),
    path("viec/<uuid:item_id>/da-doc/", views.read, name="read"),
    path("viec/<uuid:item_id>/<slug:action>/", views.act, name="act"),
]
