"""At most 15 SQL statements for an act and 6 for a read; transaction control is counted apart."""

from __future__ import annotations

import pytest

from lienthong.config.bench.counting import counting
from lienthong.kernel.access import scope
from lienthong.kernel.process.public import waiting_steps
from lienthong.kernel.work.public import items, perform
from lienthong.service.dossiers.models import Dossier
from lienthong.service.dossiers.public import finish_step, status_public, submit
from tests.service.province import EXTRACT

ACT, READ = 15, 6


@pytest.fixture
def proxied(province, upload):
    """Answers and papers of a submission with two files."""
    citizen = province.actor("citizen")
    values = {**EXTRACT, "applicant": {**EXTRACT["applicant"], "by_proxy": True}}
    files = {
        "van_ban_uy_quyen": [upload(citizen, "uy-quyen.pdf")],
        "giay_to_tuy_than": [upload(citizen, "can-cuoc.pdf")],
    }
    return citizen, values, files


def hand_in(province, proxied) -> Dossier:
    citizen, values, files = proxied
    service = province.service("civil_status_extract_copy")
    return submit(service, deciding=province.ward, values=values, files=files, actor=citizen)


def test_submission_with_two_files_keeps_the_budget(province, friday_morning, proxied):
    citizen, values, files = proxied
    service = province.service("civil_status_extract_copy")
    # What a process remembers (law, calendars, the diagram) was looked up by an earlier submission.
    submit(service, deciding=province.ward, values=EXTRACT, files={}, actor=citizen)
    with counting() as statements:
        submit(service, deciding=province.ward, values=values, files=files, actor=citizen)

    assert len(statements) <= ACT, statements.work


def test_completed_step_keeps_the_budget(province, friday_morning, proxied):
    dossier = hand_in(province, proxied)
    desk = province.actor("desk")
    perform(items(desk).first(), desk, "accept", {})
    dossier.refresh_from_db()
    step = waiting_steps(dossier.process)[0]
    registrar = province.actor("registrar")

    with counting() as statements:
        finish_step(dossier, actor=registrar, step_id=step.id)

    assert len(statements) <= ACT, statements.work


def test_upload_keeps_the_budget(province, upload):
    citizen = province.actor("citizen")
    with counting() as statements:
        upload(citizen, "mot.pdf")

    assert len(statements) <= ACT, statements.work


def test_public_status_keeps_the_budget(province, friday_morning, proxied):
    dossier = hand_in(province, proxied)
    with counting() as statements:
        status_public(dossier.code)

    assert len(statements) <= READ, statements.work


@pytest.mark.parametrize("number", [1, 12])
def test_inbox_page_costs_the_same_for_one_and_many(
    province, friday_morning, proxied, client, number, upload
):
    citizen, _values, _files = proxied
    service = province.service("civil_status_extract_copy")
    for _ in range(number):
        submit(service, deciding=province.ward, values=EXTRACT, files={}, actor=citizen)
    client.force_login(province.officers["desk"].account, backend="django.contrib.auth.backends.ModelBackend")
    client.get("/viec/")
    scope.forget()  # as on a server's connection, where nothing of a test stands around the request

    with counting() as statements:
        page = client.get("/viec/")

    assert page.status_code == 200
    assert len(statements) <= READ, statements.work
