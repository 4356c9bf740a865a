"""All addresses. Each app keeps its own list; here is only the order."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from lienthong.config import health
from lienthong.config.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("api/v1/", api.urls),
]

# (address, module with urlpatterns); a module that has not landed yet is left out.
for _prefix, _module in (
    ("", "lienthong.kernel.accounts.urls"),
    ("", "lienthong.kernel.files.urls"),
    ("", "lienthong.kernel.actions.urls"),
    ("", "lienthong.kernel.notify.urls"),
    ("", "lienthong.kernel.quarantine.urls"),
    ("", "lienthong.kernel.ui.urls"),
    ("", "lienthong.kernel.work.urls"),
    ("", "lienthong.kernel.search.urls"),
    ("", "lienthong.kernel.access.urls"),
    ("", "lienthong.kernel.administration.urls"),
    ("", "lienthong.office.documents.urls"),
    ("", "lienthong.service.procedures.urls"),
    ("", "lienthong.service.payments.urls"),
    ("", "lienthong.service.dossiers.urls"),
    ("", "lienthong.portal.sites.urls"),
):
    if find_spec(_module.rpartition(".")[0]) and find_spec(_module):
        urlpatterns.append(path(_prefix, include(_module)))

handler400 = "lienthong.config.errors.bad_request"
handler403 = "lienthong.config.errors.forbidden"
handler404 = "lienthong.config.errors.not_found"
handler500 = "lienthong.config.errors.server_error"
