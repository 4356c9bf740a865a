"""S06: an officer loses the right between the act and the job that follows from it."""

from __future__ import annotations

from lienthong.kernel.access.models import RoleAssignment
from lienthong.kernel.access.public import actor_for, forget_actors
from lienthong.kernel.accounts.public import disable_account
from lienthong.kernel.actions.public import SYSTEM
from lienthong.kernel.search.public import find
from lienthong.office.documents.domain.issuing import issue
from lienthong.office.documents.jobs import index_arrivals


def test_s06_what_was_issued_arrives_and_the_demoted_clerk_sees_nothing_of_it(journey, neighbour):
    document, clerk = journey.sealed(), journey.office.clerk
    issue(document, actor=journey.office.actor("clerk"), organisation_ids=[neighbour.organisation.pk])
    RoleAssignment.objects.filter(officer=clerk).delete()
    disable_account(clerk.account, actor=SYSTEM)
    forget_actors()

    index_arrivals(document_id=str(document.pk))

    receiver = find(neighbour.actor("clerk"), "dự thảo kế hoạch")
    clerk.account.refresh_from_db()
    assert len(receiver) == 1
    assert find(actor_for(clerk.account), "dự thảo kế hoạch") == []
