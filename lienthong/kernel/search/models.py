"""One index over everything that can be found."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class Entry(models.Model):
    """What search knows of one object. ``folded`` and ``vector`` come from Python's folding, never from the database's
    collation (DESIGN §6). Seen by the organisations in ``visible_orgs`` and by the account that owns the object."""

    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=500)
    number = models.CharField(max_length=80, blank=True)
    plain = models.TextField(help_text="chữ thường, còn dấu: để xếp hạng đúng dấu lên trước")
    folded = models.TextField(help_text="không dấu: để tìm gần đúng")
    vector = SearchVectorField()
    on = models.DateField(null=True)
    url = models.CharField(max_length=300, blank=True)
    visible_orgs = ArrayField(models.BigIntegerField(), default=list)
    account_id = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object_type", "object_id"], name="search_once")]
        indexes = [
            GinIndex(fields=["vector"], name="search_vector"),
            GinIndex(fields=["folded"], name="search_folded", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.title
