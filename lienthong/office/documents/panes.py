"""Everything that the pane and the document's own page show."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.actions.public import Actor, history
from lienthong.kernel.files.public import has_preview, text_of
from lienthong.kernel.ui.formats import date_text
from lienthong.kernel.work.public import WorkItem
from lienthong.kernel.worktime.public import calendar_for, working_time_between
from lienthong.office.documents import queries
from lienthong.office.documents.domain.contents import current_version
from lienthong.office.documents.models import Assignment, Document, DraftVersion
from lienthong.office.documents.related import sections_of

SHOWN_TEXT = 12_000
SHOWN_PAGES = 8


def pane_context(document: Document, actor: Actor, *, item: WorkItem | None = None) -> dict[str, Any]:
    """``document``, its chips and facts, the leader's words, the page, the deadline, the timeline, what is related."""
    branches = queries.tree(document)
    actions = history(document)
    main = queries.main_file(document)
    mine = next(
        (branch.row for branch in branches if item is not None and str(branch.row.pk) == item.part), None
    )
    report = queries.signatures_of(main.file) if main and main.role in ("signed", "issued", "main") else None
    due = (mine.due_at if mine else None) or (item.due_at if item else None) or document.due_at
    return {
        "document": document, "branches": branches, "mine": mine, "chips": chips(document), "facts": facts(document),
        "directions": queries.directions(document, actions), "main": main, "page_numbers": page_numbers(main), "text": shown_text(main),
        "appendices": queries.appendices(document), "report": report, "signatures": signatures(report),
        "events": queries.timeline(document, branches, actions), "why": why(document, mine, due), "due_shown": due, "progress": progress(document, mine, due),
        "initials": queries.initials(document), "versions": DraftVersion.objects.filter(document=document).count() if document.direction == "outgoing" else 0,
        "replies": list(document.replies.exclude(state="cancelled").order_by("id")), "delivered": queries.delivery_counts(document) if document.direction == "outgoing" else {},
        "draft_text": current_version(document).content if document.direction == "outgoing" and main is None else None,
        "sections": sections_of(document, actor),
    }  # fmt: skip


def chips(document: Document) -> list[tuple[str, Any, str]]:
    """(tone, words, icon) over the title."""
    found: list[tuple[str, Any, str]] = []
    if document.direction == "incoming":
        words = (
            _("%(kind)s đến số %(n)s")
            % {"kind": document.kind_name or _("Văn bản"), "n": document.arrival_number}
            if document.arrival_number
            else _("Văn bản đến")
        )
        found.append(("document", words, ""))
    else:
        found.append(("document" if document.number else "draft", document.kind_name or _("Văn bản đi"), ""))
    if document.urgency:
        found.append(
            ("very_urgent" if document.urgency == 3 else "urgent", document.get_urgency_display(), "bolt")
        )
    if document.register_id and document.register:
        found.append(("plain", document.register.name, ""))
    if document.secrecy == "internal":
        found.append(("plain", document.get_secrecy_display(), ""))
    tone = {
        "done": "leaf",
        "issued": "leaf",
        "refused": "lotus",
        "withdrawn": "lotus",
        "replaced": "lotus",
        "cancelled": "plain",
    }.get(document.state, "plain")
    return [*found, (tone, document.get_state_display(), "")]


def facts(document: Document) -> list[tuple[Any, Any]]:
    signer = ", ".join(
        filter(
            None,
            [
                document.signer_competence,
                " ".join(filter(None, [document.signer_position, document.signer_name])),
            ],
        )
    )
    number = " · ".join(filter(None, [document.code, date_text(document.issued_on)]))
    return [
        (_("Cơ quan ban hành"), document.issuer_name), (_("Số, ngày"), number), (_("Tên loại"), document.kind_name if document.direction == "incoming" else ""),
        (_("Người ký"), signer), (_("Ngày đến"), date_text(document.arrival_date)), (_("Kính gửi"), "; ".join(document.addressees)[:400]),
        (_("Ký hiệu"), document.notation if document.direction == "outgoing" and not document.number else ""),
    ]  # fmt: skip


def page_numbers(main: Any) -> range:
    if main is None or not has_preview(main.file):
        return range(0)
    return range(1, min(main.file.page_count or 1, SHOWN_PAGES) + 1)


def shown_text(main: Any) -> str:
    """For files without a picture: what was read out of them."""
    if main is None or has_preview(main.file):
        return ""
    return text_of(main.file)[:SHOWN_TEXT]


def signatures(report: Any) -> dict[str, Any] | None:
    """How many signatures there are and whether all hold, for the chip and the list."""
    if report is None or not report.signatures:
        return None
    return {
        "count": len(report.signatures),
        "valid": report.verdict == "valid",
        "verdict": report.verdict,
        "rows": report.signatures,
        "reasons": report.reasons,
    }


def why(document: Document, mine: Assignment | None, due: Any) -> list[dict[str, Any]]:
    """Where the deadline comes from, in steps."""
    if due is None:
        return []
    steps = []
    if mine is not None and mine.due_at:
        steps.append(
            {
                "at": mine.sent_at,
                "text": _("%(who)s đặt hạn khi giao") % {"who": mine.sender_title or _("Nơi giao")},
            }
        )
    elif document.due_at == due:
        steps.append(
            {"at": document.registered_at or document.made_at, "text": _("hạn của văn bản, ghi khi vào sổ")}
        )
    else:
        steps.append(
            {
                "at": document.registered_at or document.made_at,
                "text": _("hạn trình, chuyển trong ngày làm việc"),
            }
        )
    now = clock.now()
    if due > now:
        hours = round(
            working_time_between(now, due, calendar_for(document.organisation_id)).total_seconds() / 3600, 1
        )
        steps.append(
            {
                "at": now,
                "text": _("còn %(hours)s giờ làm việc, không tính ngày nghỉ")
                % {"hours": str(hours).replace(".", ",")},
            }
        )
    return steps


def progress(document: Document, mine: Assignment | None, due: Any) -> dict[str, Any] | None:
    """Share of the time that is over, in percent, with its colour."""
    start = mine.sent_at if mine else document.registered_at or document.made_at
    if due is None or due <= start:
        return None
    share = max(0, min(100, round(100 * (clock.now() - start) / (due - start))))
    return {"percent": share, "tone": "lotus" if share >= 100 else "gold" if share >= 66 else ""}
