"""One PostgreSQL cluster for all tests; every worker clones a template database that is migrated once per schema.

Tests connect as the runtime role, so row security and append-only tables hold in every test.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from tests.database import TestDatabase
from tests.skipping import fail_instead

pytest_plugins = ["tests.factories"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> object:
    report = yield
    fail_instead(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> object:
    report = yield
    fail_instead(report)
    return report


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: object) -> object:
    """Instead of Django's test database: a clone of the migrated template, with the runtime role."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    database = TestDatabase(worker)
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        database.create()
    yield
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        database.drop()


@pytest.fixture(autouse=True)
def _files_in_a_folder_of_their_own(settings: object, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _forget_between_tests(request: pytest.FixtureRequest) -> object:
    """Ids come back after a roll-back, so what processes remember must go. Tests of domain functions see all rows."""
    from lienthong.kernel.access import scope
    from lienthong.kernel.access.public import forget_actors

    forget_actors()
    scope.forget()  # the roll-back of the test before took its setting back
    fixtures = set(request.fixturenames)
    if fixtures & {"db", "transactional_db"}:
        request.getfixturevalue("transactional_db" if "transactional_db" in fixtures else "db")
        scope.enter(scope.EVERYTHING)
    yield
    forget_actors()


@pytest.fixture
def scratch() -> Path:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)  # type: ignore[misc]
