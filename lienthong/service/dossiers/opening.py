"""Who may see more of a dossier than its degree: its applicant, who holds its slip, who got a code by letter."""

from __future__ import annotations

import datetime as dt

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


def remember(request: HttpRequest, dossier: Dossier) -> None:
    """This browser may see the path for half an hour."""
    opened = request.session.get(OPENED, {})
    opened[str(dossier.pk)] = (clock.now() + dt.timedelta(minutes=MINUTES)).isoformat()
    request.session[OPENED] = dict(list(opened.items())[-MOST_OPEN:])


def is_opened(request: HttpRequest, dossier: Dossier) -> bool:
    until: str | None = request.session.get(OPENED, {}).get(str(dossier.pk))
    return until is not None and dt.datetime.fromisoformat(until) > clock.now()


def holds_slip(dossier: Dossier, token: str) -> bool:
    return bool(token) and constant_time_compare(dossier.slip_token, token)


def opened_dossier(request: HttpRequest, code: str) -> Dossier:
    """The dossier, for those who may see its path; Http404 for everybody else."""
    found = by_code(code.replace("\x00", ""))
    if found is None or not (is_owner(request, found) or is_opened(request, found)):
        raise Http404
    return found


def own_dossier(request: HttpRequest, code: str) -> Dossier:
    """The dossier, for its applicant only; Http404 for everybody else."""
    found = by_code(code.replace("\x00", ""))
    if found is None or not is_owner(request, found):
        raise Http404
    return found
