"""The clock of one dossier, document or task: an immutable list of what happened to its time.

The clock knows no calendar and no "now": the same clock is asked again with a corrected calendar and gives the
corrected due time.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.errors import Refused
from lienthong.kernel.worktime.amounts import Amount
from lienthong.kernel.worktime.arithmetic import normalise, split, working_time_between
from lienthong.kernel.worktime.calendars import ONE_DAY, Calendar
from lienthong.kernel.worktime.deadlines import Deadline, Step, StepKind, close_calendar_days, deadline, push

State = Literal["running", "paused", "stopped"]
EventKind = Literal["start", "pause", "resume", "restart", "extend", "stop"]
Outcome = Literal["early", "on_time", "late"]

_AFTER: dict[str, State] = {
    "start": "running",
    "pause": "paused",
    "resume": "running",
    "restart": "running",
    "stop": "stopped",
}
_FROM: dict[str, tuple[State, ...]] = {
    "pause": ("running",),
    "resume": ("paused",),
    "restart": ("running", "paused"),
    "extend": ("running", "paused"),
    "stop": ("running", "paused"),
}
_STEP: dict[str, StepKind] = {
    "pause": "paused",
    "resume": "resumed",
    "restart": "restarted",
    "extend": "extended",
    "stop": "stopped",
}


@dataclass(frozen=True, slots=True)
class Event:
    """``amount`` is a new limit (start, restart, extend); ``to`` the new due time of an extension."""

    kind: EventKind
    at: dt.datetime
    reason: str = ""
    amount: Amount | None = None
    to: dt.datetime | None = None

    def as_json(self) -> dict[str, Any]:
        data: dict[str, Any] = {"kind": self.kind, "at": self.at.isoformat()}
        if self.reason:
            data["reason"] = self.reason
        if self.amount:
            data["amount"] = self.amount.as_json()
        if self.to:
            data["to"] = self.to.isoformat()
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Event:
        amount, to = data.get("amount"), data.get("to")
        return cls(
            data["kind"],
            dt.datetime.fromisoformat(data["at"]),
            data.get("reason", ""),
            Amount.from_json(amount) if amount else None,
            dt.datetime.fromisoformat(to) if to else None,
        )


@dataclass(frozen=True, slots=True)
class Clock:
    """Made by :meth:`start`; every act gives a new clock. An act that does not fit the state raises Refused.

    ``cut_off`` is the procedure's own "nhận sau 15 giờ". ``max_extensions`` comes from the legal constant
    ``one_stop.new_appointment_max`` and counts over the clock's whole life, restarts included.
    """

    events: tuple[Event, ...]
    cut_off: dt.time | None = None
    max_extensions: int = 1

    @classmethod
    def start(
        cls,
        amount: Amount,
        at: dt.datetime,
        *,
        cut_off: dt.time | None = None,
        max_extensions: int = 1,
        reason: str = "",
    ) -> Clock:
        return cls((Event("start", _utc(at), reason, amount),), cut_off, max_extensions)

    def pause(self, at: dt.datetime, reason: str = "") -> Clock:
        return self._then(Event("pause", _utc(at), reason))

    def resume(self, at: dt.datetime, reason: str = "") -> Clock:
        """Go on; the working time of the pause is added to the due time."""
        return self._then(Event("resume", _utc(at), reason))

    def restart(self, at: dt.datetime, reason: str = "", amount: Amount | None = None) -> Clock:
        """Begin the whole limit again (a supplement under NĐ 61/2018 Điều 19 khoản 4), or another one."""
        return self._then(Event("restart", _utc(at), reason, amount))

    def supplemented(self, at: dt.datetime, mode: str, reason: str = "") -> Clock:
        """The applicant completed the dossier. ``mode`` is the value of ``one_stop.clock_after_supplement`` on the
        day: ``restart`` begins the limit again, ``resume`` goes on after the pause."""
        if mode == "restart":
            return self.restart(at, reason)
        if mode == "resume":
            return self.resume(at, reason)
        raise Refused(
            _("Không biết cách tính lại thời hạn sau khi bổ sung hồ sơ"), code="unknown_supplement_mode"
        )

    def extend(
        self, at: dt.datetime, *, by: Amount | None = None, to: dt.datetime | None = None, reason: str = ""
    ) -> Clock:
        """Make a new appointment: ``by`` a further limit after the present due time, or ``to`` a time."""
        if (by is None) == (to is None):
            raise ValueError("give either by or to")
        if self.extensions >= self.max_extensions:
            raise Refused(
                _("Hồ sơ đã được gia hạn đủ số lần cho phép; không thể hẹn lại ngày trả thêm lần nữa"),
                code="extended_already",
            )
        return self._then(Event("extend", _utc(at), reason, by, _utc(to) if to else None))

    def stop(self, at: dt.datetime, reason: str = "") -> Clock:
        return self._then(Event("stop", _utc(at), reason))

    def _then(self, event: Event) -> Clock:
        if self.state not in _FROM[event.kind]:
            raise Refused(_REFUSALS[self.state], code=f"clock_{self.state}")
        if event.at < self.events[-1].at:
            raise Refused(
                _("Thời điểm này trước việc đã ghi gần nhất; hãy kiểm tra lại giờ"), code="clock_backwards"
            )
        return replace(self, events=(*self.events, event))

    @property
    def state(self) -> State:
        return next(_AFTER[event.kind] for event in reversed(self.events) if event.kind in _AFTER)

    @property
    def amount(self) -> Amount:
        """The limit that runs now."""
        return next(
            event.amount for event in reversed(self.events) if event.amount and event.kind != "extend"
        )

    @property
    def extensions(self) -> int:
        return sum(event.kind == "extend" for event in self.events)

    @property
    def started_at(self) -> dt.datetime:
        """The start, or the last restart."""
        return next(event.at for event in reversed(self.events) if event.kind in ("start", "restart"))

    def due(self, calendar: Calendar, now: dt.datetime | None = None) -> Deadline:
        """The due time and its steps. While the clock is paused it is the due time as if work went on at ``now``
        (without ``now``: at the moment of the pause), and moves on with every working minute."""
        current: Deadline | None = None
        amount = self.amount
        paused: dt.datetime | None = None
        for event in self.events:
            if event.kind in ("start", "restart"):
                amount, paused = event.amount or amount, None
                fresh = deadline(event.at, amount, calendar, cut_off=self.cut_off)
                before = (*current.steps, _mark(event)) if current else ()
                current = Deadline(fresh.due, (*before, *fresh.steps))
                continue
            assert current is not None, "a clock begins with its start"
            if event.kind == "pause":
                paused = event.at
            elif paused is not None and event.kind in ("resume", "stop"):
                current, paused = _waited(current, paused, event.at, amount, calendar), None
            elif event.kind == "extend":
                current = _extended(current, event, calendar)
                continue
            current = Deadline(current.due, (*current.steps, _mark(event)))
        assert current is not None, "a clock begins with its start"
        if paused is not None and now is not None and now > paused:
            current = _waited(current, paused, _utc(now), amount, calendar)
        return current

    def explain(self, calendar: Calendar, now: dt.datetime | None = None) -> tuple[Step, ...]:
        return self.due(calendar, now).steps

    def remaining(self, calendar: Calendar, now: dt.datetime) -> dt.timedelta:
        """Working time left at ``now``; negative when overdue; frozen while paused and after the stop."""
        if self.state == "stopped":
            now = self.events[-1].at
        return working_time_between(_utc(now), self.due(calendar, now).due, calendar)

    def outcome(self, calendar: Calendar) -> Outcome | None:
        """Of a stopped clock: late after the due time, early before the day of it; None while it is not stopped."""
        if self.state != "stopped":
            return None
        finished, due = self.events[-1].at, self.due(calendar).due
        if finished > due:
            return "late"
        return "early" if split(finished)[0] < split(due)[0] else "on_time"

    def as_json(self) -> dict[str, Any]:
        return {
            "version": 1,
            "cut_off": self.cut_off.isoformat() if self.cut_off else None,
            "max_extensions": self.max_extensions,
            "events": [event.as_json() for event in self.events],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Clock:
        """The clock that :meth:`as_json` wrote. Raises ValueError for another version."""
        if data.get("version") != 1:
            raise ValueError("unknown version of a stored clock")
        cut_off = data.get("cut_off")
        return cls(
            tuple(Event.from_json(event) for event in data["events"]),
            dt.time.fromisoformat(cut_off) if cut_off else None,
            data["max_extensions"],
        )


_REFUSALS: dict[str, Any] = {
    "running": _("Thời hạn đang chạy; hãy tạm dừng trước"),
    "paused": _("Thời hạn đang tạm dừng; hãy tiếp tục hoặc tính lại trước"),
    "stopped": _("Thời hạn đã kết thúc, không thay đổi được nữa"),
}


def _utc(instant: dt.datetime) -> dt.datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant must carry its zone")
    return instant.astimezone(dt.UTC)


def _mark(event: Event) -> Step:
    return Step(split(event.at)[0], _STEP[event.kind], name=event.reason, begins=event.at)


def _waited(
    current: Deadline, paused: dt.datetime, until: dt.datetime, amount: Amount, calendar: Calendar
) -> Deadline:
    """The due time after a pause: moved on by its working time, for a limit in calendar days by its days."""
    if amount.unit == "calendar_day":
        waited = split(until)[0] - split(paused)[0]
        if not waited:
            return current
        date = split(current.due)[0] + (waited // ONE_DAY) * ONE_DAY
        due, rolled = close_calendar_days(date, amount, calendar)
        due, steps = max(due, current.due), tuple(rolled)
    else:
        waited, steps = working_time_between(paused, until, calendar), ()
        due = push(current.due, waited, calendar)
    step = Step(split(paused)[0], "waited", begins=paused, ends=until, time=waited)
    return Deadline(due, (*current.steps, step, *steps, _due(due, calendar)))


def _extended(current: Deadline, event: Event, calendar: Calendar) -> Deadline:
    if event.amount is not None:
        further = deadline(current.due, event.amount, calendar)
        due, steps = further.due, further.steps[:-1]
    else:
        assert event.to is not None, "an extension has an amount or a time"
        due, steps = normalise(event.to, calendar), ()
    due = max(due, current.due)
    step = Step(split(event.at)[0], "extended", name=event.reason, begins=event.at, ends=due)
    return Deadline(due, (*current.steps, step, *steps, _due(due, calendar)))


def _due(due: dt.datetime, calendar: Calendar) -> Step:
    date = split(due)[0]
    return Step(date, "due", ends=due, provisional=calendar.day(date).provisional)
