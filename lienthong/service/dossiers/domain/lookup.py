"""A one-time code to the applicant's address opens the full path of a dossier (S18).

Who asks learns nothing: the answer is the same for an unknown code, a dossier without an address and one with it. The
sending itself is a job, so that even the time of the answer tells nothing.
"""

from __future__ import annotations

import datetime as dt
import math
import secrets
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.public import system_scope
from lienthong.kernel.accounts.public import TooMany, rate_limit
from lienthong.kernel.notify.public import Recipient, send
from lienthong.service.dossiers.models import Dossier, LookupCode

LIFETIME = dt.timedelta(minutes=10)
MOST_TRIES = 5
DIGITS = 6
CODES_IN_AN_HOUR = 10
CODES_FOR_ONE_IN_A_QUARTER = 3
_TODAY_DOSSIER = _(
    "Hôm nay đã có quá nhiều lần xin mã cho mã hồ sơ này. Hãy dùng mã mới nhất đã gửi, đăng nhập bằng tài khoản đã nộp, nhờ bộ phận một cửa tra cứu, hoặc xin lại từ ngày mai."
)
_TODAY_ADDRESS = _(
    "Hôm nay từ kết nối mạng của bạn đã có quá nhiều lần xin mã. Hãy đăng nhập bằng tài khoản đã nộp, nhờ bộ phận một cửa tra cứu, hoặc xin lại từ ngày mai."
)


def _hash(dossier: Dossier, secret: str) -> str:
    return salted_hmac("lienthong.dossiers.lookup", f"{dossier.pk}:{secret}", algorithm="sha256").hexdigest()


def request_lookup_code(code: str, *, address: str) -> None:
    """Queue the sending for whatever code was typed; ``address`` is the network address that asks.

    Raises TooMany. All is counted by what was typed, whether such a dossier exists or not, so that the refusal tells as
    little as the answer. The caps of a day bound what an hour's limit lets through night and day: five guesses to a code,
    and a stranger who floods the applicant with letters. Call it outside a transaction: a roll-back would forget the count.
    """
    from lienthong.service.dossiers.jobs import send_lookup_code as job

    code = code.strip()[:60]
    rate_limit(f"lookup-code:{address}", CODES_IN_AN_HOUR, 3600)
    rate_limit(f"lookup-code-for:{code}", CODES_FOR_ONE_IN_A_QUARTER, 900)
    _limit_of_today(f"lookup-codes-today:{address}", settings.LOOKUP_CODES_PER_ADDRESS, _TODAY_ADDRESS)
    _limit_of_today(f"lookup-codes-today-for:{code}", settings.LOOKUP_CODES_PER_DOSSIER, _TODAY_DOSSIER)
    job.defer(code=code)


def _limit_of_today(key: str, limit: int, message: Any) -> None:
    """A day is the calendar's, so that "from tomorrow" is true; the date in the key begins it anew whatever clock is read."""
    today = clock.today()
    midnight = clock.at(today + dt.timedelta(days=1))
    seconds = max(1, math.ceil((midnight - clock.now()).total_seconds()))
    try:
        rate_limit(f"{key}:{today}", limit, seconds)
    except TooMany as refusal:
        raise TooMany(message, retry_after=refusal.retry_after) from refusal


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
