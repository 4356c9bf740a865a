"""Fees paid online. No personal data stands here: a payment knows its dossier, an amount and the gateway's reference."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lienthong.kernel.ids import new_id
from lienthong.service.dossiers.models import Dossier


class Payment(models.Model):
    """One order at the gateway; its id is the order number."""

    STATES = [
        ("created", "Chờ thanh toán"),
        ("paid", "Đã thanh toán"),
        ("failed", "Không thành công"),
        ("refunding", "Chờ hoàn trả"),
        ("refunded", "Đã hoàn trả"),
    ]
    FLAGS = [
        ("", ""),
        ("amount_mismatch", "Cổng báo số tiền khác"),
        ("second_payment", "Khoản nộp thứ hai"),
        ("late", "Tiền đến sau khi hồ sơ kết thúc"),
    ]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="payments")
    amount = models.IntegerField(help_text="đồng")
    state = models.CharField(max_length=10, choices=STATES, default="created")
    flag = models.CharField(max_length=20, choices=FLAGS, blank=True)
    reference = models.CharField(max_length=80, blank=True, help_text="mã giao dịch ở cổng")
    pay_url = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    refunded_at = models.DateTimeField(null=True)

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


class CallbackLog(models.Model):
    """Every word from the gateway and what came of it, kept for the reconciliation."""

    SOURCES = [("callback", "Máy chủ cổng"), ("return", "Trình duyệt quay về"), ("reconcile", "Đối soát")]
    OUTCOMES = [
        ("applied", "đã ghi nhận"), ("repeated", "lặp lại"), ("amount_mismatch", "sai số tiền"), ("unknown_order", "không có đơn"),
        ("bad_signature", "chữ ký sai"), ("malformed", "không đọc được"), ("refunding", "chuyển hoàn trả"),
    ]  # fmt: skip

    id = models.BigAutoField(primary_key=True)
    order = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=10, choices=SOURCES)
    outcome = models.CharField(max_length=20, choices=OUTCOMES)
    amount = models.BigIntegerField(null=True)
    body_hash = models.CharField(max_length=64)
    received_at = models.DateTimeField()
