"""What the applicant, or who holds the slip, is told about a dossier: first what must be done now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel import clock
from lienthong.kernel.actions.public import history
from lienthong.kernel.ui.formats import datetime_text, money_text
from lienthong.service.dossiers.domain.fees import fee_holds_up
from lienthong.service.dossiers.models import Component, Dossier, Result, Slip, Supplement
from lienthong.service.dossiers.queries import path

DUTY_STATES = ("waiting_supplement", "waiting_payment")
STATE_TONES = {
    "submitted": "brand", "waiting_supplement": "gold", "waiting_payment": "gold", "processing": "brand", "consulting": "brand", "signing": "brand",
    "sealing": "brand", "ready": "leaf", "done": "leaf", "refused": "lotus", "rejected": "lotus", "withdrawn": "plain", "stopped": "plain",
}  # fmt: skip
_REASON_VERBS = ("dossiers.refuse", "dossiers.process", "dossiers.stop", "dossiers.withdraw")
_NOTHING = gettext_lazy("Không phải làm gì lúc này")


def has_duty(dossier: Dossier) -> bool:
    """Whether the applicant is the one who has to do something now."""
    return dossier.state in DUTY_STATES or (dossier.fee_state == "due" and not dossier.closed)


@dataclass(frozen=True)
class Situation:
    """What to do now. ``tone``: calm, duty, good or bad; ``url`` is the one act, "" when there is none."""

    title: str
    text: str
    tone: str = "calm"
    url: str = ""
    act: str = ""
    items: list[str] = field(default_factory=list)


def supplement_asked(dossier: Dossier) -> Supplement | None:
    """The request for completion that waits for the applicant."""
    return Supplement.objects.filter(dossier=dossier, answered_at=None).order_by("-requested_at").first()


def asked_lines(dossier: Dossier, asked: Supplement) -> list[str]:
    names = {item["key"]: item["name"] for item in dossier.service.components}
    lines = []
    for item in asked.items:
        name = names.get(item.get("component", ""), "")
        lines.append(f"{name}: {item['text']}" if name and name != item["text"] else item["text"])
    return lines


def pay_url(dossier: Dossier) -> str:
    """Where the fee is paid; "" when no payment service is installed."""
    try:
        return reverse("payments:pay", args=[dossier.code])
    except NoReverseMatch:
        return ""


def _reason(dossier: Dossier) -> str:
    for action in reversed(history(dossier)):
        if action.verb in _REASON_VERBS:
            return str(getattr(action, "reason", "") or "")
    return ""


def situation(dossier: Dossier, *, owner: bool, guest: bool = False) -> Situation:
    """The card on top of the tracking page; ``guest`` may complete the dossier without signing in."""
    returning = dossier.returning.name
    state = dossier.state
    if state == "waiting_supplement":
        asked = supplement_asked(dossier)
        lines = asked_lines(dossier, asked) if asked and owner else []
        url = reverse("citizen:supplement", args=[dossier.code]) if owner or guest else ""
        text = (
            asked.reason
            if asked and owner
            else _("Xem cần bổ sung gì và nộp ngay tại đây, không cần đăng nhập.")
            if guest
            else _(
                "Đăng nhập bằng tài khoản đã nộp, xin mã gửi tới thư điện tử đã khai, hoặc đến bộ phận một cửa, để biết cần bổ sung gì."
            )
        )
        return Situation(_("Bạn cần bổ sung hồ sơ"), text, "duty", url, _("Bổ sung ngay"), lines)
    if state == "waiting_payment":
        amount = money_text(dossier.fee_owed)
        text = _("Nộp trực tuyến, hoặc nộp tiền mặt tại %(place)s. Hồ sơ được kiểm tra sau khi nộp.") % {
            "place": dossier.receiving.name
        }
        return Situation(
            _("Bạn cần nộp %(amount)s") % {"amount": amount},
            text,
            "duty",
            pay_url(dossier),
            _("Nộp phí trực tuyến"),
        )
    if dossier.fee_state == "due" and not dossier.closed:
        # Nothing waits for this money yet, but the result will.
        return Situation(
            _("Bạn cần nộp %(amount)s") % {"amount": money_text(dossier.fee_owed)},
            _(
                "Nộp trực tuyến, hoặc nộp tại %(place)s. Cơ quan vẫn giải quyết hồ sơ; kết quả được trả sau khi nộp."
            )
            % {"place": dossier.receiving.name},
            "duty",
            pay_url(dossier),
            _("Nộp phí trực tuyến"),
        )
    if state == "submitted":
        return Situation(
            str(_NOTHING),
            _("%(place)s đang kiểm tra hồ sơ. Chúng tôi báo ngay khi có thay đổi.")
            % {"place": dossier.receiving.name},
        )
    if state in ("processing", "consulting", "signing", "sealing"):
        return Situation(str(_NOTHING), _("Chúng tôi báo ngay khi có thay đổi."))
    if state == "ready":
        text = (
            _(
                "Tải bản điện tử ngay dưới đây, hoặc nhận bản giấy tại %(place)s, mang theo giấy tiếp nhận hoặc giấy tờ tùy thân."
            )
            if owner
            else _("Nhận tại %(place)s, mang theo giấy tiếp nhận hoặc giấy tờ tùy thân.")
        ) % {"place": returning}
        return Situation(_("Kết quả đã có"), text, "good")
    if state == "done":
        return Situation(_("Hồ sơ đã xong"), _("Kết quả đã được trả."), "good")
    reason = _reason(dossier) if owner else ""
    if state in ("refused", "rejected"):
        title = (
            _("Hồ sơ không được tiếp nhận")
            if state == "refused"
            else _("Hồ sơ không đủ điều kiện giải quyết")
        )
        text = (
            _("Lý do: %(reason)s") % {"reason": reason}
            if reason
            else _("Lý do ghi trên phiếu gửi người nộp.")
        )
        return Situation(title, text, "bad")
    title = _("Hồ sơ đã rút") if state == "withdrawn" else _("Hồ sơ đã dừng giải quyết")
    return Situation(title, _("Muốn làm lại, bạn nộp một hồ sơ mới."), "calm")


def way(dossier: Dossier) -> list[dict[str, Any]]:
    """The path for the applicant: a request that was answered is a step done, not a fault that stays red."""
    rows = path(dossier)
    answered = max((at for at, row in enumerate(rows) if row["verb"] == "dossiers.supplement"), default=-1)
    for row in rows[: max(answered, 0)]:
        if row["verb"] == "dossiers.request_supplement":
            row["state"] = "done"
    return rows


def promise_tone(dossier: Dossier) -> str:
    """'' on the way, late, or soon within a day."""
    if dossier.closed or dossier.state == "ready" or dossier.due_at is None:
        return ""
    left = (dossier.due_at - clock.now()).total_seconds()
    return (
        "late"
        if left < 0 and dossier.due_promised
        else "soon"
        if 0 <= left < 86400 and dossier.due_promised
        else ""
    )


def _file(name: str, dossier: Dossier, file: Any, note: str = "", url: str | None = None) -> dict[str, Any]:
    return {
        "name": name, "url": reverse("citizen:file", args=[dossier.code, file.pk]) if url is None else url, "size": file.size,
        "media_type": file.media_type, "state": file.state, "note": note,
    }  # fmt: skip


def results_of(dossier: Dossier) -> list[dict[str, Any]]:
    """Issued results that may be fetched now; an unpaid fee holds them back as it does at the counter."""
    if fee_holds_up(dossier, "return"):
        return []
    rows = (
        Result.objects.filter(dossier=dossier, state="issued", superseded_at=None)
        .select_related("issued_file")
        .order_by("made_at")
    )
    return [
        _file(
            row.name,
            dossier,
            row.issued_file,
            _("Số %(number)s") % {"number": row.number} if row.number else "",
        )
        for row in rows
        if row.issued_file
    ]


def slips_of(dossier: Dossier) -> list[dict[str, Any]]:
    """Slips for the applicant; the control slip is the agencies' own paper."""
    rows = (
        Slip.objects.filter(dossier=dossier)
        .exclude(kind="control")
        .select_related("file")
        .order_by("made_at")
    )
    return [
        _file(str(row.get_kind_display()), dossier, row.file, datetime_text(row.made_at))
        for row in rows
        if row.file is not None
    ]


