"""The REST interface ``/api/v1``: which app's operations stand where."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as mark
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from lienthong.kernel.api.public import install_errors


class TranslatedAPI(NinjaAPI):
    """Its description speaks the reader's language; the operations only mark their texts."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        schema.update({key: _translated(value) for key, value in schema.items()})
        return schema


def _translated(node: Any) -> Any:
    """A copy with summaries, descriptions and tags translated, wherever they stand; the original is shared by all
    requests. Texts that nobody marked (names) stay as they are."""
    if isinstance(node, list):
        return [_translated(item) for item in node]
    if not isinstance(node, dict):
        return node
    copy: dict[Any, Any] = {}
    for key, value in node.items():
        if key in ("summary", "description") and isinstance(value, str) and value:
            copy[key] = gettext(value)
        elif key == "tags" and isinstance(value, list):
            copy[key] = [gettext(tag) if isinstance(tag, str) else _translated(tag) for tag in value]
        else:
            copy[key] = _translated(value)
    return copy


api = TranslatedAPI(
    title="Liên Thông",
    version="1.0.0",
    description=mark(
        "Giao diện lập trình của nền tảng Liên Thông. Lỗi theo RFC 9457; ghi dùng tiêu đề Idempotency-Key."
    ),
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
