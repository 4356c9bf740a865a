"""Reading notices."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from lienthong.kernel.actions.public import Actor
from lienthong.kernel.notify.models import Notice

SHOWN = 100


def notices_of(actor: Actor) -> QuerySet[Notice]:
    if actor.account_id is None:
        return Notice.objects.none()
    return Notice.objects.filter(account_id=actor.account_id).order_by("-created_at", "-id")


def unread_count(actor: Any) -> int:
    account = getattr(actor, "account_id", None)
    return Notice.objects.filter(account_id=account, read_at=None).count() if account else 0
