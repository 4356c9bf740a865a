"""How long something may take: a number and a unit. Also the refusals of this package."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Literal, get_args

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.errors import Invalid, Refused

Unit = Literal["working_hour", "working_day", "calendar_day"]
Until = Literal["position", "closing"]
UNITS: tuple[str, ...] = get_args(Unit)

# Beyond these a limit is a typing error, not a limit: about twenty years of each unit.
_LARGEST = {"working_hour": 40_000, "working_day": 5_000, "calendar_day": 7_300}
_PLACES = 4


class NoWorkingDay(Refused):
    """The calendar has no working time within its search bound: it is set up wrongly."""

    default_code = "no_working_day"


class BadAmount(Invalid):
    default_code = "bad_amount"


@dataclass(frozen=True, slots=True)
class Amount:
    """``value`` ≥ 0 (at most four decimals) of ``unit``; calendar days are whole.

    ``until="closing"`` moves the end to the closing of its day: ``Amount(0, "working_day", "closing")`` is
    "within the day" of the procedures that are answered on the day of reception.

    Raises :class:`BadAmount`.
    """

    value: Decimal
    unit: Unit
    until: Until = "position"

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", _decimal(self.value))
        if self.unit not in UNITS:
            raise BadAmount(_("Đơn vị thời hạn phải là giờ làm việc, ngày làm việc hoặc ngày"), field="unit")
        if self.until not in get_args(Until):
            raise BadAmount(_("Điểm kết thúc thời hạn phải là position hoặc closing"), field="until")
        if self.value > _LARGEST[self.unit]:
            raise BadAmount(_("Thời hạn quá dài; hãy kiểm tra lại con số và đơn vị"), field="value")
        if self.unit == "calendar_day" and self.value != self.value.to_integral_value():
            raise BadAmount(_("Thời hạn tính bằng ngày phải là số nguyên"), field="value")

    @property
    def exact(self) -> Fraction:
        return Fraction(self.value)

    def as_json(self) -> dict[str, str]:
        return {"value": format(self.value, "f"), "unit": self.unit, "until": self.until}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Amount:
        return cls(data["value"], data["unit"], data.get("until", "position"))


def _decimal(value: Any) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(value, bool) or not number.is_finite() or number < 0:
        raise BadAmount(_("Thời hạn phải là một số không âm"), field="value")
    if number != round(number, _PLACES):
        raise BadAmount(_("Thời hạn có nhiều nhất bốn chữ số thập phân"), field="value")
    # One spelling per number, so that equal amounts are equal after a round trip.
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
