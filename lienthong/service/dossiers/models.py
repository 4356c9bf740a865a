"""Dossiers (hồ sơ thủ tục hành chính): one applicant's matter on its way through the agencies."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.ids import new_id
from lienthong.kernel.papers.models import Paper
from lienthong.kernel.process.models import ProcessInstance
from lienthong.service.procedures.models import Procedure, ServiceVersion


class Dossier(models.Model):
    """Facts of the matter without its personal content, which stands in :class:`Content` and can be erased.

    Receiving, deciding and returning agency are three fields, because any service point of the province may receive
    for any agency (NĐ 118/2025). State columns are projections of the actions on the dossier.
    """

    STATES = [
        ("submitted", _("Đã nộp, chờ tiếp nhận")),
        ("waiting_supplement", _("Chờ bổ sung")),
        ("waiting_payment", _("Chờ nộp phí, lệ phí")),
        ("processing", _("Đang giải quyết")),
        ("consulting", _("Đang lấy ý kiến")),
        ("signing", _("Chờ ký")),
        ("sealing", _("Chờ cấp số, đóng dấu")),
        ("ready", _("Có kết quả, chờ trả")),
        ("done", _("Đã trả kết quả")),
        ("refused", _("Từ chối tiếp nhận")),
        ("rejected", _("Không đủ điều kiện giải quyết")),
        ("withdrawn", _("Đã rút")),
        ("stopped", _("Đã dừng")),
    ]
    SOURCES = [
        ("online", _("Trực tuyến")),
        ("counter", _("Tại quầy")),
        ("post", _("Bưu chính")),
        ("api", _("Hệ thống khác")),
    ]
    FEE_STATES = [
        ("none", _("Không thu")),
        ("later", pgettext_lazy("fee", "Nộp sau khi tiếp nhận")),
        ("due", pgettext_lazy("fee", "Chưa nộp")),
        ("paid", pgettext_lazy("fee", "Đã nộp")),
        ("waived", _("Được miễn")),
    ]
    CLOSED = ("done", "refused", "rejected", "withdrawn", "stopped")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=60, unique=True)
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+")
    service = models.ForeignKey(ServiceVersion, models.PROTECT, related_name="+")
    receiving = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    deciding = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    returning = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=SOURCES)
    applicant_account_id = models.UUIDField(null=True)
    applicant_name = models.CharField(max_length=200)
    state = models.CharField(max_length=20, choices=STATES, default="submitted")
    step_code = models.CharField(max_length=80, blank=True)
    step_name = models.CharField(max_length=200, blank=True)
    process = models.ForeignKey(ProcessInstance, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    due_promised = models.BooleanField(
        default=False, help_text="đã hẹn bằng giấy tiếp nhận; trước đó là dự kiến"
    )
    clock = models.JSONField(null=True)
    finished_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    fee_amount = models.IntegerField(default=0)
    fee_settled = models.IntegerField(default=0, help_text="phần của fee_amount đã nộp")
    fee_state = models.CharField(max_length=10, choices=FEE_STATES, default="none")
    fee_reason = models.CharField(max_length=300, blank=True, help_text="vì sao được miễn")
    fee_due_at = models.DateTimeField(null=True, help_text="chờ nộp từ lúc nào")
    fee_reminders = models.SmallIntegerField(default=0, help_text="đã nhắc mấy lần")
    slip_token = models.CharField(max_length=30, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    visible_orgs = ArrayField(models.BigIntegerField())

    class Meta:
        indexes = [
            models.Index(fields=["deciding", "state", "due_at"], name="dossier_deciding"),
            models.Index(fields=["receiving", "-submitted_at"], name="dossier_receiving"),
            models.Index(fields=["applicant_account_id", "-submitted_at"], name="dossier_applicant"),
            models.Index(fields=["state", "due_at"], name="dossier_state_due"),
            models.Index(fields=["fee_due_at"], name="dossier_fee_due", condition=models.Q(fee_state="due")),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def closed(self) -> bool:
        return self.state in self.CLOSED

    @property
    def fee_owed(self) -> int:
        """What is still to be paid, in đồng: all of it, or the difference after the answers made the fee higher."""
        return max(0, self.fee_amount - self.fee_settled)


class Content(models.Model):
    """The personal content of a dossier: who applies and what was answered. Erasable as a whole."""

    dossier = models.OneToOneField(Dossier, models.CASCADE, primary_key=True, related_name="content")
    applicant = models.JSONField(help_text="full_name, personal_id, address, phone, email, kind, represents")
    values = models.JSONField(help_text="câu trả lời của tờ khai")
    visible_orgs = ArrayField(models.BigIntegerField())
    applicant_account_id = models.UUIDField(null=True)


class Component(models.Model):
    """One paper of the dossier, with what the desk found of it."""

    MARKS = [
        ("original", _("Bản chính")), ("certified", _("Bản sao chứng thực")), ("copy", _("Bản sao")), ("scan", _("Bản quét")),
        ("shown", _("Xuất trình")), ("electronic", _("Bản điện tử")),
    ]  # fmt: skip
    STATES = [
        ("unchecked", _("Chưa kiểm tra")),
        ("ok", _("Đạt")),
        ("missing", _("Thiếu")),
        ("wrong", _("Chưa đúng")),
    ]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="components")
    key = models.CharField(max_length=80)
    name = models.CharField(max_length=300)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    mark = models.CharField(max_length=12, choices=MARKS, default="electronic")
    state = models.CharField(max_length=12, choices=STATES, default="unchecked")
    note = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)


class Supplement(models.Model):
    """What the applicant was asked to complete: complete guidance in one go (NĐ 118/2025 art 17)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="supplements")
    items = models.JSONField(help_text="[{component | pointer, text}]")
    reason = models.TextField()
    requested_at = models.DateTimeField()
    requested_by = models.BigIntegerField(null=True)
    after_examination = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)


