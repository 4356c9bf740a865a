"""What was brought and is not registered yet."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.ids import new_id
from lienthong.office.documents.models.documents import Document


class Intake(models.Model):
    """A file that a clerk brought and that is not registered yet, with what the reader found in it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.CASCADE, related_name="+")
    reading = models.JSONField(null=True)
    text = models.TextField(blank=True)
    problem = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    document = models.ForeignKey(Document, models.CASCADE, null=True, related_name="+")
    visible_orgs = ArrayField(models.BigIntegerField())
