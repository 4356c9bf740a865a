"""Reading documents: lists, one with everything around it, the tree, the timeline, what became of it elsewhere."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.public import get, visible
from lienthong.kernel.actions.public import Action, Actor, history
from lienthong.kernel.directory.models import Officer, Organisation
from lienthong.kernel.files.public import StoredFile, read_bytes, text_of
from lienthong.kernel.signing.public import Report, verify_pdf
from lienthong.kernel.text import fold, fold_number
from lienthong.office.documents.models import Assignment, Delivery, Document, DocumentFile, Initial
from lienthong.office.documents.rules import VIEW

WORDS: dict[str, Any] = {
    "documents.arrive": _("Đến từ cơ quan khác"), "documents.register": _("Văn thư vào sổ"), "documents.correct": _("Sửa thông tin"),
    "documents.direct": _("Bút phê"), "documents.file_away": _("Lưu, không giao xử lý"), "documents.forward": _("Chuyển"),
    "documents.ask_opinion": _("Xin ý kiến"), "documents.give_opinion": _("Cho ý kiến"), "documents.finish": _("Kết thúc nhánh việc"),
    "documents.take_back": _("Lấy lại"), "documents.return_assignment": _("Trả lại"), "documents.recall_assignment": _("Thu hồi nhánh việc"),
    "documents.reopen": _("Mở lại"), "documents.complete": _("Xử lý xong"), "documents.back_to_direction": _("Chờ giao lại"),
    "documents.draft": _("Soạn dự thảo"), "documents.revise": _("Sửa dự thảo"), "documents.ask_initials": _("Xin ký nháy"),
    "documents.initial": _("Ký nháy"), "documents.ask_change": _("Đề nghị sửa"), "documents.submit": _("Trình ký"),
    "documents.take_back_submission": _("Rút trình"),
    "documents.return_draft": _("Trả lại để sửa"), "documents.change_signer": _("Đổi người ký"), "documents.sign": _("Ký số"),
    "documents.seal": _("Cấp số, đóng dấu"), "documents.issue": _("Phát hành"), "documents.refuse": _("Trả lại nơi gửi"),
    "documents.withdraw": _("Thu hồi văn bản"), "documents.withdrawn_by_sender": _("Nơi gửi thu hồi"), "documents.cancel": _("Hủy dự thảo"),
    "work.reassign": _("Giao người khác"),
}  # fmt: skip
BAD = {
    "documents.return_assignment",
    "documents.refuse",
    "documents.withdraw",
    "documents.withdrawn_by_sender",
    "documents.return_draft",
    "documents.ask_change",
    "documents.cancel",
}
SIGNED_ROLES = ("issued", "signed", "main")


def related() -> QuerySet[Document]:
    return Document.objects.select_related(
        "organisation", "register", "issuer", "drafting_unit", "paper", "reply_to"
    )


def one(actor: Actor, document_id: Any) -> Document:
    """A document that the actor may see, or NotFound."""
    return get(related(), actor, VIEW, pk=document_id)


def listed(
    actor: Actor,
    direction: str,
    *,
    kind: str = "",
    state: str = "",
    words: str = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
    year: int | None = None,
) -> QuerySet[Document]:
    """Documents of one direction, newest in the book first. ``state``: a state, ``open``, ``late`` or "" for all."""
    rows = visible(Document.objects.select_related("organisation"), actor, VIEW).filter(direction=direction)
    if direction == "outgoing":
        rows = rows.exclude(state="cancelled") if state != "cancelled" else rows
    if kind:
        rows = rows.filter(kind_code=kind)
    if state == "open":
        rows = rows.exclude(state__in=["done", "refused", "issued", "cancelled", "withdrawn", "replaced"])
    elif state == "late":
        rows = rows.filter(state__in=["arrived", "registered", "processing"], due_at__lt=clock.now())
    elif state:
        rows = rows.filter(state=state)
    rows = narrowed(rows, direction, words=words, since=since, until=until)
    if year:
        rows = rows.filter(book_year=year)
    return rows.defer("reading", "bases", "addressees", "folded").order_by("-id")


def narrowed(
    rows: QuerySet[Document],
    direction: str,
    *,
    kind: str = "",
    words: str = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> QuerySet[Document]:
    """Rows with this kind, all these words, and a day of the book in the span."""
    if kind:
        rows = rows.filter(kind_code=kind)
    for word in fold_number(words[:200]).split()[:8]:
        rows = rows.filter(folded__contains=word)
    column = "arrival_date" if direction == "incoming" else "issued_on"
    if since:
        rows = rows.filter(**{f"{column}__gte": since})
    if until:
        rows = rows.filter(**{f"{column}__lte": until})
    return rows


@dataclass(frozen=True)
class Branch:
    """A branch as the screen shows it, with its depth in the tree."""

    row: Assignment
    depth: int
    sender: str

    @property
    def tone(self) -> str:
        if self.row.state in ("done", "closed"):
            return "done"
        if self.row.state in ("returned", "recalled", "taken_back"):
            return "bad"
        return "now" if self.row.opened_at else "next"


def tree(document: Document) -> list[Branch]:
    """All branches, each under its parent, in two statements."""
    rows = list(
        Assignment.objects.filter(document=document).select_related("receiver_unit").order_by("sent_at", "id")
    )
    names = officer_names({row.sender_officer_id for row in rows if row.sender_officer_id})
    children: dict[Any, list[Assignment]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)
    found: list[Branch] = []

    def walk(parent: Any, depth: int) -> None:
        for row in sorted(
            children.get(parent, []),
            key=lambda item: [role for role, _label in Assignment.ROLES].index(item.role),
        ):
            found.append(Branch(row, depth, names.get(row.sender_officer_id or 0, row.sender_title)))
            walk(row.pk, depth + 1)

    walk(None, 0)
    return found


def officer_names(ids: set[int]) -> dict[int, str]:
    return {
        officer.pk: officer.person.full_name for officer in Officer.objects.filter(pk__in=ids).select_related("person")
    } if ids else {}  # fmt: skip


def timeline(
    document: Document, branches: list[Branch] | None = None, known: list[Action] | None = None
) -> list[dict[str, Any]]:
    """What happened, then who has it now, for the timeline component."""
    found = history(document) if known is None else known
    actions = [action for action in found if action.verb in WORDS]
    names = officer_names({pk for action in actions for pk in (action.officer_id, action.on_behalf_of) if pk})
    events = [_event(action, names) for action in actions]
    for branch in branches or ():
        if branch.row.active and branch.row.state == "open":
            opened = branch.row.opened_at
            events.append({
                "what": f"{branch.row.receiver_name}: {branch.row.get_role_display()}", "who": _("đã mở") if opened else _("chưa mở"), "at": opened,
                "state": "now" if opened else "next", "note": "",
            })  # fmt: skip
    if not branches and document.state in _WAITING:
        events.append({"what": _WAITING[document.state], "who": "", "at": None, "state": "now", "note": ""})
    return events


_WAITING: dict[str, Any] = {
    "arrived": _("Chờ văn thư vào sổ"), "registered": _("Chờ lãnh đạo bút phê"), "draft": _("Đang soạn"), "review": _("Chờ ký nháy"),
    "signing": _("Chờ lãnh đạo ký"), "signed": _("Chờ cấp số, đóng dấu"), "sealed": _("Chờ phát hành"),
}  # fmt: skip


def _event(action: Action, names: dict[int, str]) -> dict[str, Any]:
    what = WORDS[action.verb]
    if action.verb == "documents.register" and action.data.get("arrival_number"):
        what = _("Văn thư vào sổ số %(number)s") % {"number": action.data["arrival_number"]}
    elif action.verb == "documents.seal":
        what = _("Cấp số %(number)s, đóng dấu") % {"number": action.data.get("number", "")}
    elif action.verb == "documents.direct":
        what = _("%(title)s bút phê") % {"title": action.acting_as or _("Lãnh đạo")}
    elif action.verb == "documents.issue":
        what = _("Phát hành đến %(n)s cơ quan") % {"n": len(action.data.get("to", []))}
    who = names.get(action.officer_id or 0, action.acting_as or "")
    if action.on_behalf_of:
        who = _("%(taker)s thay %(giver)s") % {"taker": who, "giver": names.get(action.on_behalf_of, "")}
    return {
        "what": what, "who": who, "at": action.at,
        "state": "bad" if action.verb in BAD else "done", "note": getattr(action, "reason", ""),
    }  # fmt: skip


def directions(document: Document, known: list[Action] | None = None) -> list[dict[str, Any]]:
    """The leader's instructions (bút phê) with the branches that each made."""
    every = history(document) if known is None else known
    actions = [action for action in every if action.verb == "documents.direct"]
    if not actions:
        return []
    rows = {str(row.pk): row for row in Assignment.objects.filter(document=document, parent=None)}
    names = officer_names({action.officer_id for action in actions if action.officer_id})
    found = []
    for action in actions:
        given = [
            rows[item["assignment"]] for item in action.data.get("branches", []) if item["assignment"] in rows
        ]
        parts = [
            f"{label}: {', '.join(row.receiver_name for row in given if row.role == role)}"
            for role, label in (
                ("main", _("Chủ trì")),
                ("coordinating", _("Phối hợp")),
                ("information", _("Để biết")),
            )
            if any(row.role == role for row in given)
        ]
        found.append(
            {
                "title": action.acting_as,
                "name": names.get(action.officer_id or 0, ""),
                "at": action.at,
                "text": getattr(action, "reason", ""),
                "branches": "; ".join(parts),
            }
        )
    return found


