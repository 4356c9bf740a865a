from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from lienthong.service.dossiers.models import Dossier
from lienthong.service.dossiers.public import submit
from tests.service.province import EXTRACT


@pytest.fixture
def signed_in(province, settings):
    """A browser in which an officer of the province, or the citizen, is signed in: ``signed_in("desk")``."""
    settings.SECOND_FACTOR_REQUIRED = False

    def browser(name: str) -> Client:
        client = Client()
        account = province.citizen if name == "citizen" else province.officers[name].account
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return browser


@pytest.fixture
def hand_in(province, friday_morning):
    """Extracts of civil status handed in online: ``hand_in(3, full_name="…")`` gives the last."""
    service = province.service("civil_status_extract_copy")

    def give(number: int = 1, **applicant: Any) -> Dossier:
        values = {**EXTRACT, "applicant": {**EXTRACT["applicant"], **applicant}}
        for _number in range(number):
            dossier = submit(
                service, deciding=province.ward, values=values, files={}, actor=province.actor("citizen")
            )
        return dossier

    return give


def counter_post(**changes: Any) -> dict[str, Any]:
    """What the clerk's browser sends for an extract, with one change or several."""
    post = {
        "request_key": "lan-1",
        "receiving": "ward",
        "deciding": "ward",
        "tk-applicant.full_name": "Hoàng Thị Công Dân",
        "tk-applicant.personal_id": "038190012345",
        "tk-applicant.address": "12 phố Thử, phường Thử Nghiệm",
        "tk-applicant.phone": "0912345678",
        "tk-record.kind": "khai_sinh",
        "tk-record.subject_name": "Hoàng Bé Con",
        "tk-record.subject_born_on": "01/05/2020",
        "outcome": "accepted",
    }
    return {**post, **changes}


@pytest.fixture
def scan():
    """A small PDF as a browser sends it."""
    import io

    import pikepdf
    from django.core.files.uploadedfile import SimpleUploadedFile

    def give(name: str = "quet.pdf") -> SimpleUploadedFile:
        buffer = io.BytesIO()
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.save(buffer)
        return SimpleUploadedFile(name, buffer.getvalue(), content_type="application/pdf")

    return give
