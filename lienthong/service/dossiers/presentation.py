"""What the office screens show of one dossier: the same for the pane of the inbox and the dossier's own page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.public import visible
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.directory.models import Officer
from lienthong.kernel.files.public import StoredFile, has_preview, original_name
from lienthong.kernel.forms.public import AnswerGroup, Form, show_date, show_number
from lienthong.kernel.process.public import waiting_steps
from lienthong.kernel.work.public import BatchRow, ItemAction
from lienthong.kernel.worktime.public import Calendar, Clock, amount_words, calendar_for, working_time_between
from lienthong.service.dossiers import queries
from lienthong.service.dossiers.domain.moving import amount_of, clock_of
from lienthong.service.dossiers.models import Component, Dossier, Result
from lienthong.service.dossiers.rules import VIEW

STATE_TONES = {
    "submitted": "brand", "waiting_supplement": "gold", "waiting_payment": "gold", "processing": "brand", "consulting": "brand",
    "signing": "brand", "sealing": "brand", "ready": "leaf", "done": "leaf", "refused": "lotus", "rejected": "lotus",
    "withdrawn": "plain", "stopped": "plain",
}  # fmt: skip
COMPONENT_TONES = {"ok": "leaf", "missing": "lotus", "wrong": "lotus", "unchecked": "plain"}
RESULT_TONES = {"draft": "gold", "signed": "brand", "issued": "leaf", "revoked": "lotus"}
CONSULTATION_TONES = {"agree": "leaf", "object": "lotus", "comment": "gold"}
FEE_TONES = {"due": "gold", "paid": "leaf", "waived": "plain", "none": "plain"}
# A note under these acts is a leader's word to the officer: shown in gold until the result is drafted anew.
_LEADERS_WORDS = ("dossiers.send_back", "dossiers.review")
_PICTURE_SIDE = 1200


def shown(dossier: Dossier, actor: Actor) -> dict[str, Any]:
    """Template context of a dossier for an officer who may see it (checked by ``queries.one``)."""
    way = queries.path(dossier, with_reasons=True)
    return {
        "dossier": dossier,
        "state_tone": STATE_TONES[dossier.state],
        "fee_tone": FEE_TONES[dossier.fee_state],
        "facts": _facts(dossier),
        "asks": _asks(dossier),
        "answers": answers(dossier),
        "papers": papers(dossier),
        "leader_words": _leader_words(way),
        "timeline": _timeline(way, dossier),
        "deadline": deadline_card(dossier),
        "why": queries.why_due(dossier),
        "slips": list(dossier.slips.select_related("file").order_by("-made_at")),
        "results": results(dossier),
        "consultations": [
            {"asked": asked, "tone": CONSULTATION_TONES.get(asked.outcome, "gold")}
            for asked in dossier.consultations.select_related(
                "to_organisation", "from_organisation"
            ).order_by("asked_at")
        ],
        "supplements": _supplements(dossier),
        "related": _related(dossier, actor),
        "page_url": reverse("dossiers:page", args=[dossier.pk]),
    }


def _facts(dossier: Dossier) -> list[tuple[Any, Any]]:
    from lienthong.kernel.ui.formats import datetime_text, money_text

    # The personal content can be erased as a whole; the dossier and its way remain.
    applicant = dossier.content.applicant if hasattr(dossier, "content") else {}
    who = dossier.applicant_name
    organisation = applicant.get("organisation_name") or ""
    number = applicant.get("personal_id") or applicant.get("tax_code") or ""
    facts: list[tuple[Any, Any]] = [
        (_("Người nộp"), f"{who} · {number}" if number else who),
        (_("Tổ chức"), organisation if organisation != dossier.applicant_name else ""),
        (_("Đại diện"), applicant.get("represents") or ""),
        (_("Địa chỉ"), applicant.get("address") or ""),
        (
            _("Liên lạc"),
            " · ".join(str(value) for value in (applicant.get("phone"), applicant.get("email")) if value),
        ),
        (_("Nơi giải quyết"), dossier.deciding.name),
        (_("Nơi tiếp nhận"), dossier.receiving.name if dossier.receiving_id != dossier.deciding_id else ""),
        (
            _("Nơi trả kết quả"),
            dossier.returning.name if dossier.returning_id != dossier.receiving_id else "",
        ),
        (_("Nộp lúc"), f"{datetime_text(dossier.submitted_at)} · {dossier.get_source_display().lower()}"),
        (_("Tiếp nhận lúc"), datetime_text(dossier.accepted_at)),
        (
            _("Phí, lệ phí"),
            f"{money_text(dossier.fee_amount)} · {dossier.get_fee_state_display().lower()}"
            if dossier.fee_amount
            else "",
        ),
    ]
    return facts


def _asks(dossier: Dossier) -> list[dict[str, str]]:
    """What waits now, in words; empty for a closed dossier."""
    if dossier.closed or dossier.process is None:
        return []
    return [
        {"name": step.name, "text": step.documentation}
        for step in waiting_steps(dossier.process)
        if step.kind == "user"
    ]


# Shown among the facts on top, so not a second time among the answers.
_ALREADY = frozenset(
    f"/applicant/{name}"
    for name in (
        "full_name",
        "personal_id",
        "tax_code",
        "address",
        "phone",
        "email",
        "represents",
        "organisation_name",
    )
)


def answers(dossier: Dossier) -> list[AnswerGroup]:
    """The applicant's answers without the questions left open and without what the facts on top say."""
    if not hasattr(dossier, "content"):
        return []
    groups = Form(dossier.service.form).summary(dossier.content.values)
    found = []
    for group in groups:
        kept = [answer for answer in group.answers if answer.text and answer.pointer not in _ALREADY]
        heads = {answer.label.partition(": ")[0] for answer in kept}
        if len(heads) == 1 and all(": " in answer.label for answer in kept):
            # Every question lies in the same part, whose name the heading carries.
            kept = [replace(answer, label=answer.label.partition(": ")[2]) for answer in kept]
        if kept:
            found.append(AnswerGroup(group.key, group.title, kept))
    return found