def main_file(document: Document) -> DocumentFile | None:
    """What is shown as the document: the issued file, else the signed, else the draft for signature, else what arrived."""
    rows = {
        row.role: row
        for row in DocumentFile.objects.filter(document=document)
        .exclude(role="appendix")
        .select_related("file")
        .order_by("made_at", "id")
    }
    return next((rows[role] for role in ("issued", "signed", "prepared", "main") if role in rows), None)


def appendices(document: Document) -> list[DocumentFile]:
    return list(
        DocumentFile.objects.filter(document=document, role="appendix")
        .select_related("file")
        .order_by("version")
    )


def signatures_of(file: StoredFile) -> Report | None:
    """The verdict on a PDF; remembered for a while, because a pane is opened often and a file never changes."""
    if file.media_type != "application/pdf" or not file.usable:
        return None
    key = f"documents.signatures.{file.sha256}"
    found: Report | None = cache.get(key)
    if found is None:
        found = verify_pdf(read_bytes(file))
        cache.set(key, found, 600)
    return found


def text_of_document(file: StoredFile) -> str:
    return text_of(file)


def deliveries(document: Document, *, state: str = "") -> QuerySet[Delivery]:
    rows = (
        Delivery.objects.filter(document=document)
        .select_related("organisation")
        .order_by("organisation__sort", "id")
    )
    return rows.filter(state=state) if state else rows


