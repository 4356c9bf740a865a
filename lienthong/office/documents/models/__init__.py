"""Official documents (văn bản): what arrives, who works on it, what is written in answer, and where it went."""

from lienthong.office.documents.models.assignments import Assignment
from lienthong.office.documents.models.deliveries import Delivery
from lienthong.office.documents.models.documents import URGENCIES, Document, DocumentFile
from lienthong.office.documents.models.drafts import DraftVersion, Initial
from lienthong.office.documents.models.intakes import Intake
from lienthong.office.documents.models.registers import DIRECTIONS, Register

__all__ = [
    "DIRECTIONS",
    "URGENCIES",
    "Assignment",
    "Delivery",
    "Document",
    "DocumentFile",
    "DraftVersion",
    "Initial",
    "Intake",
    "Register",
]
