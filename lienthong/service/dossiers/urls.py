"""Addresses of dossiers: the desk's and the citizens' lists, each kept by its own screens."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("mot-cua/", include("lienthong.service.dossiers.urls_desk"))
]
if find_spec("lienthong.service.dossiers.urls_citizen"):
    urlpatterns.append(path("", include("lienthong.service.dossiers.urls_citizen")))
