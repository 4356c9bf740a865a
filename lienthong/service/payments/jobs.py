"""The reconciliation, every five minutes."""

from __future__ import annotations

import procrastinate
from procrastinate.contrib.django import app

from lienthong.service.payments.domain.reconcile import reconcile


@app.periodic(cron="*/5 * * * *")
@app.task(
    retry=procrastinate.RetryStrategy(max_attempts=3, exponential_wait=5),
    queue="payments",
    queueing_lock="payments.reconcile",
)
def reconcile_payments(timestamp: int) -> None:
    reconcile()
