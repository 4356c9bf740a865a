"""What an officer can do with a document's work item, by kind of item."""

from __future__ import annotations

from lienthong.kernel.work.public import Handler, register_kind
from lienthong.office.documents.handlers.assignments import AssignmentHandler
from lienthong.office.documents.handlers.drafts import DraftHandler, ReviewHandler
from lienthong.office.documents.handlers.incoming import ArrivalHandler, DirectHandler
from lienthong.office.documents.handlers.outgoing import (
    IssueHandler,
    SealHandler,
    SignHandler,
    organisations_in,
)

_HANDLERS: dict[str, Handler] = {
    "arrival": ArrivalHandler(),
    "direct": DirectHandler(),
    "assignment": AssignmentHandler(),
    "draft": DraftHandler(),
    "draft_review": ReviewHandler(),
    "sign": SignHandler(),
    "seal": SealHandler(),
    "issue": IssueHandler(),
}
for _kind, _handler in _HANDLERS.items():
    register_kind(f"documents.{_kind}", _handler)

__all__ = ["organisations_in"]
