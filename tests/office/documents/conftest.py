"""An agency in depth, a second one, and the kinds of documents of the law."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

LETTER = """UBND TỈNH THANH HÓA\nSỞ THỬ NGHIỆM\n\nSố: 1605/STN-VP\nV/v hướng dẫn xây dựng kế hoạch năm 2027\n
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nThanh Hóa, ngày 20 tháng 11 năm 2026\n
Kính gửi: Các sở, ban, ngành\n
Thực hiện Chương trình chuyển đổi số, đề nghị các cơ quan xây dựng kế hoạch.\n
Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nGIÁM ĐỐC\n\nNguyễn Thử Việc\n"""


@pytest.fixture(autouse=True)
def kinds(request: pytest.FixtureRequest) -> None:
    if not {"db", "transactional_db", "make", "office"} & set(request.fixturenames):
        return
    from lienthong.kernel.legal.models import DocumentKind

    request.getfixturevalue("transactional_db" if "transactional_db" in request.fixturenames else "db")
    for order, (code, name, abbreviation) in enumerate(
        [("cong-van", "Công văn", ""), ("quyet-dinh", "Quyết định", "QĐ"), ("bao-cao", "Báo cáo", "BC")]
    ):
        # Rows of an earlier test that committed may still be there.
        DocumentKind.objects.filter(code=code).exists() or DocumentKind.objects.create(
            code=code, name=name, type_name=name, abbreviation=abbreviation, order=order, is_named=code != "cong-van",
            valid_from=dt.date(2020, 3, 5), source="NĐ 30/2020/NĐ-CP",
        )  # fmt: skip


class Office(SimpleNamespace):
    """One agency with its people as ``office.clerk`` (officer) and ``office.actor("clerk")``."""

    def actor(self, who: str) -> Any:
        from lienthong.kernel.access.public import actor_for

        return actor_for(getattr(self, who).account)


def build_office(make: Any, name: str = "Sở Khoa học thử nghiệm") -> Office:
    organisation = make.organisation(name, short_code="SKHTN", place="Thanh Hóa")
    unit, other = (
        make.unit(organisation, "Phòng Công nghệ", short_code="CN"),
        make.unit(organisation, "Phòng Kế hoạch", short_code="KH"),
    )
    office = Office(
        organisation=organisation, unit=unit, other_unit=other,
        clerk=make.officer("van_thu", organisation=organisation, name="Lê Thị Văn Thư", title="Văn thư"),
        leader=make.officer("lanh_dao", organisation=organisation, name="Phạm Quốc Thử", title="Giám đốc", rank=2),
        deputy=make.officer("lanh_dao", organisation=organisation, name="Đỗ Thị Phó", title="Phó Giám đốc", rank=3),
        head=make.officer(organisation=organisation, unit=unit, name="Đỗ Văn Trưởng", title="Trưởng phòng", rank=4),
        officer=make.officer("chuyen_vien", organisation=organisation, unit=unit, name="Lê Thu Viên"),
        colleague=make.officer("chuyen_vien", organisation=organisation, unit=unit, name="Mai Văn Bạn"),
        outsider=make.officer("chuyen_vien", organisation=organisation, unit=other, name="Hà Thị Ngoài"),
    )  # fmt: skip
    from lienthong.kernel.access.models import RoleAssignment

    RoleAssignment.objects.create(
        officer=office.head, role="lanh_dao_phong", organisation=organisation, unit=unit
    )
    return office


@pytest.fixture
def office(make: Any) -> Office:
    return build_office(make)


@pytest.fixture
def neighbour(make: Any) -> Office:
    return build_office(make, "Sở Láng giềng")


@pytest.fixture
def journey(office: Office, settings: Any) -> Journey:
    settings.DEMONSTRATION = True
    return Journey(office)


class Journey:
    """Walks a document to the state a test needs."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def registered(self, text: str = LETTER, **more: Any) -> Any:
        from lienthong.office.documents.domain.fields import proposed
        from lienthong.office.documents.public import bring, register_intake

        clerk = self.office.actor("clerk")
        intake = bring(
            text.encode(),
            actor=clerk,
            organisation_id=self.office.organisation.pk,
            name="cong-van.txt",
            declared_type="text/plain",
        )
        confirm = more.pop("confirm_duplicate", False)
        return register_intake(
            intake, actor=clerk, values=proposed(intake.reading) | more, confirm_duplicate=confirm
        )

    def directed(self, *orders: Any, document: Any = None) -> Any:
        from lienthong.office.documents.public import Order, direct

        document = document or self.registered()
        orders = orders or (Order("main", officer_id=self.office.officer.pk),)
        return direct(document, actor=self.office.actor("leader"), orders=orders, instruction="Giao xử lý")

    def content(self, **more: Any) -> dict[str, Any]:
        return {
            "kind": "cong-van", "subject": "Góp ý dự thảo kế hoạch năm 2027", "addressees": ["Các sở, ban, ngành"], "bases": [],
            "body": ["Thực hiện kế hoạch, Sở có ý kiến như sau.", "Thống nhất với dự thảo."], "recipients": ["Như trên", "Lưu: VT"],
            "signer": self.office.leader.pk, "urgency": 0, **more,
        }  # fmt: skip

    def draft(self, **more: Any) -> Any:
        from lienthong.office.documents.public import create_draft

        reply_to = more.pop("reply_to", None)
        return create_draft(
            actor=self.office.actor("officer"), content=self.content(**more), reply_to=reply_to
        )

    def submitted(self, **more: Any) -> Any:
        from lienthong.office.documents.public import submit_for_signature

        return submit_for_signature(self.draft(**more), actor=self.office.actor("officer"))

    def signed(self, **more: Any) -> Any:
        from lienthong.office.documents.public import sign

        return sign(self.submitted(**more), actor=self.office.actor("leader"))

    def sealed(self, **more: Any) -> Any:
        from lienthong.office.documents.public import number_and_seal

        return number_and_seal(self.signed(**more), actor=self.office.actor("clerk"))
