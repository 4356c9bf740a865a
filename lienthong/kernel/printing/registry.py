"""Which folder holds the Typst templates of an app.

An app either registers its folder, or is a Django app with a ``typst`` folder beside its ``apps.py``.
"""

from __future__ import annotations

import re
from pathlib import Path

from django.utils.translation import gettext

from lienthong.kernel import errors

PACKAGE = Path(__file__).resolve().parents[2]
"""The ``lienthong`` package: the root that templates import from ("/kernel/printing/typst/parts.typ")."""

_NAME = re.compile(r"[a-z][a-z0-9_]*/[a-z][a-z0-9_]*")
_folders: dict[str, Path] = {"printing": Path(__file__).resolve().parent / "typst"}


def register_templates(app: str, folder: Path) -> None:
    """Make ``folder`` (inside the ``lienthong`` package) the home of the templates ``app/…``.

    Raises ``ValueError`` for a folder outside the package: Typst may read nothing outside its root.
    """
    folder = folder.resolve()
    if not folder.is_relative_to(PACKAGE):
        raise ValueError(f"{folder} lies outside {PACKAGE}")
    _folders[app] = folder


def find_template(name: str) -> Path:
    """The file of ``app/name``. Raises ``NotFound`` when there is none, also for names that are no plain names."""
    if _NAME.fullmatch(name):
        app, _, template = name.partition("/")
        folder = _folders.get(app) or _folder_of_django_app(app)
        if folder is not None:
            path = folder / f"{template}.typ"
            if path.is_file():
                return path
    raise errors.NotFound(gettext("Không có mẫu in “%(name)s”") % {"name": name}, code="template_unknown")


def _folder_of_django_app(label: str) -> Path | None:
    from django.apps import apps  # deferred: printing also works where Django is not set up

    if not apps.ready:
        return None
    try:
        folder = Path(apps.get_app_config(label).path) / "typst"
    except LookupError:
        return None
    return folder.resolve() if folder.is_dir() and folder.resolve().is_relative_to(PACKAGE) else None
