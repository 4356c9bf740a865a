"""Fees paid online. No personal data stands here: a payment knows its dossier, an amount and the gateway's reference."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ids import new_id
from lienthong.service.dossiers.models import Dossier

#: Why money that came waits for a person before it counts.
UNDECIDED_FLAGS = ("amount_mismatch", "fee_changed")


class Payment(models.Model):
    """One order at the gateway; its id is the order number."""

    STATES = [
        ("created", _("Chờ thanh toán")),
        ("paid", _("Đã thanh toán")),
        ("failed", _("Không thành công")),
        ("refunding", _("Chờ hoàn trả")),
        ("refunded", _("Đã hoàn trả")),
    ]
    FLAGS = [
        ("", ""),
        ("amount_mismatch", _("Cổng báo số tiền khác")),
        ("fee_changed", _("Phí đã đổi sau khi lập đơn")),
        ("second_payment", _("Khoản nộp thứ hai")),
        ("late", _("Tiền đến sau khi hồ sơ kết thúc")),
    ]

    RESOLUTIONS = [("", ""), ("accepted", _("Chấp nhận")), ("refund", _("Hoàn trả"))]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="payments")
    amount = models.IntegerField(help_text="đồng")
    state = models.CharField(max_length=10, choices=STATES, default="created")
    flag = models.CharField(max_length=20, choices=FLAGS, blank=True)
    reported_amount = models.BigIntegerField(null=True, help_text="số tiền cổng báo khi khác với đơn")
    reference = models.CharField(max_length=80, blank=True, help_text="mã giao dịch ở cổng")
    pay_url = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    refunded_at = models.DateTimeField(null=True)
    refund_reference = models.CharField(max_length=80, blank=True, help_text="chứng từ hoàn trả")
    resolution = models.CharField(max_length=10, choices=RESOLUTIONS, blank=True)
    resolution_reason = models.CharField(max_length=500, blank=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            # Two tabs and a double click share one order; a second one may only follow a failure.
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(state="created"), name="payment_one_open"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_amount_positive"),
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="payment_state")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def received(self) -> int:
        """What the gateway says it got: the order's amount unless it said another one."""
        return self.reported_amount if self.reported_amount is not None else self.amount


class CallbackLog(models.Model):
    """Every word from the gateway and what came of it, kept for the reconciliation."""

    SOURCES = [
        ("callback", _("Máy chủ cổng")),
        ("return", _("Trình duyệt quay về")),
        ("reconcile", _("Đối soát")),
    ]
    OUTCOMES = [
        ("applied", _("đã ghi nhận")), ("repeated", _("lặp lại")), ("amount_mismatch", _("sai số tiền")), ("unknown_order", _("không có đơn")),
        ("bad_signature", _("chữ ký sai")), ("malformed", _("không đọc được")), ("refunding", _("chuyển hoàn trả")), ("fee_changed", _("phí đã đổi")),
    ]  # fmt: skip

    id = models.BigAutoField(primary_key=True)
    order = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=10, choices=SOURCES)
    outcome = models.CharField(max_length=20, choices=OUTCOMES)
    amount = models.BigIntegerField(null=True)
    body_hash = models.CharField(max_length=64)
    received_at = models.DateTimeField()
