from __future__ import annotations

from django.urls import path

from lienthong.kernel.ui import views

app_name = "ui"

urlpatterns = [
    path("ui/", views.components, name="components"),
    path("ui/<slug:page>/", views.component_page, name="component_page"),
    path("ngon-ngu/", views.set_language, name="set_language"),
    path("phien-lam-viec/trang-thai/", views.session_state, name="session"),
]
