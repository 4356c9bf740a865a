"""The inbox screen: list and pane, acts, acts on several items."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.kernel.access.public import requires
from lienthong.kernel.accounts.public import StepUpNeeded
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.errors import DomainError, Invalid
from lienthong.kernel.files.public import StoredFile, bound_uploads, oversized, receive_upload
from lienthong.kernel.forms.public import Form
from lienthong.kernel.idempotency.public import once
from lienthong.kernel.ids import new_id
from lienthong.kernel.work import queries
from lienthong.kernel.work.items import mark_read, perform
from lienthong.kernel.work.kinds import handler_of, kinds, may_batch
from lienthong.kernel.work.models import WorkItem
from lienthong.kernel.work.rules import ACT, ASSIGN

URGENCY = {
    1: gettext_lazy("Khẩn"),
    2: gettext_lazy("Thượng khẩn"),
    3: gettext_lazy("Hỏa tốc"),
    4: gettext_lazy("Hỏa tốc hẹn giờ"),
}
ROLE_WORDS = {
    "main": gettext_lazy("Xử lý chính"),
    "coordinating": gettext_lazy("Phối hợp"),
    "opinion": gettext_lazy("Cho ý kiến"),
    "information": gettext_lazy("Để biết"),
}


def _filters(source: QueryDict) -> dict[str, str]:
    """Tab, kind and words of the list, kept in every address so that the list keeps its place."""
    tab = source.get("tab", "can-lam")
    found = {"tab": tab if tab in queries.TABS else "can-lam"}
    for name in ("loai", "q"):
        if source.get(name):
            found[name] = str(source[name]).replace("\x00", "")[:200]
    return found


def _address(item: WorkItem, filters: dict[str, str]) -> str:
    return f"{reverse('work:item', args=[item.pk])}?{urlencode(filters)}"


def _row(item: WorkItem, filters: dict[str, str]) -> dict[str, Any]:
    handler = kinds().get(item.kind)
    return {
        "id": item.pk,
        "url": _address(item, filters),
        "kind": handler.chip if handler else "task",
        "kind_label": handler.label if handler else item.kind,
        "number": item.number,
        "title": item.title,
        "source": item.source,
        "role": _(item.step) if item.step else ROLE_WORDS.get(item.role, ""),
        "due": item.due_at,
        "urgency": "lotus" if item.urgency >= 2 else "gold",
        "urgency_label": URGENCY.get(item.urgency, ""),
        "unread": item.read_at is None and item.state == "open",
    }


def _list(request: HttpRequest, filters: dict[str, str], chosen: WorkItem | None) -> dict[str, Any]:
    actor = request.actor  # type: ignore[attr-defined]
    tab = filters["tab"]
    page = (
        max(1, int(number)) if (number := request.GET.get("trang", "1")).isdigit() and len(number) < 6 else 1
    )
    start = (page - 1) * queries.PAGE
    rows = list(
        queries.items(actor, tab, kind=filters.get("loai", ""), words=filters.get("q", ""))[
            start : start + queries.PAGE + 1
        ]
    )
    more = len(rows) > queries.PAGE
    rows = rows[: queries.PAGE]
    totals = queries.counts(actor)
    groups = [queries.Group("done", "", rows)] if tab == "da-xong" and rows else queries.grouped(rows)
    shown = [
        {
            "label": group.label,
            "late": group.key == "overdue",
            "total": len(group.items),
            "rows": [_row(item, filters) for item in group.items],
        }
        for group in groups
    ]
    tabs = [
        {
            "text": label,
            "url": f"{reverse('work:inbox')}?{urlencode({**filters, 'tab': key})}",
            "count": totals.get(key),
            "current": key == tab,
        }
        for key, (label, _condition) in queries.TABS.items()
    ]
    return {
        "groups": shown,
        "tabs": tabs,
        "filters": filters,
        "chosen": chosen.pk if chosen else None,
        "kinds": [
            {"code": code, "label": handler.label, "current": filters.get("loai") == code}
            for code, handler in kinds().items()
        ],
        "batch_count": sum(may_batch(item) for item in rows) if tab == "can-lam" else 0,
        "next_page": f"?{urlencode({**filters, 'trang': page + 1})}" if more else "",
        "previous_page": f"?{urlencode({**filters, 'trang': page - 1})}" if page > 1 else "",
        "step": "pane" if chosen else "list",
    }


@require_GET
@requires(ACT)
def inbox(request: HttpRequest) -> HttpResponse:
    """The list; on a wide screen the first item opens by itself."""
    filters = _filters(request.GET)
    with queries.counted(request.actor):  # type: ignore[attr-defined]
        context = _list(request, filters, None)
        return render(request, "work/inbox.html", context)


@require_GET
@requires(ACT)
def item(request: HttpRequest, item_id: uuid.UUID) -> HttpResponse:
    """The thing itself: only the pane for htmx, the whole page otherwise."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.item(actor, item_id)
    mark_read(found)
    return _show(request, found)


