from __future__ import annotations

from django.urls import path

from lienthong.kernel.search import views

app_name = "search"

urlpatterns = [path("tim/", views.results, name="results")]
