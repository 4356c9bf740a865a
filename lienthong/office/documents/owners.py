"""The right to a document's files is the right to the document."""

from __future__ import annotations

from lienthong.kernel.access.public import visible
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.files.public import StoredFile, register_owner, register_purpose
from lienthong.office.documents.models import Document, Intake
from lienthong.office.documents.rules import REGISTER, VIEW

OWNER = "documents.document"
PURPOSE = "documents.incoming"
INTAKE = "documents.intake"

register_purpose(
    PURPOSE, {"pdf", "docx", "doc", "odt", "rtf", "txt", "png", "jpeg", "tiff", "xlsx", "xls", "zip"}
)


def _may_read(file: StoredFile, actor: Actor) -> bool:
    return visible(Document.objects.filter(pk=file.owner_id), actor, VIEW).exists()


def _may_read_intake(file: StoredFile, actor: Actor) -> bool:
    return visible(Intake.objects.filter(pk=file.owner_id), actor, REGISTER).exists()


register_owner(OWNER, _may_read)
register_owner(INTAKE, _may_read_intake)
