"""Somebody without an account answers a request for completion, by the slip or a one-time code (S18, S20)."""

from __future__ import annotations

import datetime as dt
import io
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lienthong.kernel import clock
from lienthong.kernel.actions.public import ANONYMOUS, history
from lienthong.kernel.errors import Forbidden
from lienthong.kernel.notify.models import Delivery
from lienthong.service.dossiers.domain.lookup import send_lookup_code
from lienthong.service.dossiers.models import Dossier
from lienthong.service.dossiers.opening import Opening, opening_of
from lienthong.service.dossiers.public import receive_at_counter, request_supplement, submit, supplement
from tests.service.province import EXTRACT

ADDRESS = "khach@vidu.vn"
PAPER = "giay_to_tuy_than"
SECRETS = ("038190012345", "0912345678", "12 phố Thử")


def pdf(name: str = "giay.pdf") -> SimpleUploadedFile:
    buffer = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(buffer)
    return SimpleUploadedFile(name, buffer.getvalue(), "application/pdf")


def ask(province: Any, dossier: Dossier, *, answers: bool = False) -> Dossier:
    item = {"text": "Ghi rõ số bản"} if answers else {"component": PAPER, "text": "Chụp lại cho rõ"}
    request_supplement(dossier, actor=province.actor("desk"), items=[item], reason="Ảnh mờ")
    dossier.refresh_from_db()
    return dossier


VALUES = {**EXTRACT, "applicant": {**EXTRACT["applicant"], "email": ADDRESS}}


@pytest.fixture
def service(province, friday_morning):
    return province.service("civil_status_extract_copy")


@pytest.fixture
def guest(province, service) -> Dossier:
    """A dossier of somebody without an account, who is asked for a paper."""
    made = receive_at_counter(
        service, deciding=province.ward, values=VALUES, files={}, marks={}, actor=province.actor("desk"),
        receiving=province.ward, accept_now=False,
    )  # fmt: skip
    assert made.applicant_account_id is None
    return ask(province, made)


@pytest.fixture
def owned(province, service) -> Dossier:
    """A dossier handed in with an account, whose applicant is not signed in."""
    made = submit(service, deciding=province.ward, values=VALUES, files={}, actor=province.actor("citizen"))
    return ask(province, made)


def place(dossier: Dossier) -> str:
    return f"/ho-so/{dossier.code}/bo-sung/"


def by_slip(client: Client, dossier: Dossier) -> None:
    client.get(f"/ho-so/{dossier.code}/?the={dossier.slip_token}")


def by_code(client: Client, dossier: Dossier) -> None:
    send_lookup_code(dossier.code)
    letter = Delivery.objects.filter(address=ADDRESS, subject__contains="Mã xem").latest("created_at")
    secret = next(
        word.strip(".") for word in letter.body.split() if word.strip(".").isdigit() and len(word) >= 6
    )
    client.post(f"/ho-so/{dossier.code}/mo/", {"ma": secret})


@pytest.mark.parametrize("way", [by_slip, by_code])
def test_guest_hands_in_the_paper_by_slip_or_code(client: Client, guest, way):
    way(client, guest)
    assert place(guest) in client.get(f"/ho-so/{guest.code}/").content.decode()
    shown = client.get(place(guest)).content.decode()

    answer = client.post(place(guest), {f"tep.{PAPER}": pdf()})

    guest.refresh_from_db()
    assert "Chụp lại cho rõ" in shown
    assert (answer.status_code, guest.state) == (302, "submitted")
    assert guest.components.get(key=PAPER, superseded_at=None).file.name == "giay.pdf"
    last = history(guest)[-1]
    assert (last.verb, last.account_id) == ("dossiers.supplement", None)
    assert last.data["opened_by"] == ("slip" if way is by_slip else "code")


def test_who_left_an_address_hears_of_it(client: Client, guest):
    by_slip(client, guest)
    client.post(place(guest), {f"tep.{PAPER}": pdf()})

    assert Delivery.objects.filter(address=ADDRESS, subject__contains="đã nhận phần bổ sung").count() == 1
    assert mail.outbox == []


def test_applicant_with_an_account_needs_the_code_and_not_only_a_slip(client: Client, owned):
    """A slip may lie about; whoever has an account can sign in."""
    by_slip(client, owned)
    refused = client.post(place(owned), {f"tep.{PAPER}": pdf()})
    by_code(client, owned)

    answer = client.post(place(owned), {f"tep.{PAPER}": pdf()})

    owned.refresh_from_db()
    assert refused["Location"].startswith("/dang-nhap/")
    assert (answer.status_code, owned.state) == (302, "submitted")