def delivery_counts(document: Document) -> dict[str, int]:
    from django.db.models import Count

    return {
        row["state"]: row["n"]
        for row in Delivery.objects.filter(document=document)
        .values("state")
        .annotate(n=Count("pk"))
        .order_by()
    }


def initials(document: Document) -> list[Initial]:
    return list(
        Initial.objects.filter(document=document).exclude(state="void").order_by("version", "asked_at")
    )


def recipients_to_choose(document: Document, words: str = "") -> QuerySet[Organisation]:
    """Agencies in force that a document may be issued to, by name."""
    rows = (
        Organisation.objects.filter(Organisation.on(clock.today()))
        .exclude(pk=document.organisation_id)
        .exclude(tier="central")
        .order_by("sort")
    )
    for word in fold(words[:100]).split()[:6]:
        rows = rows.filter(folded__contains=word)
    return rows


def branches_for(actor: Actor, document: Document) -> list[Assignment]:
    """Open branches that the actor holds himself."""
    from lienthong.office.documents.rules import officers_of

    return list(
        Assignment.objects.filter(document=document, state="open", receiver_officer_id__in=officers_of(actor))
    )


def by_code(actor: Actor, code: str) -> Document | None:
    return visible(related(), actor, VIEW).filter(Q(code=code)).first()