def slips_pending(dossier: Dossier) -> bool:
    """A slip is recorded but its PDF is not drawn yet, or the job that records the first one has not run (some seconds)."""
    drawn = Slip.objects.filter(dossier=dossier).exclude(kind="control").values_list("drawn_at", flat=True)
    return None in drawn or not drawn


def papers_of(dossier: Dossier) -> list[dict[str, Any]]:
    """What the applicant handed in, with what the desk found."""
    rows = (
        Component.objects.filter(dossier=dossier, superseded_at=None)
        .select_related("file")
        .order_by("added_at", "pk")
    )
    found = []
    for row in rows:
        note = " · ".join(
            str(part)
            for part in (
                row.get_mark_display(),
                row.get_state_display() if row.state != "unchecked" else "",
                row.note,
            )
            if part
        )
        if row.file is not None:
            found.append(_file(f"{row.name}: {row.file.name}", dossier, row.file, note))
        else:
            found.append(
                {"name": row.name, "url": "", "size": None, "media_type": "", "state": "clean", "note": note}
            )
    return found


def readable_file(dossier: Dossier, file_id: Any) -> Any:
    """A file of this dossier that its applicant may fetch, or None: drafts of results and the agencies' papers stay inside."""
    for row in (
        Slip.objects.filter(dossier=dossier, file_id=file_id).exclude(kind="control").select_related("file")
    ):
        return row.file
    for result in Result.objects.filter(
        dossier=dossier, issued_file_id=file_id, state="issued", superseded_at=None
    ).select_related("issued_file"):
        return result.issued_file
    for part in Component.objects.filter(dossier=dossier, file_id=file_id).select_related("file"):
        return part.file
    return None


__all__ = [
    "DUTY_STATES",
    "STATE_TONES",
    "Situation",
    "asked_lines",
    "has_duty",
    "papers_of",
    "pay_url",
    "promise_tone",
    "readable_file",
    "results_of",
    "situation",
    "slips_of",
    "slips_pending",
    "supplement_asked",
    "way",
]
