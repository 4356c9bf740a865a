"""From actions to state columns: the projections that ``rebuild --check`` proves of documents, branches, deliveries."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from lienthong.kernel import clock
from lienthong.kernel.actions.public import Action, register_projection
from lienthong.office.documents.domain.moving import FINISHED_SINCE
from lienthong.office.documents.models import Assignment, Delivery, Document

Rows = dict[str, dict[str, Any]]
WORKING = ("open", "forwarded")
# What an act of the receiver on one branch makes of it, and of those that end with it.
ENDS = {
    "documents.finish": ("done", "closed"), "documents.give_opinion": ("done", "closed"), "documents.take_back": ("taken_back", ""),
    "documents.return_assignment": ("returned", "recalled"), "documents.recall_assignment": ("recalled", "recalled"),
}  # fmt: skip


def fold_document(actions: list[Action]) -> dict[str, Any]:
    """Every action that moves a document says in ``data`` where it stands after it; registering and sealing number it."""
    found: dict[str, Any] = {
        "state": "",
        "arrival_number": None,
        "book_year": None,
        "issued_code": "",
        "finished_at": None,
    }
    for action in actions:
        found["state"] = action.data.get("state", found["state"])
        if action.data.get("state") in FINISHED_SINCE:
            found["finished_at"] = action.at if FINISHED_SINCE[action.data["state"]] else None
        if action.verb == "documents.register":
            found |= {"arrival_number": action.data["arrival_number"], "book_year": action.data["year"]}
        elif action.verb == "documents.seal":
            found |= {"issued_code": action.data["number"], "book_year": clock.local(action.at).year}
    return found


def fold_branches(actions: list[Action]) -> Rows:
    """The whole tree of a document: who was given what, until when, and where each branch stands."""
    tree: Rows = {}
    for action in actions:
        data = action.data
        for given in data.get("branches", ()):
            tree[given["assignment"]] = {
                "state": "open", "role": given["role"], "parent_id": _uuid(data.get("from")), "receiver_unit_id": given["unit"],
                "receiver_officer_id": given["officer"], "due_at": _instant(given["due_at"]),
            }  # fmt: skip
        if action.verb == "documents.forward" and any(
            given["role"] != "information" for given in data["branches"]
        ):
            tree[data["from"]]["state"] = "forwarded"
        elif action.verb in ENDS:
            own, under = ENDS[action.verb]
            for ended in (*data.get("closed", ()), *data.get("ended", ())):
                tree[ended]["state"] = under
            tree[data["branch"]]["state"] = own
            _hand_back(tree, tree[data["branch"]]["parent_id"])
        elif action.verb == "documents.reopen":
            branch = tree[data["branch"]]
            branch["state"] = "open"
            if branch["parent_id"]:
                tree[str(branch["parent_id"])]["state"] = "forwarded"
        elif action.verb == "work.reassign" and data.get("kind") == "documents.assignment":
            tree[data["part"]] |= {"receiver_officer_id": data["to"], "receiver_unit_id": data["unit"]}
    return tree


def _hand_back(tree: Rows, parent_id: uuid.UUID | None) -> None:
    """A branch that was passed on is its holder's again when nobody works under it any more."""
    parent = tree.get(str(parent_id))
    if parent is None or parent["state"] != "forwarded":
        return
    if not any(
        row["parent_id"] == parent_id and row["state"] in WORKING and row["role"] != "information"
        for row in tree.values()
    ):
        parent["state"] = "open"


def fold_delivery(actions: list[Action]) -> Rows:
    """What the receiving agency's own acts on its copy say of the delivery; a later state is never undone by an earlier."""
    found: dict[str, Any] = {}
    for action in actions:
        if action.verb == "documents.arrive":
            found = {
                "state": "arrived", "arrival_number": None, "organisation_id": action.organisation_id, "document_id": _uuid(action.data["origin"]),
            }  # fmt: skip
        elif not found:
            return {}  # brought by a clerk: nobody delivered it
        elif action.verb == "documents.register":
            _forward(found, "registered")
            found["arrival_number"] = action.data["arrival_number"]
        elif action.verb == "documents.direct":
            _forward(found, "in_process" if action.data["state"] == "processing" else "done")
        elif action.verb in ("documents.complete", "documents.file_away"):
            _forward(found, "done")
        elif action.verb == "documents.refuse":
            found["state"] = "refused"
        elif action.verb == "documents.withdrawn_by_sender":
            found["state"] = "withdrawn"
    return {actions[0].object_id: found} if found else {}


def _forward(found: dict[str, Any], state: str) -> None:
    order = Delivery.ORDER
    if found["state"] in order and order.index(found["state"]) < order.index(state):
        found["state"] = state


def _uuid(text: str | None) -> uuid.UUID | None:
    return uuid.UUID(text) if text else None


def _instant(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


register_projection(
    Document,
    fields=("state", "arrival_number", "book_year", "issued_code", "finished_at"),
    fold=fold_document,
)
register_projection(
    Assignment, fields=("state", "role", "parent_id", "receiver_unit_id", "receiver_officer_id", "due_at"), fold=fold_branches,
    owner=Document, owned_by="document_id",
)  # fmt: skip
register_projection(
    Delivery, fields=("state", "arrival_number", "organisation_id", "document_id"), fold=fold_delivery,
    owner=Document, owned_by="arrived_document_id", key="arrived_document_id",
)  # fmt: skip
