"""Addresses of this app alone, so that its tests say nothing about the others."""

from __future__ import annotations

from django.urls import include, path

from lienthong.config import errors, health

urlpatterns = [path("healthz", health.healthz, name="healthz"), path("", include("lienthong.kernel.ui.urls"))]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
