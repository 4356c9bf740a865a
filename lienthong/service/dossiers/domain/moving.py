"""What every act on a dossier shares: lock it, run its process, open and close work items, record the action."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.actions.public import Action, Actor, record
from lienthong.kernel.directory.models import Organisation, Unit
from lienthong.kernel.errors import Forbidden, Refused
from lienthong.kernel.files.public import share
from lienthong.kernel.process.public import ProcessInstance, Step, complete, waiting_steps
from lienthong.kernel.work.public import WorkItem, new_item
from lienthong.kernel.worktime.public import Amount, Clock, calendar_for
from lienthong.service.dossiers.domain.fees import clock_waits
from lienthong.service.dossiers.models import Dossier
from lienthong.service.dossiers.states import PRECEDENCE, STATE_OF_TASK
from lienthong.service.procedures.public import ServiceVersion

APPLICANT_LANE = "cong_dan"
ITEM_KIND = "dossiers.step"


def locked(dossier: Dossier) -> Dossier:
    """The dossier with its row locked for the rest of the transaction."""
    return (
        Dossier.objects.select_for_update(of=("self",))
        .select_related(
            "procedure", "service", "service__process", "process", "receiving", "deciding", "returning"
        )
        .get(pk=dossier.pk)
    )


def require_open(dossier: Dossier) -> None:
    if dossier.closed:
        raise Refused(_("Hồ sơ này đã kết thúc, không xử lý tiếp được"), code="dossier_closed")


def process_of(dossier: Dossier) -> ProcessInstance:
    """The running process. Raises Refused for a dossier that has none (taken over from another system)."""
    if dossier.process is None:
        raise Refused(gettext("Hồ sơ này không chạy theo quy trình trên hệ thống"), code="no_process")
    return dossier.process


def steps_of(dossier: Dossier) -> list[Step]:
    """The steps that wait now; none where no process runs."""
    return waiting_steps(dossier.process) if dossier.process is not None else []


def amount_of(service: ServiceVersion) -> Amount:
    declared = service.data["amount"]
    return Amount(declared["value"], declared["unit"])


def clock_of(dossier: Dossier) -> Clock | None:
    return Clock.from_json(dossier.clock) if dossier.clock else None


def set_clock(dossier: Dossier, value: Clock) -> None:
    """Keep the clock and the due time that follows from it by the deciding agency's calendar."""
    dossier.clock = value.as_json()
    dossier.due_at = value.due(calendar_for(dossier.deciding_id), clock.now()).due


def task_of(step: Step) -> str:
    return step.properties.get("task", "process")


def holder_of(dossier: Dossier, step: Step) -> dict[str, Any]:
    """Which agency, unit and role a step waits for, by its lane."""
    lane = dossier.service.data.get("lanes", {}).get(step.role, {})
    role = lane.get("role", step.role)
    at_desk = role == "mot_cua"
    organisation = dossier.receiving if at_desk else dossier.deciding
    if at_desk and task_of(step) == "return":
        organisation = dossier.returning
    unit_id = None
    if lane.get("units") and not at_desk:
        unit_id = (
            Unit.objects.filter(
                Unit.on(clock.today()), organisation=organisation, short_code__in=lane["units"]
            )
            .values_list("pk", flat=True)
            .first()
        )
    return {"organisation_id": organisation.pk, "unit_id": unit_id, "holder_role": role}


def require_lane(dossier: Dossier, step: Step, actor: Actor) -> None:
    """Only who holds the lane's role, in the agency and room that the step waits for, may do the step.

    The applicant's own steps are done by the applicant's account. Raises Forbidden.
    """
    if actor.kind == "system":
        return
    if step.role == APPLICANT_LANE:
        if actor.account_id is None or actor.account_id != dossier.applicant_account_id:
            raise Forbidden()
        return
    holder = holder_of(dossier, step)
    for grant in actor.grants:
        same_place = grant.organisation_id == holder["organisation_id"]
        same_room = grant.unit_id is None or holder["unit_id"] is None or grant.unit_id == holder["unit_id"]
        if grant.role == holder["holder_role"] and same_place and same_room:
            return
    raise Forbidden()


