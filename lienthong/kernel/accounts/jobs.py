"""Jobs: safe to run twice, with ids for arguments."""

from __future__ import annotations

import datetime as dt

from procrastinate.contrib.django import app

from lienthong.kernel import clock
from lienthong.kernel.accounts.email import send_letter
from lienthong.kernel.accounts.models import Account, Attempt, RateWindow
from lienthong.kernel.accounts.reset import send_link
from lienthong.kernel.accounts.sessions import SessionStore


@app.task(name="accounts.send_reset_link", queue="mail", retry=3)
def send_reset_link(account_id: str) -> None:
    """``account_id`` is empty when nobody was found; the job exists then only to make both cases alike."""
    account = Account.objects.filter(pk=account_id, is_active=True).first() if account_id else None
    if account is not None and account.confirmed_email:
        send_link(account)


@app.task(name="accounts.send_confirmation", queue="mail", retry=3)
def send_confirmation(account_id: str) -> None:
    """The link to confirm the present address; nothing when it was confirmed meanwhile."""
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if account is not None and account.email and not account.email_confirmed_at:
        send_letter(account)


@app.periodic(cron="17 * * * *")
@app.task(name="accounts.sweep", queueing_lock="accounts.sweep")
def sweep(timestamp: int) -> None:
    """Remove sessions, counters and tries that count no more."""
    now = clock.now()
    SessionStore.clear_expired()
    RateWindow.objects.filter(ends_at__lt=now).delete()
    Attempt.objects.filter(last_at__lt=now - dt.timedelta(days=3)).delete()
