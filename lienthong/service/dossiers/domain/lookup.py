"""A one-time code to the applicant's address opens the full path of a dossier (S18).

Who asks learns nothing: the answer is the same for an unknown code, a dossier without an address and one with it. The
sending itself is a job, so that even the time of the answer tells nothing.
"""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from lienthong.kernel import clock
from lienthong.kernel.access.public import system_scope
from lienthong.kernel.notify.public import Recipient, send
from lienthong.service.dossiers.models import Dossier, LookupCode

LIFETIME = dt.timedelta(minutes=10)
MOST_TRIES = 5
DIGITS = 6


def _hash(dossier: Dossier, secret: str) -> str:
    return salted_hmac("lienthong.dossiers.lookup", f"{dossier.pk}:{secret}", algorithm="sha256").hexdigest()


def request_lookup_code(code: str) -> None:
    """Queue the sending for whatever code was typed. The caller limits how often."""
    from lienthong.service.dossiers.jobs import send_lookup_code as job

    job.defer(code=code[:60])


def send_lookup_code(code: str) -> bool:
    """Make a code and send it to the address in the application; an earlier one ends. False when there is none."""
    with system_scope(), transaction.atomic():
        dossier = Dossier.objects.select_related("content").filter(code=code.strip()[:60]).first()
        address = str(dossier.content.applicant.get("email") or "") if dossier else ""
        if dossier is None or not address:
            return False
        now = clock.now()
        LookupCode.objects.filter(dossier=dossier, used_at=None).update(used_at=now)
        secret = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        LookupCode.objects.create(dossier=dossier, hash=_hash(dossier, secret), made_at=now)
        send("dossiers.code", to=Recipient(email=address), context={"code": dossier.code, "secret": secret})
    return True


def open_with_code(code: str, secret: str) -> Dossier | None:
    """The dossier when the secret is the right one, in time, unused and within five tries; else None, whatever is wrong."""
    with system_scope(), transaction.atomic():
        dossier = Dossier.objects.filter(code=code.strip()[:60]).first()
        if dossier is None:
            return None
        sent = (
            LookupCode.objects.select_for_update()
            .filter(dossier=dossier, used_at=None, made_at__gt=clock.now() - LIFETIME, tries__lt=MOST_TRIES)
            .order_by("-made_at")
            .first()
        )
        if sent is None:
            return None
        sent.tries += 1
        right = constant_time_compare(sent.hash, _hash(dossier, "".join(secret.split())[:20]))
        if right:
            sent.used_at = clock.now()
        sent.save(update_fields=["tries", "used_at"])
    return dossier if right else None
