"""Who may sign with which key. Private keys are never here: only where they are."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

PERSON, ORGANISATION = "person", "organisation"


class SigningKey(models.Model):
    """A certificate of an officer or an organisation and the place of its key.

    ``owner_id`` is text, for the directory stands above this package. A renewed certificate is a new row; the old one
    stays, since signatures made with it are still checked.
    """

    owner_type = models.TextField(
        _("loại chủ"), choices=[(PERSON, _("cá nhân")), (ORGANISATION, _("cơ quan"))]
    )
    owner_id = models.TextField(_("chủ"))
    provider = models.TextField(_("nơi giữ khóa"))
    key_ref = models.TextField(_("tên khóa"))
    certificate = models.TextField(_("chứng thư (PEM)"))
    serial = models.TextField(_("số chứng thư"))
    valid_from = models.DateTimeField(_("có hiệu lực từ"))
    valid_to = models.DateTimeField(_("có hiệu lực đến"))
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True)
    picture = models.BinaryField(_("hình chữ ký (PNG)"), null=True, blank=True)

    class Meta:
        verbose_name = _("khóa ký số")
        indexes = [models.Index(fields=["owner_type", "owner_id"], name="signing_key_owner")]
        constraints = [
            models.UniqueConstraint(fields=["provider", "key_ref", "serial"], name="signing_key_once")
        ]

    def __str__(self) -> str:
        return f"{self.owner_type} {self.owner_id}: {self.serial}"
