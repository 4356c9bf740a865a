"""The components page (demonstration mode only), the language switch, and whether the session still lives."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language as django_set_language

from lienthong.kernel.access.public import public_page
from lienthong.kernel.accounts.public import remember_language
from lienthong.kernel.ui import samples

PAGES = {
    "inbox": "ui/gallery/inbox.html",
    "inbox-empty": "ui/gallery/inbox_empty.html",
    "office-form": "ui/gallery/office_form.html",
    "front": "ui/gallery/front.html",
    "tracking": "ui/gallery/tracking.html",
    "question": "ui/gallery/question.html",
    "sign-in": "ui/gallery/sign_in.html",
    "print": "ui/gallery/print.html",
}


def _demonstration_only() -> None:
    if not settings.DEMONSTRATION:
        raise Http404


@public_page
@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """All components in all states, in the public shell or (``?shell=office``) in the office shell."""
    _demonstration_only()
    is_office = request.GET.get("shell") == "office"
    shell = "ui/office.html" if is_office else "ui/public.html"
    return render(
        request,
        "ui/gallery/components.html",
        {"shell_template": shell, "is_office": is_office, **samples.components(request.GET)},
    )


@public_page
@require_GET
def component_page(request: HttpRequest, page: str) -> HttpResponse:
    """A whole screen, as the design draws it, with made-up content; an error screen for ``error-403`` and so on."""
    _demonstration_only()
    if page.startswith("error-") and page[6:].isdigit():
        return _error_sample(request, int(page[6:]))
    template = PAGES.get(page)
    if template is None:
        raise Http404
    return render(request, template, samples.screen(page, request))


def _error_sample(request: HttpRequest, status: int) -> HttpResponse:
    if status not in {400, 403, 404, 500, 503}:
        raise Http404
    context = {
        "status": status,
        "title": _("Hệ thống gặp lỗi"),
        "advice": _("Hãy thử lại; nếu vẫn lỗi, báo mã sự cố dưới đây."),
        "incident": "3F9A02C1",
    }
    return render(request, "ui/error.html", context, status=status)


@public_page
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie, for notices also with the account, and go back to the page."""
    user = getattr(request, "user", None)  # none where no session is read, as in a test of the shell alone
    if user is not None and user.is_authenticated:
        remember_language(user, request.POST.get("language", ""))
    return django_set_language(request)


@public_page
@never_cache
@require_GET
def session_state(request: HttpRequest) -> HttpResponse:
    """Whether the account is still signed in, and when not, nothing else; the draft keeper asks before it sends."""
    actor = getattr(request, "actor", None)
    return JsonResponse({"signed_in": bool(getattr(actor, "account_id", None))})
