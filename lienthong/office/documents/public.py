"""What other apps may use of documents."""

from lienthong.office.documents.domain.books import close_book, open_book, rename_book
from lienthong.office.documents.domain.branches import (
    ask_opinion,
    finish,
    forward,
    give_opinion,
    mark_opened,
    recall_assignment,
    reopen,
    return_assignment,
    take_back,
)
from lienthong.office.documents.domain.direct import direct, file_away
from lienthong.office.documents.domain.drafting import (
    cancel_draft,
    create_draft,
    restore_version,
    revise_draft,
)
from lienthong.office.documents.domain.intake import bring, bring_stored
from lienthong.office.documents.domain.issuing import issue, refuse_delivery, withdraw
from lienthong.office.documents.domain.register_incoming import (
    Duplicate,
    correct_fields,
    receive_delivery,
    register_intake,
)
from lienthong.office.documents.domain.reviewing import (
    ask_initials,
    give_initial,
    return_draft,
    submit_for_signature,
    take_back_submission,
)
from lienthong.office.documents.domain.signing import number_and_seal, sign
from lienthong.office.documents.domain.tree import Order
from lienthong.office.documents.models import Assignment, Delivery, Document
from lienthong.office.documents.queries import deliveries, listed, main_file, one, timeline, tree
from lienthong.office.documents.related import Act, Section, register_acts, register_section

__all__ = [
    "Act",
    "Assignment",
    "Delivery",
    "Document",
    "Duplicate",
    "Order",
    "Section",
    "ask_initials",
    "ask_opinion",
    "bring",
    "bring_stored",
    "cancel_draft",
    "close_book",
    "correct_fields",
    "create_draft",
    "deliveries",
    "direct",
    "file_away",
    "finish",
    "forward",
    "give_initial",
    "give_opinion",
    "issue",
    "listed",
    "main_file",
    "mark_opened",
    "number_and_seal",
    "one",
    "open_book",
    "recall_assignment",
    "receive_delivery",
    "refuse_delivery",
    "register_acts",
    "register_intake",
    "register_section",
    "rename_book",
    "reopen",
    "restore_version",
    "return_assignment",
    "return_draft",
    "revise_draft",
    "sign",
    "submit_for_signature",
    "take_back",
    "take_back_submission",
    "timeline",
    "tree",
    "withdraw",
]
