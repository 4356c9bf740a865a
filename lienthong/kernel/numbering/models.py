"""Counters of numbers and the dated shapes of dossier codes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Counter(models.Model):
    """The last number taken in one series of one agency and period. Written by ``take`` only."""

    series = models.TextField(_("dãy số"))
    organisation_id = models.BigIntegerField(_("cơ quan"), null=True)
    period = models.TextField(_("kỳ"), blank=True)
    last = models.BigIntegerField(_("số cuối"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "organisation_id", "period"],
                name="numbering_counter_one",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.period}: {self.last}"


class CodeShape(models.Model):
    """A shape of dossier codes while it is in force, both ends included (TT 01/2018 Điều 19, TT 03/2025 Điều 13)."""

    key = models.TextField(_("mã"))
    pattern = models.TextField(_("mẫu"))
    profile = models.TextField(_("bộ quy định"))
    agency = models.TextField(
        _("thứ tự nhóm"),
        choices=[("lowest_first", _("cấp thấp trước")), ("level_1_first", _("cấp một trước"))],
    )
    groups_min = models.PositiveSmallIntegerField(_("số nhóm ít nhất"))
    groups_max = models.PositiveSmallIntegerField(_("số nhóm nhiều nhất"))
    owner_digits = models.PositiveSmallIntegerField(_("số chữ số của chủ quản"), default=0)
    counter_width = models.PositiveSmallIntegerField(_("số chữ số ít nhất"), default=4)
    overflow = models.TextField(
        _("khi hết số"), choices=[("grow", _("thêm chữ số")), ("alert", _("cảnh báo"))]
    )
    valid_from = models.DateField(_("có hiệu lực từ"))
    valid_to = models.DateField(_("có hiệu lực đến"), null=True, blank=True)
    source = models.TextField(_("nguồn"))
    confidence = models.TextField(_("độ tin cậy"))
    note = models.TextField(_("ghi chú"), blank=True, default="")

    class Meta:
        ordering = ["valid_from", "key"]

    def __str__(self) -> str:
        return self.key


class NumberingVersion(models.Model):
    """One row; its stamp changes with the code shapes (see legal.stamped). Counters do not touch it."""

    id = models.SmallIntegerField(primary_key=True)
    stamp = models.BigIntegerField()
