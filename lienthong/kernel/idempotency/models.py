"""Remembered answers to requests that may be sent again."""

from __future__ import annotations

from django.db import models


class Answer(models.Model):
    """The first answer to a key, bound to the sender, the endpoint and the body. Kept at least 90 days."""

    sender = models.CharField(max_length=80)
    endpoint = models.CharField(max_length=120)
    key = models.CharField(max_length=255)
    body_hash = models.CharField(max_length=64)
    status = models.SmallIntegerField(null=True)
    answer = models.JSONField(null=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "endpoint", "key"], name="idempotency_once")]