def _show(request: HttpRequest, found: WorkItem, *, status: int = 200, **more: Any) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    filters = _filters(request.GET)
    handler = handler_of(found.kind)
    pane = handler.pane(found, actor)
    context: dict[str, Any] = {} if request.htmx else _list(request, filters, found)  # type: ignore[attr-defined]
    context |= {
        "item": found,
        "row": _row(found, filters),
        "actions": handler.actions(found, actor) if found.state == "open" else [],
        "pane": pane,
        "may_hand_over": found.state == "open" and _in_my_team(actor, found),
        "filters_query": urlencode(filters),
        "request_key": str(new_id()),
        **pane.context,
        **more,
    }
    context.setdefault("step", "pane")
    return render(request, "work/item.html", context, status=status)


def _in_my_team(actor: Actor, found: WorkItem) -> bool:
    """Whether the actor may give this item to somebody else; asked of the grants alone, for every pane that is opened."""
    return any(
        ASSIGN in grant.permissions
        and grant.organisation_id == found.organisation_id
        and grant.unit_id in (None, found.unit_id)
        for grant in actor.grants
    )


def _next_after(request: HttpRequest, done: WorkItem, filters: dict[str, str]) -> str:
    """Where the list goes on: the next item of the same tab, else the list."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = queries.items(actor, filters["tab"], kind=filters.get("loai", ""), words=filters.get("q", ""))
    following = rows.exclude(pk=done.pk)
    later = (
        following.filter(due_at__gte=done.due_at).first()
        if done.due_at
        else following.filter(due_at=None).first()
    )
    following_item = later or following.first()
    return (
        _address(following_item, filters)
        if following_item
        else f"{reverse('work:inbox')}?{urlencode(filters)}"
    )


@require_http_methods(["GET", "POST"])
@requires(ACT)
def act(request: HttpRequest, item_id: uuid.UUID, action: str) -> HttpResponse:
    """Ask what the act needs, then do it; the same request twice has one effect."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.item(actor, item_id)
    filters = _filters(request.GET)
    offered = (
        {each.code: each for each in handler_of(found.kind).actions(found, actor)}
        if found.state == "open"
        else {}
    )
    chosen = offered.get(action)
    if chosen is None:
        messages.warning(
            request, _("Việc này vừa được xử lý ở nơi khác hoặc không còn làm được ở bước hiện tại.")
        )
        return HttpResponseRedirect(_address(found, filters))
    form = Form(chosen.form) if chosen.form else None
    if request.method == "GET":
        initial: dict[str, Any] = getattr(handler_of(found.kind), "initial", lambda *_args: {})(
            found, actor, action
        )
        return _show(request, found, asking=chosen, form_html=form.render(initial, {}, {}) if form else "")
    values: dict[str, Any] = {}
    errors: dict[str, Any] = {}
    if form:
        bound_uploads(request)
        values, errors = form.read(
            request.POST, request.FILES, receive=_receive_for(actor), oversized=oversized(request)
        )
        edited = form.edit_of(request.POST) is not None
        if edited or errors:
            # A button that adds or removes a row only changes the shape of the form: it is drawn again, nothing is done.
            html = form.render(values, errors, _uploads(form, values))
            return _show(request, found, status=422 if errors else 200, asking=chosen, form_html=html)
    try:
        with (
            transaction.atomic(),
            once(
                request.POST.get("request_key") or str(new_id()),
                actor=actor,
                endpoint=f"work {item_id} {action}",
                body=_body(request),
            ) as slot,
        ):
            if slot.replayed:
                message = slot.answer["message"]
            else:
                outcome = perform(found, actor, action, values, dict(request.FILES.items()))
                message = str(outcome.message)
                slot.store(200, {"message": message})
    except Invalid as refusal:
        if form is None:
            raise
        return _show(
            request,
            found,
            status=422,
            asking=chosen,
            form_html=form.render(values, refusal.errors or {"": [str(refusal)]}, _uploads(form, values)),
            refusal=refusal,
        )
    except StepUpNeeded:
        raise  # the session guard asks for the second factor and leads back here
    except DomainError as refusal:
        return _show(request, found, status=refusal.status, refusal=refusal)
    messages.success(request, message)
    return HttpResponseRedirect(_next_after(request, found, filters))


def _receive_for(actor: Actor) -> Callable[[Any, Any], str]:
    """Uploads of an act's form are the actor's own files until the act attaches them."""
    return lambda upload, field: str(
        receive_upload(upload, actor=actor, purpose=str(field.ui.get("purpose", ""))).pk
    )


def _uploads(form: Form, values: dict[str, Any]) -> dict[str, StoredFile]:
    """Files that the values name, so that a form drawn again shows them by name."""
    ids = [one for group in form.file_ids(values).values() for one in group]
    return {str(row.pk): row for row in StoredFile.objects.filter(pk__in=ids)} if ids else {}


def _body(request: HttpRequest) -> dict[str, Any]:
    return {
        **{
            name: request.POST.getlist(name)
            for name in request.POST
            if name not in {"csrfmiddlewaretoken", "request_key"}
        },
        **{f"file:{name}": [file.size for file in request.FILES.getlist(name)] for name in request.FILES},
    }


@require_POST
@requires(ACT)
def read(request: HttpRequest, item_id: uuid.UUID) -> HttpResponse:
    """Mark as read without opening."""
    mark_read(queries.item(request.actor, item_id))  # type: ignore[attr-defined]
    answer = HttpResponse(status=204)
    answer["HX-Trigger"] = json.dumps({"lt:item-read": {"id": f"item-{item_id}"}})
    return answer
