"""What the handlers of all kinds share: the document together with the right to it, and storable data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access.public import get
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.directory.models import Officer
from lienthong.kernel.work.public import ItemAction, Outcome, Pane, WorkItem
from lienthong.office.documents import asking, queries
from lienthong.office.documents.domain import reassigning
from lienthong.office.documents.models import Document
from lienthong.office.documents.panes import pane_context
from lienthong.office.documents.rules import VIEW

REASON = asking.text("reason", _("Lý do"))


class Base:
    """Shared by all kinds: the document is got together with the right to it."""

    label: str | Promise = ""
    chip: str = "document"
    needs: str = VIEW  #: the right without which nobody can do the work of an item

    def document(self, item: WorkItem, actor: Actor) -> Document:
        return get(queries.related(), actor, VIEW, pk=item.object_id)

    def actions(self, item: WorkItem, actor: Actor) -> list[ItemAction]:
        raise NotImplementedError

    def batch_actions(self, item: WorkItem, actor: Actor) -> list[ItemAction]:
        return [action for action in self.actions(item, actor) if action.batch]

    def perform(
        self, item: WorkItem, actor: Actor, action: str, data: dict[str, Any], files: Mapping[str, Any]
    ) -> Outcome:
        """Forms were checked by their schema; what programs send was not, so it is made storable here."""
        return self.do(item, actor, action, {str(name): storable(value) for name, value in data.items()})

    def do(self, item: WorkItem, actor: Actor, action: str, data: dict[str, Any]) -> Outcome:
        raise NotImplementedError

    def reassigned(self, item: WorkItem, holder: Officer, *, actor: Actor) -> None:
        """A queue's item goes to one officer: he must be able to do it. Kinds that keep a holder of their own move it."""
        reassigning.require_able(holder, self.needs)

    def pane(self, item: WorkItem, actor: Actor) -> Pane:
        document = self.document(item, actor)
        return Pane(
            "documents/pane_thing.html", "documents/pane_aside.html", pane_context(document, actor, item=item)
        )


def storable(value: Any) -> Any:
    """The value without the null characters that the database cannot keep."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, list | tuple):
        return [storable(item) for item in value]
    if isinstance(value, dict):
        return {str(key): storable(item) for key, item in value.items()}
    return value


def outcome(document: Document, message: Any) -> Outcome:
    document = Document.objects.get(pk=document.pk)
    return Outcome(message, {"document": str(document.pk), "state": document.state, "code": document.code})