def file_view(file: StoredFile | None) -> dict[str, Any] | None:
    """A stored file as the templates show it: address, size, first page as a picture where there is one."""
    if file is None:
        return None
    address = reverse("files:download", args=[file.pk])
    return {
        "id": file.pk,
        "name": original_name(file.name) if file.name else file.download_name,
        "url": f"{address}?inline=1",
        "download": address,
        "size": file.size,
        "media_type": file.media_type,
        "state": file.state,
        "usable": file.usable,
        "pages": file.page_count,
        "picture": reverse("files:picture", args=[file.pk, 1, _PICTURE_SIDE]) if has_preview(file) else "",
        "thumbnail": reverse("files:picture", args=[file.pk, 1, 240]) if has_preview(file) else "",
    }


def papers(dossier: Dossier) -> list[dict[str, Any]]:
    """The papers in the order of the procedure, each with its files, mark and state; what was replaced stands apart."""
    found: dict[str, list[Component]] = {}
    for row in dossier.components.select_related("file").order_by("added_at", "id"):
        found.setdefault(row.key, []).append(row)
    shown_papers = []
    declared = {item["key"]: item for item in dossier.service.components}
    for key in [*declared, *(key for key in found if key not in declared)]:
        rows = [row for row in found.get(key, []) if row.superseded_at is None]
        if not rows:
            continue
        worst = next((row for row in rows if row.state in ("missing", "wrong")), rows[0])
        shown_papers.append(
            {
                "key": key,
                "name": rows[0].name,
                "mark": rows[0].get_mark_display(),
                "state": worst.get_state_display(),
                "tone": COMPONENT_TONES[worst.state],
                "note": next((row.note for row in rows if row.note), ""),
                "files": [file_view(row.file) for row in rows if row.file],
                "older": [file_view(row.file) for row in found[key] if row.superseded_at and row.file],
            }
        )
    return shown_papers


def _supplements(dossier: Dossier) -> list[dict[str, Any]]:
    names = {item["key"]: item["name"] for item in dossier.service.components}
    return [
        {
            "reason": asked.reason,
            "requested_at": asked.requested_at,
            "answered_at": asked.answered_at,
            "lines": [
                {"paper": names.get(item.get("component") or "", ""), "text": item.get("text", "")}
                for item in asked.items
            ],
        }
        for asked in dossier.supplements.order_by("requested_at")
    ]


def results(dossier: Dossier) -> list[dict[str, Any]]:
    """The result in force with the latest of its files: issued, else signed, else draft."""
    rows = dossier.results.filter(superseded_at=None).select_related(
        "draft_file", "signed_file", "issued_file", "paper"
    )
    return [
        {
            "result": row,
            "tone": RESULT_TONES[row.state],
            "file": file_view(latest_file(row)),
            "signed": row.signed_file_id is not None,
            "signatures_url": reverse("dossiers:signatures", args=[dossier.pk, row.pk])
            if row.signed_file_id
            else "",
        }
        for row in rows
    ]


