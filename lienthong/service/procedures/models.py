"""The catalogue of administrative procedures (thủ tục hành chính) and the services that make some of them live.

A :class:`Procedure` is what the law publishes (NĐ 63/2010 art 8). A :class:`ServiceVersion` is how this province
serves it: form, components, process, time limit, fee, slips, result. A dossier keeps the version that it began with.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.directory.models import Dated
from lienthong.kernel.process.models import ProcessDefinition


class Procedure(Dated):
    """One procedure of the national catalogue; ``data`` holds everything that its page shows."""

    LEVELS = [("tinh", _("cấp tỉnh")), ("xa", _("cấp xã"))]
    ONLINE = [
        ("toan_trinh", _("Toàn trình")),
        ("mot_phan", _("Một phần")),
        ("thong_tin", _("Chỉ cung cấp thông tin")),
    ]

    key = models.SlugField(max_length=60, unique=True)
    national_code = models.CharField(max_length=30, blank=True)
    name = models.TextField()
    short_name = models.TextField()
    field = models.TextField()
    field_group = models.CharField(max_length=60)
    level = models.CharField(max_length=10, choices=LEVELS)
    online_level = models.CharField(max_length=20, choices=ONLINE)
    life_events = ArrayField(models.CharField(max_length=40), default=list)
    data = models.JSONField()
    checksum = models.CharField(max_length=64)
    version = models.IntegerField(default=1)
    sort = models.CharField(max_length=400, help_text="thứ tự chữ cái tiếng Việt của tên gọi")
    words = models.TextField(help_text="tên, lĩnh vực, mã, từ khóa không dấu: để tìm")

    class Meta:
        indexes = [GinIndex(fields=["words"], name="procedure_words", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.short_name


class ProcedureVersion(models.Model):
    """Every published state of a procedure, kept for the dossiers and pages of its time."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="versions")
    version = models.IntegerField()
    data = models.JSONField()
    checksum = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procedure", "version"], name="procedure_version_once")
        ]


class ServiceVersion(models.Model):
    """How a procedure is served, from a date on. Never changed; a new version is added and takes over."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="services")
    version = models.IntegerField()
    process = models.ForeignKey(ProcessDefinition, models.PROTECT)
    form = models.JSONField(help_text="JSON Schema của tờ khai")
    components = models.JSONField(help_text="thành phần hồ sơ: key, name, required, when, form")
    data = models.JSONField(help_text="thời hạn, phí, kết quả, cơ quan, phiếu")
    checksum = models.CharField(max_length=64)
    live = models.BooleanField(default=True)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procedure", "version"], name="service_version_once"),
            models.UniqueConstraint(
                fields=["procedure"], condition=models.Q(live=True), name="service_one_live"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id} v{self.version}"
