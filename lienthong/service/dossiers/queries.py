"""Reading dossiers: for strangers, for the applicant, for the agencies."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.public import get, system_scope, visible
from lienthong.kernel.actions.public import Actor, history
from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.errors import NotFound
from lienthong.kernel.process.public import waiting_steps
from lienthong.kernel.worktime.public import calendar_for, step_words
from lienthong.service.dossiers.domain.moving import clock_of, task_of
from lienthong.service.dossiers.models import Dossier
from lienthong.service.dossiers.rules import OWN, VIEW

# The degree of completion is all that a code alone opens (TT 01/2018 art 16): codes are sequential, anyone can guess.
DEGREES: dict[str, tuple[Any, int]] = {
    "submitted": (_("Đã nộp, chờ tiếp nhận"), 10),
    "waiting_supplement": (_("Chờ người nộp bổ sung"), 20),
    "waiting_payment": (_("Chờ nộp phí, lệ phí"), 20),
    "processing": (_("Đang giải quyết"), 50),
    "consulting": (_("Đang giải quyết"), 50),
    "signing": (_("Đang giải quyết"), 75),
    "sealing": (_("Đang giải quyết"), 85),
    "ready": (_("Đã có kết quả"), 95),
    "done": (_("Đã trả kết quả"), 100),
    "refused": (_("Không tiếp nhận"), 100),
    "rejected": (_("Đã kết thúc"), 100),
    "withdrawn": (_("Đã rút"), 100),
    "stopped": (_("Đã dừng"), 100),
}


def related() -> QuerySet[Dossier]:
    return Dossier.objects.select_related(
        "procedure", "service", "receiving", "deciding", "returning", "process", "content"
    )


def status_public(code: str) -> dict[str, Any]:
    """For anyone with a code: the degree of completion, nothing else. NotFound for a code that is not ours."""
    with system_scope():
        state = Dossier.objects.filter(code=code.strip()[:60]).values_list("state", flat=True).first()
    if state is None:
        raise NotFound(_("Không có hồ sơ mang mã này"))
    label, percent = DEGREES[state]
    return {"code": code.strip(), "degree": str(label), "percent": percent}


def by_code(code: str) -> Dossier | None:
    """The dossier itself, for callers that check a token, an account or a one-time code next."""
    with system_scope():
        return related().filter(code=code.strip()[:60]).first()


def own(actor: Actor) -> QuerySet[Dossier]:
    return visible(related(), actor, OWN).order_by("-submitted_at")


def of_agencies(actor: Actor) -> QuerySet[Dossier]:
    """Dossiers of the actor's agencies; the default order is by deadline."""
    return visible(related(), actor, VIEW)


def one(actor: Actor, dossier_id: Any) -> Dossier:
    """A dossier that the actor's agency works on, or his own. NotFound otherwise."""
    try:
        return get(related(), actor, VIEW, pk=dossier_id)
    except NotFound:
        return get(related(), actor, OWN, pk=dossier_id)


@dataclass(frozen=True)
class PathStep:
    """A stretch of the way as the applicant sees it. ``state``: done | now | next | bad."""

    what: Any
    who: str
    state: str
    at: dt.datetime | None = None


_MILESTONES = (
    ("dossiers.accept", _("Đã tiếp nhận, đủ hồ sơ"), "receiving"),
    ("dossiers.process", _("Đã thẩm định"), "deciding"),
    ("dossiers.sign", _("Đã ký số kết quả"), "deciding"),
    ("dossiers.issue_result", _("Đã cấp số, đóng dấu"), "deciding"),
    ("dossiers.return_result", _("Đã trả kết quả"), "returning"),
)
_WORDS = {
    "dossiers.submit": _("Đã nộp"),
    "dossiers.request_supplement": _("Yêu cầu bổ sung"),
    "dossiers.supplement": _("Đã bổ sung"),
    "dossiers.pay": _("Đã nộp phí"),
    "dossiers.void_fee": _("Hủy biên lai, phí chờ nộp lại"),
    "dossiers.refuse": _("Từ chối tiếp nhận"),
    "dossiers.consult": _("Lấy ý kiến"),
    "dossiers.answer": _("Đã có ý kiến"),
    "dossiers.draft_result": _("Đã dự thảo kết quả"),
    "dossiers.review": _("Đã soát xét"),
    "dossiers.send_back": _("Trả lại dự thảo"),
    "dossiers.extend": _("Xin lỗi, hẹn lại ngày trả"),
    "dossiers.renew_due": _("Tính lại ngày trả theo lịch làm việc mới"),
    "dossiers.stop": _("Đã dừng giải quyết"),
    "dossiers.withdraw": _("Đã rút hồ sơ"),
    **{verb: what for verb, what, _place in _MILESTONES},
}
#: What colleagues see beside; how an agency divides its work is not the applicant's matter.
_INSIDE = {"work.reassign": _("Giao việc cho người khác")}
_AHEAD = {
    "receive": _("Tiếp nhận"),
    "supplement": _("Bổ sung hồ sơ"),
    "pay": _("Nộp phí, lệ phí"),
    "process": _("Đang thẩm định"),
    "consult": _("Đang lấy ý kiến"),
    "draft": _("Đang soạn kết quả"),
    "review": _("Đang soát xét"),
    "sign": _("Ký số kết quả"),
    "seal": _("Cấp số, đóng dấu"),
    "return": _("Trả kết quả"),
}
_STAGES = ("receive", "process", "sign", "return")


