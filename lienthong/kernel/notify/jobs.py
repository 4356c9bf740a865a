"""Carrying copies of notices outside."""

from __future__ import annotations

import procrastinate
from django.db import transaction
from procrastinate.contrib.django import app

from lienthong.kernel import clock
from lienthong.kernel.notify.channels import sender_of
from lienthong.kernel.notify.models import Delivery

ATTEMPTS = 8


class DeliveryNotThere(LookupError):
    """The order to send came before the transaction that wrote the letter had ended."""


@app.task(retry=procrastinate.RetryStrategy(max_attempts=ATTEMPTS, exponential_wait=4), queue="notify")
def deliver(delivery_id: str) -> None:
    """Send one copy. Run twice it sends once, unless the process died between sending and marking."""
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().filter(pk=delivery_id).first()
        if delivery is None:
            # A notice sent by another job is queued over another connection, so the order may come before the row is
            # committed; failing brings it back, leaving silently would lose the letter.
            raise DeliveryNotThere(delivery_id)
        if delivery.state == "sent":
            return
        delivery.attempts += 1
        try:
            sender_of(delivery.channel)(delivery)
        except OSError as error:
            delivery.state = "failed" if delivery.attempts >= ATTEMPTS else "waiting"
            delivery.error = type(error).__name__  # the text may hold the address
            failure: OSError | None = error
        else:
            delivery.state, delivery.sent_at, delivery.error, failure = "sent", clock.now(), "", None
        delivery.save()
    if failure is not None:
        raise failure
