"""The same path through REST: token, files, dossier, inbox, acts, public look-up."""

from __future__ import annotations

import io
import json

import pytest
from django.test import Client

from lienthong.kernel.accounts.public import create_token
from lienthong.service.dossiers.models import Dossier, Result
from tests.service.dossiers.test_fees import RESULT
from tests.service.province import EXTRACT, HOUSEHOLD

pytestmark = pytest.mark.usefixtures("friday_morning")


class Api:
    """A program with a personal access token."""

    def __init__(self, account, scopes=("read", "write")) -> None:
        _token, plain = create_token(account, scopes, "thử")
        self.client = Client(headers={"Authorization": f"Bearer {plain}"})

    def get(self, path: str):
        return self.client.get(f"/api/v1{path}")

    def post(self, path: str, body: dict | None = None, key: str = "", **kwargs):
        headers = {"Idempotency-Key": key} if key else {}
        return self.client.post(
            f"/api/v1{path}",
            json.dumps(body or {}),
            content_type="application/json",
            headers=headers,
            **kwargs,
        )

    def upload(self, name: str = "giay-to.pdf") -> str:
        import pikepdf

        buffer = io.BytesIO()
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.save(buffer)
        buffer.seek(0)
        buffer.name = name
        answer = self.client.post("/api/v1/files", {"file": buffer})
        assert answer.status_code == 201, answer.content
        return answer.json()["id"]


@pytest.fixture
def citizen(province):
    province.service("civil_status_extract_copy")
    province.service("household_business_registration")
    return Api(province.citizen)


def extract_body(**more):
    return {"procedure": "civil_status_extract_copy", "deciding": "ward", "values": EXTRACT, **more}


def test_submission_answers_with_code_and_due_time(citizen):
    answer = citizen.post("/dossiers", extract_body(), key="k1")

    assert answer.status_code == 201, answer.content
    assert answer.json()["code"] == "H56.201-261120-0001"
    assert answer.json()["due_at"] == "2026-11-23T02:12:00Z"


def test_repeated_submission_gets_the_same_answer_and_makes_nothing_new(citizen):
    first = citizen.post("/dossiers", extract_body(), key="k1")
    second = citizen.post("/dossiers", extract_body(), key="k1")

    assert second.json() == first.json()
    assert second["Idempotency-Replayed"] == "true"
    assert Dossier.objects.count() == 1


def test_same_key_with_other_content_is_a_conflict(citizen):
    citizen.post("/dossiers", extract_body(), key="k1")
    other = {**EXTRACT, "copies": 2}

    answer = citizen.post("/dossiers", extract_body(values=other), key="k1")

    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_reused")


def test_submission_without_a_key_is_told_to_send_one(citizen):
    answer = citizen.post("/dossiers", extract_body())

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["Idempotency-Key"]


def test_incomplete_submission_names_each_field(citizen):
    answer = citizen.post(
        "/dossiers",
        {"procedure": "household_business_registration", "deciding": "ward", "values": {}},
        key="k2",
    )

    assert answer.status_code == 422
    errors = set(answer.json()["errors"])
    assert {"/applicant/full_name", "components.giay_to_chu_ho"} <= errors
    assert any(name.startswith("/household/") for name in errors)


def test_whole_way_from_upload_to_the_officers_act(province, citizen):
    file_id = citizen.upload()
    body = {
        "procedure": "household_business_registration",
        "deciding": "ward",
        "values": HOUSEHOLD,
        "files": {"giay_to_chu_ho": [file_id]},
    }
    made = citizen.post("/dossiers", body, key="k3").json()
    from lienthong.service.dossiers.public import record_payment

    record_payment(Dossier.objects.get(code=made["code"]), method="gateway", reference="1")
    desk = Api(province.officers["desk"].account)
    [waiting] = desk.get("/inbox").json()["items"]

    answer = desk.post(f"/work-items/{waiting['id']}/actions/accept", key="a1")
    again = desk.post(f"/work-items/{waiting['id']}/actions/accept", key="a1")

    assert (answer.status_code, answer.json()["state"]) == (200, "processing")
    assert again.json() == answer.json()
    assert desk.get("/inbox").json()["items"] == []
    shown = citizen.get(f"/dossiers/{made['id']}").json()
    assert (shown["state"], shown["due_promised"]) == ("processing", True)


