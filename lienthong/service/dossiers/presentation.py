"""What the office screens show of one dossier: the same for the pane of the inbox and the dossier's own page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access.public import allows, visible
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.directory.models import Officer
from lienthong.kernel.forms.public import AnswerGroup, Form
from lienthong.kernel.process.public import waiting_steps
from lienthong.service.dossiers import queries
from lienthong.service.dossiers.deadline_card import deadline_card
from lienthong.service.dossiers.domain.paying import may_void
from lienthong.service.dossiers.models import Dossier
from lienthong.service.dossiers.paper_views import papers, results
from lienthong.service.dossiers.rules import RECEIVE, VIEW

STATE_TONES = {
    "submitted": "brand", "waiting_supplement": "gold", "waiting_payment": "gold", "processing": "brand", "consulting": "brand",
    "signing": "brand", "sealing": "brand", "ready": "leaf", "done": "leaf", "refused": "lotus", "rejected": "lotus",
    "withdrawn": "plain", "stopped": "plain",
}  # fmt: skip
CONSULTATION_TONES = {"agree": "leaf", "object": "lotus", "comment": "gold"}
FEE_TONES = {"later": "plain", "due": "gold", "paid": "leaf", "waived": "plain", "none": "plain"}
# A note under these acts is a leader's word to the officer: shown in gold until the result is drafted anew.
_LEADERS_WORDS = ("dossiers.send_back", "dossiers.review")


def shown(dossier: Dossier, actor: Actor) -> dict[str, Any]:
    """Template context of a dossier for an officer who may see it (checked by ``queries.one``)."""
    way = queries.path(dossier, with_reasons=True)
    at_desk = allows(actor, RECEIVE, organisation_id=dossier.receiving_id)
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
        "slips": list(dossier.slips.exclude(kind="fee").select_related("file").order_by("-made_at")),
        "fee_receipts": [
            {"receipt": row, "may_void": at_desk and may_void(row, dossier)}
            for row in dossier.fee_receipts.select_related("slip").order_by("-taken_at")
        ],
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
    from lienthong.kernel.ui.formats import datetime_text

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
            fee_text(dossier),
        ),
    ]
    return facts


def fee_text(dossier: Dossier) -> str:
    """``8.000 đ · đã nộp``; why nothing is taken from whoever is exempt; empty where nothing is charged."""
    from lienthong.kernel.ui.formats import money_text

    state = str(dossier.get_fee_state_display())
    if dossier.fee_amount:
        if dossier.fee_state == "due" and dossier.fee_settled:
            return _("%(amount)s · còn phải nộp %(owed)s") % {
                "amount": money_text(dossier.fee_amount),
                "owed": money_text(dossier.fee_owed),
            }
        return f"{money_text(dossier.fee_amount)} · {state.lower()}"
    return f"{state}: {dossier.fee_reason}" if dossier.fee_state == "waived" else ""


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
    ids = {row[name] for row in way for name in ("officer", "instead_of") if row.get(name)}
    people = dict(Officer.objects.filter(pk__in=ids).values_list("pk", "person__full_name")) if ids else {}
    events = []
    for row in way:
        person = people.get(row.get("officer") or 0, "")
        if row.get("instead_of"):
            person = _("%(taker)s thay %(giver)s") % {
                "taker": person,
                "giver": people.get(row["instead_of"], ""),
            }
        agency = row["who"] if row["who"] and (not person or len(dossier.visible_orgs) > 1) else ""
        note = row["note"] if row["state"] in ("done", "bad") else ""
        events.append({**row, "who": " · ".join(part for part in (person, agency) if part), "note": note})
    return events


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
