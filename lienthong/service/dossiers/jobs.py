"""What happens after the answer to the user: slips drawn, notices sent, the index renewed."""

from __future__ import annotations

import procrastinate
from django.db import transaction
from procrastinate.contrib.django import app

from lienthong.kernel.clock import local
from lienthong.kernel.search.public import put
from lienthong.service.dossiers.domain.slips import draw
from lienthong.service.dossiers.models import Dossier, Slip
from lienthong.service.dossiers.notices import tell_applicant

RETRY = procrastinate.RetryStrategy(max_attempts=6, exponential_wait=3)


class SlipNotThere(LookupError):
    """The order to draw came before the transaction that made the slip had ended."""


@app.task(retry=RETRY, queue="dossiers")
def draw_slip(slip_id: str) -> None:
    """Draw one slip; run twice it is drawn once (the row is locked)."""
    with transaction.atomic():
        slip = (
            Slip.objects.select_for_update(of=("self",))
            .select_related(
                "dossier",
                "dossier__procedure",
                "dossier__service",
                "dossier__receiving",
                "dossier__deciding",
                "dossier__returning",
                "dossier__content",
            )
            .filter(pk=slip_id)
            .first()
        )
        if slip is None:
            # A job that makes a slip queues its drawing over another connection, so the order may be here before the
            # slip is. Leaving silently would lose the paper; failing brings the order back a little later.
            raise SlipNotThere(slip_id)
        draw(slip)


@app.task(retry=RETRY, queue="dossiers")
def after_submission(dossier_id: str) -> None:
    """Confirmation, notice and search entry of a new dossier. Safe to run twice: each part looks whether it was done."""
    with transaction.atomic():
        dossier = (
            Dossier.objects.select_related(
                "procedure", "service", "receiving", "deciding", "returning", "content"
            )
            .filter(pk=dossier_id)
            .first()
        )
        if dossier is None:
            return
        index(dossier)
        if dossier.source == "counter" or Slip.objects.filter(dossier=dossier).exists():
            return
        from lienthong.kernel.actions.public import SYSTEM, history
        from lienthong.service.dossiers.domain.slips import make_slip

        # The clock starts only when the desk has found the dossier complete: until then there is a confirmation, and the
        # receipt with its promised day comes with acceptance. It is proved by the act that it confirms; a paper without an act could never show a sealed one.
        submitted = next((action for action in history(dossier) if action.verb == "dossiers.submit"), None)
        make_slip(dossier, "confirmation", actor=SYSTEM, action=submitted)
        tell_applicant(dossier, "dossiers.submitted")
        if dossier.fee_state == "due":
            tell_applicant(dossier, "dossiers.payment")


def index(dossier: Dossier) -> None:
    put(
        dossier, kind="dossier", title=f"{dossier.procedure.short_name}: {dossier.applicant_name}", number=dossier.code,
        body=" ".join(str(value) for value in dossier.content.applicant.values() if isinstance(value, str)),
        organisation_ids=dossier.visible_orgs, account_id=dossier.applicant_account_id, on=local(dossier.submitted_at).date(),
        url=f"/mot-cua/ho-so/{dossier.pk}/",
    )  # fmt: skip


@app.task(retry=RETRY, queue="dossiers")
def send_lookup_code(code: str) -> None:
    """Send a one-time code for the dossier with this code, if there is one with an address."""
    from lienthong.service.dossiers.domain import lookup

    lookup.send_lookup_code(code)


@app.periodic(cron="20 * * * *")
@app.task(retry=RETRY, queue="dossiers", queueing_lock="dossiers.remind_fees")
def remind_fees(timestamp: int) -> None:
    """Every hour, so that a reminder comes in the hour in which its working days are over."""
    from lienthong.service.dossiers.domain.reminding import remind_of_fees

    remind_of_fees()


@app.task(retry=RETRY, queue="dossiers")
def renew_due_times(organisation_id: int | None, after: str = "") -> None:
    """After a change of a calendar: page by page, each page a job of its own, so that a restart loses nothing."""
    from lienthong.kernel.actions.public import SYSTEM
    from lienthong.service.dossiers.domain.renewing import renew_page

    further = renew_page(organisation_id, after, actor=SYSTEM)
    if further:
        renew_due_times.defer(organisation_id=organisation_id, after=further)


@app.periodic(cron="40 19 * * *")  # 02:40 in Vietnam
@app.task(queue="dossiers", queueing_lock="dossiers.renew_nightly")
def renew_nightly(timestamp: int) -> None:
    """The order to renew goes out after the change is committed; a machine that dies in between would lose it."""
    renew_due_times.defer(organisation_id=None)
