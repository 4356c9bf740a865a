"""A document as one agency holds it, with its files."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.directory.models import Organisation, Unit
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.ids import new_id
from lienthong.kernel.papers.models import Paper
from lienthong.office.documents.models.registers import DIRECTIONS, Register

URGENCIES = [(0, _("Thường")), (1, _("Khẩn")), (2, _("Thượng khẩn")), (3, _("Hỏa tốc"))]


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
    finished_at = models.DateTimeField(null=True, help_text="lúc xử lý xong; trống khi mở lại")
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
            # What statistics of a span count, without a look at the rows themselves.
            models.Index(
                fields=["organisation", "arrival_date"],
                include=["kind_code", "state", "due_at", "finished_at"],
                condition=Q(direction="incoming"),
                name="document_counted",
            ),
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
    def issued_code(self) -> str:
        """The code that this agency gave it when it sealed it; what others wrote on theirs is a field like any other."""
        return self.code if self.direction == "outgoing" else ""

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
