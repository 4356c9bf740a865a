"""A database of its own for measuring, so that demonstration data stay clean."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext
from psycopg import Connection, sql

from lienthong.config import options
from lienthong.config.cluster.server import OWNER, Cluster

Say = Callable[[str], None]


class NoPrivateCluster(RuntimeError):
    """Measuring needs to make databases, which it does in the private cluster only."""


def name_of(scale: int) -> str:
    return f"lienthong_bench_{scale}"


def _exists(cluster: Cluster, name: str) -> bool:
    with cluster.superuser() as connection:
        return (
            connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone() is not None
        )


def _use(name: str) -> None:
    for alias in ("default", "owner"):
        connections[alias].close()
        settings.DATABASES[alias]["NAME"] = connections[alias].settings_dict["NAME"] = name


def prepare(scale: int, say: Say) -> None:
    """Make or continue the bench database of this scale: schema, packs, accounts. Raises NoPrivateCluster.

    The one of a larger scale begins as a copy of the one of scale 1, where there is one. Files of the bench lie in
    ``var/bench/files``.
    """
    from django.core.management import call_command

    from lienthong.config.supervisor.installation import apply_packs, prepare_demonstration, prepare_keys
    from lienthong.kernel.access import scope

    if not settings.PRIVATE_CLUSTER or not settings.DEMONSTRATION:
        raise NoPrivateCluster(
            gettext(
                "lienthong bench chỉ chạy trên cụm PostgreSQL riêng, ở chế độ trình diễn (bỏ DATABASE_URL)"
            )
        )
    cluster = Cluster.at(options.var_dir())
    name, smallest = name_of(scale), name_of(1)
    connections["default"].close()
    if scale > 1 and not _exists(cluster, name) and _exists(cluster, smallest):
        say(gettext("Chép %(source)s thành %(name)s …") % {"source": smallest, "name": name})
        with cluster.superuser() as connection:
            connection.execute(
                sql.SQL("create database {} template {} owner {}").format(
                    sql.Identifier(name), sql.Identifier(smallest), sql.Identifier(OWNER)
                )
            )
    cluster.ensure_database(name)
    _use(name)
    settings.FILES_DIR = options.var_dir() / "bench" / "files"
    settings.FILES_DIR.mkdir(parents=True, exist_ok=True)
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    scope.forget()
    scope.enter(scope.EVERYTHING)
    prepare_keys(say)
    apply_packs(say)
    scope.enter(scope.EVERYTHING)
    prepare_demonstration(say)
    scope.enter(scope.EVERYTHING)


def drop(scale: int) -> None:
    """Remove the bench database of this scale."""
    cluster = Cluster.at(options.var_dir())
    connections.close_all()
    with cluster.superuser() as connection:
        connection.execute(
            sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name_of(scale)))
        )


def bare_connection() -> Connection[Any]:
    """A connection past Django and past row security (COPY does not work under it): for loading, and for the limit."""
    return Cluster.at(options.var_dir()).superuser(str(settings.DATABASES["default"]["NAME"]))


def analyse() -> None:
    """Fresh statistics after a bulk load; otherwise the first queries are planned for empty tables."""
    with bare_connection() as connection:
        connection.execute("vacuum analyze")
        connection.execute("checkpoint")


def machine() -> dict[str, object]:
    """What the figures were measured on."""
    import platform
    from pathlib import Path

    facts: dict[str, str] = {}
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        name, _, value = line.partition(":")
        facts.setdefault(name.strip(), value.strip())
    memory = Path("/proc/meminfo").read_text().split(None, 2)[1]
    with connections["default"].cursor() as cursor:
        cursor.execute("show server_version")
        version = cursor.fetchone()[0]
        cursor.execute("select pg_database_size(current_database())")
        size = cursor.fetchone()[0]
    return {
        "cpu": facts.get("model name", platform.machine()), "cores": os.cpu_count(), "memory_mb": int(memory) // 1024,
        "kernel": platform.release(), "python": platform.python_version(), "postgresql": version, "database_mb": size // 2**20,
        "load": [round(value, 1) for value in os.getloadavg()],
    }  # fmt: skip
