"""What the account screens share: how a refusal becomes form errors, and where a person goes after sign-in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from lienthong.kernel.accounts.models import Account
from lienthong.kernel.errors import DomainError, Invalid


def put_errors(form: forms.Form, error: DomainError) -> None:
    """Show a domain error at the fields it names, or on top of the form."""
    named = error.errors if isinstance(error, Invalid) else {}
    if not named:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
    for field, messages in named.items():
        for message in messages:
            form.add_error(field if field in form.fields else None, str(message))


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Every account screen holds something that must not stay in a browser's memory."""
    answer = render(request, f"accounts/{template}.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def account_page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """In the office shell for officers, in the public shell for citizens."""
    officer = request.actor.kind == "officer"  # type: ignore[attr-defined]
    shell = "ui/office.html" if officer else "ui/public.html"
    return page(request, template, {"shell_template": shell, "here": template, **context}, status)


def home_of(account: Account) -> str:
    """The first screen after sign-in."""
    names = ("work:inbox",) if account.kind == "officer" else ("dossiers:mine", "sites:home")
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return reverse("accounts:profile")
