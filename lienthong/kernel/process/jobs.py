"""The minute hand."""

from __future__ import annotations

from procrastinate.contrib.django import app

from lienthong.kernel.process.domain.timers import fire_due_timers


@app.periodic(cron="* * * * *", periodic_id="process.timers")
@app.task(
    name="process.fire_timers", queue="process", queueing_lock="process.fire_timers", pass_context=False
)
def fire_timers(timestamp: int) -> None:
    """Safe to run twice and late: a timer fires once, whenever the job comes."""
    fire_due_timers()
