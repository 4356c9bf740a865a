"""What is written in answer, and who answered for it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ids import new_id
from lienthong.office.documents.models.documents import Document


class DraftVersion(models.Model):
    """What a draft said at one time. Never changed; a revision is a new row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    version = models.SmallIntegerField()
    content = models.JSONField()
    note = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "version"], name="draft_version_once")]


class Initial(models.Model):
    """Ký nháy: someone answers for the content or the form of one version of a draft before it goes to the leader."""

    STATES = [
        ("waiting", _("chờ ký nháy")),
        ("given", _("đã ký nháy")),
        ("refused", _("đề nghị sửa")),
        ("void", _("không còn áp dụng")),
    ]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(Document, models.CASCADE, related_name="initials")
    version = models.SmallIntegerField()
    officer_id = models.BigIntegerField()
    officer_name = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=STATES, default="waiting")
    note = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "version", "officer_id"], name="initial_once")
        ]
