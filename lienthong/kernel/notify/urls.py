from __future__ import annotations

from django.urls import path

from lienthong.kernel.notify import views

app_name = "notify"

urlpatterns = [
    path("thong-bao/", views.notices, name="notices"),
    path("thong-bao/da-doc/", views.read_all, name="read_all"),
    path("thong-bao/<uuid:notice_id>/", views.open_notice, name="open"),
    path("thu-thu/", views.caught, name="caught"),
]
