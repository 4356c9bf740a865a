"""The deadline of a dossier as a card: when, how much of the working time has passed, late or soon."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lienthong.kernel import clock
from lienthong.kernel.worktime.public import Calendar, Clock, amount_words, calendar_for, working_time_between
from lienthong.service.dossiers.domain.moving import amount_of, clock_of
from lienthong.service.dossiers.models import Dossier


def deadline_card(dossier: Dossier) -> dict[str, Any] | None:
    """Due time with the share of the working time that has passed; None where nothing is promised or expected."""
    if dossier.due_at is None:
        return None
    running = clock_of(dossier)
    calendar = calendar_for(dossier.deciding_id)
    now = clock.now()
    end = dossier.finished_at or now
    percent = passed_percent(running, dossier.due_at, end, calendar)
    late = end > dossier.due_at
    soon = not late and not dossier.closed and percent >= 75
    return {
        "due": dossier.due_at,
        "percent": percent,
        "tone": "lotus" if late else "gold" if soon else "leaf",
        "late": late,
        "paused": running is not None and running.state == "paused",
        "finished_at": dossier.finished_at,
        "limit": amount_words(amount_of(dossier.service)),
        "promised": dossier.due_promised,
    }


def passed_percent(running: Clock | None, due: dt.datetime, now: dt.datetime, calendar: Calendar) -> int:
    """0–100: how much of the working time between the clock's start and the due time is over."""
    if running is None:
        return 0
    whole = working_time_between(running.started_at, due, calendar)
    if whole <= dt.timedelta():
        return 100
    return max(0, min(100, round(100 * (working_time_between(running.started_at, now, calendar) / whole))))
