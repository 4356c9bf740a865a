"""The books of an agency."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.directory.models import Organisation

DIRECTIONS = [("incoming", _("Văn bản đến")), ("outgoing", _("Văn bản đi"))]


class Register(models.Model):
    """A book of one agency and one year (NĐ 30/2020 Phụ lục IV).

    ``series`` names the counter: several books may share one, because the head of the agency decides whether kinds
    have numbers of their own (Điều 15); arrival numbers are continuous per year for paper and electronic together.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    direction = models.CharField(max_length=10, choices=DIRECTIONS)
    year = models.SmallIntegerField()
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    per_kind = models.BooleanField(default=False, help_text="mỗi tên loại một dãy số riêng")
    kinds = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, help_text="chỉ ghi các tên loại này"
    )
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "direction", "year", "code"], name="register_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
