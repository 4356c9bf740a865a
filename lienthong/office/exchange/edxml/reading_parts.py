"""The parts that document and status packages share: agencies, references, staff."""

from __future__ import annotations

import dataclasses

from django.utils.translation import gettext as _

from lienthong.office.exchange.edxml.elements import Looking
from lienthong.office.exchange.edxml.model import Agency, Reference, Staff
from lienthong.office.exchange.edxml.scanning import Node


def read_agency(look: Looking, node: Node | None, parent: Node, name: str) -> Agency:
    if node is None:
        look.note("missing", _("Thiếu %(name)s") % {"name": name}, parent)
        return Agency("")
    return Agency(
        id=look.required(node, "OrganId"), name=look.text(node, "OrganName"), in_charge=look.text(node, "OrganizationInCharge"),
        address=look.text(node, "OrganAdd"), email=look.text(node, "Email"), telephone=look.text(node, "Telephone"),
        fax=look.text(node, "Fax"), website=look.text(node, "Website"),
    )  # fmt: skip


def read_reference(look: Looking, node: Node) -> Reference:
    return Reference(
        agency_id=look.text(node, "OrganId"), code=look.text(node, "Code"), promulgated_on=look.day(node, "PromulgationDate"),
        document_id=look.text(node, "DocumentId"),
    )  # fmt: skip


def read_staff(look: Looking, node: Node | None) -> Staff | None:
    if node is None or not node.children:
        return None
    staff = Staff(
        department=look.text(node, "Department"), name=look.text(node, "Staff"), email=look.text(node, "Email"), mobile=look.text(node, "Mobile"),
    )  # fmt: skip
    return staff if any(dataclasses.astuple(staff)) else None
