"""Channels that carry a notice outside. E-mail is the first; another registers a sender under its name."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import unquote, urlsplit

from django.conf import settings

from lienthong.kernel import clock
from lienthong.kernel.notify.models import CaughtMail, Delivery

Sender = Callable[[Delivery], None]
_senders: dict[str, Sender] = {}


def register_channel(name: str, sender: Sender) -> None:
    """``sender`` raises OSError when trying again later may help."""
    _senders[name] = sender


def sender_of(name: str) -> Sender:
    return _senders[name]


def _one_line(text: str) -> str:
    """Header injection: a line break in a subject or an address would start a header of the attacker's (S30)."""
    return " ".join(text.split())


def send_mail(delivery: Delivery) -> None:
    """By SMTP; to the catcher page where demonstration mode has no server."""
    if not settings.EMAIL_SMTP_URL:
        if not settings.DEMONSTRATION:
            raise OSError("no mail server is set (LIENTHONG_SMTP_URL)")
        CaughtMail.objects.get_or_create(
            id=delivery.pk,
            defaults={
                "address": delivery.address,
                "subject": delivery.subject,
                "body": delivery.body,
                "caught_at": clock.now(),
            },
        )
        return
    server = urlsplit(settings.EMAIL_SMTP_URL)
    message = EmailMessage()
    message["From"] = settings.DEFAULT_FROM_EMAIL
    message["To"] = _one_line(delivery.address)
    message["Subject"] = _one_line(delivery.subject)
    message["Date"] = formatdate(clock.now().timestamp())
    # The same id at every attempt, so that a receiver can drop a repeated copy.
    domain = settings.DEFAULT_FROM_EMAIL.partition("@")[2] or "localhost"
    message["Message-ID"] = f"<{delivery.pk}@{domain}>"
    message.set_content(delivery.body)
    with smtplib.SMTP(server.hostname or "127.0.0.1", server.port or 25, timeout=15) as connection:
        if server.scheme == "smtps" or "starttls" in connection.esmtp_features:
            connection.starttls(context=ssl.create_default_context())
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
        connection.send_message(message)


register_channel("email", send_mail)
