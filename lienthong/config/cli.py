"""The command line: ``lienthong`` or ``python -m lienthong``."""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext_lazy as _

# Commands that need the database start the private cluster by themselves and leave it as they found it.
GROUPS = {
    "pack": "lienthong.kernel.packs.commands:pack",
    "account": "lienthong.kernel.accounts.commands:account",
    "demo": "lienthong.config.commands.demo:demo",
    "token": "lienthong.kernel.accounts.commands:token",
    "seal": "lienthong.kernel.actions.commands:seal",
    "verify": "lienthong.config.commands.verify:verify",
    "document": "lienthong.office.documents.commands:document",
    "exchange": "lienthong.office.exchange.commands:exchange",
    "doctor": "lienthong.config.commands.doctor:doctor",
    "rebuild": "lienthong.config.commands.rebuild:rebuild",
    "settings": "lienthong.config.commands.settings_table:settings_table",
    "bench": "lienthong.config.commands.bench:bench",
    "faults": "lienthong.config.commands.faults:faults",
}
WITHOUT_DATABASE = {"settings", "document", "exchange"}


def _setup() -> None:
    """Django, and the language of this command line. Before a command's module is loaded: click reads the help of
    options while it defines them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
    import django
    from django.conf import settings
    from django.utils import translation

    from lienthong.config import options

    django.setup()
    wanted = options.text("LIENTHONG_LANGUAGE")
    translation.activate(wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)


def ensure_database() -> None:
    """Start the private cluster for a command when nothing runs; stop it again at the end."""
    import atexit

    from django.conf import settings

    from lienthong.config import options
    from lienthong.config.cluster.server import Cluster

    if not settings.PRIVATE_CLUSTER:
        return
    cluster = Cluster.at(options.var_dir())
    if cluster.home.joinpath("cluster.json").exists() and cluster.running():
        return
    from lienthong.config.supervisor.installation import prepare

    prepare(lambda text: click.echo(text, err=True))

    def stop() -> None:
        from django.db import connections

        connections.close_all()
        cluster.stop()

    atexit.register(stop)


class Commands(click.Group):
    """Loads a command only when it is called, so that ``--help`` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        own = super().list_commands(ctx)
        return sorted([*own, *(name for name, place in GROUPS.items() if self._exists(place))])

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        own = super().get_command(ctx, name)
        if own is not None:
            _setup()
        if own is not None or name not in GROUPS or not self._exists(GROUPS[name]):
            return own
        _setup()
        module, _, attribute = GROUPS[name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _setup()
        super().format_help(ctx, formatter)

    @staticmethod
    def _exists(place: str) -> bool:
        module = place.partition(":")[0]
        parent = module.rpartition(".")[0]
        try:
            return find_spec(parent) is not None and find_spec(module) is not None
        except ModuleNotFoundError:
            return False


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=_("Liên Thông: chính quyền số của một tỉnh trên một máy."),
)
@click.version_option("0.1.0", message="%(version)s")
def cli() -> None:
    pass


@cli.command(help=_("Khởi động cả hệ thống (cơ sở dữ liệu, web, việc nền) và giữ cho chạy; Ctrl-C để dừng."))
def up() -> None:
    _setup()
    from lienthong.config.supervisor.up import up as start

    raise SystemExit(start(lambda text: print(text, flush=True)))


@cli.command(help=_("Tạo hoặc cập nhật cơ sở dữ liệu, khóa, gói cấu hình rồi dừng."))
def prepare() -> None:
    _setup()
    from lienthong.config.supervisor.installation import prepare as make

    cluster = make(lambda text: click.echo(text))
    if cluster is not None:
        from django.db import connections

        connections.close_all()
        cluster.stop()


def _needs_database(arguments: list[str]) -> bool:
    """Whether the command named on the line works on the database (help never does)."""
    words = [word for word in arguments if not word.startswith("-")]
    if not words or {"-h", "--help"} & set(arguments) or words[0] in {"up", "prepare", *WITHOUT_DATABASE}:
        return False
    if words[:2] in (["pack", "check"], ["demo", "reset"]):
        return False
    return words[0] in GROUPS


def main(arguments: list[str] | None = None) -> Any:
    given = sys.argv[1:] if arguments is None else arguments
    if not _needs_database(given):
        return cli(args=given)
    _setup()
    ensure_database()
    from django.db import connections

    from lienthong.kernel.access.public import system_scope

    try:
        with system_scope():
            return cli(args=given)
    finally:
        connections.close_all()


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))


__all__ = ["Path", "cli", "main", "print_json"]
