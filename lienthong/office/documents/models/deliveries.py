"""What goes out to other agencies."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.ids import new_id
from lienthong.office.documents.models.documents import Document


class Delivery(models.Model):
    """An issued document on its way to one agency, and what that agency says of it. Seen by both.

    The document id is kept without joining rows: the receiver may not see the sender's row.
    """

    STATES = [
        ("arrived", _("Đã đến")),
        ("registered", _("Đã tiếp nhận")),
        ("in_process", _("Đang xử lý")),
        ("done", _("Đã xử lý xong")),
        ("refused", _("Bị trả lại")),
        ("withdrawn", _("Đã thu hồi")),
    ]
    ORDER = ("arrived", "registered", "in_process", "done")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="deliveries", db_constraint=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    arrived_document_id = models.UUIDField()
    state = models.CharField(max_length=12, choices=STATES, default="arrived")
    sent_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)
    registered_at = models.DateTimeField(null=True)
    in_process_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    arrival_number = models.IntegerField(null=True)
    reason = models.TextField(blank=True)
    visible_orgs = ArrayField(models.BigIntegerField())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "organisation"], name="delivered_once")]
        indexes = [models.Index(fields=["arrived_document_id"], name="delivery_arrived")]
