"""Law as dated data: constants and kinds of documents. The tables are small and read through a cache."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Confidence(models.TextChoices):
    CONFIRMED = "confirmed", _("Đã đối chiếu văn bản gốc")
    SECONDARY = "secondary", _("Theo nguồn thứ cấp")
    GENERAL = "general", _("Theo hiểu biết chung")


class LegalConstant(models.Model):
    """One value of one key while it is in force, both ends included.

    ``valid_to`` None: in force as far as known. ``valid_from`` None: the start of force is not known, so the row
    covers no date until an administrator enters it. ``area`` "" is the whole country, else a province's name.
    Periods of one (key, area) never overlap; the database refuses it.
    """

    key = models.TextField(_("mã hằng số"))
    value = models.JSONField(_("giá trị"))
    unit = models.TextField(_("đơn vị"))
    area = models.TextField(_("địa bàn"), blank=True, default="")
    valid_from = models.DateField(_("có hiệu lực từ"), null=True, blank=True)
    valid_to = models.DateField(_("có hiệu lực đến"), null=True, blank=True)
    source = models.TextField(_("nguồn"))
    confidence = models.TextField(_("độ tin cậy"), choices=Confidence.choices)
    note = models.TextField(_("ghi chú"), blank=True, default="")

    class Meta:
        ordering = ["key", "area", "valid_from"]

    def __str__(self) -> str:
        return f"{self.key} ({self.valid_from}–{self.valid_to or ''})"


class DocumentKind(models.Model):
    """A kind of administrative document or of copy (NĐ 30/2020 Điều 7, Phụ lục III mục I).

    ``abbreviation`` is case-sensitive (TTr, CTr, QyĐ, TrS) and empty for công văn and thư công, whose notation
    carries agency and unit instead. ``type_name`` is the TypeName of an exchanged document.
    """

    code = models.TextField(_("mã loại"))
    name = models.TextField(_("tên loại"))
    type_name = models.TextField(_("tên loại khi liên thông"))
    abbreviation = models.TextField(_("chữ viết tắt"), blank=True, default="")
    order = models.PositiveSmallIntegerField(_("thứ tự"))
    is_copy = models.BooleanField(_("là bản sao"), default=False)
    is_named = models.BooleanField(_("ghi tên loại trên văn bản"), default=True)
    copy_mark = models.TextField(_("hình thức sao"), blank=True, default="")
    templates = models.JSONField(_("mẫu trình bày"), default=list, blank=True)
    valid_from = models.DateField(_("có hiệu lực từ"))
    valid_to = models.DateField(_("có hiệu lực đến"), null=True, blank=True)
    source = models.TextField(_("nguồn"))
    note = models.TextField(_("ghi chú"), blank=True, default="")

    class Meta:
        ordering = ["is_copy", "order"]

    def __str__(self) -> str:
        return self.name


class LegalVersion(models.Model):
    """One row; a trigger gives it a new stamp whenever a table of this app changes, so that processes reload."""

    id = models.SmallIntegerField(primary_key=True)
    stamp = models.BigIntegerField()
