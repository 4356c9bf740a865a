"""What a clerk's posted reception says: answers, papers one by one, files, decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.actions.public import Actor
from lienthong.kernel.errors import DomainError
from lienthong.kernel.files.public import StoredFile, bound_uploads, oversized, receive_upload
from lienthong.kernel.forms.public import Form
from lienthong.service.dossiers.domain.counter import PaperSeen
from lienthong.service.dossiers.models import Component
from lienthong.service.procedures.public import ServiceVersion

PREFIX = "tk"
MARKS = [pair for pair in Component.MARKS if pair[0] != "electronic"]
_LONGEST = 2000


@dataclass
class Entry:
    values: dict[str, Any] = field(default_factory=dict)
    papers: dict[str, PaperSeen] = field(default_factory=dict)
    files: dict[str, list[StoredFile]] = field(default_factory=dict)
    outcome: str = ""
    reason: str = ""
    further: str = ""
    deciding: str = ""
    receiving: str = ""
    edited: bool = False
    errors: dict[str, list[Any]] = field(default_factory=dict)


def _text(post: Mapping[str, Any], name: str, longest: int = _LONGEST) -> str:
    return str(post.get(name) or "").replace("\x00", "").strip()[:longest]


def read_entry(request: HttpRequest, service: ServiceVersion, form: Form) -> Entry:
    """The post with its uploads stored; what could not be taken is in ``errors``."""
    bound_uploads(request)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    post, entry = request.POST, Entry()

    def receive(upload: Any, asked: Any) -> str:
        return str(receive_upload(upload, actor=actor, purpose=str(asked.ui.get("purpose", ""))).pk)

    entry.values, entry.errors = form.read(
        post, request.FILES, prefix=PREFIX, receive=receive, oversized=oversized(request)
    )
    entry.edited = form.edit_of(post, PREFIX) is not None
    entry.outcome, entry.reason, entry.further = (
        _text(post, "outcome", 20),
        _text(post, "reason"),
        _text(post, "further"),
    )
    entry.deciding, entry.receiving = _text(post, "deciding", 60), _text(post, "receiving", 60)
    for declared in service.components:
        key = declared["key"]
        entry.files[key] = _files(request, actor, key, entry)
        mark = _text(post, f"giay.{key}.mark", 12)
        if mark not in dict(MARKS):
            mark = "scan" if entry.files[key] else ""
        note = _text(post, f"giay.{key}.note", 300)
        state = "wrong" if mark and _text(post, f"giay.{key}.state", 12) == "wrong" else "ok"
        if not mark and note:
            state = "missing"  # not brought, and the clerk wrote what is wanted
        entry.papers[key] = PaperSeen(mark, state, note)
    return entry


def _files(request: HttpRequest, actor: Actor, key: str, entry: Entry) -> list[StoredFile]:
    """Files kept from an earlier try, unless taken out, and the new ones."""
    name = f"giay.{key}.file"
    gone = set(request.POST.getlist("__remove_scan"))
    ids = [value for value in request.POST.getlist(f"{name}.kept")[:60] if value not in gone]
    kept = list(
        StoredFile.objects.filter(pk__in=[one for one in ids if _is_uuid(one)], uploaded_by=actor.account_id)
    )
    entry.edited = entry.edited or bool(gone)
    if name in oversized(request):
        entry.errors.setdefault(f"components.{key}", []).append(
            _("Tệp quá lớn nên chưa được nhận. Hãy chọn tệp nhỏ hơn.")
        )
    for upload in request.FILES.getlist(name):
        try:
            kept.append(receive_upload(upload, actor=actor, purpose="scan"))
        except DomainError as refusal:
            entry.errors.setdefault(f"components.{key}", []).append(refusal.message)
    return kept


def _is_uuid(text: str) -> bool:
    from uuid import UUID

    try:
        UUID(text)
    except ValueError:
        return False
    return True
