"""The officer's work: examine, ask another agency, draft, review."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from lienthong.kernel import clock
from lienthong.kernel.access.public import require
from lienthong.kernel.actions.public import Actor, record
from lienthong.kernel.errors import Invalid, NotFound, Refused
from lienthong.kernel.process.public import Step
from lienthong.kernel.work.public import open_item, withdraw_items
from lienthong.kernel.worktime.public import Amount, calendar_for, deadline
from lienthong.service.dossiers.domain.moving import (
    advance,
    clock_of,
    locked,
    organisation_named,
    require_lane,
    require_open,
    set_clock,
    steps_of,
    task_of,
    waiting,
    widen,
)
from lienthong.service.dossiers.models import Consultation, Dossier
from lienthong.service.dossiers.notices import tell_applicant
from lienthong.service.dossiers.rules import PROCESS, VIEW

CONSULTATION_KIND = "dossiers.consultation"


def step_of(dossier: Dossier, step_id: str) -> Step:
    """The waiting step with this id, or Refused."""
    for step in steps_of(dossier):
        if step.id == step_id:
            return step
    raise Refused(_("Bước này không còn chờ xử lý; hãy tải lại trang"), code="step_not_waiting")


def finish_step(
    dossier: Dossier,
    *,
    actor: Actor,
    step_id: str,
    outcome: str = "ok",
    reason: str = "",
    routing: dict[str, Any] | None = None,
) -> Dossier:
    """Complete a step of kind ``process`` or ``review``: ok, back, or reject (with a reason)."""
    if outcome in ("back", "reject") and not reason.strip():
        raise Invalid(_("Hãy ghi lý do"), field="reason")
    with transaction.atomic():
        dossier = locked(dossier)
        require_open(dossier)
        step = step_of(dossier, step_id)
        require_lane(dossier, step, actor)
        if task_of(step) not in ("process", "review"):
            raise Refused(_("Bước này không hoàn thành theo cách đó"), code="wrong_task")
        advance(
            dossier,
            f"dossiers.{task_of(step)}",
            actor=actor,
            step_id=step_id,
            outcome=outcome,
            reason=reason,
            routing=routing,
            ended_as="rejected" if outcome == "reject" else "done",
        )
        if dossier.state == "rejected":
            running = clock_of(dossier)
            if running is not None and running.state != "stopped":
                set_clock(dossier, running.stop(clock.now(), gettext_noop("không đủ điều kiện")))
                dossier.save(update_fields=["clock", "due_at"])
            tell_applicant(dossier, "dossiers.rejected", reason=reason)
        open_consultations(dossier, actor=actor)
    return dossier


def open_consultations(dossier: Dossier, *, actor: Actor, question: str = "") -> list[Consultation]:
    """Ask the agencies that waiting ``consult`` steps name, each with a deadline of its own."""
    made = []
    known = set(Consultation.objects.filter(dossier=dossier).values_list("step_id", flat=True))
    for step in steps_of(dossier):
        if task_of(step) != "consult" or step.id in known:
            continue
        target = organisation_named(step.properties["organisation"])
        value, _space, unit = step.properties.get("amount", "3 working_day").partition(" ")
        now = clock.now()
        due = deadline(
            now, Amount.from_json({"value": value, "unit": unit or "working_day"}), calendar_for(target.pk)
        ).due
        asked = Consultation.objects.create(
            dossier=dossier, from_organisation_id=dossier.deciding_id, to_organisation=target, step_id=step.id,
            question=question or step.properties.get("question") or step.name, asked_at=now, due_at=due,
            visible_orgs=sorted({dossier.deciding_id, target.pk}),
        )  # fmt: skip
        widen(dossier, {target.pk})
        open_item(
            kind=CONSULTATION_KIND, obj=dossier, part=str(asked.pk), title=f"Cho ý kiến: {dossier.procedure.short_name}", number=dossier.code,
            source=dossier.deciding.name, step=asked.question[:200], role="opinion", organisation_id=target.pk, holder_role="chuyen_vien", due_at=due,
        )  # fmt: skip
        record(
            "dossiers.consult",
            dossier,
            actor=actor,
            organisation_id=dossier.deciding_id,
            data={"to": target.pk, "due_at": due, "consultation": str(asked.pk)},
        )
        made.append(asked)
    return made


def answer_consultation(
    consultation: Consultation, *, actor: Actor, outcome: str, answer: str
) -> Consultation:
    """The asked agency answers; the asking one goes on. Late answers count as such but are taken."""
    if outcome not in dict(Consultation.OUTCOMES):
        raise Invalid(_("Hãy chọn ý kiến"), field="outcome")
    if not answer.strip():
        raise Invalid(_("Hãy ghi nội dung ý kiến"), field="answer")
    require(actor, VIEW, organisation_id=consultation.to_organisation_id)
    with transaction.atomic():
        dossier = locked(consultation.dossier)
        require_open(dossier)
        asked = Consultation.objects.select_for_update().get(pk=consultation.pk)
        if asked.answered_at is not None:
            raise Refused(_("Ý kiến này đã được trả lời"))
        asked.outcome, asked.answer, asked.answered_at, asked.answered_by = (
            outcome,
            answer,
            clock.now(),
            actor.officer_id,
        )
        asked.save()
        advance(
            dossier, "dossiers.answer", actor=actor, step_id=asked.step_id, outcome=outcome,
            data={"consultation": str(asked.pk), "late": asked.answered_at > asked.due_at},
        )  # fmt: skip
        withdraw_items(dossier, parts=[str(asked.pk)])
    return asked


def consultation(actor: Actor, consultation_id: Any) -> Consultation:
    from lienthong.kernel.access.public import get

    return get(
        Consultation.objects.select_related(
            "dossier", "dossier__procedure", "from_organisation", "to_organisation"
        ),
        actor,
        VIEW,
        pk=consultation_id,
    )


def require_processing(actor: Actor, dossier: Dossier) -> None:
    require(actor, PROCESS, organisation_id=dossier.deciding_id)


__all__ = [
    "CONSULTATION_KIND",
    "NotFound",
    "answer_consultation",
    "consultation",
    "finish_step",
    "open_consultations",
    "require_processing",
    "step_of",
    "waiting",
]
