"""Short-lived links to a file, bound to one account. A link that is passed on answers 404 to anybody else (S14)."""

from __future__ import annotations

from uuid import UUID

from django.core import signing
from django.urls import reverse

from lienthong.kernel import clock
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.errors import NotFound

from .models import StoredFile

_SALT = "lienthong.files.link"
MAX_SECONDS = 24 * 3600


def link(file: StoredFile, actor: Actor, seconds: int = 300) -> str:
    """A path that ``actor`` may open for ``seconds`` (at most a day). It gives no right: the parent is asked again."""
    until = int(clock.now().timestamp()) + min(seconds, MAX_SECONDS)
    token = signing.Signer(salt=_SALT).sign_object(
        {"f": str(file.pk), "a": str(actor.account_id or ""), "u": until}
    )
    return reverse("files:link", kwargs={"token": token})


def read_link(token: str, actor: Actor) -> UUID:
    """The file id of a link. Raises NotFound for a forged, expired or foreign link alike."""
    try:
        data = signing.Signer(salt=_SALT).unsign_object(token)
        file_id, account, until = UUID(data["f"]), data["a"], int(data["u"])
    except (signing.BadSignature, KeyError, TypeError, ValueError) as error:
        raise NotFound(code="file_not_found") from error
    if account != str(actor.account_id or "") or not account or clock.now().timestamp() > until:
        raise NotFound(code="file_not_found")
    return file_id
