"""Packs that a pack needs: where they are looked for, and whether each is there, new enough and not in a circle."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.utils import OperationalError
from django.utils.translation import gettext

from .package import MANIFEST, Package, from_folder
from .problems import Problem
from .queries import applied_package
from .reading import Entry
from .work import Content

MAX_REQUIRED = 20


Finder = Callable[[str], Package | None]


def finder(package: Package, *, applied_first: bool = False) -> Finder:
    """Looks for a required pack in the folder beside and among the applied ones.

    A check of files trusts the files beside it; a plan trusts what is in force, for that is what it will meet.
    """

    def beside(key: str) -> Package | None:
        if package.origin is None:
            return None
        folder = package.origin.resolve().parent / key
        return from_folder(folder) if (folder / MANIFEST).is_file() else None

    places = (applied_package, beside) if applied_first else (beside, _applied_if_reachable)

    def find(key: str) -> Package | None:
        return next((found for place in places if (found := place(key)) is not None), None)

    return find


def _applied_if_reachable(key: str) -> Package | None:
    """None also where no database runs: files can be checked on a desk without one."""
    try:
        return applied_package(key)
    except OperationalError:
        return None


def required_contents(
    manifest: Entry, find: Finder, content_of: Callable[[Package], Content], problems: list[Problem]
) -> list[Content]:
    """Contents of all packs that the manifest needs, directly or not. ``content_of`` raises ValueError for an
    unreadable one."""
    found: dict[str, Content] = {}
    trail: list[str] = [manifest.data["key"]]

    def visit(owner: Entry, data: Any, direct: bool) -> None:
        for index, need in enumerate(data.get("requires", [])):
            key, least = need["key"], need.get("at_least", "0.0.0")
            pointer: tuple[str | int, ...] = ("requires", index) if direct else ()
            if key in trail:
                circle = " → ".join([*trail[trail.index(key) :], key])
                problems.append(
                    owner.problem(
                        gettext("Các gói cần nhau thành vòng: %(circle)s") % {"circle": circle},
                        "requires_cycle",
                        *pointer,
                    )
                )
                continue
            if key in found:
                continue
            package = find(key) if len(found) < MAX_REQUIRED else None
            if package is None:
                message = gettext("Cần gói “%(key)s” nhưng không thấy bên cạnh, cũng chưa áp dụng") % {
                    "key": key
                }
                problems.append(owner.problem(message, "missing_pack", *pointer))
                continue
            try:
                content = content_of(package)
            except ValueError as error:
                problems.append(
                    owner.problem(
                        gettext("Gói “%(key)s” không đọc được: %(error)s") % {"key": key, "error": error},
                        "missing_pack",
                        *pointer,
                    )
                )
                continue
            if _numbers(content.version) < _numbers(least):
                message = gettext("Cần gói “%(key)s” từ phiên bản %(least)s, đang có %(version)s") % {
                    "key": key,
                    "least": least,
                    "version": content.version,
                }
                problems.append(owner.problem(message, "pack_too_old", *pointer))
            trail.append(key)
            visit(owner, content.manifest, False)
            trail.pop()
            found[key] = content

    visit(manifest, manifest.data, True)
    return list(found.values())


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
