"""What is done from the dossier's own page, and in the forms of acts."""

from __future__ import annotations

import pytest

from lienthong.kernel import clock
from lienthong.kernel.access.public import delegate
from lienthong.kernel.work.public import hand_over, items, perform
from lienthong.service.dossiers.domain.moving import widen
from lienthong.service.dossiers.models import Content, Slip
from lienthong.service.dossiers.public import accept

DRAFT = {
    "kind": "Khai sinh", "subject_name": "Hoàng Bé Con", "subject_born_on": "2020-05-01", "registered_at": "UBND phường",
    "registered_number": "12/2020",
}  # fmt: skip


def act(province, name, action, data=None):
    actor = province.actor(name)
    return perform(items(actor).first(), actor, action, data or {})


def test_control_slip_is_made_once_for_the_same_request(signed_in, hand_in):
    browser, dossier = signed_in("desk"), hand_in()

    for _time in range(2):
        browser.post(f"/mot-cua/ho-so/{dossier.pk}/phieu-kiem-soat/", {"request_key": "mot-lan"})

    assert list(Slip.objects.filter(kind="control").values_list("dossier", flat=True)) == [dossier.pk]


def test_asked_agency_cannot_print_the_control_slip(signed_in, hand_in, province):
    dossier = hand_in()
    widen(dossier, {province.police.pk})

    assert signed_in("policeman").get(f"/mot-cua/ho-so/{dossier.pk}/").status_code == 200
    assert signed_in("policeman").post(f"/mot-cua/ho-so/{dossier.pk}/phieu-kiem-soat/").status_code == 404
    assert not Slip.objects.filter(kind="control").exists()


def test_stopping_needs_a_reason_and_prints_the_notice(signed_in, hand_in, province):
    dossier = accept(hand_in(), actor=province.actor("desk"))
    browser, address = signed_in("desk"), f"/mot-cua/ho-so/{dossier.pk}/dung/"

    without = browser.post(address, {"reason": " "})
    browser.post(address, {"reason": "Người nộp đề nghị tại quầy"})

    dossier.refresh_from_db()
    assert without.status_code == 422
    assert dossier.state == "stopped"
    assert Slip.objects.filter(kind="stop").count() == 1


def test_signed_result_cannot_be_stopped(signed_in, hand_in, province):
    dossier = hand_in()
    for name, action, data in (
        ("desk", "accept", None),
        ("registrar", "ok", None),
        ("registrar", "draft", DRAFT),
        ("chairman", "sign", None),
    ):
        act(province, name, action, data)

    signed_in("desk").post(f"/mot-cua/ho-so/{dossier.pk}/dung/", {"reason": "thôi"})

    dossier.refresh_from_db()
    assert dossier.state == "sealing"


def test_signatures_of_a_signed_result_are_checked(signed_in, hand_in, province):
    dossier = hand_in()
    for name, action, data in (
        ("desk", "accept", None),
        ("registrar", "ok", None),
        ("registrar", "draft", DRAFT),
        ("chairman", "sign", None),
    ):
        act(province, name, action, data)
    result = dossier.results.get()

    page = (
        signed_in("desk")
        .get(f"/mot-cua/ho-so/{dossier.pk}/chu-ky/{result.pk}/", HTTP_HX_REQUEST="true")
        .content.decode()
    )

    assert "1 chữ ký hợp lệ" in page
    assert "<html" not in page


def test_leaders_reason_is_shown_until_the_draft_is_made_anew(signed_in, hand_in, province):
    dossier = hand_in()
    for name, action, data in (
        ("desk", "accept", None), ("registrar", "ok", None), ("registrar", "draft", DRAFT), ("chairman", "back", {"reason": "Sai nơi đăng ký"}),
    ):  # fmt: skip
        act(province, name, action, data)
    browser, address = signed_in("registrar"), f"/mot-cua/ho-so/{dossier.pk}/"

    before = browser.get(address).context["leader_words"]
    act(province, "registrar", "draft", DRAFT)

    assert [word["note"] for word in before] == ["Sai nơi đăng ký"]
    assert browser.get(address).context["leader_words"] == []


