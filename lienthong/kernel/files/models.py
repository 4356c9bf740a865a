"""Files as rows: who brought them, for what, and whether they may be used. The bytes are in :mod:`.storage`."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ids import new_id

from .inspection.finding import QUARANTINE_REASONS
from .kinds import BY_MEDIA_TYPE
from .names import download_name


class State(models.TextChoices):
    QUARANTINE = "quarantine", _("Đang cách ly")
    CLEAN = "clean", _("Đã quét, an toàn")
    UNSCANNED = "unscanned", _("Chưa quét (chế độ trình diễn)")
    REFUSED = "refused", _("Bị từ chối: có mã độc")
    RELEASED = "released", _("Đã giải tỏa khỏi cách ly")
    DESTROYED = "destroyed", _("Đã hủy nội dung")


VERDICTS = {
    "clean": _("Không thấy mã độc"),
    "infected": _("Có mã độc"),
    "suspect": _("Không kiểm tra được bên trong (mật khẩu hoặc macro)"),
    "unknown": _("Bộ quét không kết luận được"),
}


class StoredFile(models.Model):
    """One file that someone brought. Two rows may share one blob; rights and names belong to the row.

    ``reason``: why it is in quarantine (a code of QUARANTINE_REASONS) or the scanner's name for what it found.
    ``verdict``, ``finding``, ``scanned_with``: what the newest scan said, with which scanner and signatures; "unknown"
    when it gave up. ``scanned_at`` is empty until a scan came to an end.
    ``owner_type``/``owner_id``: the thing it belongs to, e.g. ("dossiers.dossier", "0192…"); empty until attached.
    ``organisation_ids``, ``uploaded_by``, ``account_id``: who sees the row in the database at all (row security): these
    agencies, who brought it, and the person whose thing it belongs to. The right to the content is asked of the owner.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=255)
    state = models.CharField(max_length=12, choices=State.choices)
    reason = models.CharField(max_length=120, blank=True, default="")
    purpose = models.CharField(max_length=60, blank=True, default="")
    owner_type = models.CharField(max_length=80, blank=True, default="")
    owner_id = models.CharField(max_length=64, blank=True, default="")
    uploaded_by = models.UUIDField(null=True, blank=True, db_index=True)
    account_id = models.UUIDField(null=True, blank=True)
    organisation_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    page_count = models.IntegerField(null=True, blank=True)
    scanned_at = models.DateTimeField(null=True, blank=True)
    scan_asked_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=8, blank=True, default="")
    finding = models.CharField(max_length=120, blank=True, default="")
    scanned_with = models.CharField(max_length=120, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["owner_type", "owner_id"], name="files_owner"),
            models.Index(
                fields=["created_at"],
                condition=models.Q(state="quarantine", scanned_at=None),
                name="files_waiting_for_scan",
            ),
            models.Index(
                fields=["-created_at"],
                condition=models.Q(state__in=["quarantine", "refused", "released", "destroyed"]),
                name="files_held",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="files_state_known"),
            models.CheckConstraint(condition=models.Q(size__gte=0), name="files_size_not_negative"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def usable(self) -> bool:
        """True when the content may be opened or handed out; see ``require_usable`` for the message."""
        return self.state in (State.CLEAN, State.UNSCANNED, State.RELEASED)

    @property
    def download_name(self) -> str:
        """An ASCII name whose extension follows from the content, not from what the sender wrote."""
        kind = BY_MEDIA_TYPE.get(self.media_type)
        return download_name(self.name, kind.extensions[0] if kind else "bin")

    @property
    def reason_label(self) -> object:
        """The reason in words for people."""
        if self.state == State.REFUSED or self.verdict == "infected":
            return _("Phát hiện mã độc")
        return QUARANTINE_REASONS.get(self.reason, self.reason)

    @property
    def kind_label(self) -> str:
        """The kind for a list: "PDF", "DOCX"."""
        kind = BY_MEDIA_TYPE.get(self.media_type)
        return kind.extensions[0].upper() if kind else self.media_type

    @property
    def verdict_label(self) -> object:
        """The newest scan in words."""
        if self.verdict == "unknown" and self.finding == "scan_limits":
            return QUARANTINE_REASONS["scan_limits"]
        return VERDICTS.get(self.verdict, _("Chưa quét"))

    @property
    def scanner_label(self) -> str:
        """Scanner and signatures for people: "ClamAV 1.4.6, bản chữ ký 27831"."""
        name, _slash, rest = self.scanned_with.partition("/")
        edition = rest.partition("/")[0]
        return (
            str(_("%(name)s, bản chữ ký %(edition)s") % {"name": name, "edition": edition}) if rest else name
        )


class Release(models.Model):
    """A decision that content leaves quarantine. It belongs to the bytes: all rows with them follow it.

    ``held_for``: the reason that it sets aside (a code of QUARANTINE_REASONS or the scanner's name); ``verdict``: of the
    newest scan when it was asked for. Anything but "clean" needs a second administrator: until then it is "waiting".
    """

    STATES = [
        ("waiting", _("Chờ người thứ hai xác nhận")),
        ("confirmed", _("Đã giải tỏa")),
        ("declined", _("Không đồng ý")),
        ("ended", _("Đã cách ly lại")),
    ]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sha256 = models.CharField(max_length=64)
    held_for = models.CharField(max_length=120)
    verdict = models.CharField(max_length=8)
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=STATES)
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    remark = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"], condition=models.Q(state="waiting"), name="files_one_release_waiting"
            ),
            models.UniqueConstraint(
                fields=["sha256", "held_for"],
                condition=models.Q(state="confirmed"),
                name="files_one_release_in_force",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed")
                | models.Q(verdict="clean")
                | ~models.Q(asked_by=models.F("decided_by")),
                name="files_release_by_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class FileText(models.Model):
    """Text taken out of a file by a job, for search and reading; apart, because lists never need it."""

    file = models.OneToOneField(
        StoredFile, on_delete=models.CASCADE, primary_key=True, related_name="extracted"
    )
    text = models.TextField(blank=True, default="")
    method = models.CharField(max_length=40, blank=True, default="")
    extracted_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.file_id)
