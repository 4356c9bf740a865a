"""Signers by officer and organisation, and the settings that steer signing."""

from __future__ import annotations

import datetime as dt

import pytest

from lienthong.kernel import clock, errors
from lienthong.kernel.printing.public import render_with_places
from lienthong.kernel.signing import public
from tests.kernel.signing.conftest import DATE, DECISION, NUMBER


@pytest.fixture
def demonstration(db, settings, authority):
    settings.KEYS_DIR = authority.folder
    settings.DEMONSTRATION = True
    settings.TIMESTAMP_URL = ""


def people():
    public.issue_person_certificate(12, name="Trần Thị B", title="Phó Chủ tịch", organisation="UBND tỉnh")
    public.issue_agency_certificate(7, name="Ủy ban nhân dân tỉnh", code="H56")
    return public.signer_for_officer(12), public.signer_for_organisation(7)


def test_document_signed_by_officer_and_organisation_is_valid(demonstration):
    officer, agency = people()
    pdf = public.prepare(*render_with_places("printing/document", DECISION))

    pdf = public.sign_document(pdf, officer, "signature")
    pdf = public.fill_number_and_date(pdf, NUMBER, DATE)
    pdf = public.sign_document(pdf, agency, "seal")

    report = public.verify_pdf(pdf)
    assert report.verdict == "valid"
    assert (report.personal.name, report.agency.name) == ("Trần Thị B", "Ủy ban nhân dân tỉnh")


def test_many_documents_are_signed_by_one_signer(demonstration):
    officer, _ = people()
    prepared = public.prepare(*render_with_places("printing/document", DECISION))

    results = list(public.sign_many([(i, prepared) for i in range(3)], officer))

    assert [public.verify_pdf(r.pdf).verdict for r in results] == ["valid"] * 3


def test_certificate_is_issued_once_while_it_is_in_force(demonstration):
    first = public.issue_person_certificate(12, name="B", title="T", organisation="O")
    second = public.issue_person_certificate(12, name="B", title="T", organisation="O")

    assert first.pk == second.pk


def test_officer_without_a_certificate_is_told(demonstration):
    with pytest.raises(errors.NotFound) as raised:
        public.signer_for_officer(99)

    assert raised.value.code == "no_certificate"


def test_revoked_key_signs_no_more(demonstration):
    key = public.issue_person_certificate(13, name="C", title="T", organisation="O")
    public.revoke_key(key)

    with pytest.raises(errors.NotFound):
        public.signer_for_officer(13)


def test_expired_key_signs_no_more(demonstration):
    public.issue_person_certificate(14, name="D", title="T", organisation="O")

    with clock.shifted(dt.timedelta(days=365 * 4)), pytest.raises(errors.NotFound):
        public.signer_for_officer(14)


def test_production_without_a_timestamp_service_signs_nothing(demonstration, settings):
    officer, _ = people()
    settings.DEMONSTRATION = False

    with pytest.raises(errors.Unavailable) as raised:
        public.sign_personal(public.prepare(*render_with_places("printing/document", DECISION)), officer)

    assert raised.value.code == "timestamp_unconfigured"


def test_production_issues_no_demonstration_certificate(demonstration, settings):
    settings.DEMONSTRATION = False

    with pytest.raises(errors.Refused):
        public.issue_person_certificate(15, name="E", title="T", organisation="O")


def test_authority_is_made_at_the_first_start_only(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"

    assert [public.ensure_demo_authority(), public.ensure_demo_authority()] == [True, False]
