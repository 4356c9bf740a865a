"""The test cluster and the template database."""

from __future__ import annotations

import fcntl
import hashlib
import os
from pathlib import Path

from psycopg import sql

from lienthong.config import options
from lienthong.config.cluster.server import OWNER, RUNTIME, Cluster, prepare_database

SPEED = ("-c fsync=off", "-c synchronous_commit=off", "-c full_page_writes=off", "-c max_connections=200")


def schema_digest() -> str:
    """Changes whenever a migration, or what migrations are made of, changes."""
    digest = hashlib.sha256()
    root = options.ROOT / "lienthong"
    files = sorted(root.rglob("migrations/*.py"))
    files += [
        root / "kernel/access/rls.py",
        root / "kernel/actions/append_only.py",
        root / "config/settings.py",
    ]
    for path in files:
        digest.update(str(path.relative_to(root)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


class TestDatabase:
    __test__ = False

    def __init__(self, worker: str) -> None:
        self.cluster = Cluster.at(options.var_dir())
        self.name = f"test_{os.getpid()}_{worker}"
        self.template = f"template_{schema_digest()}"

    def create(self) -> None:
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connections

        lock_path = Path(options.var_dir()) / ".test.lock"
        with lock_path.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.cluster.start(SPEED)
            self.cluster.ensure_roles()
            with self.cluster.superuser() as connection:
                known = connection.execute(
                    "select 1 from pg_database where datname = %s", [self.template]
                ).fetchone()
            if not known:
                building = f"{self.template}_building"
                self._drop(building)
                self.cluster.ensure_database(building)
                for alias in ("default", "owner"):
                    connections[alias].close()
                    settings.DATABASES[alias]["NAME"] = connections[alias].settings_dict["NAME"] = building
                call_command("migrate", database="owner", verbosity=0, interactive=False)
                for alias in ("default", "owner"):
                    connections[alias].close()
                self._drop_old_templates()
                with self.cluster.superuser() as connection:
                    connection.execute(
                        sql.SQL("alter database {} rename to {}").format(
                            sql.Identifier(building), sql.Identifier(self.template)
                        )
                    )
            with self.cluster.superuser() as connection:
                connection.execute(
                    sql.SQL("create database {} template {} owner {} strategy file_copy").format(
                        sql.Identifier(self.name), sql.Identifier(self.template), sql.Identifier(OWNER)
                    )
                )
        for alias in ("default", "owner"):
            connections[alias].close()
            settings.DATABASES[alias]["NAME"] = connections[alias].settings_dict["NAME"] = self.name

    def drop(self) -> None:
        from django.db import connections

        connections.close_all()
        self._drop(self.name)

    def _drop(self, name: str) -> None:
        with self.cluster.superuser() as connection:
            connection.execute(
                sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
            )

    def _drop_old_templates(self) -> None:
        with self.cluster.superuser() as connection:
            rows = connection.execute(
                "select datname from pg_database where datname like 'template\\_%'"
            ).fetchall()
        for (name,) in rows:
            if name not in (self.template, f"{self.template}_building"):
                self._drop(name)


__all__ = ["OWNER", "RUNTIME", "TestDatabase", "prepare_database"]
