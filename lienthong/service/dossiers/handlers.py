"""What an officer can do with a dossier's work item, by the kind of the waiting step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.actions.public import Actor
from lienthong.kernel.errors import NotFound
from lienthong.kernel.files.public import register_owner
from lienthong.kernel.process.public import waiting_steps
from lienthong.kernel.work.public import (
    BatchRow,
    ItemAction,
    Outcome,
    Pane,
    WorkItem,
    finish_item,
    register_kind,
)
from lienthong.service.dossiers import queries
from lienthong.service.dossiers.act_forms import (
    ANSWER_FORM,
    parse_items,
)
from lienthong.service.dossiers.domain.draft_result import draft_result
from lienthong.service.dossiers.domain.ending import extend
from lienthong.service.dossiers.domain.fees import fee_holds_up
from lienthong.service.dossiers.domain.moving import ITEM_KIND, task_of
from lienthong.service.dossiers.domain.paying import collect_fee
from lienthong.service.dossiers.domain.process_step import (
    CONSULTATION_KIND,
    answer_consultation,
    consultation,
    finish_step,
)
from lienthong.service.dossiers.domain.receive import accept, refuse, request_supplement
from lienthong.service.dossiers.domain.seal_result import return_result, seal_result
from lienthong.service.dossiers.domain.sign_result import send_back, sign_result
from lienthong.service.dossiers.models import Consultation, Dossier, Result
from lienthong.service.dossiers.offered_acts import offered
from lienthong.service.dossiers.paper_views import batch_row, current_results
from lienthong.service.dossiers.prefill import first_result_values, papers_not_in_order
from lienthong.service.dossiers.presentation import shown


class StepHandler:
    label = _("Hồ sơ")
    chip = "dossier"

    def _dossier(self, item: WorkItem, actor: Actor) -> Dossier:
        return queries.one(actor, item.object_id)

    def _task(self, item: WorkItem, dossier: Dossier) -> str:
        for step in waiting_steps(dossier.process) if dossier.process else []:
            if step.id == item.part:
                return task_of(step)
        return ""

    def actions(self, item: WorkItem, actor: Actor) -> list[ItemAction]:
        dossier = self._dossier(item, actor)
        return offered(self._task(item, dossier), dossier, actor)

    def may_batch(self, item: WorkItem) -> bool:
        """Desks, heads, leaders and records clerks have acts that need no further words; officers' steps do."""
        return item.holder_role in ("mot_cua", "lanh_dao_phong", "lanh_dao", "van_thu")

    def batch_rows(self, items: list[WorkItem], actor: Actor) -> dict[Any, BatchRow]:
        """Acts on several dossiers, each with the paper that will be signed or sealed: two statements for all."""
        dossiers = {
            str(dossier.pk): dossier
            for dossier in queries.of_agencies(actor).filter(pk__in=[item.object_id for item in items])
        }
        papers = {str(result.dossier_id): result for result in current_results(dossiers)}
        found: dict[Any, BatchRow] = {}
        for item in items:
            dossier = dossiers.get(item.object_id)
            if dossier is None:
                continue
            acts = offered(self._task(item, dossier), dossier, actor)
            found[item.pk] = batch_row(
                dossier, papers.get(item.object_id), [act for act in acts if act.batch]
            )
        return found

    def initial(self, item: WorkItem, actor: Actor, action: str) -> dict[str, Any]:
        """First values of an act's form: what the applicant or an earlier draft said already."""
        dossier = self._dossier(item, actor)
        if action == "draft":
            return first_result_values(dossier)
        if action == "supplement":
            return {"items": papers_not_in_order(dossier)} if papers_not_in_order(dossier) else {}
        return {}

    def perform(
        self, item: WorkItem, actor: Actor, action: str, data: dict[str, Any], files: Mapping[str, Any]
    ) -> Outcome:
        dossier = self._dossier(item, actor)
        reason = str(data.get("reason") or "")
        message: Any
        if action == "accept":
            done = accept(dossier, actor=actor)
            message = _("Đã tiếp nhận hồ sơ %(code)s") % {"code": done.code}
        elif action == "supplement":
            request_supplement(
                dossier, actor=actor, items=parse_items(dossier, data.get("items")), reason=reason
            )
            message = _("Đã gửi yêu cầu bổ sung cho người nộp")
        elif action == "refuse":
            refuse(dossier, actor=actor, reason=reason)
            message = _("Đã từ chối tiếp nhận")
        elif action in ("ok", "reject"):
            finish_step(dossier, actor=actor, step_id=item.part, outcome=action, reason=reason)
            message = _("Đã chuyển bước sau") if action == "ok" else _("Đã trả lời không đủ điều kiện")
        elif action == "back" and self._task(item, dossier) == "sign":
            send_back(dossier, actor=actor, reason=reason)
            message = _("Đã trả lại để sửa")
        elif action == "back":
            finish_step(dossier, actor=actor, step_id=item.part, outcome="back", reason=reason)
            message = _("Đã trả lại để sửa")
        elif action == "draft":
            draft_result(dossier, actor=actor, data=data)
            message = _("Đã soạn kết quả và trình")
        elif action == "sign":
            sign_result(dossier, actor=actor)
            message = _("Đã ký số")
        elif action == "seal":
            result = seal_result(dossier, actor=actor)
            message = _("Đã cấp số %(number)s và đóng dấu") % {"number": result.number}
        elif action == "return":
            return_result(dossier, actor=actor, note=str(data.get("note") or ""))
            message = _("Đã trả kết quả")
        elif action == "collect":
            collect_fee(
                dossier,
                actor=actor,
                method=str(data.get("method") or "cash"),
                reference=str(data.get("reference") or data.get("receipt") or ""),
            )
            return Outcome(_("Đã thu phí, biên lai đang được in"), {"code": dossier.code})
        elif action == "extend":
            extend(dossier, actor=actor, days=int(data.get("days") or 0), reason=reason)
            return Outcome(_("Đã gửi lời xin lỗi và hẹn lại"), {"code": dossier.code})
        else:
            raise NotFound()
        item.refresh_from_db()
        finish_item(item, actor=actor, outcome=action)
        dossier.refresh_from_db(fields=["state"])
        return Outcome(message, {"code": dossier.code, "state": dossier.state})

    def pane(self, item: WorkItem, actor: Actor) -> Pane:
        dossier = self._dossier(item, actor)
        return Pane("dossiers/pane_thing.html", "dossiers/pane_aside.html", shown(dossier, actor))


