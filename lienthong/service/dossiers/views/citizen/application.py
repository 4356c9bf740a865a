"""The questions of an application, one group a page. Every step is kept on the server, valid or not."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.kernel.access.public import public_page, signed_in
from lienthong.kernel.files.public import StoredFile, oversized, receive_upload
from lienthong.kernel.forms.public import Form
from lienthong.service.dossiers.drafts import save_draft
from lienthong.service.dossiers.models import Draft
from lienthong.service.dossiers.views.citizen import drafting


def _receive(request: HttpRequest) -> Any:
    def receive(upload: Any, field: Any) -> str:
        stored = receive_upload(
            upload, actor=drafting.actor_of(request), purpose=str(field.ui.get("purpose", ""))
        )
        return str(stored.pk)

    return receive


def _keep(request: HttpRequest, found: Draft, values: dict[str, Any]) -> Draft:
    return save_draft(
        found.service, actor=drafting.actor_of(request), values=values, files=found.files, draft=found
    )


@signed_in
@never_cache
def resume(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """``/nop-ho-so/ban-nhap/<id>/``: to the first page that is not in order yet."""
    found = drafting.own_draft(request, draft_id)
    if isinstance(found, HttpResponse):
        return found
    form = Form(found.service.form)
    for group in form.groups(found.values):
        if form.check(found.values, group=group.key):
            return redirect("citizen:group", draft_id=found.pk, group=group.key)
    return redirect("citizen:papers" if found.service.components else "citizen:review", draft_id=found.pk)


@public_page
@never_cache
@require_http_methods(["GET", "POST"])
def question_group(request: HttpRequest, draft_id: UUID, group: str) -> HttpResponse:
    """One page of questions. Public only so that answers sent after the session ended can be kept until sign-in."""
    if not drafting.actor_of(request).signed_in:
        if request.method == "POST":
            drafting.park(request, draft_id, group)
        return redirect(f"/dang-nhap/?{urlencode({'next': request.get_full_path()})}")
    found = drafting.own_draft(request, draft_id)
    if isinstance(found, HttpResponse):
        return found
    form = Form(found.service.form)
    if group not in {one.key for one in form.groups()}:
        raise Http404
    post, restored = (
        (request.POST, False)
        if request.method == "POST"
        else (drafting.unpark(request, draft_id, group), True)
    )
    errors: dict[str, list[Any]] = {}
    status = 200
    if post is not None:
        values, errors = form.read(
            post, None if restored else request.FILES, group=group, previous=found.values, receive=_receive(request), oversized=oversized(request)
        )  # fmt: skip
        found = _keep(request, found, values)
        if restored:
            errors = {}
        elif form.edit_of(post) is None:
            if not errors:
                back_to = "xem-lai" if request.GET.get("sua") == "1" else ""
                place = drafting.place_in(drafting.steps_of(found, form), group)
                target = place["after"]
                return (
                    redirect("citizen:review", draft_id=found.pk)
                    if back_to or target is None
                    else redirect(target.url)
                )
            status = 422
    steps = drafting.steps_of(found, form)
    ids = [one for listed in form.file_ids(found.values).values() for one in listed]
    files = {str(one.pk): one for one in StoredFile.objects.filter(pk__in=ids)} if ids else {}
    shown_group = next(one for one in form.groups() if one.key == group)
    context = {
        "draft": found, "procedure": found.service.procedure, "group": shown_group, "steps": steps, "place": drafting.place_in(steps, group),
        "form": form.render(
            found.values, errors, files, group=group, warnings=form.warnings(found.values), provenance=drafting.provenance(form, found.values, request)
        ),
        "restored": restored and post is not None, "changing": request.GET.get("sua") == "1",
        "title": shown_group.title or _("Thông tin"), "failed": bool(errors),
    }  # fmt: skip
    return render(request, "dossiers/citizen/group.html", context, status=status)


@signed_in
@require_POST
def autosave(request: HttpRequest, draft_id: UUID, group: str) -> HttpResponse:
    """Kept a moment after each change, valid or not; answers nothing but that it is kept."""
    found = drafting.own_draft(request, draft_id)
    if isinstance(found, HttpResponse):
        return JsonResponse({"kept": False}, status=410)
    form = Form(found.service.form)
    if group not in {one.key for one in form.groups()}:
        raise Http404
    # The browser sends what is typed, never the hidden names of files: those stay as the server knows them.
    values, _errors = form.read(request.POST, group=group, previous=found.values)
    slots = {one.key for one in form.file_slots()} & set(found.values)
    _keep(request, found, {**values, **{key: found.values[key] for key in slots if key not in values}})
    return JsonResponse({"kept": True})
