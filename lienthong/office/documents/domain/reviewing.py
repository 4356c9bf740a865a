"""Góp ý, ký nháy, trình ký, trả lại: a draft on its way to the leader."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from lienthong.kernel import clock
from lienthong.kernel.access.public import require
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.directory.models import Officer
from lienthong.kernel.errors import Invalid, NotFound, Refused
from lienthong.office.documents.domain.contents import current_version
from lienthong.office.documents.domain.drafting import require_drafter
from lienthong.office.documents.domain.drawing import draw
from lienthong.office.documents.domain.moving import (
    act,
    close_items,
    item_for,
    locked,
    open_items,
    require_reason,
    require_state,
)
from lienthong.office.documents.models import Document, Initial
from lienthong.office.documents.rules import SIGN, officers_of


def ask_initials(
    document: Document, *, actor: Actor, officer_ids: Sequence[int], note: str = ""
) -> list[Initial]:
    """Ask officers of the agency to put their initials to the present version."""
    with transaction.atomic():
        document = locked(document)
        require_drafter(document, actor)
        require_state(document, "draft", "review")
        version = current_version(document)
        ids = list(dict.fromkeys(officer_ids))
        officers = (
            Officer.objects.filter(Officer.on(clock.today()), organisation_id=document.organisation_id)
            .select_related("person", "post")
            .in_bulk(ids)
        )
        if not ids or len(officers) != len(ids):
            raise Invalid(_("Hãy chọn người ký nháy trong cơ quan"), field="officers")
        if document.drafter_id in ids:
            raise Invalid(_("Người soạn không tự ký nháy dự thảo của mình"), field="officers")
        known = set(
            Initial.objects.filter(document=document, version=version.version).values_list(
                "officer_id", flat=True
            )
        )
        rows = [
            Initial(
                document=document, version=version.version, officer_id=pk, officer_name=f"{officers[pk].person.full_name}, {officers[pk].post.title}",
                asked_at=clock.now(),
            )
            for pk in ids if pk not in known
        ]  # fmt: skip
        if not rows:
            raise Refused(_("Những người này đã được xin ký nháy cho bản này"), code="asked_before")
        Initial.objects.bulk_create(rows)
        open_items(
            item_for(
                document,
                "draft_review",
                part=str(row.pk),
                step=gettext_noop("Ký nháy dự thảo"),
                role="opinion",
                officer_id=row.officer_id,
                unit_id=officers[row.officer_id].unit_id,
            )
            for row in rows
        )
        act(
            "ask_initials",
            document,
            actor=actor,
            state="review",
            reason=note,
            data={"version": version.version, "officers": [row.officer_id for row in rows]},
        )
    return rows


def give_initial(initial: Initial, *, actor: Actor, ok: bool = True, note: str = "") -> Initial:
    """Ký nháy, or ask for a change (with what is to change). The drafter hears of it in his draft."""
    if not ok:
        note = require_reason(note, _("Hãy ghi điều cần sửa"))
    with transaction.atomic():
        document = locked(initial.document)
        initial = Initial.objects.select_for_update().get(pk=initial.pk)
        if initial.officer_id not in officers_of(actor):
            raise NotFound()
        if initial.state != "waiting" or document.state not in ("review", "draft"):
            raise Refused(_("Dự thảo này không còn chờ bạn ký nháy"), code="not_waiting")
        initial.state, initial.note, initial.at = ("given" if ok else "refused"), note, clock.now()
        initial.save(update_fields=["state", "note", "at"])
        close_items(
            document, actor=actor, outcome=initial.state, kinds=["draft_review"], parts=[str(initial.pk)]
        )
        act(
            "initial" if ok else "ask_change",
            document,
            actor=actor,
            reason=note,
            data={"version": initial.version, "initial": str(initial.pk)},
        )
    return initial


def submit_for_signature(document: Document, *, actor: Actor, note: str = "") -> Document:
    """Trình ký: draw the page of the present version and put it before its signer.

    Refused while someone still has to initial this version or asked for a change of it.
    """
    with transaction.atomic():
        document = locked(document)
        require_drafter(document, actor)
        require_state(document, "draft", "review")
        version = current_version(document)
        states = set(
            Initial.objects.filter(document=document, version=version.version).values_list("state", flat=True)
        )
        if "waiting" in states:
            raise Refused(_("Còn người chưa ký nháy bản này"), code="initials_missing")
        if "refused" in states:
            raise Refused(_("Có người đề nghị sửa bản này; hãy sửa rồi trình lại"), code="change_asked")
        draw(document, version.content)
        close_items(document, actor=actor, outcome="submitted", kinds=["draft"])
        open_items(
            [item_for(document, "sign", step=gettext_noop("Ký ban hành"), officer_id=document.signer_id)]
        )
        act("submit", document, actor=actor, state="signing", reason=note, data={"version": version.version})
    return document


def return_draft(document: Document, *, actor: Actor, reason: str) -> Document:
    """The leader sends a draft back with what is to change."""
    reason = require_reason(reason, _("Hãy ghi điều cần sửa"))
    require(actor, SIGN, organisation_id=document.organisation_id)
    with transaction.atomic():
        document = locked(document)
        require_state(document, "signing")
        close_items(document, actor=actor, outcome="returned", kinds=["sign"])
        open_items(
            [
                item_for(
                    document,
                    "draft",
                    step=gettext_noop("Sửa theo ý kiến người ký"),
                    officer_id=document.drafter_id,
                )
            ]
        )
        act("return_draft", document, actor=actor, state="draft", reason=reason)
    return document


def take_back_submission(document: Document, *, actor: Actor, reason: str = "") -> Document:
    """Rút trình: the drafter takes a draft back that nobody signed yet, to change it or its signer."""
    with transaction.atomic():
        document = locked(document)
        require_drafter(document, actor)
        require_state(document, "signing")
        close_items(document, actor=actor, outcome="taken_back", kinds=["sign"], state="withdrawn")
        open_items(
            [
                item_for(
                    document, "draft", step=gettext_noop("Sửa dự thảo đã rút"), officer_id=document.drafter_id
                )
            ]
        )
        act("take_back_submission", document, actor=actor, state="draft", reason=reason)
    return document
