"""What the applicant may do with a running dossier: complete what was asked, take it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lienthong.kernel.access.public import public_page, signed_in, system_scope
from lienthong.kernel.accounts.public import TooMany, client_address, rate_limit
from lienthong.kernel.actions.public import ANONYMOUS, Actor
from lienthong.kernel.errors import DomainError, Invalid
from lienthong.kernel.files.public import accept_attribute
from lienthong.kernel.forms.public import Form
from lienthong.service.dossiers import following, opening
from lienthong.service.dossiers.domain.asked import asked_groups, opened_groups
from lienthong.service.dossiers.domain.ending import withdraw
from lienthong.service.dossiers.domain.receive import supplement
from lienthong.service.dossiers.domain.submit import newly_required
from lienthong.service.dossiers.models import Dossier, Supplement
from lienthong.service.dossiers.views.citizen.drafting import actor_of
from lienthong.service.dossiers.views.citizen.papers import stored_files, take_uploads

SUPPLEMENT = "supplement_files"
GUEST_POSTS_IN_TEN_MINUTES = 30


def _asked_slots(dossier: Dossier, asked: Supplement, values: dict[str, Any]) -> list[dict[str, Any]]:
    """Slots of the papers that were asked for, all papers where the request named none, and those that the answers as
    they are typed now ask for in addition."""
    names = {item["key"]: item for item in dossier.service.components}
    wanted = {item["component"]: item["text"] for item in asked.items if item.get("component") in names}
    proofs = newly_required(dossier, values)
    keys = list(wanted) or list(names)
    keys += [key for key in names if key in proofs and key not in keys]
    # Papers may also be added to an answer in words; they are asked for only where the request names them.
    return [
        {
            "key": key,
            "name": names[key]["name"],
            "hint": wanted.get(key, ""),
            "required": key in wanted or key in proofs,
        }
        for key in keys
    ]


def _read_groups(
    request: HttpRequest, form: Form, groups: list[str], values: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    errors: dict[str, list[Any]] = {}
    for group in groups:
        values, found = form.read(request.POST, group=group, previous=values)
        errors |= found
    return values, errors


@public_page
@never_cache
@require_http_methods(["GET", "POST"])
def supplement_page(request: HttpRequest, code: str) -> HttpResponse:
    """``/ho-so/<code>/bo-sung/``: only what was asked. Uploads stay in the session until they are handed in.

    For the applicant, and without an account for who opened the dossier by its slip or a code (S18); such posts are
    counted by address (S20).
    """
    try:
        found, opened = opening.dossier_to_complete(request, code)
    except Http404:
        if actor_of(request).signed_in:
            raise
        # Whether the dossier is there is not told: everybody is sent to sign in, as before.
        return redirect_to_login(request.get_full_path(), "/dang-nhap/")
    if opened is None:
        return _supplement(request, found, None)
    if request.method == "POST":
        try:
            rate_limit(f"guest-supplement:{client_address(request)}", GUEST_POSTS_IN_TEN_MINUTES, 600)
        except TooMany as refusal:
            answer = render(request, "dossiers/citizen/too_often.html", {"message": str(refusal)}, status=429)
            answer["Retry-After"] = str(refusal.retry_after)
            return answer
    with system_scope():
        return _supplement(request, found, opened)


def _supplement(request: HttpRequest, found: Dossier, opened: opening.Opening | None) -> HttpResponse:
    actor = Actor(kind="anonymous", account_id=opened.uploader) if opened else actor_of(request)
    asked = following.supplement_asked(found)
    if asked is None or found.state != "waiting_supplement":
        messages.info(request, _("Hồ sơ này không có yêu cầu bổ sung nào đang chờ."))
        return redirect("citizen:dossier", code=found.code)
    form = Form(found.service.form)
    groups = asked_groups(form, found.service, asked)
    # What the applicant declared is shown and changed only by himself or with the code sent to him, not with a slip.
    locked = bool(groups) and opened is not None and opened.how != "code"
    groups = [] if locked else groups
    place = f"{SUPPLEMENT}:{asked.pk}"
    files: dict[str, list[str]] = request.session.get(place, {})
    values: dict[str, Any] = found.content.values
    slots = _asked_slots(found, asked, values)
    errors: dict[str, list[Any]] = {}
    form_errors: dict[str, list[Any]] = {}
    if request.method == "POST":
        values, form_errors = _read_groups(request, form, groups, values)
        further = [key for key in opened_groups(form, found.content.values, values) if key not in groups]
        if groups and further:
            # What the changed answers ask in addition gets its place, as the papers do.
            values, more_errors = _read_groups(request, form, further, values)
            form_errors |= more_errors
            groups = [group.key for group in form.groups() if group.key in (*groups, *further)]
        slots = _asked_slots(found, asked, values)
        files, errors = take_uploads(request, [slot["key"] for slot in slots], files, actor)
        request.session[place] = files
        shaping = form.edit_of(request.POST) is not None or "bo" in request.POST or "them" in request.POST
        if shaping:
            form_errors = {}
        elif not errors and not form_errors:
            changed = values if values != found.content.values else None
            note = request.POST.get("ghi-chu", "").replace("\x00", "")[:300]
            try:
                supplement(
                    found,
                    actor=ANONYMOUS if opened else actor,
                    files=files,
                    values=changed,
                    note=note,
                    opened=opened,
                )
            except Invalid as refusal:
                errors, form_errors = _sorted_errors(refusal)
            except DomainError as refusal:
                errors = {"": [refusal.message]}
            else:
                del request.session[place]
                messages.success(request, _("Đã gửi phần bổ sung. Bộ phận một cửa kiểm tra lại từ bây giờ."))
                return redirect("citizen:dossier", code=found.code)
    known = stored_files(files, actor)
    for slot in slots:
        slot["files"] = [{"id": one, "row": known.get(one)} for one in files.get(slot["key"], [])]
        slot["errors"] = errors.get(slot["key"], [])
    context = {
        "dossier": found, "procedure": found.procedure, "asked": asked, "lines": following.asked_lines(found, asked), "slots": slots,
        "general_errors": errors.get("", []), "failed": bool(errors or form_errors), "accept": accept_attribute("attachment"),
        "forms": [form.render(values, form_errors, group=group, error_summary=False) for group in groups],
        "form_lines": form.error_lines(form_errors), "note": request.POST.get("ghi-chu", ""), "locked": locked,
    }  # fmt: skip
    return render(
        request, "dossiers/citizen/supplement.html", context, status=422 if errors or form_errors else 200
    )


def _sorted_errors(refusal: Invalid) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Errors of papers (and of the whole), errors of answers."""
    papers: dict[str, list[Any]] = {}
    answers: dict[str, list[Any]] = {}
    for name, given in refusal.errors.items():
        if name.startswith("/"):
            answers[name] = given
        else:
            papers[name.removeprefix("components.").removeprefix("components")] = given
    return papers, answers


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def withdraw_page(request: HttpRequest, code: str) -> HttpResponse:
    """``/ho-so/<code>/rut/``: says what follows, asks once."""
    found = opening.own_dossier(request, code)
    error = ""
    if request.method == "POST":
        try:
            withdraw(
                found,
                actor=actor_of(request),
                reason=request.POST.get("ly-do", "").replace("\x00", "").strip()[:1000],
            )
        except DomainError as refusal:
            error = str(refusal)
        else:
            messages.success(request, _("Đã rút hồ sơ."))
            return redirect("citizen:dossier", code=found.code)
    elif found.closed:
        return redirect("citizen:dossier", code=found.code)
    context = {
        "dossier": found,
        "procedure": found.procedure,
        "error": error,
        "accepted": found.accepted_at is not None,
    }
    return render(request, "dossiers/citizen/withdraw.html", context, status=409 if error else 200)