def test_draft_begins_with_what_the_applicant_said(signed_in, hand_in, province):
    hand_in()
    act(province, "desk", "accept")
    act(province, "registrar", "ok")
    item = items(province.actor("registrar")).get()

    page = signed_in("registrar").get(f"/viec/{item.pk}/draft/").content.decode()

    assert 'value="Hoàng Bé Con"' in page
    assert 'value="01/05/2020"' in page


def test_draft_begins_with_the_last_one_after_it_came_back(signed_in, hand_in, province):
    hand_in()
    for name, action, data in (
        ("desk", "accept", None), ("registrar", "ok", None), ("registrar", "draft", {**DRAFT, "registered_number": "77/2020"}),
        ("chairman", "back", {"reason": "Sai"}),
    ):  # fmt: skip
        act(province, name, action, data)
    item = items(province.actor("registrar")).get()

    assert 'value="77/2020"' in signed_in("registrar").get(f"/viec/{item.pk}/draft/").content.decode()


def test_supplement_form_gains_a_row_without_asking_yet(signed_in, hand_in, province):
    dossier = hand_in()
    item = items(province.actor("desk")).get()
    post = {"items.__rows": "1", "items.0.text": "Ghi lại ngày sinh", "reason": "Ngày sinh sai"}
    browser = signed_in("desk")

    more = browser.post(f"/viec/{item.pk}/supplement/", {**post, "__add": "items"})
    browser.post(f"/viec/{item.pk}/supplement/", post)

    assert 'name="items.1.text"' in more.content.decode()
    assert [asked.items for asked in dossier.supplements.all()] == [[{"text": "Ghi lại ngày sinh"}]]


def test_page_stays_when_the_personal_content_was_erased(signed_in, hand_in):
    dossier = hand_in()
    Content.objects.filter(pk=dossier.pk).delete()

    page = signed_in("desk").get(f"/mot-cua/ho-so/{dossier.pk}/")

    assert page.status_code == 200
    assert "038190012345" not in page.content.decode()


def test_order_to_draw_a_slip_that_is_not_there_yet_comes_back(db):
    """Within a job the order is queued over another connection and may be taken before the slip is committed."""
    from lienthong.kernel.ids import new_id
    from lienthong.service.dossiers.jobs import SlipNotThere, draw_slip

    with pytest.raises(SlipNotThere) as missing:
        draw_slip(str(new_id()))

    assert draw_slip.retry_strategy.get_retry_decision(exception=missing.value, job=FirstTry()) is not None


class FirstTry:
    attempts = 1


def test_work_given_out_for_an_absent_head_names_both_on_the_dossiers_page(
    signed_in, hand_in, province, make
):
    """The applicant's own page tells nothing of how an agency divides its work."""
    head = make.officer("lanh_dao", name="Trần Trưởng Phòng", organisation=province.ward)
    deputy = province.officers["registrar"]
    colleague = make.officer("mot_cua", name="Mai Có Mặt", organisation=province.ward)
    delegate(
        head,
        deputy,
        actor=make.actor(head),
        valid_from=clock.today(),
        valid_to=clock.today(),
        reason="Đi công tác",
    )
    dossier = hand_in()
    [item] = items(province.actor("desk"))

    hand_over(item, actor=province.actor("registrar"), officer_id=colleague.pk, reason="Nghỉ ốm")

    inside = signed_in("desk").get(f"/mot-cua/ho-so/{dossier.pk}/").content.decode()
    outside = signed_in("citizen").get(f"/ho-so/{dossier.code}/").content.decode()
    assert f"{deputy.person.full_name} thay Trần Trưởng Phòng" in inside
    assert "Giao việc cho người khác" not in outside
