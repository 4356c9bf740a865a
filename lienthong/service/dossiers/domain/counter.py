"""One visit at the counter: papers looked at one by one, then accepted, asked to be completed, or refused at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access.public import require
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.errors import Invalid
from lienthong.kernel.work.public import WorkItem, finish_item
from lienthong.service.dossiers.domain.receive import accept, receive_at_counter, refuse, request_supplement
from lienthong.service.dossiers.domain.submit import Files, check, required_components
from lienthong.service.dossiers.models import Component, Dossier
from lienthong.service.dossiers.rules import RECEIVE
from lienthong.service.procedures.public import ServiceVersion

OUTCOMES = ("accepted", "supplement", "refused")


@dataclass(frozen=True)
class PaperSeen:
    """What the clerk found of one paper: how it was brought (``mark``; "" for not at all), ``state`` ok, missing or wrong.

    A required paper that was not brought is missing anyway; an optional one only when the clerk says so.
    """

    mark: str = ""
    state: str = "ok"
    note: str = ""


def receive_visit(
    service: ServiceVersion,
    *,
    deciding: Organisation,
    receiving: Organisation,
    values: Mapping[str, Any],
    papers: Mapping[str, PaperSeen],
    files: Files,
    actor: Actor,
    outcome: str = "accepted",
    reason: str = "",
    further: str = "",
) -> Dossier:
    """Enter a paper dossier and decide on it, all or nothing.

    ``outcome``: accepted needs every required paper in order; supplement asks for what is missing or wrong and for the
    lines of ``further``; refused needs a ``reason``. Raises Invalid that names every field and paper.
    """
    require(actor, RECEIVE, organisation_id=receiving.pk)
    if outcome not in OUTCOMES:
        raise Invalid(_("Hãy chọn tiếp nhận, yêu cầu bổ sung hoặc từ chối"), field="outcome")
    marks, lacking, asked = check_visit(
        service, values=values, papers=papers, files=files, outcome=outcome, reason=reason, further=further
    )
    with transaction.atomic():
        dossier = receive_at_counter(
            service, deciding=deciding, values=values, files=files, marks=marks, actor=actor, receiving=receiving,
            accept_now=False, lacking=lacking,
        )  # fmt: skip
        _note_papers(dossier, papers)
        item = WorkItem.objects.filter(
            object_type="dossiers.dossier", object_id=str(dossier.pk), state="open"
        ).first()
        if outcome == "accepted":
            dossier = accept(dossier, actor=actor)
        elif outcome == "supplement":
            request_supplement(dossier, actor=actor, items=asked, reason=reason)
        else:
            refuse(dossier, actor=actor, reason=reason)
        if item is not None:
            # The clerk did this step himself: it is his work done, not a step that was taken away.
            item.refresh_from_db()
            finish_item(item, actor=actor, outcome=outcome)
        dossier.refresh_from_db()
    return dossier


def _asked(
    service: ServiceVersion, papers: Mapping[str, PaperSeen], lacking: frozenset[str], further: str
) -> list[dict[str, str]]:
    """Everything that is missing or wrong, in the order of the procedure, then the clerk's own lines."""
    items = []
    for declared in service.components:
        key = declared["key"]
        seen = papers.get(key, PaperSeen())
        if seen.state == "wrong":
            items.append({"component": key, "text": seen.note or "chưa đúng, nộp lại"})
        elif key in lacking:
            items.append({"component": key, "text": seen.note or "còn thiếu"})
    return items + [{"text": line.strip()} for line in further.splitlines() if line.strip()]


def check_visit(
    service: ServiceVersion, *, values: Mapping[str, Any], papers: Mapping[str, PaperSeen], files: Files, outcome: str, reason: str, further: str,
) -> tuple[dict[str, str], frozenset[str], list[dict[str, str]]]:  # fmt: skip
    """Marks, papers that lack, and what to ask for. Raises Invalid with all that is wrong at once: in the answers, the
    papers and the clerk's own entries."""
    marks = {key: seen.mark for key, seen in papers.items() if seen.mark and seen.state != "missing"}
    needed = required_components(service, values)
    missing = {key for key, seen in papers.items() if seen.state == "missing"}
    lacking = frozenset(
        key
        for key in missing.union(needed)
        if outcome != "accepted" and key not in marks and not files.get(key)
    )
    asked = _asked(service, papers, lacking, further) if outcome == "supplement" else []
    errors: dict[str, list[Any]] = {}
    names = {item["key"]: item["name"] for item in service.components}
    try:
        check(service, values, files, on_paper=frozenset(marks) | lacking)
    except Invalid as refusal:
        errors |= refusal.errors
    if outcome == "accepted":
        for key, seen in papers.items():
            if key in names and seen.state == "wrong":
                errors.setdefault(f"components.{key}", []).append(
                    _("Giấy tờ chưa đúng nên chưa tiếp nhận được; hãy yêu cầu bổ sung")
                )
    elif not reason.strip():
        errors["reason"] = [_("Hãy ghi lý do; lý do được in trên phiếu")]
    if outcome == "supplement" and not asked:
        errors["further"] = [
            _("Chưa có gì để bổ sung: hãy đánh dấu giấy tờ thiếu, chưa đúng hoặc ghi nội dung cần sửa")
        ]
    if errors:
        raise Invalid(_("Hồ sơ chưa đủ hoặc chưa đúng"), errors=errors)
    return marks, lacking, asked


def _note_papers(dossier: Dossier, papers: Mapping[str, PaperSeen]) -> None:
    for key, seen in papers.items():
        if seen.state == "wrong" or seen.note:
            changes = {"note": seen.note[:300]} | ({"state": "wrong"} if seen.state == "wrong" else {})
            Component.objects.filter(dossier=dossier, key=key).update(**changes)
