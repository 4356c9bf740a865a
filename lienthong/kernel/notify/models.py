"""Notices to people, and what became of each on every channel."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ids import new_id


class Notice(models.Model):
    """One message to one account, shown in the application; channels carry copies."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account_id = models.UUIDField()
    template = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    body = models.TextField(blank=True)
    url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account_id", "-created_at"], name="notify_mine")]

    def __str__(self) -> str:
        return self.template


class Delivery(models.Model):
    """A copy on its way outside: e-mail now, more channels later. Retried by its job with growing pauses."""

    STATES = [("waiting", _("đang chờ")), ("sent", _("đã gửi")), ("failed", _("không gửi được"))]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    channel = models.CharField(max_length=20)
    address = models.CharField(max_length=120)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=STATES, default="waiting")
    attempts = models.SmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)


class CaughtMail(models.Model):
    """Demonstration mode: mail that would have left, kept for the catcher page."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    address = models.CharField(max_length=120)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    caught_at = models.DateTimeField()
