"""What other apps may use of the forms."""

from .checks import Errors, pointer
from .choices import choices_of, register_choices
from .fields import Field, Group
from .form import Form, Prefill
from .identifiers import is_personal_id, is_phone, is_tax_code, personal_id_doubts, tidy_phone
from .reading import Edit, Receive
from .schema_check import Problem, check_schema
from .summary import Answer, AnswerGroup
from .words import read_date, read_number, show_date, show_number

__all__ = [
    "Answer",
    "AnswerGroup",
    "Edit",
    "Errors",
    "Field",
    "Form",
    "Group",
    "Prefill",
    "Problem",
    "Receive",
    "check_schema",
    "choices_of",
    "is_personal_id",
    "is_phone",
    "is_tax_code",
    "personal_id_doubts",
    "pointer",
    "read_date",
    "read_number",
    "register_choices",
    "show_date",
    "show_number",
    "tidy_phone",
]
