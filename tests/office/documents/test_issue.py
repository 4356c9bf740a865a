"""Signing, sealing and issuing: order, numbers, one act for many agencies, and what comes back."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lienthong.kernel.errors import DomainError, Forbidden, Invalid, Refused
from lienthong.kernel.files.public import get_readable
from lienthong.kernel.papers.public import verify_token
from lienthong.kernel.work.public import WorkItem, items, perform
from lienthong.office.documents.models import Delivery, Document
from lienthong.office.documents.public import (
    Order,
    ask_initials,
    direct,
    finish,
    give_initial,
    issue,
    main_file,
    number_and_seal,
    receive_delivery,
    refuse_delivery,
    return_draft,
    revise_draft,
    sign,
    submit_for_signature,
    withdraw,
)


def test_s17_sealing_before_the_signature_is_refused_and_takes_no_number(journey):
    document = journey.submitted()
    with pytest.raises(Refused):
        number_and_seal(document, actor=journey.office.actor("clerk"))
    assert journey.sealed().code.startswith("01/")


def test_s17_signing_twice_and_sealing_twice_are_refused(journey):
    document = journey.sealed()
    with pytest.raises(Refused):
        sign(document, actor=journey.office.actor("leader"))
    with pytest.raises(Refused):
        number_and_seal(document, actor=journey.office.actor("clerk"))


def test_officer_does_not_sign_and_leader_does_not_seal(journey):
    office = journey.office
    with pytest.raises(Forbidden):
        sign(journey.submitted(), actor=office.actor("officer"))
    with pytest.raises(Forbidden):
        number_and_seal(journey.signed(), actor=office.actor("leader"))


def test_broken_signature_stops_the_seal(journey):
    from lienthong.kernel.files.public import read_bytes
    from lienthong.office.documents.domain.drawing import keep_file
    from lienthong.office.documents.domain.signing import latest_file

    document = journey.signed()
    data = read_bytes(latest_file(document, "signed").file)
    broken = (
        data.replace(b"/Type/Page", b"/Type/Pagf", 1)
        if b"/Type/Page" in data
        else data[:-900] + b"0" * 10 + data[-890:]
    )
    keep_file(document, broken, "signed", "hong.pdf")

    with pytest.raises(DomainError):
        number_and_seal(document, actor=journey.office.actor("clerk"))

    document.refresh_from_db()
    assert (document.state, document.number) == ("signed", "")


def test_numbers_of_an_agency_follow_each_other_across_kinds(journey):
    assert [journey.sealed().code, journey.sealed(kind="quyet-dinh").code, journey.sealed().code] == [
        "01/SKHTN-CN",
        "02/QĐ-SKHTN",
        "03/SKHTN-CN",
    ]


def test_deputy_who_signs_has_his_own_title_on_the_page(journey):
    document = sign(journey.submitted(), actor=journey.office.actor("deputy"))

    assert (document.signer_name, document.signer_competence) == ("Đỗ Thị Phó", "KT. GIÁM ĐỐC")


def test_initials_are_needed_for_the_version_that_goes_to_the_leader(journey):
    office = journey.office
    draft = journey.draft()
    (initial,) = ask_initials(draft, actor=office.actor("officer"), officer_ids=[office.head.pk])
    with pytest.raises(Refused, match="chưa ký nháy"):
        submit_for_signature(draft, actor=office.actor("officer"))

    give_initial(initial, actor=office.actor("head"), ok=False, note="Thiếu căn cứ")
    with pytest.raises(Refused, match="đề nghị sửa"):
        submit_for_signature(draft, actor=office.actor("officer"))

    revise_draft(
        draft,
        actor=office.actor("officer"),
        content=journey.content(bases=["Căn cứ Luật Giao dịch điện tử;"]),
    )
    assert submit_for_signature(draft, actor=office.actor("officer")).state == "signing"


def test_returned_draft_goes_back_to_its_drafter(journey):
    office = journey.office
    document = return_draft(journey.submitted(), actor=office.actor("leader"), reason="Sửa đoạn 2")

    assert document.state == "draft"
    assert [(item.kind, item.step) for item in items(office.actor("officer"))] == [
        ("documents.draft", "Sửa theo ý kiến người ký")
    ]


def test_statements_of_an_issue_do_not_depend_on_the_number_of_agencies(journey, make):
    def statements(n):
        document = journey.sealed()
        ids = [make.organisation().pk for _ in range(n)]
        with CaptureQueriesContext(
            connection,
        ) as seen:
            issue(document, actor=journey.office.actor("clerk"), organisation_ids=ids)
        assert Delivery.objects.filter(document=document).count() == n
        return len(seen)

    journey.sealed()
    assert statements(2) == statements(50) <= 30


def test_issuing_again_adds_only_new_agencies(journey, make):
    document, clerk = journey.sealed(), journey.office.actor("clerk")
    first, second = make.organisation(), make.organisation()
    issue(document, actor=clerk, organisation_ids=[first.pk])

    rows = issue(document, actor=clerk, organisation_ids=[first.pk, second.pk])

    assert [row.organisation_id for row in rows] == [second.pk]
    assert Document.objects.filter(origin_id=document.pk).count() == 2


@pytest.mark.parametrize("who", ["own", "unknown"])
def test_issue_to_oneself_or_to_nobody_known_is_refused(journey, who):
    document = journey.sealed()
    with pytest.raises(Invalid):
        issue(
            document,
            actor=journey.office.actor("clerk"),
            organisation_ids=[document.organisation_id if who == "own" else 10**9],
        )


def test_status_comes_back_and_never_goes_backwards(journey, neighbour):
    document = journey.sealed()
    (delivery,) = issue(
        document, actor=journey.office.actor("clerk"), organisation_ids=[neighbour.organisation.pk]
    )
    copy = Document.objects.get(pk=delivery.arrived_document_id)

    def state():
        delivery.refresh_from_db()
        return delivery.state

    assert state() == "arrived"
    receive_delivery(copy, actor=neighbour.actor("clerk"))
    assert state() == "registered"
    (branch,) = direct(
        copy, actor=neighbour.actor("leader"), orders=[Order("main", officer_id=neighbour.officer.pk)]
    )
    assert state() == "in_process"
    finish(branch, actor=neighbour.actor("officer"))
    assert state() == "done"
    from lienthong.office.documents.domain.delivery_states import report_back

    report_back(copy, "registered")
    assert state() == "done"


def test_refused_delivery_tells_the_sender_why(journey, neighbour):
    document = journey.sealed()
    (delivery,) = issue(
        document, actor=journey.office.actor("clerk"), organisation_ids=[neighbour.organisation.pk]
    )

    refuse_delivery(
        Document.objects.get(pk=delivery.arrived_document_id),
        actor=neighbour.actor("clerk"),
        reason="Gửi nhầm cơ quan",
    )

    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == ("refused", "Gửi nhầm cơ quan")
    assert not WorkItem.objects.filter(object_id=str(delivery.arrived_document_id), state="open").exists()


def test_withdrawn_document_says_so_by_its_qr_and_leaves_the_inboxes(journey, neighbour):
    document = journey.sealed()
    (delivery,) = issue(
        document, actor=journey.office.actor("clerk"), organisation_ids=[neighbour.organisation.pk]
    )
    token = Document.objects.get(pk=document.pk).paper.token

    withdraw(document, actor=journey.office.actor("leader"), reason="Sai thẩm quyền")

    assert verify_token(token).verdict == "withdrawn"
    assert Document.objects.get(pk=delivery.arrived_document_id).state == "withdrawn"
    assert list(items(neighbour.actor("clerk"))) == []


def test_s14_files_of_the_copy_are_read_by_the_receiver_and_of_the_original_by_the_sender(journey, neighbour):
    from lienthong.kernel.errors import NotFound

    document = journey.sealed()
    (delivery,) = issue(
        document, actor=journey.office.actor("clerk"), organisation_ids=[neighbour.organisation.pk]
    )
    own = main_file(document).file
    copy = main_file(Document.objects.get(pk=delivery.arrived_document_id)).file

    assert get_readable(copy.pk, neighbour.actor("clerk")).sha256 == own.sha256
    assert get_readable(own.pk, journey.office.actor("clerk"))
    with pytest.raises(NotFound):
        get_readable(own.pk, neighbour.actor("clerk"))
    with pytest.raises(NotFound):
        get_readable(copy.pk, journey.office.actor("clerk"))


def test_leader_signs_from_the_inbox(journey):
    office = journey.office
    journey.submitted()
    (item,) = items(office.actor("leader"))

    outcome = perform(item, office.actor("leader"), "sign", {})

    assert outcome.data["state"] == "signed"
    item.refresh_from_db()
    assert item.state == "done"
