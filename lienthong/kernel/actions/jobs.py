"""Sealing runs every minute; nothing waits longer than that for its place in the tree."""

from __future__ import annotations

from procrastinate.contrib.django import app

from lienthong.kernel.actions.sealing import seal_everything


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="actions.seal", lock="actions.seal", pass_context=False)
def seal_actions(timestamp: int) -> None:
    seal_everything()
