from __future__ import annotations

from django.urls import path

from lienthong.kernel.quarantine.views import deciding, desk

app_name = "quarantine"

urlpatterns = [
    path("quan-tri/cach-ly/", desk.listing, name="list"),
    path("quan-tri/cach-ly/<uuid:file_id>/", desk.show, name="show"),
    path("quan-tri/cach-ly/<uuid:file_id>/quet-lai/", deciding.rescan, name="rescan"),
    path("quan-tri/cach-ly/<uuid:file_id>/<slug:act>/", deciding.decide, name="decide"),
]
