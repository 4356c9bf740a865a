"""Every address and every REST operation of the product, as data that a test can walk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver

API_ROOT = "api/v1"
# Addresses that state no access because they hold nothing: the root of the interface and its description.
STATELESS = {"api:api-root", "api:openapi-json"}


@dataclass(frozen=True)
class Route:
    """``name``: ``app:name`` of an address, ``METHOD /path`` of an operation. ``address``: with ``{parameter}``."""

    name: str
    address: str
    methods: tuple[str, ...]
    access: str | None
    where: str

    @property
    def parameters(self) -> list[str]:
        return re.findall(r"{(\w+)}", self.address)

    @property
    def is_api(self) -> bool:
        return self.address.startswith(f"/{API_ROOT}/")


def patterns(resolver: Any, before: str = "", space: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """(address, full name, pattern) of a resolver and all that it includes."""
    for entry in resolver.url_patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield address, ":".join(part for part in (space, entry.name or "") if part), entry
        else:
            yield from patterns(entry, address, entry.namespace or space)


def pages(resolver: Any = None) -> list[Route]:
    """Addresses that answer a browser. Whether a method is taken is found out by asking, so both are listed."""
    found = []
    for address, name, entry in patterns(resolver or get_resolver()):
        if address.startswith(f"{API_ROOT}/") and name not in STATELESS:
            continue
        view = entry.callback
        access = "public" if name in STATELESS else getattr(view, "access", None)
        found.append(
            Route(
                name,
                "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", address),
                ("GET", "POST"),
                access,
                view.__module__,
            )
        )
    return found


def operations(api: Any = None) -> list[Route]:
    """Operations of the REST interface, one for each method."""
    if api is None:
        from lienthong.config.api import api
    found = []
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            address = re.sub(r"{(?:\w+:)?(\w+)}", r"{\1}", f"/{API_ROOT}{prefix}{path}")
            for operation in view.operations:
                access = getattr(operation.view_func, "access", None)
                found += [
                    Route(f"{method} {address.removeprefix(f'/{API_ROOT}')}", address, (method,), access, operation.view_func.__module__)
                    for method in operation.methods
                ]  # fmt: skip
    return found


def all_routes() -> list[Route]:
    return pages() + operations()