def test_applicant_fetches_the_sealed_result_once_the_fee_is_paid(province, citizen):
    made = citizen.post("/dossiers", extract_body(), key="k6").json()
    for name, action, data in (
        ("desk", "accept", {}),
        ("registrar", "ok", {}),
        ("registrar", "draft", RESULT),
        ("chairman", "sign", {}),
        ("clerk", "seal", {}),
    ):
        program = Api(province.officers[name].account)
        [waiting] = program.get("/inbox").json()["items"]
        answer = program.post(f"/work-items/{waiting['id']}/actions/{action}", {"data": data}, key=action)
        assert answer.status_code == 200, answer.content
    [held] = citizen.get(f"/dossiers/{made['id']}").json()["papers"][-1:]
    file_id = Result.objects.get().issued_file_id
    refused = citizen.client.get(f"/api/v1/files/{file_id}/content").status_code

    Api(province.officers["desk"].account).post(f"/dossiers/{made['id']}/fee", {"method": "cash"}, key="f")

    papers = citizen.get(f"/dossiers/{made['id']}").json()["papers"]
    [result] = [paper for paper in papers if paper["kind"] == "result"]
    fetched = citizen.client.get(result["file"])
    assert (held["kind"], held["file"], refused) == ("result", None, 404)
    assert result["number"].startswith("01/")
    assert b"".join(fetched.streaming_content).startswith(b"%PDF")
    assert citizen.client.get(result["verify"]).status_code == 200
    assert not [paper for paper in papers if paper["kind"] == "slip:control"]


def test_officer_of_another_agency_cannot_act_through_the_api(province, citizen):
    citizen.post("/dossiers", extract_body(), key="k4")
    from lienthong.kernel.work.public import WorkItem

    item = WorkItem.objects.get()
    stranger = Api(province.officers["centre_desk"].account)

    assert stranger.post(f"/work-items/{item.pk}/actions/accept", key="x").status_code == 404


def test_token_that_may_only_read_cannot_write(province, citizen):
    reader = Api(province.citizen, scopes=["read"])

    assert reader.post("/dossiers", extract_body(), key="k5").status_code == 403
    assert reader.get("/dossiers").status_code == 200


def test_anonymous_submission_is_unauthenticated(province):
    answer = Client().post("/api/v1/dossiers", "{}", content_type="application/json")

    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")


def test_code_alone_shows_the_degree_only(citizen):
    code = citizen.post("/dossiers", extract_body(), key="k6").json()["code"]

    answer = Client().get(f"/api/v1/public/dossiers/{code}")

    assert answer.json() == {"code": code, "degree": "Đã nộp, chờ tiếp nhận", "percent": 10}
    assert Client().get("/api/v1/public/dossiers/H56.201-261120-9999").status_code == 404


def test_procedures_are_found_without_accents(citizen):
    found = Client().get("/api/v1/public/procedures", {"q": "dang ky ho kinh doanh"}).json()["items"]

    assert [item["key"] for item in found] == ["household_business_registration"]


def test_openapi_document_is_3_1_and_names_every_operation(citizen):
    document = Client().get("/api/v1/openapi.json").json()

    assert document["openapi"].startswith("3.1")
    assert {
        "/api/v1/dossiers",
        "/api/v1/inbox",
        "/api/v1/files",
        "/api/v1/work-items/{id}/actions/{action}",
    } <= set(document["paths"])
    body = document["paths"]["/api/v1/dossiers"]["post"]["requestBody"]["content"]["application/json"][
        "schema"
    ]
    assert body["$ref"].endswith("SubmitIn")
