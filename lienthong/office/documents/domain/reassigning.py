"""When the inbox hands an item to somebody else, the row behind it follows: the branch, the draft, the initials.

Called inside the transaction of ``work.reassign``, whose one action on the document tells of both; so nothing is
recorded here.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.models import RoleAssignment
from lienthong.kernel.access.public import ROLES, permissions_of
from lienthong.kernel.directory.models import Officer
from lienthong.kernel.errors import Refused
from lienthong.kernel.work.public import WorkItem
from lienthong.office.documents.domain.moving import locked, require_state
from lienthong.office.documents.domain.tree import branch_of
from lienthong.office.documents.models import Assignment, Document, Initial
from lienthong.office.documents.rules import ACT, DRAFT


def require_able(holder: Officer, permission: str) -> None:
    """Raises Refused unless the officer's own roles in his agency carry the permission today."""
    able = [role for role in ROLES if permission in permissions_of(role)]
    held = RoleAssignment.objects.filter(
        RoleAssignment.on(clock.today()),
        officer=holder,
        organisation_id=holder.organisation_id,
        role__in=able,
    )
    if not held.exists():
        raise Refused(
            _("%(name)s không có quyền làm việc này; hãy chọn người khác")
            % {"name": holder.person.full_name},
            code="holder_may_not",
        )


def move_branch(item: WorkItem, holder: Officer) -> Assignment:
    """The branch of the item gets the item's holder. For him it is unread, so its sender may take it back again.

    Raises Refused for a branch that does not wait, a holder without the right, who has a branch beside it already, or
    who is the one that passed the work on.
    """
    document = _locked(item)
    branch = branch_of(item.part, document)
    if branch.state != "open":
        raise Refused(
            _("Nhánh việc này không còn chờ xử lý nên không giao lại được; hãy tải lại trang"),
            code="branch_closed",
        )
    require_able(holder, ACT)
    if branch.parent is not None and branch.parent.receiver_officer_id == holder.pk:
        raise Refused(
            _("Người này đã chuyển việc xuống; hãy trả lại thay vì giao lại"), code="to_the_one_who_gave"
        )
    beside = Assignment.objects.filter(
        document=document, parent_id=branch.parent_id, receiver_officer_id=holder.pk, state__in=Assignment.ACTIVE
    ).exclude(pk=branch.pk)  # fmt: skip
    if beside.exists():
        raise Refused(_("Người này đã có một nhánh việc của văn bản này"), code="receiver_twice")
    branch.receiver_officer_id, branch.receiver_unit_id = holder.pk, item.unit_id
    branch.receiver_name = f"{holder.person.full_name}, {holder.post.title}"[:300]
    branch.opened_at = None
    branch.save(update_fields=["receiver_officer_id", "receiver_unit", "receiver_name", "opened_at"])
    return branch


def move_draft(item: WorkItem, holder: Officer) -> Document:
    """The draft gets another drafter; its notation stays with the unit that began it."""
    document = _locked(item)
    require_state(document, "draft", "review")
    require_able(holder, DRAFT)
    if Initial.objects.filter(document=document, officer_id=holder.pk, state="waiting").exists():
        raise Refused(
            _("Người này đang được xin ký nháy; người soạn không tự ký nháy dự thảo của mình"),
            code="own_initials",
        )
    document.drafter_id = holder.pk
    document.save(update_fields=["drafter_id"])
    return document


def move_initials(item: WorkItem, holder: Officer) -> Initial:
    """Somebody else is asked for his initials on the same version."""
    document = _locked(item)
    require_state(document, "draft", "review")
    initial = Initial.objects.select_for_update().get(pk=item.part, document=document)
    if holder.pk == document.drafter_id:
        raise Refused(_("Người soạn không tự ký nháy dự thảo của mình"), code="own_initials")
    same = Initial.objects.filter(document=document, version=initial.version, officer_id=holder.pk)
    if same.exclude(pk=initial.pk).exists():
        raise Refused(_("Người này đã được xin ký nháy cho bản này"), code="asked_before")
    initial.officer_id, initial.officer_name = (
        holder.pk,
        f"{holder.person.full_name}, {holder.post.title}"[:300],
    )
    initial.save(update_fields=["officer_id", "officer_name"])
    return initial


def _locked(item: WorkItem) -> Document:
    return locked(Document(pk=item.object_id))