def current_results(dossiers: Mapping[str, Dossier]) -> list[Result]:
    """Results in force of several dossiers, with their files, in one statement."""
    rows = Result.objects.filter(dossier_id__in=list(dossiers), superseded_at=None)
    return list(rows.select_related("draft_file", "signed_file", "issued_file"))


def batch_row(dossier: Dossier, result: Result | None, actions: list[ItemAction]) -> BatchRow:
    """What a leader sees of one dossier among several: the paper's first page, its name, for whom."""
    file = file_view(latest_file(result)) if result else None
    data = result.data if result else {}
    form = dossier.service.data["result"].get("form") or {}
    # A JSON column does not keep the order of keys; the form says in which order they were asked.
    order = form.get("ui", {}).get("order") or list(data)
    entered = [data[key] for key in order if isinstance(data.get(key), str | int) and data[key] != ""]
    return BatchRow(
        actions,
        picture=file["thumbnail"] if file else "",
        document=result.name if result else "",
        facts=" · ".join(_words(value) for value in entered[:4]) or dossier.deciding.name,
        url=file["url"] if file else "",
    )


def _words(value: str | int) -> str:
    return show_date(value) if isinstance(value, str) else show_number(value)


def latest_file(result: Result) -> StoredFile:
    return result.issued_file or result.signed_file or result.draft_file


def _leader_words(way: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Reasons given when a draft was sent back, until it is drafted anew."""
    words: list[dict[str, Any]] = []
    for row in way:
        if row["verb"] in _LEADERS_WORDS and row["note"]:
            words = [row]
        elif row["verb"] == "dossiers.draft_result":
            words = []
    return words


def _timeline(way: list[dict[str, Any]], dossier: Dossier) -> list[dict[str, Any]]:
    """The path with the officers' names, as colleagues see it."""
    ids = {row["officer"] for row in way if row.get("officer")}
    people = dict(Officer.objects.filter(pk__in=ids).values_list("pk", "person__full_name")) if ids else {}
    events = []
    for row in way:
        person = people.get(row.get("officer") or 0, "")
        agency = row["who"] if row["who"] and (not person or len(dossier.visible_orgs) > 1) else ""
        note = row["note"] if row["state"] in ("done", "bad") else ""
        events.append({**row, "who": " · ".join(part for part in (person, agency) if part), "note": note})
    return events


def deadline_card(dossier: Dossier) -> dict[str, Any] | None:
    """Due time with the share of the working time that has passed; None where nothing is promised or expected."""
    if dossier.due_at is None:
        return None
    running = clock_of(dossier)
    calendar = calendar_for(dossier.deciding_id)
    now = clock.now()
    end = dossier.finished_at or now
    percent = passed_percent(running, dossier.due_at, end, calendar)
    late = end > dossier.due_at
    soon = not late and not dossier.closed and percent >= 75
    return {
        "due": dossier.due_at,
        "percent": percent,
        "tone": "lotus" if late else "gold" if soon else "leaf",
        "late": late,
        "paused": running is not None and running.state == "paused",
        "finished_at": dossier.finished_at,
        "limit": amount_words(amount_of(dossier.service)),
        "promised": dossier.due_promised,
    }


def passed_percent(running: Clock | None, due: dt.datetime, now: dt.datetime, calendar: Calendar) -> int:
    """0–100: how much of the working time between the clock's start and the due time is over."""
    if running is None:
        return 0
    whole = working_time_between(running.started_at, due, calendar)
    if whole <= dt.timedelta():
        return 100
    return max(0, min(100, round(100 * (working_time_between(running.started_at, now, calendar) / whole))))


def _related(dossier: Dossier, actor: Actor) -> list[Dossier]:
    """The dossier it came from, those that came from it, and the applicant's other ones at the actor's agencies."""
    from django.db.models import Q

    near = Q(parent_id=dossier.pk)
    if dossier.parent_id:
        near |= Q(pk=dossier.parent_id)
    if dossier.applicant_account_id:
        near |= Q(applicant_account_id=dossier.applicant_account_id)
    rows = (
        visible(Dossier.objects.select_related("procedure"), actor, VIEW).filter(near).exclude(pk=dossier.pk)
    )
    return list(rows.order_by("-submitted_at")[:3])
