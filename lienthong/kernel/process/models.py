"""Versions of processes, their runs and their timers. Business data stays in the apps that own it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ids import new_id


class ProcessDefinition(models.Model):
    """One published version. Never changed: running instances keep to the version they began with."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(_("mã quy trình"), max_length=100)
    version = models.PositiveIntegerField(_("phiên bản"))
    bpmn = models.TextField(_("sơ đồ BPMN"))
    dmn = models.JSONField(_("bảng quyết định DMN"), default=list)
    # The engine's specification, serialised once, so that no instance carries it.
    spec = models.JSONField(default=dict)
    checksum = models.CharField(max_length=64)
    valid = models.BooleanField(_("hợp lệ"), default=True)
    published_at = models.DateTimeField(_("ban hành lúc"))

    class Meta:
        verbose_name = _("quy trình")
        verbose_name_plural = _("quy trình")
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="process_version")]

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"


class ProcessInstance(models.Model):
    class Status(models.TextChoices):
        RUNNING = "running", _("Đang chạy")
        COMPLETED = "completed", _("Đã kết thúc")
        CANCELLED = "cancelled", _("Đã hủy")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    definition = models.ForeignKey(ProcessDefinition, on_delete=models.PROTECT, related_name="instances")
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    # The engine's tree of steps with small routing values; no specification, no personal data.
    state = models.JSONField(default=dict)
    status = models.CharField(_("trạng thái"), max_length=10, choices=Status.choices, default=Status.RUNNING)
    started_at = models.DateTimeField(_("bắt đầu lúc"))
    ended_at = models.DateTimeField(_("kết thúc lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("lượt chạy quy trình")
        verbose_name_plural = _("lượt chạy quy trình")
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="process_subject")]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"


class ProcessTimer(models.Model):
    """A copy of one waiting timer's due time, so that the job finds it without opening every instance."""

    instance = models.ForeignKey(ProcessInstance, on_delete=models.CASCADE, related_name="timers")
    task_id = models.UUIDField()
    due_at = models.DateTimeField(_("đến hạn lúc"))
    fired_at = models.DateTimeField(_("đã kích hoạt lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("đồng hồ của quy trình")
        verbose_name_plural = _("đồng hồ của quy trình")
        constraints = [models.UniqueConstraint(fields=["instance", "task_id"], name="process_timer_once")]
        indexes = [
            models.Index(fields=["due_at"], name="process_timer_due", condition=models.Q(fired_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.due_at:%Y-%m-%d %H:%M}"
