"""Who is signed in, and whether the session still holds: one statement for an authenticated request.

Stands in place of Django's authentication middleware's look-up: the session row brings its account along.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.accounts.models import Account, Session
from lienthong.kernel.accounts.sessions import ABOUT
from lienthong.kernel.accounts.signing_in import FRESH, SEEN_EVERY, factor_age, idle_limit
from lienthong.kernel.accounts.step_up import StepUpNeeded, back_address

ENDED = "ended"
IDLE, CHANGED = "idle", "changed"
MESSAGES = {
    IDLE: _("Phiên làm việc đã hết vì lâu không dùng. Hãy đăng nhập lại để làm tiếp."),
    CHANGED: _("Quyền, mật khẩu hoặc trạng thái của tài khoản vừa thay đổi. Hãy đăng nhập lại."),
}


PASSIVE_PATHS = ("/phien-lam-viec/",)


def _is_passive(request: HttpRequest) -> bool:
    """A request that the page makes by itself: a tab left open must not keep a session alive for hours. Pages mark
    such requests with the header ``X-Background: 1``."""
    return request.path.startswith(PASSIVE_PATHS) or request.headers.get("X-Background") == "1"


class SessionGuard:
    """After the session and Django's authentication middleware, before the one that sets ``request.actor``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/static/") or request.path == "/healthz":
            return self.get_response(request)
        account = self._account(request)
        request._cached_user = account or AnonymousUser()  # type: ignore[attr-defined]
        request.stepped_up = account is not None and self._stepped_up(request)  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A view or domain function asked for a fresh second factor: show the screen for it, then come back."""
        if not isinstance(exception, StepUpNeeded) or request.path.startswith("/api/"):
            return None
        target = f"/tai-khoan/xac-nhan/?{urlencode({'next': back_address(request)})}"
        if request.headers.get("HX-Request"):
            answer = HttpResponse(status=204)
            answer["HX-Redirect"] = target
            return answer
        return HttpResponseRedirect(target)

    @staticmethod
    def _stepped_up(request: HttpRequest) -> bool:
        if not settings.SECOND_FACTOR_REQUIRED:
            return True
        age = factor_age(request)
        return age is not None and age <= FRESH

    def _account(self, request: HttpRequest) -> Account | None:
        session = request.session
        about = session.get(ABOUT)
        row: Session | None = getattr(session, "row", None)
        if about is None or row is None or row.account is None:
            return None
        account = row.account
        reason = self._reason_to_end(request, row, account)
        if reason:
            session.flush()
            session[ENDED] = reason
            return None
        if not self._second_factor_held(request, account):
            return None
        if clock.now() - row.seen_at >= SEEN_EVERY and not _is_passive(request):
            Session.objects.filter(pk=row.pk).update(seen_at=clock.now())
        return account

    @staticmethod
    def _reason_to_end(request: HttpRequest, row: Session, account: Account) -> str:
        about = request.session[ABOUT]
        if not account.is_active or about.get("version") != account.access_version:
            return CHANGED
        held = request.session.get(HASH_SESSION_KEY, "")
        hashes = [account.get_session_auth_hash(), *account.get_session_auth_fallback_hash()]
        if not any(constant_time_compare(held, item) for item in hashes):
            return CHANGED
        if clock.now() - row.seen_at > idle_limit(account):
            return IDLE
        return ""

    @staticmethod
    def _second_factor_held(request: HttpRequest, account: Account) -> bool:
        """No officer gets by with a session that has not seen the second factor, however it was opened (S03)."""
        if account.kind != "officer" or not settings.SECOND_FACTOR_REQUIRED:
            return True
        return factor_age(request) is not None
