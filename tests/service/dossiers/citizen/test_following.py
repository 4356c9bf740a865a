"""Who sees how much of a dossier: a code alone opens the degree; account, slip and one-time code open the way."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lienthong.kernel import clock
from lienthong.kernel.notify.models import Delivery
from lienthong.service.dossiers.domain.lookup import open_with_code, send_lookup_code
from lienthong.service.dossiers.models import Dossier, LookupCode, Slip
from lienthong.service.dossiers.public import request_supplement, submit, withdraw
from tests.service.dossiers.citizen.test_applying import pdf
from tests.service.province import APPLICANT, EXTRACT

CANARY = {
    "full_name": "Chim Hoàng Yến", "personal_id": "038190099887", "address": "77 ngõ Bí Mật", "phone": "0977123987", "email": "chim.yen@vidu.vn",
}  # fmt: skip
SECRETS = [*CANARY.values(), "Chim", "Yến", "chim.yen", "Bé Kín"]


@pytest.fixture
def dossier(province: Any, friday_morning: None) -> Dossier:
    service = province.service("civil_status_extract_copy")
    values = {
        **EXTRACT,
        "applicant": {**APPLICANT, **CANARY},
        "record": {**EXTRACT["record"], "subject_name": "Bé Kín"},
    }
    return submit(service, deciding=province.ward, values=values, files={}, actor=province.actor("citizen"))


def test_code_alone_shows_the_degree_and_no_personal_fact(client: Client, dossier: Dossier):
    bodies = [
        client.get(f"/ho-so/{dossier.code}/").content.decode(),
        client.get("/tra-cuu/", {"ma": dossier.code}, follow=True).content.decode(),
        client.get(f"/api/v1/public/dossiers/{dossier.code}").content.decode(),
    ]

    assert "Đã nộp, chờ tiếp nhận" in bodies[0]
    for body in bodies:
        assert not [secret for secret in [*SECRETS, dossier.slip_token, str(dossier.pk)] if secret in body]
    assert "UBND phường Thử Nghiệm" not in bodies[0]


def test_another_citizen_sees_the_degree_only(client: Client, dossier: Dossier, make):
    client.force_login(make.citizen("Người Khác"))

    body = client.get(f"/ho-so/{dossier.code}/").content.decode()

    assert "Mức độ hoàn thành" in body
    assert not [secret for secret in SECRETS if secret in body]


def test_slip_token_opens_the_way_and_leaves_the_address(client: Client, dossier: Dossier):
    answer = client.get(f"/ho-so/{dossier.code}/?the={dossier.slip_token}")
    body = client.get(answer["Location"]).content.decode()

    assert answer["Location"] == f"/ho-so/{dossier.code}/"
    assert "UBND phường Thử Nghiệm" in body
    assert "Bạn cần nộp 8.000" in body
    assert not [secret for secret in SECRETS if secret in body]


def test_wrong_slip_token_opens_nothing(client: Client, dossier: Dossier):
    answer = client.get(f"/ho-so/{dossier.code}/?the=sai", follow=True)

    assert "Mức độ hoàn thành" in answer.content.decode()


def test_opened_way_closes_again_after_half_an_hour(client: Client, dossier: Dossier):
    client.get(f"/ho-so/{dossier.code}/?the={dossier.slip_token}")

    with clock.frozen(clock.now() + dt.timedelta(minutes=31)):
        body = client.get(f"/ho-so/{dossier.code}/").content.decode()

    assert "Mức độ hoàn thành" in body


def test_applicant_sees_promise_reasons_and_acts(client: Client, dossier: Dossier, province):
    client.force_login(province.citizen)

    body = client.get(f"/ho-so/{dossier.code}/").content.decode()

    assert "Dự kiến trả kết quả" in body
    assert "09:12 thứ Hai, 23/11/2026" in body
    assert f"/ho-so/{dossier.code}/rut/" in body
    assert "c•••@vidu.vn" in body


class TestOneTimeCode:
    """A code goes to the address in the application; nobody learns whether there is one."""

    @staticmethod
    def sent_code() -> str:
        found = re.search(r": (\d{6})\.", Delivery.objects.order_by("-created_at").first().body)
        assert found is not None
        return found.group(1)

    def test_right_code_opens_the_way_once(self, client: Client, dossier: Dossier):
        send_lookup_code(dossier.code)
        secret = self.sent_code()

        answer = client.post(f"/ho-so/{dossier.code}/mo/", {"ma": secret}, follow=True)

        assert "UBND phường Thử Nghiệm" in answer.content.decode()
        assert open_with_code(dossier.code, secret) is None

    def test_code_is_stored_as_a_hash_only(self, dossier: Dossier):
        send_lookup_code(dossier.code)

        assert self.sent_code() not in str(LookupCode.objects.values().get())

    def test_answers_are_the_same_for_known_and_unknown_dossiers(self, client: Client, dossier: Dossier):
        unknown = "H56.201-261120-9999"
        send_lookup_code(dossier.code)

        asked = [
            self.plain(client.post(f"/ho-so/{code}/gui-ma/").content, code)
            for code in (dossier.code, unknown)
        ]
        tried = [client.post(f"/ho-so/{code}/mo/", {"ma": "000000x"}) for code in (dossier.code, unknown)]

        assert asked[0] == asked[1]
        assert tried[0].status_code == tried[1].status_code == 422
        assert self.plain(tried[0].content, dossier.code) == self.plain(tried[1].content, unknown)

    def test_sixth_try_fails_even_with_the_right_code(self, dossier: Dossier):
        send_lookup_code(dossier.code)
        for _number in range(5):
            assert open_with_code(dossier.code, "không phải") is None

        assert open_with_code(dossier.code, self.sent_code()) is None

    def test_fifth_try_still_opens(self, dossier: Dossier):
        send_lookup_code(dossier.code)
        for _number in range(4):
            open_with_code(dossier.code, "không phải")

        assert open_with_code(dossier.code, self.sent_code()) is not None

    def test_code_ends_after_ten_minutes(self, dossier: Dossier):
        send_lookup_code(dossier.code)

        with clock.frozen(clock.now() + dt.timedelta(minutes=10, seconds=1)):
            late = open_with_code(dossier.code, self.sent_code())
        in_time = open_with_code(dossier.code, self.sent_code())

        assert late is None
        assert in_time is not None

    def test_newer_code_ends_the_earlier_one(self, dossier: Dossier):
        send_lookup_code(dossier.code)
        earlier = self.sent_code()
        send_lookup_code(dossier.code)

        assert open_with_code(dossier.code, earlier) is None or earlier == self.sent_code()

    @staticmethod
    def plain(body: bytes, code: str) -> str:
        """A page without what differs from one answer to the next."""
        text = re.sub(r'(csrfmiddlewaretoken" value|csrf-token" content)="[^"]+"', "", body.decode())
        return text.replace(code, "MÃ")

    def ask_all_day(self, client: Client, codes: list[str], times: int) -> list[tuple[int, str]]:
        """Every twenty minutes, which the limits of an hour and a quarter let through."""
        answers = []
        for number in range(times):
            code = codes[number % len(codes)]
            with clock.frozen(clock.now() + dt.timedelta(minutes=20 * number)):
                answer = client.post(f"/ho-so/{code}/gui-ma/")
            answers.append((answer.status_code, self.plain(answer.content, code)))
        return answers

    def test_codes_for_one_dossier_end_for_the_day(self, client: Client, dossier: Dossier, settings):
        """Twelve an hour, night and day, were 288 letters and 1,440 guesses."""
        settings.LOOKUP_CODES_PER_DOSSIER = 6

        asked = [status for status, _body in self.ask_all_day(client, [dossier.code], 8)]
        with clock.frozen(clock.at(clock.today() + dt.timedelta(days=1), dt.time(0, 1))):
            tomorrow = client.post(f"/ho-so/{dossier.code}/gui-ma/").status_code

        assert asked == [200] * 6 + [429] * 2
        assert tomorrow == 200

    def test_refusal_of_the_day_tells_the_way_out_and_when(self, client: Client, dossier: Dossier, settings):
        settings.LOOKUP_CODES_PER_DOSSIER = 0

        with clock.frozen(clock.at(clock.today(), dt.time(22, 0))):
            answer = client.post(f"/ho-so/{dossier.code}/gui-ma/")

        assert answer["Retry-After"] == "7200"
        assert "từ ngày mai" in answer.content.decode()

    def test_refusal_of_the_day_is_the_same_for_an_unknown_dossier(
        self, client: Client, dossier: Dossier, settings
    ):
        settings.LOOKUP_CODES_PER_DOSSIER = 2

        known = self.ask_all_day(client, [dossier.code], 3)
        unknown = self.ask_all_day(client, ["H56.201-261120-9999"], 3)

        assert [status for status, _body in known] == [status for status, _body in unknown] == [200, 200, 429]
        assert known[-1] == unknown[-1]

    def test_codes_asked_from_one_address_end_for_the_day(self, client: Client, dossier: Dossier, settings):
        settings.LOOKUP_CODES_PER_ADDRESS = 3
        codes = [f"H56.201-261120-{number:04}" for number in range(1, 6)]

        asked = [status for status, _body in self.ask_all_day(client, codes, 5)]
        elsewhere = client.post(f"/ho-so/{codes[0]}/gui-ma/", REMOTE_ADDR="203.0.113.77").status_code

        assert asked == [200, 200, 200, 429, 429]
        assert elsewhere == 200

    def test_codes_for_one_dossier_are_limited(self, client: Client, dossier: Dossier):
        answers = [client.post(f"/ho-so/{dossier.code}/gui-ma/").status_code for _number in range(4)]

        assert answers == [200, 200, 200, 429]


def test_look_ups_from_one_address_are_limited(client: Client, dossier: Dossier):
    answers = [
        client.get("/tra-cuu/", {"ma": f"H56.201-261120-{number:04}"}).status_code for number in range(22)
    ]

    assert set(answers[:20]) <= {302, 404}
    assert answers[20:] == [429, 429]


@pytest.mark.parametrize("code", ["%00", "..%2F..", "x" * 300, "H56.201-261120-0001%27"])
def test_strange_codes_are_simply_unknown(client: Client, db, code):
    assert client.get(f"/ho-so/{code}/").status_code == 404
    assert client.post(f"/ho-so/{code}/gui-ma/").status_code in (200, 404)


def test_supplement_takes_only_what_was_asked(client: Client, province, friday_morning, upload):
    service = province.service("household_business_registration")
    from lienthong.service.dossiers.public import record_payment
    from tests.service.province import HOUSEHOLD

    actor = province.actor("citizen")
    made = submit(
        service,
        deciding=province.ward,
        values=HOUSEHOLD,
        files={"giay_to_chu_ho": [upload(actor)]},
        actor=actor,
    )
    made = record_payment(made, method="online", reference="x")
    request_supplement(
        made,
        actor=province.actor("desk"),
        items=[{"component": "giay_to_chu_ho", "text": "Ảnh mờ"}],
        reason="Giấy tờ không đọc được",
    )
    client.force_login(province.citizen)
    place = f"/ho-so/{made.code}/bo-sung/"

    page = client.get(place).content.decode()
    empty = client.post(place, {})
    sent = client.post(place, {"tep.giay_to_chu_ho": pdf("ro-hon.pdf"), "tep.uy_quyen_nop": pdf()})

    assert "Ảnh mờ" in page
    assert "slot-uy_quyen_nop" not in page
    assert empty.status_code == 422
    assert sent.status_code == 302
    made.refresh_from_db()
    assert made.state == "submitted"
    assert [part.file.name for part in made.components.filter(superseded_at=None)] == ["ro-hon.pdf"]


def test_guidance_in_free_words_lets_the_answers_be_mended(client: Client, dossier: Dossier, province):
    request_supplement(
        dossier, actor=province.actor("desk"), items=[{"text": "Ghi đúng số nhà"}], reason="Địa chỉ chưa rõ"
    )
    client.force_login(province.citizen)
    place = f"/ho-so/{dossier.code}/bo-sung/"
    applicant = {f"applicant.{name}": value for name, value in {**APPLICANT, **CANARY}.items()}
    record = {
        "record.kind": "khai_sinh",
        "record.subject_name": "Bé Kín",
        "record.subject_born_on": "01/05/2020",
    }

    page = client.get(place).content.decode()
    wrong = client.post(place, {**applicant, **record, "applicant.phone": "12"})
    sent = client.post(place, {**applicant, **record, "applicant.address": "78 ngõ Bí Mật"})

    assert 'name="applicant.address"' in page
    assert wrong.status_code == 422
    assert sent.status_code == 302
    dossier.refresh_from_db()
    assert (dossier.state, dossier.content.values["applicant"]["address"]) == ("submitted", "78 ngõ Bí Mật")
    assert dossier.content.applicant["address"] == "78 ngõ Bí Mật"


def test_answer_that_needs_a_proof_opens_the_place_for_it(client: Client, dossier: Dossier, province):
    """Without a place the refusal would be a dead end: the paper could not be handed in."""
    request_supplement(dossier, actor=province.actor("desk"), items=[{"text": "Ghi rõ"}], reason="x")
    client.force_login(province.citizen)
    place = f"/ho-so/{dossier.code}/bo-sung/"
    answers = {f"applicant.{name}": value for name, value in {**APPLICANT, **CANARY}.items()} | {
        "record.kind": "khai_sinh", "record.subject_name": "Bé Kín", "record.subject_born_on": "01/05/2020", "exemption": "ho_ngheo",
    }  # fmt: skip

    refused = client.post(place, answers)
    sent = client.post(place, {**answers, "tep.giay_to_mien_phi": pdf()})

    assert refused.status_code == 422
    assert 'id="slot-giay_to_mien_phi"' in refused.content.decode()
    assert sent.status_code == 302
    dossier.refresh_from_db()
    assert dossier.fee_state == "waived"


def test_answered_request_is_a_step_done(dossier: Dossier, province):
    from lienthong.service.dossiers.following import way
    from lienthong.service.dossiers.public import supplement

    request_supplement(
        dossier, actor=province.actor("desk"), items=[{"text": "Ghi đúng số nhà"}], reason="Chưa rõ"
    )
    waiting = {row["verb"]: row["state"] for row in way(dossier)}
    dossier.refresh_from_db()
    values = {**dossier.content.values, "copies": 2}
    supplement(dossier, actor=province.actor("citizen"), files={}, values=values)
    dossier.refresh_from_db()
    after = {row["verb"]: row["state"] for row in way(dossier)}

    assert waiting["dossiers.request_supplement"] == "bad"
    assert after["dossiers.request_supplement"] == "done"


def test_withdrawal_asks_first_and_tells_what_follows(client: Client, dossier: Dossier, province):
    client.force_login(province.citizen)
    place = f"/ho-so/{dossier.code}/rut/"

    asked = client.get(place)
    dossier.refresh_from_db()
    before = dossier.state
    client.post(place, {"ly-do": "Khai nhầm"})
    again = client.post(place)
    dossier.refresh_from_db()

    assert asked.status_code == 200
    assert (before, dossier.state) == ("submitted", "withdrawn")
    assert again.status_code == 409


def test_acts_on_a_dossier_of_another_are_not_found(client: Client, dossier: Dossier, make):
    client.force_login(make.citizen("Người Khác"))
    client.get(f"/ho-so/{dossier.code}/?the={dossier.slip_token}")

    assert client.post(f"/ho-so/{dossier.code}/rut/").status_code == 404
    assert client.get(f"/ho-so/{dossier.code}/bo-sung/").status_code == 404
    assert client.get(f"/ho-so/{dossier.code}/tep/{dossier.pk}/").status_code == 404


def test_my_list_asks_the_database_as_often_for_one_as_for_fifty(client: Client, dossier: Dossier, province):
    client.force_login(province.citizen)
    client.get("/ho-so-cua-toi/")
    with CaptureQueriesContext(connection) as one:
        client.get("/ho-so-cua-toi/")
    for number in range(49):
        row = Dossier.objects.get(pk=dossier.pk)
        row.pk, row.code, row.slip_token = clock_id(), f"H56.201-261120-{number + 100:04}", f"the-{number}"
        row._state.adding = True
        row.save(force_insert=True)

    with CaptureQueriesContext(connection) as fifty:
        body = client.get("/ho-so-cua-toi/").content.decode()

    assert len(fifty) == len(one)
    assert "1–20" in body or "50" in body


def clock_id() -> Any:
    from lienthong.kernel.ids import new_id

    return new_id()


def test_withdrawn_dossier_leaves_the_list_of_what_runs(client: Client, dossier: Dossier, province):
    client.force_login(province.citizen)
    withdraw(dossier, actor=province.actor("citizen"))

    body = client.get("/ho-so-cua-toi/", {"loc": "dang-giai-quyet"}).content.decode()

    assert dossier.code not in body


def test_receipt_is_proved_by_the_act_of_submission(dossier: Dossier):
    from lienthong.kernel.actions.public import history
    from lienthong.service.dossiers.jobs import after_submission

    after_submission(dossier_id=str(dossier.pk))

    assert Slip.objects.get(dossier=dossier).action_id == history(dossier)[0].pk


def test_page_right_after_submission_says_that_the_paper_is_coming(
    client: Client, dossier: Dossier, province
):
    client.force_login(province.citizen)
    Slip.objects.filter(dossier=dossier).delete()

    page = client.get(f"/ho-so/{dossier.code}/").content.decode()

    assert "Giấy đang được lập, vài giây nữa sẽ có." in page
