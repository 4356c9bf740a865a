"""A small province with everything that a dossier needs: dated law, hours, agencies, officers, the live services.

Taken from the real packs, so that a journey in a test walks the same forms and diagrams as the demonstration.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from lienthong.kernel.actions.public import Actor
from lienthong.kernel.directory.models import Organisation, OrganisationCode, Unit
from lienthong.kernel.legal import aspects as legal
from lienthong.kernel.numbering import aspects as numbering
from lienthong.kernel.packs.reading import Entry, read_yaml
from lienthong.kernel.worktime import aspects as worktime
from lienthong.service.procedures.aspects import _declared
from lienthong.service.procedures.public import publish_procedure, publish_service

PACKS = Path(__file__).resolve().parents[2] / "packs"


@cache
def _yaml(name: str) -> Any:
    return read_yaml(name, (PACKS / name).read_bytes())[0]


@cache
def _service(key: str) -> dict[str, Any]:
    folder = PACKS / "thanh-hoa/services" / key
    data, places = read_yaml("service.yaml", (folder / "service.yaml").read_bytes())
    siblings = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".bpmn", ".dmn")}
    return _declared(Entry("service.yaml", 1, data, places, siblings=siblings))


def apply_law() -> None:
    legal.apply_constants(legal.load_constants(_yaml("vn/legal_constants.yaml")))
    numbering.apply_code_shapes(numbering.load_code_shapes(_yaml("vn/dossier_codes.yaml")))
    worktime.apply_hours(worktime.load_hours(_yaml("vn/weekly_hours.yaml")))
    worktime.apply_days(worktime.load_days(_yaml("vn/holidays.yaml")))


class Province:
    """One ward, one department with its desk, one agency that is asked; officers by role."""

    def __init__(self, make: Any) -> None:
        self.make = make
        apply_law()
        self.ward = self._agency(
            "UBND phường Thử Nghiệm",
            "ward",
            "commune",
            "committee",
            "H56.201",
            collective=True,
            short_code="UBND",
        )
        self.office_unit = self._unit(self.ward, "VP")
        self.economy = self._unit(self.ward, "KTHTĐT")
        self.home_affairs = self._agency(
            "Sở Nội vụ", "TH-SNV", "province", "department", "H56.04", short_code="SNV"
        )
        self.labour = self._unit(self.home_affairs, "LDVL")
        self.centre = self._agency(
            "Trung tâm Phục vụ hành chính công", "TH-TTPVHCC", "province", "service_centre", "H56.18"
        )
        self.police = self._agency("Công an tỉnh", "TH-CA", "province", "police", "H56.19")
        self.officers: dict[str, Any] = {}
        for name, organisation, unit, role, title, rank in (
            ("desk", self.ward, None, "mot_cua", "Công chức tiếp nhận và trả kết quả", 6),
            ("registrar", self.ward, self.office_unit, "chuyen_vien", "Công chức tư pháp - hộ tịch", 6),
            ("economist", self.ward, self.economy, "chuyen_vien", "Công chức tài chính - kế toán", 6),
            ("head", self.ward, self.economy, "lanh_dao_phong", "Trưởng phòng", 3),
            ("chairman", self.ward, None, "lanh_dao", "Chủ tịch UBND", 1),
            ("deputy", self.ward, None, "lanh_dao", "Phó Chủ tịch UBND", 2),
            ("clerk", self.ward, None, "van_thu", "Văn thư", 6),
            ("centre_desk", self.centre, None, "mot_cua", "Công chức tiếp nhận", 6),
            ("labour_officer", self.home_affairs, self.labour, "chuyen_vien", "Chuyên viên", 6),
            ("labour_head", self.home_affairs, self.labour, "lanh_dao_phong", "Trưởng phòng", 3),
            ("director", self.home_affairs, None, "lanh_dao", "Giám đốc", 1),
            ("department_clerk", self.home_affairs, None, "van_thu", "Văn thư", 6),
            ("policeman", self.police, None, "chuyen_vien", "Cán bộ", 6),
        ):
            self.officers[name] = make.officer(
                role,
                organisation=organisation,
                unit=unit,
                title=title,
                rank=rank,
                name=f"Trịnh Văn {name.capitalize()}",
            )
        self.citizen = make.citizen("Hoàng Thị Công Dân")

    def _agency(self, name: str, key: str, tier: str, kind: str, code: str, **fields: Any) -> Organisation:
        organisation = self.make.organisation(
            name, key=key, tier=tier, kind=kind, place="Thanh Hóa", **fields
        )
        OrganisationCode.objects.create(organisation=organisation, scheme="qd20", code=code, simulated=True)
        return organisation

    def _unit(self, organisation: Organisation, code: str) -> Unit:
        return self.make.unit(
            organisation,
            f"Phòng {code}",
            short_code=code,
            key=f"{organisation.key}-{code}".lower().replace("đ", "d"),
        )

    def service(self, key: str) -> Any:
        publish_procedure(_yaml(f"vn/procedures/{key}.yaml"))
        return publish_service(_service(key))

    def actor(self, name: str) -> Actor:
        who = self.citizen if name == "citizen" else self.officers[name].account
        who.refresh_from_db()
        return self.make.actor(who)


APPLICANT = {
    "full_name": "Hoàng Thị Công Dân",
    "personal_id": "038190012345",
    "address": "12 phố Thử, phường Thử Nghiệm",
    "phone": "0912345678",
}
EXTRACT = {
    "applicant": APPLICANT,
    "record": {"kind": "khai_sinh", "subject_name": "Hoàng Bé Con", "subject_born_on": "2020-05-01"},
}
HOUSEHOLD = {
    "applicant": APPLICANT,
    "household": {"name": "Tạp hóa Hoa Sen", "address": "5 phố Chợ", "capital": 50000000, "by": "person"},
    "activities": [{"name": "Bán lẻ tạp hóa"}],
}
PERMIT = {
    "applicant": {"organisation_name": "Công ty Dệt Thử", "tax_code": "0100109106", "full_name": "Lê Người Nộp", "address": "Khu công nghiệp", "phone": "0912345678"},
    "worker": {"full_name": "JOHN SAMPLE", "nationality": "Anh", "passport": "X1234567", "born_on": "1980-01-31"},
    "job": {"position": "chuyen_gia", "title": "Kỹ sư dệt", "from": "2027-01-01", "to": "2028-12-31"},
}  # fmt: skip