class ConsultationHandler:
    label = _("Xin ý kiến")
    chip = "dossier"

    def actions(self, item: WorkItem, actor: Actor) -> list[ItemAction]:
        return [ItemAction("answer", _("Trả lời"), key="R", primary=True, form=ANSWER_FORM)]

    def perform(
        self, item: WorkItem, actor: Actor, action: str, data: dict[str, Any], files: Mapping[str, Any]
    ) -> Outcome:
        asked = consultation(actor, item.part)
        answer_consultation(
            asked, actor=actor, outcome=str(data.get("outcome") or ""), answer=str(data.get("answer") or "")
        )
        item.refresh_from_db()
        finish_item(item, actor=actor, outcome=str(data.get("outcome") or ""))
        return Outcome(_("Đã gửi ý kiến"), {"code": asked.dossier.code})

    def pane(self, item: WorkItem, actor: Actor) -> Pane:
        asked: Consultation = consultation(actor, item.part)
        return Pane(
            "dossiers/pane_consultation.html",
            "dossiers/pane_aside.html",
            {"consultation": asked, **shown(queries.one(actor, asked.dossier_id), actor)},
        )


def may_read(file: Any, actor: Actor) -> bool:
    """A dossier's file is read by the agencies that work on it; by its applicant only what was brought or given out,
    never a draft or a result that is not issued yet (S14), nor one whose fee is still to be paid."""
    if queries.of_agencies(actor).filter(pk=file.owner_id).exists():
        return True
    own = queries.own(actor).filter(pk=file.owner_id).first()
    if own is None:
        return False
    withheld = Q(draft_file_id=file.pk) | Q(signed_file_id=file.pk)
    if fee_holds_up(own, "return"):
        withheld |= Q(issued_file_id=file.pk)
    return not Result.objects.filter(withheld, dossier_id=file.owner_id).exists()


def describe(ids: Sequence[str]) -> dict[str, str]:
    """Dossiers by their codes, for administrators who decide about a file and have no business with its content."""
    rows = Dossier.objects.filter(pk__in=ids).values_list("pk", "code")
    return {str(pk): str(_("Hồ sơ %(code)s") % {"code": code}) for pk, code in rows}


register_kind(ITEM_KIND, StepHandler())
register_kind(CONSULTATION_KIND, ConsultationHandler())
register_owner("dossiers.dossier", may_read, describe=describe)
