"""Reading held files for the desk. The administrator decides about content of every agency, so the whole table is seen."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lienthong.kernel.access.public import allows, require, system_scope
from lienthong.kernel.accounts.models import Account
from lienthong.kernel.actions.public import Actor, history
from lienthong.kernel.errors import NotFound
from lienthong.kernel.files.public import QUARANTINE, Release, State, StoredFile, describe_owners
from lienthong.kernel.text import nfc

#: Tabs of the desk: address, words, states.
TABS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "cach-ly": (_("Đang cách ly"), (State.QUARANTINE,)),
    "ma-doc": (_("Có mã độc"), (State.REFUSED,)),
    "cho-xac-nhan": (_("Chờ xác nhận"), (State.QUARANTINE, State.REFUSED)),
    "da-giai-toa": (_("Đã giải tỏa"), (State.RELEASED,)),
    "da-huy": (pgettext_lazy("tệp", "Đã hủy"), (State.DESTROYED,)),
}
FIRST = "cach-ly"
CONFIRMING = "cho-xac-nhan"
_HELD = [State.QUARANTINE, State.REFUSED, State.RELEASED, State.DESTROYED]


@dataclass
class Row:
    """A held file with what the desk shows beside it."""

    file: StoredFile
    uploader: str = ""
    owner: str = ""
    waiting: Release | None = None


@dataclass
class Things:
    """What several rows need, each kind got in one statement."""

    names: dict[uuid.UUID, str] = field(default_factory=dict)
    owners: dict[tuple[str, str], str] = field(default_factory=dict)
    waiting: dict[str, Release] = field(default_factory=dict)


def held(tab: str, *, reason: str = "", words: str = "") -> QuerySet[StoredFile]:
    """The files of a tab, newest first. ``words``: part of a name, or the beginning of the SHA-256."""
    found = StoredFile.objects.filter(state__in=TABS[tab][1])
    if tab == CONFIRMING:
        found = found.filter(sha256__in=Release.objects.filter(state="waiting").values("sha256"))
    if reason:
        found = found.filter(reason=reason)
    if words := nfc(words).strip():
        found = found.filter(Q(name__icontains=words) | Q(sha256__startswith=words.lower()))
    return found.order_by("-created_at", "-id")


def counts() -> dict[str, int]:
    """How many each tab holds, in one statement."""
    waiting = Q(sha256__in=Release.objects.filter(state="waiting").values("sha256"))
    return StoredFile.objects.filter(state__in=_HELD).aggregate(
        **{
            tab: Count(
                "pk", filter=Q(state__in=states) & waiting if tab == CONFIRMING else Q(state__in=states)
            )
            for tab, (_words, states) in TABS.items()
        }
    )


def rows(files: Iterable[StoredFile]) -> list[Row]:
    """Files with uploader, owner and waiting request; the number of statements does not grow with the files."""
    files = list(files)
    things = Things()
    waiting = Release.objects.filter(state="waiting", sha256__in={file.sha256 for file in files})
    things.waiting = {one.sha256: one for one in waiting} if files else {}
    people = {file.uploaded_by for file in files} | {one.asked_by for one in things.waiting.values()}
    things.names = names_of(people)
    things.owners = describe_owners(files)
    return [
        Row(
            file,
            things.names.get(file.uploaded_by, "") if file.uploaded_by else "",
            things.owners.get((file.owner_type, file.owner_id), ""),
            things.waiting.get(file.sha256),
        )
        for file in files
    ]


def names_of(accounts: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    wanted = {one for one in accounts if one}
    if not wanted:
        return {}
    return {
        pk: account.display_name
        for pk, account in Account.objects.select_related("person").in_bulk(wanted).items()
    }


def one(actor: Actor, file_id: uuid.UUID) -> StoredFile:
    """A file that is or was held. Raises Forbidden without the right, NotFound for any other file."""
    require(actor, QUARANTINE)
    with system_scope():
        found = StoredFile.objects.filter(pk=file_id, state__in=_HELD).first()
    if found is None:
        raise NotFound(code="file_not_found")
    return found


def decisions(file: StoredFile) -> list[dict[str, Any]]:
    """What was done about a file, newest first, for the timeline."""
    acts = history(file)
    names = names_of(action.account_id for action in acts)
    return [
        {
            "what": VERBS.get(action.verb, action.verb),
            "who": names.get(action.account_id, "") if action.account_id else _("Hệ thống"),
            "at": action.at,
            "state": "bad" if action.verb in ("files.refuse", "files.destroy") else "done",
            "note": getattr(action, "reason", "") or action.data.get("found", ""),
        }
        for action in reversed(acts)
    ]


VERBS = {
    "files.refuse": _("Bộ quét thấy mã độc"),
    "files.scan_again": _("Yêu cầu quét lại"),
    "files.ask_release": _("Đề nghị giải tỏa"),
    "files.decline_release": _("Không đồng ý giải tỏa"),
    "files.release": _("Giải tỏa khỏi cách ly"),
    "files.hold_again": _("Cách ly lại"),
    "files.destroy": _("Hủy nội dung"),
}


def waiting_count(actor: Any) -> int:
    """For the rail: requests that wait for this person's confirmation."""
    if not allows(actor, QUARANTINE):
        return 0
    with system_scope():
        return Release.objects.filter(state="waiting").exclude(asked_by=actor.account_id).count()
