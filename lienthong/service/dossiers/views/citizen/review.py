"""Check your answers, then hand in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lienthong.kernel.access.public import signed_in
from lienthong.kernel.errors import DomainError, Invalid
from lienthong.kernel.forms.public import Form
from lienthong.kernel.worktime.public import amount_words
from lienthong.service.dossiers.domain.fees import fee_of
from lienthong.service.dossiers.domain.moving import amount_of
from lienthong.service.dossiers.domain.submit import check
from lienthong.service.dossiers.domain.submit_draft import code_of_submitted, submit_draft
from lienthong.service.dossiers.models import Draft
from lienthong.service.dossiers.views.citizen import drafting
from lienthong.service.dossiers.views.citizen.papers import slots_of


def problems_of(found: Draft, form: Form, errors: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """Errors of a submission as lines that lead to the page where they are mended."""
    group_of = {field.key: group.key for group in form.groups() for field in group.fields}
    lines = []
    for place, found_messages in errors.items():
        if place.startswith("components"):
            url = reverse("citizen:papers", args=[found.pk]) + f"#slot-{place.partition('.')[2]}"
        elif place == "deciding":
            url = reverse("citizen:begin", args=[found.service.procedure.key])
        else:
            group = group_of.get([*place.split("/"), ""][1])
            if group is None:
                url = reverse("citizen:review", args=[found.pk])
            else:
                anchor = next((line[0] for line in form.error_lines({place: found_messages}) if line[0]), "")
                url = f"{reverse('citizen:group', args=[found.pk, group])}?sua=1#{anchor}"
        lines += [{"url": url, "text": str(message)} for message in found_messages]
    return lines


def fee_words(found: Draft) -> int | None:
    """What will be due, or None while the answers do not say."""
    try:
        return fee_of(found.service, found.values)
    except (DomainError, ValueError, TypeError):
        return None


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """``/nop-ho-so/ban-nhap/<id>/xem-lai/``."""
    actor = drafting.actor_of(request)
    if request.method == "POST":
        # A second press after the first was accepted must reach the dossier, whatever became of the draft.
        code = code_of_submitted(draft_id, actor=actor)
        if code is not None:
            return redirect("citizen:dossier", code=code)
    found = drafting.own_draft(request, draft_id)
    if isinstance(found, HttpResponse):
        return found
    form = Form(found.service.form)
    problems: list[dict[str, Any]] = []
    pressed = request.method == "POST"
    if pressed and request.POST.get("cam-doan") != "1":
        problems = [{"url": "#cam-doan", "text": _("Hãy đánh dấu cam đoan trước khi nộp.")}]
    elif pressed:
        try:
            code = submit_draft(found.pk, actor=actor)
        except Invalid as refusal:
            problems = problems_of(found, form, refusal.errors) or [{"url": "", "text": str(refusal)}]
        except DomainError as refusal:
            problems = [{"url": "", "text": str(refusal)}]
        else:
            messages.success(request, _("Đã nộp hồ sơ. Mã hồ sơ của bạn là %(code)s.") % {"code": code})
            return redirect("citizen:dossier", code=code)
    else:
        try:
            check(found.service, found.values, found.files)
        except Invalid as refusal:
            problems = problems_of(found, form, refusal.errors)
    steps = drafting.steps_of(found, form)
    context = {
        "draft": found, "procedure": found.service.procedure, "service": found.service, "answers": form.summary(found.values),
        "slots": slots_of(found, actor, {}), "problems": problems, "pressed": pressed, "steps": steps, "place": drafting.place_in(steps, "xem-lai"),
        "fee": fee_words(found), "limit": amount_words(amount_of(found.service)), "groups": {group.key for group in form.groups()},
    }  # fmt: skip
    return render(request, "dossiers/citizen/review.html", context, status=422 if pressed else 200)
