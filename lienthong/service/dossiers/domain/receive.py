"""At the desk: complete, incomplete, or not to be accepted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from lienthong.kernel import clock
from lienthong.kernel.access.public import require
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.errors import Forbidden, Invalid, Refused
from lienthong.kernel.work.public import WorkItem
from lienthong.kernel.worktime.public import Clock, new_appointments, supplement_mode
from lienthong.service.dossiers.domain.asked import not_asked
from lienthong.service.dossiers.domain.fees import fee_for_process, reassess_fee
from lienthong.service.dossiers.domain.moving import (
    advance,
    amount_of,
    clock_of,
    locked,
    require_lane,
    require_open,
    set_clock,
    waiting,
)
from lienthong.service.dossiers.domain.slips import make_slip
from lienthong.service.dossiers.domain.submit import Files, newly_required, submit
from lienthong.service.dossiers.models import Component, Dossier, Supplement
from lienthong.service.dossiers.opening import Opening, may_supplement
from lienthong.service.dossiers.rules import RECEIVE
from lienthong.service.procedures.public import ServiceVersion


def accept(dossier: Dossier, *, actor: Actor, checks: Mapping[str, str] | None = None) -> Dossier:
    """The dossier is complete: the clock starts, the day of return is promised, the receipt is printed.

    ``checks``: component key → ok | missing | wrong as the clerk found them; anything not ok refuses acceptance.
    """
    require(actor, RECEIVE, organisation_id=dossier.receiving_id)
    with transaction.atomic():
        dossier = locked(dossier)
        require_open(dossier)
        step = waiting(dossier, "receive")
        bad = [key for key, state in (checks or {}).items() if state not in ("ok", "")]
        if bad:
            raise Refused(
                _("Còn giấy tờ thiếu hoặc chưa đúng: hãy yêu cầu bổ sung thay vì tiếp nhận"),
                code="components_not_ok",
            )
        now = clock.now()
        on = clock.local(now).date()
        cut_off = dossier.service.data.get("cut_off")
        earlier = clock_of(dossier)
        if earlier is None:
            begun = Clock.start(
                amount_of(dossier.service), now, cut_off=dt.time.fromisoformat(cut_off) if cut_off else None,
                max_extensions=int(new_appointments(on).value),
            )  # fmt: skip
        else:
            begun = earlier.restart(now, gettext_noop("tiếp nhận lại sau bổ sung"))
        dossier.accepted_at = now
        dossier.due_promised = True
        charged = dossier.fee_state == "later"
        if charged:
            dossier.fee_state, dossier.fee_due_at = "due", now
        set_clock(dossier, begun)
        Component.objects.filter(dossier=dossier, superseded_at=None, state="unchecked").update(state="ok")
        action = advance(
            dossier,
            "dossiers.accept",
            actor=actor,
            step_id=step.id,
            outcome="accepted",
            data={"due_at": dossier.due_at, "fee_state": dossier.fee_state},
        )
        WorkItem.objects.filter(
            object_type="dossiers.dossier", object_id=str(dossier.pk), state="open"
        ).update(due_at=dossier.due_at)
        make_slip(dossier, "receipt", actor=actor, action=action)
        if charged:
            _tell(dossier, "dossiers.payment")
    return dossier


def request_supplement(
    dossier: Dossier, *, actor: Actor, items: Sequence[Mapping[str, str]], reason: str
) -> Supplement:
    """Ask the applicant to complete the dossier, everything at once; the clock restarts when that is done.

    From the desk before acceptance, or by the officer after examination. ``items``: [{component|pointer, text}].
    """
    if not items or not all(str(item.get("text", "")).strip() for item in items):
        raise Invalid(_("Hãy ghi rõ từng nội dung cần bổ sung"), field="items")
    if not reason.strip():
        raise Invalid(_("Hãy ghi lý do yêu cầu bổ sung"), field="reason")
    with transaction.atomic():
        dossier = locked(dossier)
        require_open(dossier)
        _require_known_papers(dossier, items)
        step = waiting(dossier, "receive", "process")
        require_lane(dossier, step, actor)
        examined = step.properties.get("task") == "process"
        running = clock_of(dossier)
        if running is not None and running.state == "running":
            set_clock(dossier, running.pause(clock.now(), gettext_noop("chờ bổ sung hồ sơ")))
        action = advance(
            dossier, "dossiers.request_supplement", actor=actor, step_id=step.id, outcome="supplement", reason=reason,
            data={"items": [item.get("component") or item.get("pointer") or "" for item in items]},
        )  # fmt: skip
        asked = Supplement.objects.create(
            dossier=dossier, items=[dict(item) for item in items], reason=reason, requested_at=clock.now(), requested_by=actor.officer_id,
            after_examination=examined,
        )  # fmt: skip
        wrong = [str(item["component"]) for item in items if item.get("component")]
        Component.objects.filter(dossier=dossier, superseded_at=None, key__in=wrong).update(state="wrong")
        make_slip(dossier, "supplement", actor=actor, action=action, extra={"supplement": str(asked.pk)})
        _tell(dossier, "dossiers.supplement", reason=reason)
    return asked


def _require_known_papers(dossier: Dossier, items: Sequence[Mapping[str, str]]) -> None:
    """A paper that the procedure does not have could never be handed in: the dossier would wait for ever."""
    known = {item["key"] for item in dossier.service.components}
    if strange := [
        item["component"] for item in items if item.get("component") and item["component"] not in known
    ]:
        raise Invalid(
            _("Thủ tục này không có giấy tờ: %(keys)s") % {"keys": ", ".join(map(str, strange))},
            field="items",
        )


def supplement(
    dossier: Dossier,
    *,
    actor: Actor,
    files: Files,
    values: Mapping[str, Any] | None = None,
    note: str = "",
    opened: Opening | None = None,
) -> Dossier:
    """The applicant hands in what was asked. No other papers and no other answers are taken (``domain.asked``); the
    answers are then checked as a whole.

    ``opened``: what somebody without an account showed instead (S18). Papers need the slip or the code; answers, which
    hold what the applicant declared, need the code. Raises Forbidden otherwise.
    """
    from lienthong.kernel.files.public import attach
    from lienthong.kernel.forms.public import Form
    from lienthong.service.dossiers.domain.submit import OWNER_TYPE

    with transaction.atomic():
        dossier = locked(dossier)
        require_open(dossier)
        step = waiting(dossier, "supplement")
        if opened is not None:
            _require_opening(dossier, opened, changes_answers=bool(values))
        elif dossier.source == "counter" and actor.kind == "officer":
            require(actor, RECEIVE, organisation_id=dossier.receiving_id)  # papers brought to the counter
        else:
            require_lane(dossier, step, actor)
        asked = Supplement.objects.filter(dossier=dossier, answered_at=None).order_by("-requested_at").first()
        if asked is None:
            raise Refused(_("Hồ sơ này không có yêu cầu bổ sung nào đang chờ"))
        allowed = {item.get("component") for item in asked.items if item.get("component")}
        names = {item["key"]: item["name"] for item in dossier.service.components}
        merged = {**dossier.content.values, **(values or {})}
        proofs = newly_required(dossier, merged)
        strangers = [
            key for key in files if key not in names or (allowed and key not in allowed and key not in proofs)
        ]
        form = Form(dossier.service.form)
        unasked = not_asked(form, dossier.service, asked, before=dossier.content.values, values=values or {})
        if strangers or unasked:
            raise Invalid(
                _("Chỉ bổ sung những gì đã được yêu cầu"),
                code="not_asked",
                errors={f"components.{key}": [_("Giấy tờ này không được yêu cầu")] for key in strangers}
                | {place: [_("Không được yêu cầu sửa; hãy giữ như đã khai")] for place in unasked},
            )
        missing = [key for key in [*allowed, *(proofs - allowed)] if not files.get(str(key))]
        if missing:
            raise Invalid(
                _("Còn thiếu giấy tờ"),
                errors={
                    f"components.{key}": [_("Thiếu: %(name)s") % {"name": names.get(str(key), key)}]
                    for key in missing
                },
            )
        if not files and not values:
            raise Invalid(_("Chưa có nội dung bổ sung"), field="components")
        now = clock.now()
        if values:
            errors = form.check(merged)
            if errors:
                raise Invalid(_("Tờ khai chưa hợp lệ"), errors=errors)
            dossier.content.values = form.clean(merged)
            dossier.content.applicant = dict(dossier.content.values.get("applicant") or {})
            dossier.content.save(update_fields=["values", "applicant"])
            changed_fee = reassess_fee(dossier, dossier.content.values)
            if changed_fee and dossier.fee_state == "due":
                dossier.fee_due_at, dossier.fee_reminders = now, 0
                if dossier.fee_settled:
                    _tell(dossier, "dossiers.payment")
        for key, given in files.items():
            Component.objects.filter(dossier=dossier, key=key, superseded_at=None).update(superseded_at=now)
            stored = attach(
                list(given),
                owner_type=OWNER_TYPE,
                owner_id=dossier.pk,
                actor=Actor(kind="anonymous", account_id=opened.uploader) if opened else actor,
                organisation_ids=dossier.visible_orgs,
                account_id=dossier.applicant_account_id,
            )
            Component.objects.bulk_create(
                [
                    Component(
                        dossier=dossier,
                        key=key,
                        name=names[key][:300],
                        file=file,
                        added_at=now,
                        note=note[:300],
                    )
                    for file in stored
                ]
            )
        asked.answered_at = now
        asked.save(update_fields=["answered_at"])
        running = clock_of(dossier)
        if running is not None and running.state == "paused":
            mode = supplement_mode(clock.local(now).date())
            set_clock(
                dossier, running.supplemented(now, str(mode.value), gettext_noop("đã bổ sung đủ hồ sơ"))
            )
        advance(
            dossier,
            "dossiers.supplement",
            actor=actor,
            step_id=step.id,
            outcome="supplemented",
            routing={"fee": fee_for_process(dossier.service, dossier.source, dossier.fee_owed)},
            data={
                "components": sorted(files),
                "fee_state": dossier.fee_state,
                "fee": dossier.fee_amount,
                **({"opened_by": opened.how} if opened else {}),
            },
        )
        if opened is not None:
            # Whoever left the address hears of it, so that a stranger with his slip does not go unnoticed.
            _tell(dossier, "dossiers.supplemented")
    return dossier


def _require_opening(dossier: Dossier, opened: Opening, *, changes_answers: bool) -> None:
    if not may_supplement(dossier, opened) or (changes_answers and opened.how != "code"):
        raise Forbidden()


def refuse(dossier: Dossier, *, actor: Actor, reason: str) -> Dossier:
    """Refuse to accept, with the reason, on the refusal slip."""
    require(actor, RECEIVE, organisation_id=dossier.receiving_id)
    if not reason.strip():
        raise Invalid(_("Hãy ghi lý do từ chối"), field="reason")
    with transaction.atomic():
        dossier = locked(dossier)
        require_open(dossier)
        step = waiting(dossier, "receive")
        action = advance(
            dossier,
            "dossiers.refuse",
            actor=actor,
            step_id=step.id,
            outcome="refused",
            reason=reason,
            ended_as="refused",
        )
        make_slip(dossier, "refusal", actor=actor, action=action, extra={"reason": reason})
        _tell(dossier, "dossiers.refused", reason=reason)
    return dossier


def receive_at_counter(
    service: ServiceVersion, *, deciding: Organisation, values: Mapping[str, Any], files: Files, marks: Mapping[str, str], actor: Actor,
    receiving: Organisation, accept_now: bool = True, lacking: frozenset[str] = frozenset(),
) -> Dossier:  # fmt: skip
    """A paper dossier at the counter: entered, its papers marked, accepted at once when complete.

    Any service point of the province may receive for any agency, so ``receiving`` is the clerk's own.
    """
    require(actor, RECEIVE, organisation_id=receiving.pk)
    with transaction.atomic():
        dossier = submit(
            service,
            deciding=deciding,
            values=values,
            files=files,
            actor=actor,
            source="counter",
            receiving=receiving,
            marks=marks,
            lacking=lacking,
        )
        if accept_now and dossier.state == "submitted":
            dossier = accept(dossier, actor=actor)
            WorkItem.objects.filter(
                object_type="dossiers.dossier", object_id=str(dossier.pk), state="withdrawn", done_by=None
            ).filter(holder_role="mot_cua").update(
                state="done", done_by=actor.officer_id, officer_id=actor.officer_id
            )
    return dossier


def _tell(dossier: Dossier, template: str, **context: str) -> None:
    from lienthong.service.dossiers.notices import tell_applicant

    tell_applicant(dossier, template, **context)
