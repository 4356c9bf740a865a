"""``lienthong demo``: the accounts of the demonstration, and starting over."""

from __future__ import annotations

import json
import shutil

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.accounts.commands import demo


@demo.command(
    "reset", help=gettext_lazy("Xóa dữ liệu trình diễn (cơ sở dữ liệu và tệp); lần chạy sau dựng lại từ đầu.")
)
@click.option("--yes", is_flag=True, help=gettext_lazy("Không hỏi lại."))
@click.option("--json", "as_json", is_flag=True, help=gettext_lazy("In kết quả dạng JSON."))
def reset(yes: bool, as_json: bool) -> None:
    """Keys, passwords and settings stay; only the private cluster of a demonstration can be reset."""
    from django.conf import settings
    from django.db import connections
    from psycopg import sql

    from lienthong.config import options
    from lienthong.config.cluster.server import DATABASE, Cluster
    from lienthong.config.supervisor.single import running

    if not settings.DEMONSTRATION or not settings.PRIVATE_CLUSTER:
        raise click.ClickException(_("Chỉ làm lại từ đầu ở chế độ trình diễn, với cụm PostgreSQL riêng"))
    if running() is not None:
        raise click.ClickException(_("Liên Thông đang chạy: dừng bằng Ctrl-C trước rồi làm lại"))
    if not yes and not as_json:
        click.confirm(
            _("Xóa mọi hồ sơ, văn bản và tệp trong %(folder)s?") % {"folder": options.var_dir()}, abort=True
        )
    cluster = Cluster.at(options.var_dir())
    connections.close_all()
    dropped = (cluster.data / "PG_VERSION").exists()
    if dropped:
        ran = cluster.running()
        cluster.start()
        with cluster.superuser() as connection:
            connection.execute(
                sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(DATABASE))
            )
        if not ran:
            cluster.stop()
    shutil.rmtree(settings.FILES_DIR, ignore_errors=True)
    (options.var_dir() / "schema").unlink(missing_ok=True)
    answer = {"ok": True, "database": "dropped" if dropped else "none", "var": str(options.var_dir())}
    click.echo(
        json.dumps(answer) if as_json else _("Đã xóa dữ liệu trình diễn. Chạy `make run` để dựng lại.")
    )


__all__ = ["demo"]