def test_s18_code_alone_and_no_dossier_are_answered_alike(client: Client, guest):
    real = client.post(place(guest), {f"tep.{PAPER}": pdf()})
    unknown = client.post("/ho-so/H56.201-261120-9999/bo-sung/", {f"tep.{PAPER}": pdf()})

    assert [real.status_code, unknown.status_code] == [302, 302]
    assert real["Location"].split("?")[0] == unknown["Location"].split("?")[0] == "/dang-nhap/"
    guest.refresh_from_db()
    assert guest.state == "waiting_supplement"


def test_slip_shows_nothing_that_the_applicant_declared(client: Client, province, service):
    made = receive_at_counter(
        service, deciding=province.ward, values=VALUES, files={}, marks={}, actor=province.actor("desk"),
        receiving=province.ward, accept_now=False,
    )  # fmt: skip
    ask(province, made, answers=True)
    by_slip(client, made)

    shown = client.get(place(made)).content.decode()

    assert "mã gửi tới thư điện tử" in shown
    assert [secret for secret in SECRETS if secret in shown] == []


def test_code_lets_the_guest_correct_the_answers(client: Client, province, service):
    made = receive_at_counter(
        service, deciding=province.ward, values=VALUES, files={}, marks={}, actor=province.actor("desk"),
        receiving=province.ward, accept_now=False,
    )  # fmt: skip
    ask(province, made, answers=True)
    by_code(client, made)

    shown = client.get(place(made)).content.decode()

    assert SECRETS[0] in shown


def test_opening_closes_after_half_an_hour(client: Client, guest):
    by_slip(client, guest)

    with clock.frozen(clock.now() + dt.timedelta(minutes=31)):
        answer = client.post(place(guest), {f"tep.{PAPER}": pdf()})

    guest.refresh_from_db()
    assert (answer.status_code, guest.state) == (302, "waiting_supplement")


def test_slip_shown_again_does_not_prolong_what_a_code_opened(client: Client, guest):
    now = clock.now()
    with clock.frozen(now):
        by_code(client, guest)
    with clock.frozen(now + dt.timedelta(minutes=25)):
        by_slip(client, guest)
    with clock.frozen(now + dt.timedelta(minutes=40)):
        client.get(place(guest))
        opened = opening_of(SimpleNamespace(session=client.session), guest)

    assert opened is None or opened.how == "slip"


def test_uploads_of_another_browser_cannot_be_handed_in(client: Client, guest):
    """The file's id in the session of a thief is worth nothing: it belongs to the browser that brought it."""
    from lienthong.service.dossiers.views.citizen.acts import SUPPLEMENT

    by_slip(client, guest)
    client.post(place(guest), {f"tep.{PAPER}": pdf("cua-toi.pdf"), "them": "1"})
    asked = guest.supplements.get()
    stolen = client.session[f"{SUPPLEMENT}:{asked.pk}"]
    thief = Client()
    by_slip(thief, guest)
    session = thief.session
    session[f"{SUPPLEMENT}:{asked.pk}"] = stolen
    session.save()

    answer = thief.post(place(guest), {})

    guest.refresh_from_db()
    assert (answer.status_code, guest.state) == (422, "waiting_supplement")


def test_s20_posts_of_one_address_are_limited(client: Client, guest):
    by_slip(client, guest)

    answers = [client.post(place(guest), {"them": "1"}).status_code for _number in range(31)]

    assert answers[-1] == 429
    assert 429 not in answers[:30]


@pytest.mark.parametrize(("how", "values"), [("slip", {"copies": 2}), ("nothing", None)])
def test_domain_asks_for_the_proof_itself(guest, how, values):
    from uuid import uuid4

    other = Opening(
        guest.pk if how == "slip" else uuid4(), "slip", clock.now() + dt.timedelta(minutes=5), uuid4()
    )

    with pytest.raises(Forbidden):
        supplement(guest, actor=ANONYMOUS, files={PAPER: []}, values=values, opened=other)


def test_guest_without_an_account_is_sent_to_the_counter_and_not_to_sign_in(client: Client, guest):
    page = client.get(f"/ho-so/{guest.code}/", {"the": guest.slip_token}, follow=True).content.decode()

    assert "bạn mang giấy tiếp nhận đến" in page
    assert "Đăng nhập bằng tài khoản đã nộp" not in page


def test_applicant_with_an_account_is_told_to_sign_in(client: Client, owned):
    page = client.get(f"/ho-so/{owned.code}/", {"the": owned.slip_token}, follow=True).content.decode()

    assert "Đăng nhập bằng tài khoản đã nộp" in page
