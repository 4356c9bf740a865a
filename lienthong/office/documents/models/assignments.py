"""Who gave what to whom."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.directory.models import Organisation, Unit
from lienthong.kernel.ids import new_id
from lienthong.office.documents.models.documents import Document


class Assignment(models.Model):
    """A branch of the assignment tree: who gave what to whom, until when.

    ``receiver_officer_id`` null means the unit's heads, or the records office of the agency for a whole agency.
    ``forwarded``: the receiver passed the work on and waits for the branches below.
    """

    ROLES = [
        ("main", _("chủ trì")),
        ("coordinating", _("phối hợp")),
        ("opinion", _("cho ý kiến")),
        ("information", _("để biết")),
    ]
    STATES = [
        ("open", _("đang xử lý")),
        ("forwarded", _("đã chuyển tiếp")),
        ("done", _("đã xong")),
        ("closed", _("kết thúc theo nhánh trên")),
        ("returned", _("đã trả lại")),
        ("taken_back", _("đã lấy lại")),
        ("recalled", _("đã thu hồi")),
    ]
    ACTIVE = ("open", "forwarded")
    COUNTING = ("open", "forwarded", "done", "closed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(Document, models.CASCADE, related_name="assignments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    sender_officer_id = models.BigIntegerField(null=True)
    sender_title = models.CharField(max_length=150, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    receiver_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    receiver_officer_id = models.BigIntegerField(null=True)
    receiver_name = models.CharField(max_length=300)
    role = models.CharField(max_length=12, choices=ROLES)
    instruction = models.TextField(blank=True)
    due_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=STATES, default="open")
    sent_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.BigIntegerField(null=True)
    outcome = models.TextField(blank=True)
    visible_orgs = ArrayField(models.BigIntegerField())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "parent"], condition=Q(role="main", state__in=("open", "forwarded", "done", "closed")),
                name="one_main_among_siblings", nulls_distinct=False,
            )
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["document"], name="assignment_document"),
            models.Index(fields=["receiver_officer_id", "document"], name="assignment_officer"),
            models.Index(fields=["receiver_unit", "document"], name="assignment_unit"),
        ]

    @property
    def active(self) -> bool:
        return self.state in self.ACTIVE
