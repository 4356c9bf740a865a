"""Navigation as data: apps say where they can be found, the shells draw it for the person who looks.

Call the ``register_*`` functions from ``AppConfig.ready``. An entry whose address does not resolve (its app is not
installed) or whose permission the actor lacks is simply not drawn; access itself is checked by the view, never here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

log = logging.getLogger(__name__)

Badge = Callable[[Any], "int | None"]

# The rail's parts in their order. The first has no heading: it is everybody's daily work.
SECTIONS: dict[str, Any] = {
    "work": "",
    "desk": _("Một cửa"),
    "data": _("Dữ liệu"),
    "steering": _("Điều hành"),
    "admin": _("Quản trị"),
}


@dataclass(frozen=True)
class Entry:
    section: str
    label: Any
    url_name: str
    icon: str
    permission: str | None = None
    order: int = 50
    badge: Badge | None = None
    bottom_label: Any = None
    covers: str = ""


@dataclass(frozen=True)
class Link:
    """An entry that this person may follow, with its address and count worked out."""

    label: Any
    url: str
    icon: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True)
class Section:
    label: Any
    links: list[Link]


_office: dict[tuple[str, str], Entry] = {}
_public: dict[str, Entry] = {}
_account: dict[str, Entry] = {}


def register_entry(
    section: str,
    label: Any,
    url_name: str,
    icon: str,
    permission: str | None = None,
    *,
    order: int = 50,
    badge: Badge | None = None,
    bottom_label: Any = None,
    covers: str = "",
) -> None:
    """Put a link into the office rail; again with the same ``url_name`` replaces it.

    ``badge(actor)`` gives the number beside the word; None or 0 shows nothing. ``bottom_label`` also puts the
    entry into the bottom bar of a telephone, under that short word. ``covers`` is an address above the entry's own
    ("/van-ban/" of "/van-ban/den/"): pages below it mark this entry, unless another's address says more. An unknown
    section is an error at once.
    """
    if section not in SECTIONS:
        raise ImproperlyConfigured(f"navigation: unknown section {section!r}")
    _office[(section, url_name)] = Entry(
        section, label, url_name, icon, permission, order, badge, bottom_label, covers
    )


def register_public(label: Any, url_name: str, icon: str = "", *, order: int = 50) -> None:
    """Put a link into the head of the public pages."""
    _public[url_name] = Entry("public", label, url_name, icon, None, order)


def register_account(label: Any, url_name: str, icon: str, *, order: int = 50) -> None:
    """Put a link into the menu under the signed-in person's name."""
    _account[url_name] = Entry("account", label, url_name, icon, None, order)


def may_see(actor: Any, permission: str | None) -> bool:
    """Whether the rail shows an entry: the actor holds the permission anywhere. No actor, no permission."""
    if permission is None:
        return True
    if actor is None:
        return False
    for grant in getattr(actor, "grants", None) or ():
        if permission == grant or permission in getattr(grant, "permissions", ()):
            return True
    return False


def _count(entry: Entry, actor: Any) -> int | None:
    if entry.badge is None or actor is None:
        return None
    try:
        return entry.badge(actor) or None
    except Exception:
        # A count is an ornament: the page must come even when the number cannot be had.
        log.exception("navigation: no count for %s", entry.url_name)
        return None


def _resolve(entries: list[Entry], path: str, actor: Any, *, with_counts: bool) -> list[tuple[Entry, Link]]:
    found: list[tuple[Entry, str]] = []
    for entry in sorted(entries, key=lambda item: item.order):
        if not may_see(actor, entry.permission):
            continue
        try:
            found.append((entry, reverse(entry.url_name)))
        except NoReverseMatch:
            continue
    # The longest address that the page's path begins with is where we are.
    reach = {
        reached: url for entry, url in found for reached in (entry.covers, url) if reached not in ("", "/")
    }
    here = reach.get(max((reached for reached in reach if path.startswith(reached)), key=len, default=""))
    if here is None and path == "/":
        here = "/"
    return [
        (
            entry,
            Link(entry.label, url, entry.icon, _count(entry, actor) if with_counts else None, url == here),
        )
        for entry, url in found
    ]


def office_sections(actor: Any, path: str) -> tuple[list[Section], list[Link]]:
    """The rail's sections and the bottom bar's links for this actor; ``path`` marks the current one."""
    resolved = _resolve(list(_office.values()), path, actor, with_counts=True)
    sections = [
        Section(label, [link for entry, link in resolved if entry.section == key])
        for key, label in SECTIONS.items()
    ]
    bottom = [
        Link(entry.bottom_label, link.url, link.icon, link.count, link.current)
        for entry, link in resolved
        if entry.bottom_label
    ]
    return [section for section in sections if section.links], bottom


def public_links(path: str) -> list[Link]:
    return [link for _entry, link in _resolve(list(_public.values()), path, None, with_counts=False)]


def account_links(path: str) -> list[Link]:
    return [link for _entry, link in _resolve(list(_account.values()), path, None, with_counts=False)]
