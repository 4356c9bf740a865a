"""Who may see more of a dossier than its degree: its applicant, who holds its slip, who got a code by letter."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest
from django.utils.crypto import constant_time_compare

from lienthong.kernel import clock
from lienthong.service.dossiers.models import Dossier
from lienthong.service.dossiers.queries import by_code

OPENED = "opened_dossiers"
MINUTES = 30
MOST_OPEN = 20


def is_owner(request: HttpRequest, dossier: Dossier) -> bool:
    account = request.actor.account_id  # type: ignore[attr-defined]
    return account is not None and dossier.applicant_account_id == account


@dataclass(frozen=True)
class Opening:
    """What a visitor without an account showed of a dossier: the token of its slip, or the code sent to the applicant.

    ``uploader`` names this browser's uploads, so that only they can be handed in with it.
    """

    dossier_id: UUID
    how: str  # slip | code
    until: dt.datetime
    uploader: UUID

    def holds(self, dossier: Dossier) -> bool:
        return self.dossier_id == dossier.pk and self.until > clock.now()


def remember(request: HttpRequest, dossier: Dossier, how: str) -> None:
    """This browser may see the path for half an hour. A slip shown again neither lessens what a code opened nor makes it
    last: the answers would stay open for who has nothing but the paper."""
    opened = request.session.get(OPENED, {})
    before = opening_of(request, dossier)
    if before is not None and before.how == "code" and how != "code":
        return
    opened[str(dossier.pk)] = {
        "until": (clock.now() + dt.timedelta(minutes=MINUTES)).isoformat(),
        "how": how,
        "uploader": str(before.uploader if before else uuid4()),
    }
    request.session[OPENED] = dict(list(opened.items())[-MOST_OPEN:])


def opening_of(request: HttpRequest, dossier: Dossier) -> Opening | None:
    """How this browser opened the dossier, while it lasts."""
    kept = request.session.get(OPENED, {}).get(str(dossier.pk))
    if not isinstance(kept, dict):
        return None
    found = Opening(dossier.pk, kept["how"], dt.datetime.fromisoformat(kept["until"]), UUID(kept["uploader"]))
    return found if found.holds(dossier) else None


def is_opened(request: HttpRequest, dossier: Dossier) -> bool:
    return opening_of(request, dossier) is not None


def may_supplement(dossier: Dossier, opened: Opening | None) -> bool:
    """Who may answer a request for completion without signing in.

    The code went to the address that the applicant left, so it always does. A slip may lie about: it is enough only where
    the applicant has no account to sign in with.
    """
    if opened is None or not opened.holds(dossier):
        return False
    return opened.how == "code" or dossier.applicant_account_id is None


def holds_slip(dossier: Dossier, token: str) -> bool:
    return bool(token) and constant_time_compare(dossier.slip_token, token)


def opened_dossier(request: HttpRequest, code: str) -> Dossier:
    """The dossier, for those who may see its path; Http404 for everybody else."""
    found = by_code(code.replace("\x00", ""))
    if found is None or not (is_owner(request, found) or is_opened(request, found)):
        raise Http404
    return found


def dossier_to_complete(request: HttpRequest, code: str) -> tuple[Dossier, Opening | None]:
    """The dossier for who may complete it: its applicant (no opening), or a visitor with what he showed. Http404 otherwise."""
    found = by_code(code.replace("\x00", ""))
    if found is not None and is_owner(request, found):
        return found, None
    opened = opening_of(request, found) if found is not None else None
    if found is None or not may_supplement(found, opened):
        raise Http404
    return found, opened


def own_dossier(request: HttpRequest, code: str) -> Dossier:
    """The dossier, for its applicant only; Http404 for everybody else."""
    found = by_code(code.replace("\x00", ""))
    if found is None or not is_owner(request, found):
        raise Http404
    return found
