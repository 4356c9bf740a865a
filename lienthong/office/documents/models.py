"""Official documents (văn bản): what arrives, who works on it, what is written in answer, and where it went."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.directory.models import Organisation, Unit
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.ids import new_id
from lienthong.kernel.papers.models import Paper

DIRECTIONS = [("incoming", _("Văn bản đến")), ("outgoing", _("Văn bản đi"))]
URGENCIES = [(0, _("Thường")), (1, _("Khẩn")), (2, _("Thượng khẩn")), (3, _("Hỏa tốc"))]


class Register(models.Model):
    """A book of one agency and one year (NĐ 30/2020 Phụ lục IV).

    ``series`` names the counter: several books may share one, because the head of the agency decides whether kinds
    have numbers of their own (Điều 15); arrival numbers are continuous per year for paper and electronic together.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    direction = models.CharField(max_length=10, choices=DIRECTIONS)
    year = models.SmallIntegerField()
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    per_kind = models.BooleanField(default=False, help_text="mỗi tên loại một dãy số riêng")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "direction", "year", "code"], name="register_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Document(models.Model):
    """One document as one agency holds it; the same letter in another agency is another row with its ``origin``.

    ``state`` is a projection of the actions. ``reading`` is what the reader proposed, with confidence and place.
    """

    STATES = [
        ("arrived", _("Chờ vào sổ")),
        ("registered", _("Chờ bút phê")),
        ("processing", _("Đang xử lý")),
        ("done", _("Đã xử lý xong")),
        ("refused", _("Đã trả lại nơi gửi")),
        ("draft", _("Dự thảo")),
        ("review", _("Đang góp ý, ký nháy")),
        ("signing", _("Chờ ký")),
        ("signed", _("Chờ cấp số, đóng dấu")),
        ("sealed", _("Chờ phát hành")),
        ("issued", _("Đã phát hành")),
        ("cancelled", _("Đã hủy dự thảo")),
        ("withdrawn", _("Đã thu hồi")),
        ("replaced", _("Đã thay thế")),
    ]
    INCOMING_OPEN = ("arrived", "registered", "processing")
    SECRECY = [("none", _("Không")), ("internal", _("Lưu hành nội bộ"))]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    direction = models.CharField(max_length=10, choices=DIRECTIONS)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    register = models.ForeignKey(Register, models.PROTECT, null=True, related_name="+")
    book_year = models.SmallIntegerField(null=True)
    arrival_number = models.IntegerField(null=True)
    arrival_date = models.DateField(null=True)
    issuer_name = models.CharField(max_length=300, blank=True)
    issuer = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    parent_agency = models.CharField(max_length=300, blank=True)
    number = models.CharField(max_length=20, blank=True)
    series = models.CharField(max_length=60, blank=True)
    notation = models.CharField(max_length=60, blank=True)
    code = models.CharField(max_length=80, blank=True)
    kind_code = models.CharField(max_length=60, blank=True)
    kind_name = models.CharField(max_length=100, blank=True)
    place = models.CharField(max_length=120, blank=True)
    issued_on = models.DateField(null=True)
    subject = models.CharField(max_length=500)
    signer_name = models.CharField(max_length=120, blank=True)
    signer_competence = models.CharField(max_length=200, blank=True)
    signer_position = models.CharField(max_length=200, blank=True)
    addressees = models.JSONField(default=list, blank=True)
    recipients = models.JSONField(default=list, blank=True)
    bases = models.JSONField(default=list, blank=True)
    urgency = models.SmallIntegerField(choices=URGENCIES, default=0)
    secrecy = models.CharField(max_length=10, choices=SECRECY, default="none")
    due_at = models.DateTimeField(null=True)
    pages = models.IntegerField(null=True)
    state = models.CharField(max_length=12, choices=STATES)
    reply_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="replies")
    origin = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_constraint=False)
    reading = models.JSONField(null=True)
    duplicate_key = models.CharField(max_length=400, blank=True)
    content_sha256 = models.CharField(max_length=64, blank=True)
    drafter_id = models.BigIntegerField(null=True)
    drafting_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    signer_id = models.BigIntegerField(null=True)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaces")
    made_at = models.DateTimeField()
    registered_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)
    folded = models.TextField(default="", blank=True, editable=False)
    visible_orgs = ArrayField(models.BigIntegerField())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "book_year", "arrival_number"], condition=Q(direction="incoming", arrival_number__isnull=False),
                name="arrival_number_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "book_year", "series", "number"], condition=Q(direction="outgoing") & ~Q(number=""), name="issued_number_once",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["organisation", "direction", "-id"], name="document_list"),
            models.Index(fields=["organisation", "state", "due_at"], name="document_state"),
            models.Index(
                fields=["organisation", "duplicate_key"],
                name="document_same_number",
                condition=~Q(duplicate_key=""),
            ),
            models.Index(
                fields=["organisation", "content_sha256"],
                name="document_same_file",
                condition=~Q(content_sha256=""),
            ),
        ]

    def __str__(self) -> str:
        return self.code or str(self.id)

    @property
    def year(self) -> int | None:
        return self.book_year

    @property
    def open(self) -> bool:
        return self.state not in ("done", "refused", "issued", "cancelled", "withdrawn", "replaced")


class DocumentFile(models.Model):
    """A file of a document. ``prepared`` carries the empty fields, ``signed`` the leader's signature, ``issued`` all."""

    ROLES = [
        ("main", _("Văn bản")),
        ("appendix", _("Tài liệu kèm theo")),
        ("prepared", _("Dự thảo trình ký")),
        ("signed", _("Bản đã ký")),
        ("issued", _("Bản phát hành")),
    ]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(Document, models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=ROLES)
    version = models.SmallIntegerField(default=1)
    name = models.CharField(max_length=255)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["document", "role", "-version"], name="document_files")]


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
