"""Every public route of these apps says who may call it."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import URLResolver, get_resolver

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
    assert getattr(view, "access", "") in ("public", "signed in")


def test_all_three_apps_have_routes():
    assert {name.partition(":")[0] for name, _view in routes()} == APPS
