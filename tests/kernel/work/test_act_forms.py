"""The form of an act on the inbox screen: uploads, rows, first values."""

from __future__ import annotations

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lienthong.kernel.actions.public import Ref
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.work import kinds
from lienthong.kernel.work.public import (
    ItemAction,
    Outcome,
    Pane,
    WorkItem,
    finish_item,
    open_item,
    register_kind,
)

FORM = {
    "type": "object",
    "required": ["scan", "lines"],
    "properties": {
        "scan": {"type": "string", "format": "file", "title": "Bản quét", "ui": {"purpose": "scan"}},
        "lines": {
            "type": "array",
            "title": "Nội dung",
            "minItems": 1,
            "items": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "title": "Chữ"}}},
        },
    },
}  # fmt: skip
HEADER = "ui/components/messages.html"


class Asking:
    label = "Thử"
    chip = "task"

    def __init__(self) -> None:
        self.got: list[dict] = []

    def actions(self, item, actor):
        return [ItemAction("finish", "Kết thúc", form=FORM)]

    def initial(self, item, actor, action):
        return {"lines": [{"text": "Viết sẵn"}]}

    def perform(self, item, actor, action, data, files):
        self.got.append(data)
        finish_item(item, actor=actor)
        return Outcome("Đã xong")

    def pane(self, item, actor):
        return Pane(HEADER, "", {})


@pytest.fixture
def handler(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    found = Asking()
    register_kind("test", found)
    yield found
    kinds._handlers.pop("test")


@pytest.fixture
def address(make, handler):
    holder = make.officer("chuyen_vien")
    item = open_item(
        kind="test",
        obj=Ref("test.thing", "1"),
        title="Việc thử",
        organisation_id=holder.organisation_id,
        officer_id=holder.pk,
    )
    browser = Client()
    browser.force_login(holder.account, backend="django.contrib.auth.backends.ModelBackend")
    return browser, f"/viec/{item.pk}/finish/"


def pdf() -> SimpleUploadedFile:
    buffer = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(buffer)
    return SimpleUploadedFile("quet.pdf", buffer.getvalue(), content_type="application/pdf")


def test_form_begins_with_the_values_of_its_handler(address):
    browser, url = address

    assert (
        'value="Viết sẵn"' in browser.get(url).content.decode()
        or ">Viết sẵn<" in browser.get(url).content.decode()
    )


def test_upload_is_stored_and_its_id_reaches_the_act(address, handler):
    browser, url = address

    browser.post(url, {"scan": pdf(), "lines.__rows": "1", "lines.0.text": "một"})

    file = StoredFile.objects.get()
    assert handler.got == [{"scan": str(file.pk), "lines": [{"text": "một"}]}]
    assert file.purpose == "scan"


def test_upload_survives_a_form_that_comes_back_with_a_mistake(address, handler):
    browser, url = address

    answer = browser.post(url, {"scan": pdf(), "lines.__rows": "1", "lines.0.text": ""})
    kept = str(StoredFile.objects.get().pk)
    browser.post(url, {"scan": kept, "lines.__rows": "1", "lines.0.text": "hai"})

    assert answer.status_code == 422
    assert kept in answer.content.decode()
    assert handler.got == [{"scan": kept, "lines": [{"text": "hai"}]}]


def test_refused_upload_is_named_beside_its_field(address, handler):
    browser, url = address
    page = SimpleUploadedFile("quet.pdf", b"<html></html>", content_type="text/html")

    answer = browser.post(url, {"scan": page, "lines.__rows": "1", "lines.0.text": "một"})

    assert answer.status_code == 422
    assert 'id="f-scan-error"' in answer.content.decode()
    assert handler.got == []


def test_button_for_another_row_does_nothing_but_that(address, handler):
    browser, url = address

    answer = browser.post(url, {"lines.__rows": "1", "lines.0.text": "một", "__add": "lines"})

    assert 'name="lines.1.text"' in answer.content.decode()
    assert handler.got == []
    assert WorkItem.objects.get().state == "open"
