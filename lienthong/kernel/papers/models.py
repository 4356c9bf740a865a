"""Papers that the province gave out: results, issued documents, receipts. What a QR code leads to."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ids import new_id


class Paper(models.Model):
    """One electronic paper. Holds facts that may be shown to a stranger who has it in hand, and no personal data.

    ``token`` stands in the QR code, so it is made before the paper is drawn; the file comes with the last signature.
    """

    STATES = [
        ("reserved", _("đang lập")),
        ("valid", _("còn hiệu lực")),
        ("replaced", _("đã thay thế")),
        ("withdrawn", _("đã thu hồi")),
    ]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token = models.CharField(max_length=30, unique=True)
    kind = models.CharField(
        max_length=80, help_text="tên loại giấy tờ, ví dụ: Quyết định, Giấy tiếp nhận hồ sơ"
    )
    number = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    file_id = models.UUIDField(null=True)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=60, blank=True)
    action_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=STATES, default="reserved")
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaces")

    class Meta:
        indexes = [models.Index(fields=["object_type", "object_id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
