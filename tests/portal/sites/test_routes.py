"""Every route of these apps says who may call it: everyone, who is signed in, or who holds a permission."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import URLResolver, get_resolver

from lienthong.kernel.access.public import all_permissions

APPS = {"sites", "citizen", "payments"}


def routes(resolver: Any = None, app: str = "") -> list[tuple[str, Any]]:
    found = []
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            found += routes(pattern, pattern.app_name or app)
        elif app in APPS:
            found.append((f"{app}:{pattern.name}", pattern.callback))
    return found


@pytest.mark.parametrize(
    ("name", "view"), routes(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_route_states_its_access(name: str, view: Any):
    permissions = {permission.name for permission in all_permissions()}

    assert getattr(view, "access", "") in {"public", "signed in"} | permissions


def test_all_three_apps_have_routes():
    assert {name.partition(":")[0] for name, _view in routes()} == APPS
