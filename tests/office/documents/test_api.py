"""``/api/v1/documents``: what programs see."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lienthong.office.documents.models import Document, Intake
from lienthong.office.documents.public import Order, direct, issue
from tests.office.documents.conftest import LETTER

INCOMING = "/api/v1/documents/incoming"


@pytest.fixture
def as_(office):
    """``as_("clerk")``: an HTTP client signed in as a person of the office (or another officer)."""

    def sign_in(who):
        client = Client()
        client.force_login(getattr(office, who).account if isinstance(who, str) else who.account)
        return client

    return sign_in


def letter(text=LETTER, name="cong-van.txt"):
    return SimpleUploadedFile(name, text.encode(), content_type="text/plain")


def test_incoming_file_is_read_and_registered(as_):
    answer = as_("clerk").post(INCOMING, {"file": letter()})

    assert answer.status_code == 201
    told = answer.json()
    assert (told["arrival_number"], told["code"], told["issued_on"]) == (1, "1605/STN-VP", "2026-11-20")
    assert told["reading"]["code"]["confidence"] > 0.8


def test_fields_sent_along_go_before_what_was_read(as_):
    told = as_("clerk").post(INCOMING, {"file": letter(), "subject": "Trích yếu khác", "urgency": "3"}).json()

    assert (told["subject"], told["urgency"]) == ("Trích yếu khác", 3)


def test_same_key_gives_the_same_answer_once(as_):
    client = as_("clerk")
    first = client.post(INCOMING, {"file": letter()}, headers={"Idempotency-Key": "k-1"})
    second = client.post(INCOMING, {"file": letter()}, headers={"Idempotency-Key": "k-1"})

    assert first.json() == second.json()
    assert second["Idempotency-Replayed"] == "true"
    assert Document.objects.count() == 1


def test_duplicate_names_the_earlier_document_and_leaves_nothing(as_):
    client = as_("clerk")
    first = client.post(INCOMING, {"file": letter()}).json()

    answer = client.post(INCOMING, {"file": letter()})

    assert answer.status_code == 409
    assert answer.json()["earlier"] == {"id": first["id"], "arrival_number": 1, "code": "1605/STN-VP"}
    assert Intake.objects.count() == 1
    assert (
        client.post(INCOMING, {"file": letter(), "confirm_duplicate": "true"}).json()["arrival_number"] == 2
    )


def test_marked_document_is_refused(as_):
    answer = as_("clerk").post(INCOMING, {"file": letter(LETTER.replace("V/v", "TỐI MẬT\nV/v"))})

    assert (answer.status_code, answer.json()["code"]) == (422, "state_secret")


@pytest.mark.parametrize(
    "body", [{}, {"file_id": "khong-phai-ma"}, {"file_id": "01900000-0000-7000-8000-000000000000"}]
)
def test_request_without_a_usable_file_is_told_so(as_, body):
    assert as_("clerk").post(INCOMING, body).status_code in (404, 422)


def test_file_uploaded_before_is_registered_by_its_id(as_):
    client = as_("clerk")
    file_id = client.post("/api/v1/files", {"file": letter()}).json()["id"]

    assert (
        client.post(INCOMING, {"file_id": file_id}, content_type="application/json").json()["arrival_number"]
        == 1
    )


def test_s10_officers_of_another_agency_find_nothing(as_, journey, neighbour):
    document = journey.registered(subject="CHIMYEN bí mật công vụ")
    stranger = as_(neighbour.clerk)

    for address in (f"/api/v1/documents/{document.pk}", f"/api/v1/documents/{document.pk}/issue"):
        answer = (
            stranger.get(address)
            if address.endswith(str(document.pk))
            else stranger.post(address, {"to": []}, content_type="application/json")
        )
        assert answer.status_code == 404
        assert b"CHIMYEN" not in answer.content
    assert stranger.get("/api/v1/documents?q=chimyen").json()["items"] == []
    assert as_("clerk").get("/api/v1/documents?q=chimyen").json()["items"] != []


def test_officer_sees_only_what_was_given_to_him(as_, journey):
    document = journey.registered()
    address = f"/api/v1/documents/{document.pk}"
    assert as_("officer").get(address).status_code == 404

    direct(
        document,
        actor=journey.office.actor("leader"),
        orders=[Order("main", officer_id=journey.office.officer.pk)],
    )

    assert as_("officer").get(address).json()["assignments"][0]["role"] == "main"
    assert as_("outsider").get(address).status_code == 404


def test_list_costs_the_same_for_one_and_fifty_rows(as_, journey, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = as_("clerk")

    def statements():
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/api/v1/documents").status_code == 200
        return len(seen)

    journey.registered()
    client.get("/api/v1/documents")
    one = statements()
    for n in range(12):
        journey.registered(LETTER.replace("1605", f"7{n:03}"))
    assert statements() == one


def test_pages_follow_each_other_without_gap(as_, journey):
    for n in range(5):
        journey.registered(LETTER.replace("1605", f"7{n:03}"))
    client, seen, after = as_("clerk"), [], ""
    while after is not None:
        page = client.get(f"/api/v1/documents?limit=2&after={after}").json()
        seen += [row["arrival_number"] for row in page["items"]]
        after = page["next"]
    assert seen == [5, 4, 3, 2, 1]


def test_issue_names_agencies_by_key(as_, journey, neighbour):
    document = journey.sealed()

    answer = as_("clerk").post(
        f"/api/v1/documents/{document.pk}/issue",
        {"to": [neighbour.organisation.key]},
        content_type="application/json",
    )

    assert answer.json()["deliveries"] == [{"organisation": neighbour.organisation.key, "state": "arrived"}]


def test_whole_way_through_work_items(as_, journey, neighbour):
    """Direction to arrival by the interface alone."""
    office = journey.office
    as_("clerk").post(INCOMING, {"file": letter()})

    def act(who, action, data=None):
        client = as_(who)
        (item,) = client.get("/api/v1/inbox").json()["items"]
        return client.post(
            f"/api/v1/work-items/{item['id']}/actions/{action}",
            {"data": data or {}},
            content_type="application/json",
        ).json()

    act("leader", "direct", {"main": f"o{office.officer.pk}", "instruction": "Soạn trả lời"})
    reply = act("officer", "reply", journey.content())
    assert reply["state"] == "draft"
    draft_item = next(
        item
        for item in as_("officer").get("/api/v1/inbox").json()["items"]
        if item["kind"] == "documents.draft"
    )
    as_("officer").post(
        f"/api/v1/work-items/{draft_item['id']}/actions/submit", {"data": {}}, content_type="application/json"
    )
    assert act("leader", "sign")["state"] == "signed"
    sealed = act("clerk", "seal")
    assert sealed["code"] == "01/SKHTN-CN"
    assert act("clerk", "issue", {"to": [neighbour.organisation.key]})["recipients"] == 1
    assert act(neighbour.clerk, "register")["arrival_number"] == 1


def test_organisation_of_another_is_not_chosen_for_registration(as_, neighbour):
    assert (
        as_("clerk")
        .post(INCOMING, {"file": letter(), "organisation": str(neighbour.organisation.pk)})
        .status_code
        == 403
    )


def test_arrived_copy_is_found_by_the_receiver_only_after_it_was_issued(as_, journey, neighbour):
    document = journey.sealed()
    receiver = as_(neighbour.clerk)
    assert receiver.get("/api/v1/documents").json()["items"] == []

    issue(document, actor=journey.office.actor("clerk"), organisation_ids=[neighbour.organisation.pk])

    assert [row["state"] for row in receiver.get("/api/v1/documents").json()["items"]] == ["arrived"]


def test_search_finds_a_document_only_for_those_who_may_open_it(as_, journey):
    document = journey.registered(subject="Chimyen quy hoạch")

    def hits(who):
        return [hit["object_id"] for hit in as_(who).get("/api/v1/search?q=chimyen").json()]

    assert hits("clerk") == [str(document.pk)]
    assert hits("officer") == []
    journey.directed(document=document)
    assert hits("officer") == [str(document.pk)]
