"""What was brought and is not registered yet."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.ids import new_id
from lienthong.office.documents.models.documents import Document


class Intake(models.Model):
    """A file that a clerk brought and that is not registered yet, with what the reader found in it.

    A scan is read by a job: ``waiting`` until the job takes it, ``reading`` with ``pages_read`` of ``pages_to_read``, then
    ``read`` like any other file. ``unsure``: it may bear a mark of secrecy, so a person must have looked at the paper.
    """

    STATES = [("waiting", _("Chờ đọc")), ("reading", _("Đang đọc")), ("read", _("Đã đọc"))]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.CASCADE, related_name="+")
    reading = models.JSONField(null=True)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=STATES, default="read")
    pages_to_read = models.SmallIntegerField(default=0)
    pages_read = models.SmallIntegerField(default=0)
    unsure = models.BooleanField(default=False)
    not_secret = models.BooleanField(default=False)
    problem = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    document = models.ForeignKey(Document, models.CASCADE, null=True, related_name="+")
    visible_orgs = ArrayField(models.BigIntegerField())

    @property
    def settled(self) -> bool:
        """Whether it is known that the file bears no mark of state secrecy: it was read, or a person looked."""
        return self.not_secret or (self.state == "read" and not self.unsure)
