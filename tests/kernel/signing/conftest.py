"""One authority, one officer, one agency and one finished document for all tests here: keys are slow to make."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from pyhanko.sign.timestamps import TimeStamper

from lienthong.kernel.printing.public import blank_date, blank_number, render_with_places
from lienthong.kernel.signing.demo_ca import DemoAuthority, ensure_demo_ca
from lienthong.kernel.signing.fields import prepare
from lienthong.kernel.signing.filling import fill_number_and_date
from lienthong.kernel.signing.providers.software import SoftwareProvider
from lienthong.kernel.signing.sign import seal, sign_personal
from lienthong.kernel.signing.signer import Signer
from lienthong.kernel.signing.timestamp import LocalTimeStamper

NUMBER = "Số: 05/QĐ-UBND"
DATE = "Thanh Hóa, ngày 24 tháng 11 năm 2026"
DECISION = {
    "kind": "Quyết định",
    "issuer": "ỦY BAN NHÂN DÂN\nTỈNH THANH HÓA",
    "number_line": blank_number("QĐ-UBND"),
    "date_line": blank_date("Thanh Hóa", 2026),
    "subject": "Về việc phê duyệt kế hoạch",
    "body": [{"type": "article", "number": "1", "text": "Phê duyệt kế hoạch kèm theo Quyết định này./."}],
    "signature": {"authority": ["Chủ tịch"], "name": "Nguyễn Văn A"},
    "recipients": ["Như Điều 1", "Lưu: VT, NC"],
}


@dataclass(frozen=True)
class Stages:
    """One document at each step of its signing."""

    prepared: bytes
    personal: bytes
    numbered: bytes
    sealed: bytes


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> DemoAuthority:
    made = ensure_demo_ca(tmp_path_factory.mktemp("keys"))
    made.issue_person("officer", name="Nguyễn Văn A", title="Chủ tịch", organisation="UBND tỉnh Thanh Hóa")
    made.issue_agency("agency", name="Ủy ban nhân dân tỉnh Thanh Hóa", code="H56")
    return made


@pytest.fixture(scope="session")
def provider(authority: DemoAuthority) -> SoftwareProvider:
    return SoftwareProvider(authority.store, authority.chain)


@pytest.fixture(scope="session")
def officer(provider: SoftwareProvider) -> Signer:
    return provider.signer("officer")


@pytest.fixture(scope="session")
def agency(provider: SoftwareProvider) -> Signer:
    return provider.signer("agency")


@pytest.fixture(scope="session")
def timestamper(authority: DemoAuthority) -> TimeStamper:
    return LocalTimeStamper(authority.timestamp_authority())


@pytest.fixture(scope="session")
def stages(officer: Signer, agency: Signer, timestamper: TimeStamper) -> Stages:
    prepared = prepare(*render_with_places("printing/document", DECISION))
    personal = sign_personal(prepared, officer, timestamper=timestamper)
    numbered = fill_number_and_date(personal, NUMBER, DATE)
    return Stages(prepared, personal, numbered, seal(numbered, agency, timestamper=timestamper))