def items_for(dossier: Dossier, steps: Iterable[Step]) -> list[WorkItem]:
    """Unsaved work items for the steps of officers; the applicant's steps have none."""
    return [
        new_item(
            kind=ITEM_KIND, obj=dossier, title=f"{dossier.procedure.short_name}: {dossier.applicant_name}", number=dossier.code,
            source=dossier.applicant_name, step=step.name, part=step.id, due_at=dossier.due_at, **holder_of(dossier, step),
        )
        for step in steps
        if step.kind == "user" and step.role != APPLICANT_LANE and task_of(step) != "consult"
    ]  # fmt: skip


def state_after(steps: list[Step], ended_as: str) -> dict[str, str]:
    """State columns that follow from what waits now."""
    users = [step for step in steps if step.kind == "user"]
    if not users:
        return {"state": ended_as, "step_code": "", "step_name": ""}
    first = min(users, key=lambda step: PRECEDENCE.index(STATE_OF_TASK[task_of(step)]))
    return {"state": STATE_OF_TASK[task_of(first)], "step_code": first.code, "step_name": first.name}


def advance(
    dossier: Dossier,
    verb: str,
    *,
    actor: Actor,
    step_id: str,
    outcome: str,
    reason: str = "",
    data: dict[str, Any] | None = None,
    routing: dict[str, Any] | None = None,
    ended_as: str = "done",
) -> Action:
    """Complete one waiting step with an outcome, move the work items, set the state, record the action.

    The caller holds the lock and has checked the right. Raises Refused when the step does not wait (S17).
    """
    before = {step.id for step in steps_of(dossier)}
    after = complete(process_of(dossier), step_id, {"outcome": outcome, **(routing or {})})
    moved = state_after(after, ended_as)
    _keep_time_of_paying(dossier, moved["state"])
    _move_items(dossier, before, after)
    dossier.state, dossier.step_code, dossier.step_name = (
        moved["state"],
        moved["step_code"],
        moved["step_name"],
    )
    if dossier.closed and dossier.state != "done" and dossier.finished_at is None:
        dossier.finished_at = clock.now()
    dossier.save()
    return record(
        verb, dossier, actor=actor, organisation_id=actor.organisation_id or dossier.deciding_id, reason=reason,
        data={"outcome": outcome, "step": step_id, **moved, **(data or {})},
    )  # fmt: skip


def _keep_time_of_paying(dossier: Dossier, state: str) -> None:
    """Where the service says so, the time in which an accepted dossier waits for its fee is not the agency's."""
    running = clock_of(dossier)
    if running is None or dossier.accepted_at is None or not clock_waits(dossier.service):
        return
    now = clock.now()
    if state == "waiting_payment" and running.state == "running":
        set_clock(dossier, running.pause(now, gettext_noop("chờ nộp phí, lệ phí")))
    elif dossier.state == "waiting_payment" and state != "waiting_payment" and running.state == "paused":
        set_clock(dossier, running.resume(now, gettext_noop("đã nộp phí, lệ phí")))


def _move_items(dossier: Dossier, before: set[str], after: list[Step]) -> None:
    present = {step.id for step in after}
    gone = before - present
    if gone:
        # The one that was acted upon is already done; what a gateway or a timer took away is withdrawn.
        WorkItem.objects.filter(
            object_type="dossiers.dossier", object_id=str(dossier.pk), state="open", part__in=gone
        ).update(state="withdrawn", done_at=clock.now())
    fresh = [step for step in after if step.id not in before]
    created = items_for(dossier, fresh)
    if created:
        WorkItem.objects.bulk_create(created)
    new_orgs = {item.organisation_id for item in created} - set(dossier.visible_orgs)
    if new_orgs:
        widen(dossier, new_orgs)


def widen(dossier: Dossier, organisations: Iterable[int]) -> None:
    """Let further agencies see the dossier and its content."""
    merged = sorted({*dossier.visible_orgs, *organisations})
    dossier.visible_orgs = merged
    Dossier.objects.filter(pk=dossier.pk).update(visible_orgs=merged)
    dossier.content.__class__.objects.filter(pk=dossier.pk).update(visible_orgs=merged)
    share(owner_type="dossiers.dossier", owner_id=dossier.pk, organisation_ids=merged)


def waiting(dossier: Dossier, *tasks: str) -> Step:
    """The waiting step of one of these kinds. Raises Refused when there is none."""
    for step in steps_of(dossier):
        if step.kind == "user" and task_of(step) in tasks:
            return step
    raise Refused(_("Hồ sơ không ở bước này; hãy tải lại trang"), code="step_not_waiting")


def organisation_named(key: str) -> Organisation:
    return Organisation.objects.get(key=key)
