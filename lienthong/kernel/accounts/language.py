"""The language in which a person reads: chosen once on a screen, followed by notices that others cause."""

from __future__ import annotations

import uuid

from django.conf import settings

from lienthong.kernel.accounts.models import Account


def remember_language(account: Account, language: str) -> None:
    """Keep what the person chose for the screen. A language that the house does not speak changes nothing.

    Not in the history of actions: it is a taste, and no right or duty hangs on it.
    """
    if language in dict(settings.LANGUAGES) and language != account.language:
        Account.objects.filter(pk=account.pk).update(language=language)
        account.language = language


def language_of(account_id: uuid.UUID) -> str:
    """What the person reads in; Vietnamese for an account that is gone."""
    found = Account.objects.filter(pk=account_id).values_list("language", flat=True).first()
    return found or settings.LANGUAGE_CODE