class Consultation(models.Model):
    """A question to another agency with a deadline of its own."""

    OUTCOMES = [("agree", _("Đồng ý")), ("object", _("Không đồng ý")), ("comment", _("Có ý kiến khác"))]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="consultations")
    from_organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    to_organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    step_id = models.CharField(max_length=40)
    question = models.TextField()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=OUTCOMES, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(null=True)
    visible_orgs = ArrayField(models.BigIntegerField())


class Slip(models.Model):
    """A printed slip of the one-stop set (forms 01–07 of 2025). Drawn by a job, after the answer to the user."""

    KINDS = [
        ("confirmation", _("Xác nhận đã nộp hồ sơ trực tuyến")),
        ("receipt", _("Giấy tiếp nhận hồ sơ và hẹn trả kết quả")),
        ("supplement", _("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ")),
        ("refusal", _("Phiếu từ chối tiếp nhận giải quyết hồ sơ")),
        ("apology", _("Phiếu xin lỗi và đề nghị gia hạn")),
        ("stop", _("Thông báo dừng giải quyết hồ sơ")),
        ("control", _("Phiếu kiểm soát quá trình giải quyết hồ sơ")),
        ("fee", _("Biên lai thu phí, lệ phí")),
    ]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="slips")
    kind = models.CharField(max_length=12, choices=KINDS)
    data = models.JSONField()
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    action_id = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    drawn_at = models.DateTimeField(null=True)


class FeeReceipt(models.Model):
    """Money taken for a dossier: the number of the receipt, how, by whom. Voided, it stays with its number."""

    METHODS = [("cash", _("Tiền mặt")), ("transfer", _("Chuyển khoản")), ("online", _("Trực tuyến"))]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="fee_receipts")
    organisation_id = models.BigIntegerField(help_text="cơ quan thu")
    number = models.CharField(max_length=30)
    amount = models.IntegerField(help_text="đồng")
    method = models.CharField(max_length=10, choices=METHODS)
    reference = models.CharField(max_length=80, blank=True, help_text="mã giao dịch, số chứng từ")
    taken_by = models.BigIntegerField(null=True)
    taken_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)
    voided_by = models.BigIntegerField(null=True)
    void_reason = models.CharField(max_length=500, blank=True)
    slip = models.ForeignKey(Slip, models.PROTECT, related_name="+")
    visible_orgs = ArrayField(models.BigIntegerField())
    applicant_account_id = models.UUIDField(null=True)

    class Meta:
        # Several may be in force: the fee and the difference of a supplement. That none is given twice for the same money
        # is the business of ``record_payment``, which holds the dossier and counts what is owed.
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "number"], name="fee_receipt_number"),
        ]


class Result(models.Model):
    """The paper that decides the matter: drafted, signed by a leader, numbered and sealed, then handed over."""

    STATES = [
        ("draft", _("Dự thảo")),
        ("signed", _("Đã ký")),
        ("issued", _("Đã phát hành")),
        ("revoked", _("Đã thu hồi")),
    ]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="results")
    name = models.CharField(max_length=300)
    data = models.JSONField()
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="+")
    draft_file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    signed_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    issued_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True)
    signed_by = models.BigIntegerField(null=True)
    signer_lines = ArrayField(models.CharField(max_length=120), default=list)
    signed_at = models.DateTimeField(null=True)
    sealed_by = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=STATES, default="draft")
    made_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    visible_orgs = ArrayField(models.BigIntegerField())
    applicant_account_id = models.UUIDField(null=True)


class Draft(models.Model):
    """An unfinished application of a signed-in citizen, on every device of hers."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account_id = models.UUIDField()
    service = models.ForeignKey(ServiceVersion, models.PROTECT, related_name="+")
    deciding = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    values = models.JSONField(default=dict)
    files = models.JSONField(default=dict, help_text="{component: [file id]}")
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account_id", "-updated_at"], name="draft_mine")]


class LookupCode(models.Model):
    """A one-time code sent to the applicant's address, which opens the full path of the dossier for a while."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="+")
    hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
