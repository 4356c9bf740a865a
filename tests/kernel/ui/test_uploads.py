"""The redirect after an upload with progress is handed to the script, which leaves it to the browser."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from lienthong.kernel.ui.uploads import UploadRedirects


def answer_to(response: HttpResponse, **headers: str) -> HttpResponse:
    return UploadRedirects(lambda _request: response)(RequestFactory().post("/nop/", headers=headers))


def test_redirect_after_a_scripted_upload_is_told_and_keeps_its_cookies() -> None:
    response = HttpResponseRedirect("/xong/#giay")
    response.set_cookie("nho", "1")

    answer = answer_to(response, **{"X-Upload": "1"})

    assert (answer.status_code, answer["X-Upload-Location"], answer.cookies["nho"].value) == (
        204,
        "/xong/#giay",
        "1",
    )


def test_redirect_after_a_plain_form_stays_a_redirect() -> None:
    response = HttpResponseRedirect("/xong/")

    assert answer_to(response) is response


def test_refused_upload_keeps_its_page() -> None:
    response = HttpResponse("Có lỗi", status=422)

    assert answer_to(response, **{"X-Upload": "1"}) is response
