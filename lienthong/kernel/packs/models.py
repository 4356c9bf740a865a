"""Every version of every pack that was ever applied, with its files."""

from __future__ import annotations

import uuid

from django.db import models

from lienthong.kernel.ids import new_id


class PackVersion(models.Model):
    """One application of a pack; rows are only ever added. The newest row of a key is the one in force.

    ``content`` is the tar.xz of all files, so that a later roll-back needs nothing from outside.
    ``counts`` is ``{aspect: {create|change|close|remove: rows}}``. ``restores`` is set by a roll-back.
    """

    id: models.UUIDField[uuid.UUID, uuid.UUID] = models.UUIDField(
        primary_key=True, default=new_id, editable=False
    )
    key = models.SlugField(max_length=40)
    sequence = models.PositiveIntegerField()
    version = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    checksum = models.CharField(max_length=64)
    content = models.BinaryField()
    counts = models.JSONField(default=dict)
    applied_at = models.DateTimeField()
    applied_by_kind = models.CharField(max_length=20)
    applied_by_account = models.UUIDField(null=True, blank=True)
    restores = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="restored_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "sequence"], name="pack_version_sequence")]

    def __str__(self) -> str:
        return f"{self.key} {self.version} (#{self.sequence})"
