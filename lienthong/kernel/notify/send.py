"""Sending a notice: the row in the application now, copies on other channels by jobs after the commit."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import translation

from lienthong.kernel import clock
from lienthong.kernel.accounts.public import language_of
from lienthong.kernel.notify.models import Delivery, Notice

Text = Any  # str or a lazily translated string


@dataclass(frozen=True)
class Template:
    """``title`` and ``body`` with ``%(name)s`` places. ``subject`` must carry no personal data (S33)."""

    key: str
    title: Text
    body: Text
    subject: Text
    channels: tuple[str, ...] = ("email",)


@dataclass(frozen=True)
class Recipient:
    """An account, an address outside, or both. A guest who left only an e-mail address has no account."""

    account_id: uuid.UUID | None = None
    email: str = ""
    language: str = (
        ""  # of the reader, never of who causes the notice; empty: the account's, a guest's is Vietnamese
    )


_templates: dict[str, Template] = {}


def register_template(
    key: str, *, title: Text, body: Text, subject: Text = "", channels: tuple[str, ...] = ("email",)
) -> None:
    _templates[key] = Template(key, title, body, subject or title, channels)


def send(
    template: str,
    *,
    to: Recipient,
    context: Mapping[str, Any],
    obj: models.Model | None = None,
    url: str = "",
) -> Notice | None:
    """Tell someone. Inside the caller's transaction: rolled back, nobody hears of it. Unknown templates are KeyError."""
    from lienthong.kernel.notify.jobs import deliver

    chosen = _templates[template]
    language = to.language or (language_of(to.account_id) if to.account_id else settings.LANGUAGE_CODE)
    with translation.override(language):
        # Inside: a value may be lazy itself, as the words of a day are.
        values = {name: str(value) for name, value in context.items()}
        title, body, subject = (str(text) % values for text in (chosen.title, chosen.body, chosen.subject))
    now = clock.now()
    notice = None
    if to.account_id is not None:
        notice = Notice.objects.create(
            account_id=to.account_id, template=template, title=title[:300], body=body, url=url, created_at=now
        )
    if "email" in chosen.channels and to.email:
        delivery = Delivery.objects.create(
            channel="email", address=to.email, subject=subject[:300], body=body, created_at=now
        )
        deliver.defer(delivery_id=str(delivery.pk))
    return notice
