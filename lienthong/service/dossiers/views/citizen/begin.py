"""The start page of an application: what it takes, and which agency decides."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.access.public import public_page
from lienthong.kernel.accounts.public import profile_of
from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.errors import NotFound, Refused
from lienthong.kernel.forms.public import Form
from lienthong.kernel.text import fold
from lienthong.service.dossiers.domain.submit import with_code
from lienthong.service.dossiers.drafts import drafts_of, save_draft
from lienthong.service.dossiers.views.citizen.drafting import actor_of, look_up, steps_of
from lienthong.service.procedures.leaflet import leaflet
from lienthong.service.procedures.public import ServiceVersion, deciding_organisations, live_service

MOST_HITS = 12


def choices(service: ServiceVersion) -> list[Organisation]:
    """Agencies that can decide and can give out a dossier's code."""
    return list(with_code(deciding_organisations(service)).filter(agency_code__isnull=False))


def narrowed(found: list[Organisation], words: str) -> list[Organisation]:
    """Those whose name holds every word, accents forgiven."""
    wanted = fold(words).split()
    return [one for one in found if all(word in one.folded for word in wanted)]


@public_page
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """``/nop-ho-so/<key>/``. A guest chooses the agency here and signs in; the choice comes along."""
    try:
        service = live_service(key)
    except NotFound as missing:
        raise Http404 from missing
    actor = actor_of(request)
    possible = choices(service)
    words = request.GET.get("tim", "").replace("\x00", "").strip()[:100]
    wanted = request.POST.get("co-quan") or request.GET.get("co-quan") or ""
    chosen = next((one for one in possible if one.key == wanted), None)
    if chosen is None and len(possible) == 1:
        chosen = possible[0]
    error = ""
    if request.method == "POST":
        if chosen is None:
            error = _("Hãy chọn xã, phường nơi giải quyết hồ sơ.")
        elif not actor.signed_in:
            back = f"{reverse('citizen:begin', args=[key])}?{urlencode({'co-quan': chosen.key})}"
            return redirect(f"/dang-nhap/?{urlencode({'next': back})}")
        elif actor.kind != "citizen":
            error = _(
                "Bạn đang dùng tài khoản cán bộ. Hãy đăng xuất và đăng nhập bằng tài khoản công dân để nộp hồ sơ của mình."
            )
        else:
            values, _sources = Form(service.form).prefilled({}, look_up(request))
            try:
                made = save_draft(service, actor=actor, values=values, files={}, deciding=chosen)
            except Refused as refusal:
                messages.error(request, str(refusal))
                return redirect("citizen:mine")
            return redirect(steps_of(made, Form(service.form))[0].url)
    if chosen is None and actor.kind == "citizen":
        area = profile_of(request.user).get("area_code")  # type: ignore[arg-type]
        chosen = next((one for one in possible if area and one.area_code == area), None)
    hits = narrowed(possible, words) if words else []
    return render(
        request,
        "dossiers/citizen/begin.html",
        {
            "service": service, "procedure": service.procedure, "leaflet": leaflet(service.procedure), "possible": possible, "chosen": chosen,
            "words": words, "hits": hits[:MOST_HITS], "more_hits": max(0, len(hits) - MOST_HITS), "error": error,
            "drafts": list(drafts_of(actor).filter(service__procedure=service.procedure)[:3]) if actor.kind == "citizen" else [],
        },
        status=422 if error else 200,
    )  # fmt: skip
