"""Acting on several items at once."""

from __future__ import annotations

import pytest
from django.test import Client

from lienthong.kernel.actions.public import Ref
from lienthong.kernel.errors import Refused
from lienthong.kernel.work import kinds
from lienthong.kernel.work.public import ItemAction, Outcome, WorkItem, finish_item, open_item, register_kind


class Echo:
    label = "Thử"
    chip = "task"

    def actions(self, item, actor):
        return [ItemAction("finish", "Kết thúc", batch=True)]

    batch_actions = actions

    def perform(self, item, actor, action, data, files):
        if item.number == "hỏng":
            raise Refused("Chưa làm được việc này")
        finish_item(item, actor=actor)
        return Outcome("Đã xong")


@pytest.fixture(autouse=True)
def echo(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    register_kind("test", Echo())
    yield
    kinds._handlers.pop("test")


@pytest.fixture
def holder(make):
    return make.officer("chuyen_vien")


@pytest.fixture
def browser(holder):
    client = Client()
    client.force_login(holder.account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def give(holder, number: str) -> WorkItem:
    return open_item(
        kind="test", obj=Ref("test.thing", number), title=f"Việc {number}", number=number, organisation_id=holder.organisation_id,
        officer_id=holder.pk,
    )  # fmt: skip


def states() -> dict[str, str]:
    return dict(WorkItem.objects.values_list("number", "state"))


def test_each_item_has_a_result_of_its_own(browser, holder):
    ids = [str(give(holder, number).pk) for number in ("1", "hỏng", "3")]

    answer = browser.post("/viec/hang-loat/", {"action": "finish", "item": ids})

    assert [result["ok"] for result in answer.context["results"]] == [True, False, True]
    assert states() == {"1": "done", "hỏng": "open", "3": "done"}


def test_items_of_somebody_else_are_left_alone(browser, holder, make):
    foreign = give(make.officer("chuyen_vien"), "9")

    answer = browser.post(
        "/viec/hang-loat/", {"action": "finish", "item": [str(foreign.pk), "không phải mã"]}
    )

    assert [result["ok"] for result in answer.context["results"]] == [False]
    assert states() == {"9": "open"}


def test_with_script_the_batch_goes_on_in_small_requests(browser, holder):
    ids = [str(give(holder, str(number)).pk) for number in range(4)]

    first = browser.post("/viec/hang-loat/", {"action": "finish", "item": ids}, HTTP_HX_REQUEST="true")
    left = [str(one) for one in first.context["left"]]
    last = browser.post(
        "/viec/hang-loat/",
        {"action": "finish", "item": left, "so_far": first.context["so_far"]},
        HTTP_HX_REQUEST="true",
    )

    assert (len(left), first.context["total"], len(last.context["results"])) == (1, 4, 4)
    assert set(states().values()) == {"done"}


def test_forged_results_of_earlier_requests_are_not_shown(browser, holder):
    answer = browser.post(
        "/viec/hang-loat/", {"action": "finish", "item": [], "so_far": "bịa"}, HTTP_HX_REQUEST="true"
    )

    assert answer.context["results"] == []


def test_page_offers_one_part_per_act(browser, holder):
    give(holder, "1")
    give(holder, "2")

    parts = browser.get("/viec/hang-loat/").context["parts"]

    assert [(part["code"], len(part["entries"])) for part in parts] == [("finish", 2)]
