"""The right to a document's files, and to find it, is the right to the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from lienthong.kernel.access.public import visible
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.files.public import StoredFile, register_owner, register_purpose
from lienthong.kernel.search.public import register_check
from lienthong.office.documents.models import Document, Intake
from lienthong.office.documents.rules import REGISTER, VIEW

OWNER = "documents.document"
PURPOSE = "documents.incoming"
INTAKE = "documents.intake"

register_purpose(
    PURPOSE,
    {"pdf", "docx", "doc", "odt", "rtf", "txt", "png", "jpeg", "tiff", "xlsx", "xls", "zip"},
    recognised_by_app=True,
)


def _may_read(file: StoredFile, actor: Actor) -> bool:
    return visible(Document.objects.filter(pk=file.owner_id), actor, VIEW).exists()


def _may_read_intake(file: StoredFile, actor: Actor) -> bool:
    return visible(Intake.objects.filter(pk=file.owner_id), actor, REGISTER).exists()


def _describe(ids: Sequence[str]) -> Mapping[str, str]:
    rows = Document.objects.filter(pk__in=ids).values_list("pk", "code", "organisation__name")
    return {
        str(pk): _("Văn bản %(code)s, %(agency)s") % {"code": code or "–", "agency": agency}
        for pk, code, agency in rows
    }


def _describe_intake(ids: Sequence[str]) -> Mapping[str, str]:
    rows = Intake.objects.filter(pk__in=ids).values_list("pk", "organisation__name")
    return {str(pk): _("Chờ vào sổ, %(agency)s") % {"agency": agency} for pk, agency in rows}


def _searchable(actor: Actor, ids: Sequence[str]) -> set[str]:
    """Of the hits of a search those documents that the actor may open: inside an agency not everyone sees all."""
    return {
        str(pk)
        for pk in visible(Document.objects.filter(pk__in=list(ids)), actor, VIEW).values_list("pk", flat=True)
    }


register_check(OWNER, _searchable)
register_owner(OWNER, _may_read, describe=_describe)
register_owner(INTAKE, _may_read_intake, describe=_describe_intake)
