from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lienthong.kernel.access.public import system_scope
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.errors import DomainError
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.public import api_receive, bound_uploads, oversized
from tests.kernel.files import samples

pytestmark = pytest.mark.django_db


def posted(rf: Any, *uploads: SimpleUploadedFile) -> Any:
    return rf.post("/api/v1/files", {"file": list(uploads)})


def test_file_of_a_request_is_received_for_the_actor(rf: Any, citizen: Actor) -> None:
    upload = SimpleUploadedFile("đơn.pdf", samples.pdf(), content_type="application/pdf")

    file = api_receive(posted(rf, upload), actor=citizen)

    assert (file.name, file.media_type, file.uploaded_by) == (
        "đơn.pdf",
        "application/pdf",
        citizen.account_id,
    )


@pytest.mark.parametrize("count", [0, 2])
def test_request_with_no_or_several_files_is_invalid(count: int, rf: Any, citizen: Actor) -> None:
    uploads = [SimpleUploadedFile(f"{number}.pdf", samples.pdf()) for number in range(count)]

    with pytest.raises(DomainError) as refusal:
        api_receive(posted(rf, *uploads), actor=citizen)

    assert refusal.value.code == "file_missing_in_request"


def test_body_larger_than_announced_limit_is_cut_and_nothing_stored(
    rf: Any, citizen: Actor, settings: Any
) -> None:
    settings.UPLOAD_LIMIT = 100_000
    upload = SimpleUploadedFile("a.txt", b"a" * 300_000)

    with pytest.raises(DomainError) as refusal:
        api_receive(posted(rf, upload), actor=citizen)

    assert refusal.value.code == "file_too_large"
    assert StoredFile.objects.count() == 0


class TestRoutes:
    def post(self, rf: Any, citizen: Actor, data: bytes, **headers: str) -> Any:
        from ninja import NinjaAPI

        from lienthong.kernel.files.api import router

        api = NinjaAPI(urls_namespace="files-test")
        api.add_router("", router)
        view = next(pattern.callback for pattern in api.urls[0] if str(pattern.pattern) == "files")
        request = posted(rf, SimpleUploadedFile("a.pdf", data))
        request.META |= headers
        request.actor, request._dont_enforce_csrf_checks = citizen, True
        return view(request)

    def test_upload_answers_with_hash_and_state(self, rf: Any, citizen: Actor) -> None:
        response = self.post(rf, citizen, samples.pdf(pages=2))

        answer = json.loads(response.content)
        assert response.status_code == 201
        assert (answer["name"], answer["state"], answer["page_count"]) == ("a.pdf", "unscanned", 2)

    def test_same_key_twice_stores_one_file_and_answers_the_same(self, rf: Any, citizen: Actor) -> None:
        data = samples.pdf()

        answers = [
            json.loads(self.post(rf, citizen, data, HTTP_IDEMPOTENCY_KEY="khoa-1").content) for _ in range(2)
        ]

        assert answers[0] == answers[1]
        with system_scope():
            assert StoredFile.objects.count() == 1

    def test_same_key_with_other_content_is_refused(self, rf: Any, citizen: Actor) -> None:
        self.post(rf, citizen, samples.pdf(), HTTP_IDEMPOTENCY_KEY="khoa-1")

        with pytest.raises(DomainError) as refusal:
            self.post(rf, citizen, samples.pdf(pages=2), HTTP_IDEMPOTENCY_KEY="khoa-1")

        assert refusal.value.code == "idempotency_key_reused"


def test_oversized_upload_does_not_lose_the_rest_of_the_form(rf: Any, settings: Any) -> None:
    settings.UPLOAD_LIMIT = 100_000
    request = rf.post(
        "/",
        {
            "big": SimpleUploadedFile("a.txt", b"a" * 300_000),
            "small": SimpleUploadedFile("b.txt", b"b"),
            "name": "An",
        },
    )
    bound_uploads(request)

    assert (request.POST["name"], sorted(request.FILES)) == ("An", ["small"])
    assert oversized(request) == {"big"}
