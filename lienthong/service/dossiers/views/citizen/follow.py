"""``/ho-so/<code>/``: the degree of completion for everyone with a code, the whole way for those who may see it."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lienthong.kernel.access.public import public_page, signed_in, system_scope
from lienthong.kernel.accounts.public import TooMany, client_address, rate_limit
from lienthong.kernel.files.public import link
from lienthong.kernel.printing.public import qr_svg
from lienthong.kernel.worktime.public import amount_words
from lienthong.service.dossiers import following, opening
from lienthong.service.dossiers.domain.lookup import open_with_code, request_lookup_code
from lienthong.service.dossiers.domain.moving import amount_of
from lienthong.service.dossiers.models import Dossier
from lienthong.service.dossiers.notices import tracking_path
from lienthong.service.dossiers.queries import DEGREES, by_code, why_due
from lienthong.service.dossiers.views.citizen.drafting import actor_of

VIEWS_A_MINUTE = 40
TRIES_IN_TEN_MINUTES = 15


def typed(code: str) -> str:
    """A code from an address, without what no code holds."""
    return code.replace("\x00", "").strip()[:60] or "-"


def _too_often(request: HttpRequest, refusal: TooMany) -> HttpResponse:
    answer = render(request, "dossiers/citizen/too_often.html", {"message": str(refusal)}, status=429)
    answer["Retry-After"] = str(refusal.retry_after)
    return answer


def _degree_page(
    request: HttpRequest, code: str, state: str, *, status: int = 200, **more: object
) -> HttpResponse:
    """What a code alone opens. Nothing here comes from the dossier but the degree."""
    label, percent = DEGREES[state]
    context = {"code": code, "degree": label, "percent": percent, **more}
    return render(request, "dossiers/citizen/degree.html", context, status=status)


@public_page
@never_cache
@require_safe
def dossier_page(request: HttpRequest, code: str) -> HttpResponse:
    """``?the=`` is the token in the slip's QR code; it opens the path and leaves the address bar at once."""
    try:
        if not actor_of(request).signed_in:
            rate_limit(f"dossier-view:{client_address(request)}", VIEWS_A_MINUTE, 60)
    except TooMany as refusal:
        return _too_often(request, refusal)
    found = by_code(typed(code))
    if found is None:
        return render(request, "dossiers/citizen/unknown.html", {"code": code[:60]}, status=404)
    if "the" in request.GET:
        if opening.holds_slip(found, request.GET["the"]):
            opening.remember(request, found, "slip")
        return redirect("citizen:dossier", code=found.code)
    owner = opening.is_owner(request, found)
    if not owner and not opening.is_opened(request, found):
        return _degree_page(request, found.code, found.state)
    return _full_page(request, found, owner=owner)


def _full_page(request: HttpRequest, found: Dossier, *, owner: bool) -> HttpResponse:
    with system_scope():
        why = why_due(found)
        guest = opening.may_supplement(found, opening.opening_of(request, found))
        context = {
            "dossier": found, "procedure": found.procedure, "owner": owner, "situation": following.situation(found, owner=owner, guest=guest),
            "steps": following.way(found), "why": why, "limit": amount_words(amount_of(found.service)), "promise": following.promise_tone(found),
            "tone": following.STATE_TONES[found.state],
            "offer_code": not owner and found.state == "waiting_supplement" and not guest,
        }  # fmt: skip
        if owner:
            context |= {
                "results": following.results_of(found), "slips": following.slips_of(found), "slips_pending": following.slips_pending(found),
                "papers": following.papers_of(found), "may_withdraw": not found.closed and found.state not in ("signing", "sealing", "ready"),
                "qr": mark_safe(qr_svg(settings.PUBLIC_URL + tracking_path(found))),  # noqa: S308 - drawn by us from an address
                "email": masked_email(str(found.content.applicant.get("email") or "")), "done_groups": _group_marks(found),
            }  # fmt: skip
        return render(request, "dossiers/citizen/follow.html", context)


def _group_marks(found: Dossier) -> list[str]:
    return [group["key"] for group in found.service.form.get("ui", {}).get("groups", [])]


def masked_email(address: str) -> str:
    """``h•••@vidu.vn``; empty for none."""
    name, at, host = address.partition("@")
    return f"{name[:1]}•••@{host}" if at else ""


@public_page
@never_cache
@require_POST
def send_code(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for a one-time code. The answer is the same whether the dossier exists, has an address, or not (S18)."""
    code = typed(code)
    try:
        request_lookup_code(code, address=client_address(request))
    except TooMany as refusal:
        return _too_often(request, refusal)
    return render(request, "dossiers/citizen/enter_code.html", {"code": code, "error": ""})


@public_page
@never_cache
@require_POST
def open_by_code(request: HttpRequest, code: str) -> HttpResponse:
    """Open with the one-time code. Unknown dossier, wrong, used or late code: one answer."""
    code = typed(code)
    try:
        rate_limit(f"lookup-try:{client_address(request)}", TRIES_IN_TEN_MINUTES, 600)
    except TooMany as refusal:
        return _too_often(request, refusal)
    found = open_with_code(code, request.POST.get("ma", ""))
    if found is None:
        error = _("Mã không đúng hoặc đã hết hạn. Mỗi mã dùng được trong 10 phút và thử tối đa 5 lần.")
        return render(request, "dossiers/citizen/enter_code.html", {"code": code, "error": error}, status=422)
    opening.remember(request, found, "code")
    return redirect("citizen:dossier", code=found.code)


@signed_in
@never_cache
@require_safe
def file_link(request: HttpRequest, code: str, file_id: UUID) -> HttpResponse:
    """A fresh short-lived link to a slip, result or paper of one's own dossier."""
    found = opening.own_dossier(request, code)
    file = following.readable_file(found, file_id)
    if file is None:
        raise Http404
    return redirect(link(file, actor_of(request)))
