"""Notices reach the application at once and other channels by jobs."""

from __future__ import annotations

import pytest
from django.db import transaction

from lienthong.kernel.notify import channels
from lienthong.kernel.notify.jobs import ATTEMPTS, deliver
from lienthong.kernel.notify.models import CaughtMail, Delivery, Notice
from lienthong.kernel.notify.public import Recipient, register_template, send

register_template(
    "test.done",
    title="Hồ sơ %(code)s đã xong",
    body="Mời bạn đến nhận %(what)s.",
    subject="Hồ sơ của bạn đã xong",
)


def test_notice_shows_in_the_application_with_its_words_filled_in(make):
    citizen = make.citizen()

    send("test.done", to=Recipient(citizen.pk), context={"code": "H56-1", "what": "kết quả"}, url="/ho-so/")

    notice = Notice.objects.get(account_id=citizen.pk)
    assert (notice.title, notice.body, notice.url) == (
        "Hồ sơ H56-1 đã xong",
        "Mời bạn đến nhận kết quả.",
        "/ho-so/",
    )


def test_mail_is_caught_in_demonstration_mode_and_only_once(db):
    send("test.done", to=Recipient(email="ai.do@example.vn"), context={"code": "H56-1", "what": "kết quả"})
    delivery = Delivery.objects.get()

    deliver(str(delivery.pk))
    deliver(str(delivery.pk))

    assert [(mail.address, mail.subject) for mail in CaughtMail.objects.all()] == [
        ("ai.do@example.vn", "Hồ sơ của bạn đã xong")
    ]


def test_order_that_came_before_its_letter_fails_so_that_it_is_tried_again(db):
    from lienthong.kernel.notify.jobs import DeliveryNotThere

    with pytest.raises(DeliveryNotThere):
        deliver("01a20fce-48a2-7cf9-ab9e-07fa1ea92199")


def test_rolled_back_act_tells_nobody(transactional_db, make):
    citizen = make.citizen()

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send("test.done", to=Recipient(citizen.pk, "a@example.vn"), context={"code": "1", "what": "x"})
        raise ZeroDivisionError

    assert (Notice.objects.count(), Delivery.objects.count()) == (0, 0)


class TestServerDown:
    """The mail server does not answer: the copy waits, is tried again, and is given up after the last attempt."""

    @pytest.fixture(autouse=True)
    def _down(self, settings):
        settings.EMAIL_SMTP_URL = "smtp://127.0.0.1:1"

    def test_failed_attempt_keeps_the_copy_waiting_and_asks_for_another_try(self, db):
        send("test.done", to=Recipient(email="a@example.vn"), context={"code": "1", "what": "x"})
        delivery = Delivery.objects.get()

        with pytest.raises(OSError):
            deliver(str(delivery.pk))

        delivery.refresh_from_db()
        assert (delivery.state, delivery.attempts, delivery.error) == ("waiting", 1, "ConnectionRefusedError")

    def test_last_failed_attempt_marks_the_copy_as_failed(self, db):
        send("test.done", to=Recipient(email="a@example.vn"), context={"code": "1", "what": "x"})
        Delivery.objects.update(attempts=ATTEMPTS - 1)

        with pytest.raises(OSError):
            deliver(str(Delivery.objects.get().pk))

        assert Delivery.objects.get().state == "failed"


def test_line_break_in_a_subject_starts_no_header(settings, monkeypatch, db):
    """S30: header injection."""
    sent = []

    class Server:
        esmtp_features: dict = {}

        def __init__(self, *args, **kwargs): ...
        def __enter__(self):
            return self

        def __exit__(self, *args): ...
        def send_message(self, message):
            sent.append(message)

    settings.EMAIL_SMTP_URL = "smtp://127.0.0.1:2525"
    monkeypatch.setattr(channels.smtplib, "SMTP", Server)
    delivery = Delivery(
        channel="email",
        address="a@example.vn\nBcc: b@example.vn",
        subject="Tin\r\nBcc: b@example.vn",
        body="x",
    )

    channels.send_mail(delivery)

    assert sent[0]["Bcc"] is None
    assert sent[0]["Subject"] == "Tin Bcc: b@example.vn"


def test_notice_is_in_the_readers_language_whatever_the_officer_reads(make):
    from django.utils import translation
    from django.utils.translation import gettext_lazy

    register_template("test.language", title=gettext_lazy("Việc của tôi"), body="", subject="")
    citizen = make.citizen()

    with translation.override("en"):
        send("test.language", to=Recipient(citizen.pk), context={})
        send("test.language", to=Recipient(citizen.pk, language="en"), context={})

    titles = list(
        Notice.objects.filter(account_id=citizen.pk)
        .order_by("created_at", "id")
        .values_list("title", flat=True)
    )
    assert titles[0] == "Việc của tôi"
    assert titles[1] != "Việc của tôi"


def test_notice_follows_the_language_that_the_account_chose(make):
    from django.utils.translation import gettext_lazy

    register_template("test.chosen", title=gettext_lazy("Việc của tôi"), body="", subject="")
    citizen = make.citizen()
    type(citizen).objects.filter(pk=citizen.pk).update(language="en")

    send("test.chosen", to=Recipient(citizen.pk), context={})

    assert Notice.objects.get(account_id=citizen.pk).title == "My work"


def test_words_filled_in_are_in_the_readers_language_too(make):
    from django.utils import translation
    from django.utils.translation import gettext_lazy

    register_template("test.words", title="%(day)s", body="", subject="")
    citizen = make.citizen()

    with translation.override("en"):
        send("test.words", to=Recipient(citizen.pk), context={"day": gettext_lazy("Việc của tôi")})

    assert Notice.objects.get(account_id=citizen.pk).title == "Việc của tôi"
