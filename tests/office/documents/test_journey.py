"""A document from the post to the answer that another agency registers."""

from __future__ import annotations

from lienthong.kernel.files.public import read_bytes
from lienthong.kernel.papers.public import verify_bytes
from lienthong.kernel.signing.public import verify_pdf
from lienthong.kernel.work.public import items
from lienthong.office.documents.models import Assignment, Delivery, Document
from lienthong.office.documents.public import (
    Order,
    finish,
    forward,
    issue,
    main_file,
    recall_assignment,
    receive_delivery,
    timeline,
)


def test_document_travels_from_the_post_to_the_other_agency_and_back(journey, neighbour):
    office = journey.office
    arrived = journey.registered()
    assert (arrived.arrival_number, arrived.code, arrived.state) == (1, "1605/STN-VP", "registered")
    assert [item.kind for item in items(office.actor("leader"))] == ["documents.direct"]

    journey.directed(
        Order("main", unit_id=office.unit.pk),
        Order("coordinating", unit_id=office.other_unit.pk),
        document=arrived,
    )
    assert [item.step for item in items(office.actor("head"))] == ["Chủ trì xử lý"]

    lead = Assignment.objects.get(role="main", document=arrived)
    (passed,) = forward(
        lead,
        actor=office.actor("head"),
        orders=[Order("main", officer_id=office.officer.pk)],
        instruction="Soạn trả lời",
    )
    reply = journey.sealed(reply_to=arrived)
    assert reply.code == "01/SKHTN-CN"

    (delivery,) = issue(reply, actor=office.actor("clerk"), organisation_ids=[neighbour.organisation.pk])
    copy = Document.objects.get(pk=delivery.arrived_document_id)
    received = receive_delivery(copy, actor=neighbour.actor("clerk"))
    assert (received.arrival_number, received.code) == (1, "01/SKHTN-CN")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.arrival_number) == ("registered", 1)

    finish(passed, actor=office.actor("officer"), outcome="Đã trả lời")
    arrived.refresh_from_db()
    assert arrived.state == "processing"
    finish(lead, actor=office.actor("head"))
    arrived.refresh_from_db()
    assert arrived.state == "processing"
    recall_assignment(
        Assignment.objects.get(role="coordinating"), actor=office.actor("leader"), reason="Đã đủ ý kiến"
    )
    arrived.refresh_from_db()
    assert arrived.state == "done"


def test_issued_pdf_holds_two_valid_signatures_with_form_filling_between_them(journey):
    document = journey.sealed()

    report = verify_pdf(read_bytes(main_file(document).file))

    assert report.verdict == "valid"
    assert [(each.kind, each.verdict) for each in report.signatures] == [
        ("personal", "valid"),
        ("agency", "valid"),
    ]
    assert report.signatures[0].changes_after == "form_filling"
    assert report.filled["number"] == "Số: 01/SKHTN-CN"


def test_issued_pdf_is_known_to_the_public_verification(journey):
    document = journey.sealed()

    found = verify_bytes(read_bytes(main_file(document).file))

    assert found.verdict == "valid"
    assert found.paper["number"] == "01/SKHTN-CN"


def test_timeline_tells_every_act(journey):
    document = journey.sealed()

    assert [str(event["what"]) for event in timeline(document)][:4] == [
        "Soạn dự thảo",
        "Trình ký",
        "Ký số",
        "Cấp số 01/SKHTN-CN, đóng dấu",
    ]
    assert Delivery.objects.count() == 0
