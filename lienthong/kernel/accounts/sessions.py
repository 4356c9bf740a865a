"""The session store (``SESSION_ENGINE``): one row a session, with what the list of sessions and the limits need.

Differs from Django's in that the row is found by the hash of the cookie, comes with its account in one statement,
and that every time is from the injectable clock.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction

from lienthong.kernel import clock
from lienthong.kernel.accounts.models import Session

# Inside the session's data; carried over when the session gets a new id.
ABOUT = "about"


def hashed(session_key: str) -> str:
    return hashlib.sha256(session_key.encode()).hexdigest()


class SessionStore(SessionBase):
    def __init__(self, session_key: str | None = None) -> None:
        self.row: Session | None = None
        super().__init__(session_key)

    def load(self) -> dict[str, Any]:
        self.row = (
            Session.objects.select_related("account")
            .filter(key=hashed(self.session_key or ""), expires_at__gt=clock.now())
            .first()
        )
        if self.row is None:
            self._session_key = None
            return {}
        return self.decode(self.row.data)

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(key=hashed(session_key)).exists()

    def create(self) -> None:
        self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
        self.save(must_create=True)
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            self.create()
            return
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        now = clock.now()
        about = data.get(ABOUT, {})
        values = {
            "data": self.encode(data),
            "account_id": data.get(SESSION_KEY),
            "seen_at": now,
            "address": about.get("address", ""),
            "device": about.get("device", ""),
        }
        if "started" in about:
            # Also after the session got a new id: the absolute limit counts from the sign-in, not from the change.
            values.update(self._life(dt.datetime.fromisoformat(about["started"])))
        key = hashed(self.session_key)
        if not must_create:
            if not Session.objects.filter(key=key).update(**values):
                # Signed out in another tab meanwhile: do not bring the session back to life.
                raise UpdateError
            return
        try:
            with transaction.atomic():
                Session.objects.create(key=key, **{**self._life(now), **values})
        except IntegrityError as error:
            raise CreateError from error

    @staticmethod
    def _life(started: dt.datetime) -> dict[str, dt.datetime]:
        return {
            "started_at": started,
            "expires_at": started + dt.timedelta(seconds=settings.SESSION_COOKIE_AGE),
        }

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(key=hashed(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        Session.objects.filter(expires_at__lte=clock.now()).delete()
