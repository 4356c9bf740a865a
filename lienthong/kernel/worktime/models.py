"""The calendar of the country and of its agencies. Weekdays are ISO numbers: 1 Monday … 7 Sunday."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DayKind(models.TextChoices):
    OFF = "off", _("Ngày nghỉ")
    MAKE_UP = "make_up", _("Ngày làm bù")


class DayReason(models.TextChoices):
    """Why a date differs. A closure is an agency's own day off: its offices are shut, the law's holidays stand."""

    HOLIDAY = "holiday", _("Nghỉ lễ, Tết")
    IN_LIEU = "in_lieu", _("Nghỉ bù")
    SWAP = "swap", _("Hoán đổi ngày làm việc")
    CLOSURE = "closure", _("Cơ quan đóng cửa")


class CalendarDay(models.Model):
    """A date that differs from its weekday, for the country or (``organisation_id``) for one agency, whose row wins.

    ``hours_of``: the weekday whose hours a make-up day has. ``provisional``: not yet declared by the Government.
    ``by_hand``: set by an administrator; packs leave such rows alone.
    """

    organisation_id = models.BigIntegerField(_("cơ quan"), null=True, blank=True)
    date = models.DateField(_("ngày"))
    kind = models.TextField(_("loại"), choices=DayKind.choices)
    why = models.TextField(_("lý do"), blank=True, default="")
    name = models.TextField(_("tên ngày"))
    hours_of = models.PositiveSmallIntegerField(_("theo giờ của thứ"), null=True, blank=True)
    provisional = models.BooleanField(_("dự kiến"), default=False)
    source = models.TextField(_("nguồn"), blank=True, default="")
    note = models.TextField(_("ghi chú"), blank=True, default="")
    by_hand = models.BooleanField(_("do quản trị đặt"), default=False)

    class Meta:
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "date"], name="worktime_day_one", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(kind="off", hours_of=None)
                | models.Q(kind="make_up", hours_of__range=(1, 7)),
                name="worktime_day_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"


class WeeklyHours(models.Model):
    """Working spans of one weekday while valid (both ends included, None open): ``[["07:30", "11:30"], …]``.

    No spans is a day off. An agency's row wins over the country's.
    """

    organisation_id = models.BigIntegerField(_("cơ quan"), null=True, blank=True)
    weekday = models.PositiveSmallIntegerField(_("thứ"))
    spans = models.JSONField(_("giờ làm việc"), default=list, blank=True)
    valid_from = models.DateField(_("áp dụng từ"), null=True, blank=True)
    valid_to = models.DateField(_("áp dụng đến"), null=True, blank=True)
    by_hand = models.BooleanField(_("do quản trị đặt"), default=False)

    class Meta:
        ordering = ["weekday", "valid_from"]
        constraints = [
            models.CheckConstraint(condition=models.Q(weekday__range=(1, 7)), name="worktime_hours_weekday")
        ]

    def __str__(self) -> str:
        return f"{self.weekday}: {self.spans}"


class WorktimeVersion(models.Model):
    """One row; its stamp changes with the tables above (see legal.stamped)."""

    id = models.SmallIntegerField(primary_key=True)
    stamp = models.BigIntegerField()