def path(dossier: Dossier, *, with_reasons: bool = False) -> list[dict[str, Any]]:
    """The way of a dossier: what was done, what is being done, what is still to come, with agency names and times."""
    names = dict(Organisation.objects.filter(pk__in=dossier.visible_orgs).values_list("pk", "name"))
    rows: list[dict[str, Any]] = []
    for action in history(dossier):
        what = _WORDS.get(action.verb) or (_INSIDE.get(action.verb) if with_reasons else None)
        if what is None:
            continue
        who = names.get(action.organisation_id or 0, "")
        if action.actor_kind == "citizen":
            who = dossier.applicant_name if with_reasons else ""
        bad = (
            action.verb in ("dossiers.refuse", "dossiers.request_supplement")
            or action.data.get("outcome") == "reject"
        )
        note = getattr(action, "reason", "") if with_reasons else ""
        rows.append(
            {
                "what": what,
                "who": who,
                "to": "",
                "at": action.at,
                "state": "bad" if bad else "done",
                "note": note,
                "verb": action.verb,
                "officer": action.officer_id if with_reasons else None,
                "instead_of": action.on_behalf_of if with_reasons else None,
            }
        )
    if dossier.closed or dossier.process is None:
        return rows
    waiting = [step for step in waiting_steps(dossier.process) if step.kind == "user"]
    for step in waiting:
        task = task_of(step)
        where = (
            dossier.receiving
            if task == "receive"
            else dossier.returning
            if task == "return"
            else dossier.deciding
        )
        who = "" if step.role == "cong_dan" else where.name
        rows.append(
            {
                "what": _AHEAD.get(task, step.name),
                "who": who,
                "to": "",
                "at": None,
                "state": "now",
                "note": step.name,
                "verb": task,
            }
        )
    reached = {task_of(step) for step in waiting}
    later = {
        "receive": 0,
        "supplement": 0,
        "pay": 0,
        "process": 1,
        "consult": 1,
        "draft": 1,
        "review": 1,
        "sign": 2,
        "seal": 2,
        "return": 3,
    }
    furthest = max((later.get(task, 1) for task in reached), default=0)
    for index, task in enumerate(_STAGES):
        if index > furthest:
            where = dossier.returning if task == "return" else dossier.deciding
            rows.append(
                {
                    "what": _AHEAD[task],
                    "who": where.name,
                    "to": "",
                    "at": None,
                    "state": "next",
                    "note": "",
                    "verb": task,
                }
            )
    return rows


def why_due(dossier: Dossier) -> dict[str, Any]:
    """The computation behind the due time, step by step, for "vì sao?"."""
    running = clock_of(dossier)
    if running is None:
        return {"due": dossier.due_at, "promised": False, "state": None, "steps": []}
    calendar = calendar_for(dossier.deciding_id)
    steps = running.explain(calendar, clock.now())
    return {
        "due": dossier.due_at,
        "promised": dossier.due_promised,
        "state": running.state,
        "steps": [{"on": step.date, "text": step_words(step)} for step in steps],
    }


@dataclass(frozen=True)
class HandOver:
    giver: str
    receiver: str
    at: dt.datetime
    giver_person: str
    what: str
    timeliness: str


def hand_overs(dossier: Dossier) -> list[HandOver]:
    """Rows of the control slip, from the actions."""
    names = dict(Organisation.objects.filter(pk__in=dossier.visible_orgs).values_list("pk", "name"))
    rows = []
    for action in history(dossier):
        if action.verb not in _WORDS or action.verb == "dossiers.renew_due":
            continue  # a corrected calendar hands nothing over
        late = dossier.due_at is not None and dossier.due_promised and action.at > dossier.due_at
        receiver = (
            names.get(dossier.deciding_id, "")
            if action.verb in ("dossiers.accept", "dossiers.submit")
            else names.get(dossier.returning_id, "")
        )
        rows.append(
            HandOver(
                names.get(action.organisation_id or 0, dossier.applicant_name), receiver, action.at, action.acting_as, str(_WORDS[action.verb]),
                "quá hạn" if late else "đúng hạn",
            )
        )  # fmt: skip
    return rows


def counts(actor: Actor) -> dict[str, int]:
    """Numbers on the desk's head, in one statement."""
    now = clock.now()
    open_states = ~Q(state__in=Dossier.CLOSED)
    return dict(
        of_agencies(actor).order_by().aggregate(
            submitted=Count("pk", filter=Q(state="submitted")),
            waiting=Count("pk", filter=Q(state__in=["waiting_supplement", "waiting_payment"])),
            waiting_supplement=Count("pk", filter=Q(state="waiting_supplement")),
            waiting_payment=Count("pk", filter=open_states & Q(fee_state="due")),
            processing=Count("pk", filter=Q(state__in=["processing", "consulting", "signing", "sealing"])),
            ready=Count("pk", filter=Q(state="ready")),
            late=Count("pk", filter=open_states & ~Q(state="ready") & Q(due_at__lt=now, due_promised=True)),
        )
    )  # fmt: skip


def month_on_time(organisation_id: int | None = None) -> dict[str, Any]:
    """This month's share of results on time or early, for the public front page."""
    start = clock.at(clock.today().replace(day=1))
    rows = Dossier.objects.filter(
        parent=None, finished_at__gte=start, due_promised=True, state__in=["ready", "done", "rejected"]
    )
    if organisation_id:
        rows = rows.filter(deciding_id=organisation_id)
    with system_scope():
        found = rows.aggregate(total=Count("pk"), on_time=Count("pk", filter=Q(finished_at__lte=_due())))
    total = found["total"] or 0
    return {
        "total": total,
        "on_time": found["on_time"] or 0,
        "percent": round(100 * (found["on_time"] or 0) / total, 1) if total else None,
    }


def _due() -> Any:
    from django.db.models import F

    return F("due_at")
