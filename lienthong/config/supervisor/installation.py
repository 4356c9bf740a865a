"""Bring the installation to the state that the code expects: database, schema, keys, packs, accounts.

Every step is quick when there is nothing to do, so that a second start is ready in seconds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from lienthong.config import options
from lienthong.config.cluster.server import Cluster

Say = Callable[[str], None]


def start_database(say: Say) -> Cluster | None:
    """Start the private cluster, or None when ``DATABASE_URL`` names another."""
    if not settings.PRIVATE_CLUSTER:
        return None
    cluster = Cluster.at(options.var_dir())
    if not (cluster.data / "PG_VERSION").exists():
        say(_("Tạo cụm PostgreSQL riêng …"))
    cluster.start()
    cluster.ensure_roles()
    cluster.ensure_database()
    return cluster


def schema_digest() -> str:
    """Changes whenever a migration changes."""
    digest = hashlib.sha256()
    for path in sorted(Path(settings.ROOT, "lienthong").rglob("migrations/*.py")):
        digest.update(str(path.relative_to(settings.ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def migrate(say: Say, *, force: bool = False) -> None:
    """Apply migrations as the owner, unless this code's migrations were applied before."""
    from django.core.management import call_command
    from django.db import connection

    mark = options.var_dir() / "schema"
    wanted = schema_digest()
    known = mark.exists() and mark.read_text() == wanted
    if known and not force:
        with connection.cursor() as cursor:
            cursor.execute("select to_regclass('accounts_account') is not null")
            if cursor.fetchone()[0]:
                return
    say(_("Cập nhật lược đồ cơ sở dữ liệu …"))
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    mark.write_text(wanted)


def prepare_keys(say: Say) -> None:
    """The demonstration certificate authority is made at the first start."""
    if not settings.DEMONSTRATION:
        return
    from lienthong.kernel.signing.public import ensure_demo_authority

    if ensure_demo_authority():
        say(_("Tạo hệ thống chứng thư thử …"))


def apply_packs(say: Say) -> None:
    from lienthong.kernel.access.public import system_scope
    from lienthong.kernel.actions.public import SYSTEM
    from lienthong.kernel.packs.public import apply, is_in_force

    if not settings.DEMONSTRATION:
        return
    # Other code may read the same files otherwise, so the quick way out asks for the same code too.
    mark, stamp = options.var_dir() / "packs", code_stamp()
    same_code = mark.exists() and mark.read_text() == stamp
    for name in options.names("LIENTHONG_PACKS"):
        with system_scope():
            if same_code and is_in_force(settings.PACKS_DIR / name):
                continue
            done = apply(settings.PACKS_DIR / name, actor=SYSTEM)
        if done.changed:
            say(_("Áp dụng gói %(name)s: %(summary)s") % {"name": name, "summary": done.summary})
    mark.write_text(stamp)


def code_stamp() -> str:
    """Changes whenever a file of the program changes; looks at names, sizes and times only."""
    digest = hashlib.sha256()
    for path in sorted(Path(settings.ROOT, "lienthong").rglob("*.py")):
        facts = path.stat()
        digest.update(f"{path}:{facts.st_size}:{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def prepare_demonstration(say: Say) -> None:
    if not settings.DEMONSTRATION:
        return
    from lienthong.kernel.access.public import system_scope
    from lienthong.kernel.accounts.public import ensure_demo_accounts

    with system_scope():
        made = ensure_demo_accounts()
    if made:
        say(_("Tạo %(made)s tài khoản trình diễn") % {"made": made})


def prepare(say: Say) -> Cluster | None:
    """Everything in its place; the running private cluster, or None with an external database."""
    settings.STATIC_ROOT.mkdir(
        parents=True, exist_ok=True
    )  # the web server looks for it, though finders serve all
    cluster = start_database(say)
    migrate(say)
    prepare_keys(say)
    apply_packs(say)
    prepare_demonstration(say)
    return cluster
