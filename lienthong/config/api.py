"""The REST interface ``/api/v1``: which app's operations stand where."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from ninja import NinjaAPI

from lienthong.kernel.api.public import install_errors

api = NinjaAPI(
    title="Liên Thông",
    version="1.0.0",
    description="Giao diện lập trình của nền tảng Liên Thông. Lỗi theo RFC 9457; ghi dùng tiêu đề Idempotency-Key.",
    urls_namespace="api",
    docs_url=None,
    openapi_url="/openapi.json",
)
install_errors(api)

for _prefix, _module in (
    ("", "lienthong.kernel.files.api"),
    ("", "lienthong.kernel.work.api"),
    ("", "lienthong.kernel.search.api"),
    ("", "lienthong.portal.sites.heads_api"),
    ("", "lienthong.kernel.accounts.api"),
    ("", "lienthong.kernel.administration.api"),
    ("", "lienthong.office.documents.api"),
    ("", "lienthong.service.procedures.api"),
    ("", "lienthong.service.dossiers.api"),
    ("", "lienthong.service.payments.api"),
    ("", "lienthong.portal.sites.api"),
):
    if find_spec(_module.rpartition(".")[0]) and find_spec(_module):
        api.add_router(_prefix, import_module(_module).router)
