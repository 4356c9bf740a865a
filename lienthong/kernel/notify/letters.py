"""Letters that packages below this one send (a link to reset a password): by e-mail only, never as a notice."""

from __future__ import annotations

from django.db import transaction

from lienthong.kernel.notify.send import Recipient, register_template, send

register_template("letter", title="%(subject)s", body="%(body)s", subject="%(subject)s")


def send_letter(to: str, subject: str, body: str) -> None:
    with transaction.atomic():
        send("letter", to=Recipient(email=to), context={"subject": subject, "body": body})
