"""What every page shell needs, worked out only when a template asks for it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from lienthong.kernel.ui import navigation

THEME_COOKIE = "lienthong_theme"
RAIL_COOKIE = "lienthong_rail"

DEFAULT_SITE_NAME = gettext_lazy("Dịch vụ công")


class Shell:
    """``shell`` in templates. Tolerates requests that no middleware touched (error pages, early failures)."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def actor(self) -> Any:
        """The signed-in actor, or None for anonymous visitors."""
        actor = getattr(self.request, "actor", None)
        return None if getattr(actor, "kind", None) in (None, "anonymous") else actor

    @cached_property
    def is_officer(self) -> bool:
        return getattr(self.actor, "kind", None) == "officer"

    @property
    def unconfirmed_email(self) -> str:
        """The person's own address while it waits for confirmation. The account came with the session."""
        account = getattr(self.request, "user", None) if self.actor is not None else None
        if account is None or not getattr(account, "email", "") or account.email_confirmed_at:  # type: ignore[union-attr]
            return ""
        return str(account.email)  # type: ignore[union-attr]

    @property
    def theme(self) -> str:
        value = self.request.COOKIES.get(THEME_COOKIE, "")
        return value if value in {"light", "dark"} else ""

    @property
    def rail(self) -> str:
        return "narrow" if self.request.COOKIES.get(RAIL_COOKIE) == "narrow" else ""

    @property
    def product(self) -> str:
        return "Liên Thông"

    @property
    def site_name(self) -> Any:
        """The public name of this installation; the portal's middleware may set ``request.site_name``."""
        return (
            getattr(self.request, "site_name", None)
            or getattr(settings, "SITE_NAME", None)
            or DEFAULT_SITE_NAME
        )

    @property
    def demonstration(self) -> str:
        """The words of the banner; empty outside demonstration mode."""
        if not getattr(settings, "DEMONSTRATION", False):
            return ""
        words = [_("Chế độ trình diễn:")]
        if not getattr(settings, "VIRUS_SCAN_REQUIRED", True):
            words.append(pgettext("banner", "quét vi-rút tắt"))
        if not getattr(settings, "SECOND_FACTOR_REQUIRED", True):
            words.append(pgettext("banner", "xác thực hai lớp tắt"))
        if len(words) == 1:
            words.append(_("dữ liệu không có thật"))
        return f"{words[0]} {' · '.join(words[1:])}"

    @cached_property
    def _office(self) -> tuple[list[navigation.Section], list[navigation.Link]]:
        return navigation.office_sections(self.actor, self.request.path)

    @property
    def sections(self) -> list[navigation.Section]:
        return self._office[0]

    @property
    def bottom(self) -> list[navigation.Link]:
        return self._office[1]

    @cached_property
    def public(self) -> list[navigation.Link]:
        return navigation.public_links(self.request.path)

    @cached_property
    def account(self) -> list[navigation.Link]:
        return navigation.account_links(self.request.path)

    @staticmethod
    def _address(*names: str) -> str:
        for name in names:
            try:
                return reverse(name)
            except NoReverseMatch:
                continue
        return ""

    @property
    def home_url(self) -> str:
        return self._address("sites:home", "home") or "/"

    @property
    def search_url(self) -> str:
        return self._address("search:results", "search:search", "search:find", "search", "tim_kiem")

    @property
    def sign_in_url(self) -> str:
        return self._address(
            "accounts:login", "accounts:sign_in", "account_login", "sign_in", "login"
        ) or str(settings.LOGIN_URL)

    @property
    def sign_out_url(self) -> str:
        return self._address("accounts:logout", "accounts:sign_out", "account_logout", "sign_out", "logout")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``shell``."""
    return {"shell": Shell(request)}
