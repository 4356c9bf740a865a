"""The papers of an application: one slot each, by camera or from the machine, kept as they arrive."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lienthong.kernel.access.public import signed_in
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.errors import DomainError
from lienthong.kernel.files.public import StoredFile, accept_attribute, oversized, receive_upload
from lienthong.kernel.forms.public import Form
from lienthong.service.dossiers.domain.submit import MOST_FILES, required_components
from lienthong.service.dossiers.drafts import save_draft
from lienthong.service.dossiers.models import Draft
from lienthong.service.dossiers.views.citizen import drafting


def stored_files(files: dict[str, list[str]], actor: Actor) -> dict[str, StoredFile]:
    """id → row, of the actor's own uploads only."""
    ids = [one for listed in files.values() for one in listed]
    return (
        {str(row.pk): row for row in StoredFile.objects.filter(pk__in=ids, uploaded_by=actor.account_id)}
        if ids
        else {}
    )


def take_uploads(
    request: HttpRequest, keys: list[str], kept: dict[str, list[str]], actor: Actor | None = None
) -> tuple[dict[str, list[str]], dict[str, list[Any]]]:
    """(files, errors): ``kept`` with the uploads of ``tep.<key>`` and ``anh.<key>`` added and the one of ``bo`` left out."""
    files = {key: list(ids) for key, ids in kept.items()}
    errors: dict[str, list[Any]] = {}
    key, _bar, gone = request.POST.get("bo", "").partition("|")
    if gone and key in files:
        files[key] = [one for one in files[key] if one != gone]
    for key in keys:
        for name in (f"tep.{key}", f"anh.{key}"):
            if name in oversized(request):
                errors.setdefault(key, []).append(_("Tệp quá lớn nên chưa được nhận. Hãy chọn tệp nhỏ hơn."))
            for upload in request.FILES.getlist(name):
                if sum(len(ids) for ids in files.values()) >= MOST_FILES:
                    errors.setdefault(key, []).append(
                        _("Mỗi hồ sơ có tối đa %(most)s tệp") % {"most": MOST_FILES}
                    )
                    break
                try:
                    stored = receive_upload(
                        upload, actor=actor or drafting.actor_of(request), purpose="attachment"
                    )
                except DomainError as refusal:
                    errors.setdefault(key, []).append(f"{upload.name}: {refusal.message}")
                else:
                    files.setdefault(key, []).append(str(stored.pk))
    return {key: ids for key, ids in files.items() if ids}, errors


def slots_of(found: Draft, actor: Actor, errors: dict[str, list[Any]]) -> list[dict[str, Any]]:
    known = stored_files(found.files, actor)
    needed = set(required_components(found.service, found.values))
    return [
        {
            "key": item["key"], "name": item["name"], "hint": item.get("hint", ""), "required": item["key"] in needed,
            "files": [{"id": one, "row": known.get(one)} for one in found.files.get(item["key"], [])], "errors": errors.get(item["key"], []),
        }
        for item in drafting.asked_components(found.service, found.values)
    ]  # fmt: skip


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def papers(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """``/nop-ho-so/ban-nhap/<id>/giay-to/``."""
    found = drafting.own_draft(request, draft_id)
    if isinstance(found, HttpResponse):
        return found
    actor = drafting.actor_of(request)
    errors: dict[str, list[Any]] = {}
    if request.method == "POST":
        keys = [item["key"] for item in found.service.components]
        files, errors = take_uploads(request, keys, found.files)
        found = save_draft(found.service, actor=actor, values=found.values, files=files, draft=found)
        if not errors and "bo" not in request.POST and "them" not in request.POST:
            missing = [key for key in required_components(found.service, found.values) if not files.get(key)]
            if not missing:
                return redirect("citizen:review", draft_id=found.pk)
            errors = {key: [_("Hãy thêm giấy tờ này.")] for key in missing}
    steps = drafting.steps_of(found, Form(found.service.form))
    context = {
        "draft": found, "procedure": found.service.procedure, "slots": slots_of(found, actor, errors), "accept": accept_attribute("attachment"),
        "steps": steps, "place": drafting.place_in(steps, "giay-to"), "limit": settings.UPLOAD_LIMIT, "failed": bool(errors),
    }  # fmt: skip
    return render(request, "dossiers/citizen/papers.html", context, status=422 if errors else 200)
