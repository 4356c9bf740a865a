"""Work items: whatever waits for an officer, in one list."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ids import new_id


class WorkItem(models.Model):
    """One thing that one holder has to do with one object.

    The holder is an officer, or everyone with ``holder_role`` in the organisation (and the unit, where given) until
    one of them takes it. The object's app keeps the truth; an item carries only what the list shows.
    """

    ROLES = [
        ("main", _("chủ trì")),
        ("coordinating", _("phối hợp")),
        ("opinion", _("cho ý kiến")),
        ("information", _("để biết")),
    ]
    STATES = [("open", _("đang mở")), ("done", _("đã xong")), ("withdrawn", _("đã rút"))]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)
    part = models.CharField(
        max_length=80, blank=True, help_text="phần của đối tượng: bước quy trình, nhánh giao việc"
    )
    title = models.CharField(max_length=500)
    number = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=300, blank=True)
    step = models.CharField(max_length=200, blank=True, help_text="việc phải làm, bằng chữ")
    role = models.CharField(max_length=20, choices=ROLES, default="main")
    urgency = models.SmallIntegerField(default=0)
    organisation_id = models.BigIntegerField()
    unit_id = models.BigIntegerField(null=True)
    officer_id = models.BigIntegerField(null=True)
    holder_role = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=STATES, default="open")
    due_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=80, blank=True)
    visible_orgs = ArrayField(models.BigIntegerField())

    class Meta:
        indexes = [
            models.Index(
                fields=["officer_id", "due_at"], name="work_open_officer", condition=models.Q(state="open")
            ),
            models.Index(
                fields=["organisation_id", "holder_role", "due_at"],
                name="work_open_queue",
                condition=models.Q(state="open", officer_id=None),
            ),
            models.Index(
                fields=["officer_id", "-done_at"], name="work_done_officer", condition=models.Q(state="done")
            ),
            models.Index(fields=["object_type", "object_id"], name="work_object"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
