from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import override_settings

from lienthong.kernel import clock
from lienthong.kernel.access import scope
from lienthong.kernel.access.public import forget_actors
from tests.security.world import World


@pytest.fixture(scope="package")
def world(
    django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The two agencies, in one transaction that never ends well. Tests change things only inside ``undone()``."""
    from lienthong.kernel.signing.public import ensure_demo_authority

    folder: Path = tmp_path_factory.mktemp("world")
    noon = clock.at(dt.date(2026, 11, 20), dt.time(9, 12))
    with django_db_blocker.unblock(), override_settings(KEYS_DIR=folder / "keys", FILES_DIR=folder / "files"):
        with clock.frozen(clock.at(dt.date(2026, 10, 1))):
            ensure_demo_authority()
        with clock.frozen(noon), transaction.atomic():
            scope.forget()
            scope.enter(scope.EVERYTHING)
            forget_actors()
            world = World()
            world.files_dir = django_settings.FILES_DIR  # type: ignore[attr-defined]
            yield world
            transaction.set_rollback(True)
        scope.forget()
        forget_actors()


@pytest.fixture(autouse=True)
def _files_of_the_world(
    request: pytest.FixtureRequest, settings: Any, _files_in_a_folder_of_their_own: None
) -> None:
    """Where the world's files lie, not in this test's own folder."""
    if "world" in request.fixturenames:
        settings.FILES_DIR = request.getfixturevalue("world").files_dir
