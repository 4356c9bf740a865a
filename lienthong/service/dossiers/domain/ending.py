"""Withdrawing, stopping, and asking for more time."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from lienthong.kernel import clock
from lienthong.kernel.access.public import require
from lienthong.kernel.actions.public import Actor, record
from lienthong.kernel.errors import Forbidden, Invalid, Refused
from lienthong.kernel.printing.public import time_and_date
from lienthong.kernel.process.public import cancel
from lienthong.kernel.work.public import WorkItem, withdraw_items
from lienthong.kernel.worktime.public import Amount, amount_words
from lienthong.service.dossiers.domain.moving import clock_of, locked, require_open, set_clock
from lienthong.service.dossiers.domain.slips import make_slip
from lienthong.service.dossiers.models import Dossier, Result
from lienthong.service.dossiers.notices import tell_applicant
from lienthong.service.dossiers.rules import SIGN


def withdraw(dossier: Dossier, *, actor: Actor, reason: str = "") -> Dossier:
    """The applicant takes the dossier back: before acceptance it is withdrawn, after it the agency stops its work and
    issues the notice of stopping (NĐ 118/2025 art 21), unless a decision exists already."""
    if actor.kind != "system" and (
        actor.account_id is None or actor.account_id != dossier.applicant_account_id
    ):
        raise Forbidden()
    return _end(dossier, actor=actor, reason=reason or gettext_noop("người nộp đề nghị"))


def stop(dossier: Dossier, *, actor: Actor, reason: str) -> Dossier:
    """The desk stops a dossier at the applicant's request made in person."""
    from lienthong.service.dossiers.rules import RECEIVE

    require(actor, RECEIVE, organisation_id=dossier.receiving_id)
    if not reason.strip():
        raise Invalid(_("Hãy ghi lý do"), field="reason")
    return _end(dossier, actor=actor, reason=reason)


def _end(dossier: Dossier, *, actor: Actor, reason: str) -> Dossier:
    with transaction.atomic():
        dossier = locked(dossier)
        require_open(dossier)
        if Result.objects.filter(
            dossier=dossier, superseded_at=None, state__in=["signed", "issued"]
        ).exists():
            raise Refused(_("Kết quả đã được ký nên không dừng được nữa"), code="already_decided")
        with translation.override(settings.LANGUAGE_CODE):  # printed on the notice of stopping
            before = dossier.get_state_display()
        accepted = dossier.accepted_at is not None
        if dossier.process is not None:
            cancel(dossier.process)
        withdraw_items(dossier)
        now = clock.now()
        running = clock_of(dossier)
        if running is not None and running.state != "stopped":
            set_clock(dossier, running.stop(now, reason))
        dossier.state, dossier.step_code, dossier.step_name = ("stopped" if accepted else "withdrawn"), "", ""
        dossier.finished_at = now
        dossier.save()
        action = record(
            "dossiers.stop" if accepted else "dossiers.withdraw", dossier, actor=actor, organisation_id=dossier.receiving_id, reason=reason,
            data={"state": dossier.state, "step_code": "", "step_name": ""},
        )  # fmt: skip
        if accepted:
            make_slip(dossier, "stop", actor=actor, action=action, extra={"state_before": before})
        tell_applicant(dossier, "dossiers.stopped")
    return dossier


def extend(dossier: Dossier, *, actor: Actor, days: int, reason: str) -> Dossier:
    """A new day of return with an apology, at the latest before the first has passed and as often as the law allows."""
    require(actor, SIGN, organisation_id=dossier.deciding_id)
    if not 1 <= days <= 60:
        raise Invalid(_("Số ngày gia hạn từ 1 đến 60"), field="days")
    if not reason.strip():
        raise Invalid(_("Hãy ghi lý do"), field="reason")
    with transaction.atomic():
        dossier = locked(dossier)
        require_open(dossier)
        running = clock_of(dossier)
        if running is None or dossier.due_at is None:
            raise Refused(_("Hồ sơ chưa được hẹn ngày trả"), code="not_promised")
        promised = dossier.due_at
        more = Amount(Decimal(days), "working_day")
        set_clock(dossier, running.extend(clock.now(), by=more, reason=reason))
        dossier.save(update_fields=["clock", "due_at"])
        WorkItem.objects.filter(
            object_type="dossiers.dossier", object_id=str(dossier.pk), state="open", role="main"
        ).update(due_at=dossier.due_at)
        action = record(
            "dossiers.extend",
            dossier,
            actor=actor,
            organisation_id=dossier.deciding_id,
            reason=reason,
            data={"days": days, "due_at": dossier.due_at, "amount": amount_words(more)},
        )
        make_slip(
            dossier, "apology", actor=actor, action=action,
            extra={"reason": reason, "promised_at": time_and_date(promised), "new_date": time_and_date(dossier.due_at)},
        )  # fmt: skip
        tell_applicant(dossier, "dossiers.apology", reason=reason)
    return dossier
