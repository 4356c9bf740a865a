"""A full disk or a database that is away is told as such, with the way out, and not as a fault of the program."""

from __future__ import annotations

import errno
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.db.utils import IntegrityError, OperationalError

from lienthong.kernel.errors import outage


def caused_by(cause: Exception) -> OperationalError:
    error = OperationalError("không để lộ")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "storage_full"),
        (OSError(errno.EDQUOT, "Quota"), "storage_full"),
        (caused_by(psycopg.errors.DiskFull("could not extend file")), "storage_full"),
        (caused_by(psycopg.OperationalError("the connection is lost")), "database_unavailable"),
        (caused_by(psycopg.errors.AdminShutdown("terminating")), "database_unavailable"),
        (psycopg.OperationalError("connection refused"), "database_unavailable"),
    ],
)
def test_outage_is_told_with_its_code(error: Exception, code: str) -> None:
    found = outage(error)

    assert found is not None
    assert (found.status, found.code) == (503, code)


@pytest.mark.parametrize("error", [ValueError("x"), OSError(errno.ENOENT, "x"), IntegrityError("x"), None])
def test_fault_of_ours_is_no_outage(error: Exception | None) -> None:
    assert outage(error) is None


@pytest.fixture
def database_full(db: Any) -> Any:
    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        raise caused_by(psycopg.errors.DiskFull("could not extend file base/1/2"))

    with connection.execute_wrapper(refuse):
        yield


@pytest.mark.parametrize("address", ["/thu-tuc/", "/api/v1/public/procedures"])
def test_full_database_is_503_with_time_and_words_on_screen_and_in_the_interface(
    client: Any, database_full: Any, address: str
) -> None:
    client.raise_request_exception = False

    answer = client.get(address)

    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    text = answer.content.decode() if "json" not in answer["Content-Type"] else str(answer.json())
    assert "hết chỗ lưu" in text
    assert "base/1/2" not in text
