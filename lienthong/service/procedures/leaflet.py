"""What the page of a procedure tells the applicant: who, how long, how much, what to bring, to which desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.ui.formats import money_text
from lienthong.service.procedures.models import Procedure

UNITS = {
    "ngay_lam_viec": gettext_lazy("%(value)s ngày làm việc"),
    "ngay": gettext_lazy("%(value)s ngày"),
    "gio_lam_viec": gettext_lazy("%(value)s giờ làm việc"),
}
STARTS = {
    "nhan_du_ho_so_hop_le": gettext_lazy("kể từ khi nhận đủ hồ sơ hợp lệ"),
    "thu_ly": gettext_lazy("kể từ ngày thụ lý"),
    "nhan_don": gettext_lazy("kể từ ngày nhận đơn"),
    "nhan_van_ban_dang_ky": gettext_lazy("kể từ khi nhận văn bản đăng ký"),
}
FEE_KINDS = {"phi": gettext_lazy("Phí"), "le_phi": gettext_lazy("Lệ phí")}
FEE_CHANNELS = {"truc_tiep": gettext_lazy("nộp trực tiếp"), "truc_tuyen": gettext_lazy("nộp trực tuyến")}
PAPER_FORMS = {
    "ban_chinh": gettext_lazy("bản chính"),
    "ban_sao": gettext_lazy("bản sao"),
    "ban_sao_chung_thuc": gettext_lazy("bản sao chứng thực"),
    "ban_dien_tu": gettext_lazy("bản điện tử"),
    "to_khai_theo_mau": gettext_lazy("tờ khai theo mẫu"),
    "xuat_trinh": gettext_lazy("xuất trình để đối chiếu"),
}
APPLICANTS = {
    "cong_dan_viet_nam": gettext_lazy("Công dân Việt Nam"),
    "nguoi_viet_nam_dinh_cu_o_nuoc_ngoai": gettext_lazy("Người Việt Nam định cư ở nước ngoài"),
    "nguoi_nuoc_ngoai": gettext_lazy("Người nước ngoài"),
    "can_bo_cong_chuc_vien_chuc": gettext_lazy("Cán bộ, công chức, viên chức"),
    "doanh_nghiep": gettext_lazy("Doanh nghiệp"),
    "doanh_nghiep_co_von_dau_tu_nuoc_ngoai": gettext_lazy("Doanh nghiệp có vốn đầu tư nước ngoài"),
    "to_chuc": gettext_lazy("Tổ chức"),
    "to_chuc_nuoc_ngoai": gettext_lazy("Tổ chức nước ngoài"),
    "hop_tac_xa": gettext_lazy("Hợp tác xã"),
    "ho_kinh_doanh": gettext_lazy("Hộ kinh doanh"),
    "ho_gia_dinh": gettext_lazy("Hộ gia đình"),
}
FIELDS = {
    "bao_tro_xa_hoi": gettext_lazy("Bảo trợ xã hội"),
    "chung_thuc": gettext_lazy("Chứng thực"),
    "cong_thuong": gettext_lazy("Công Thương"),
    "cu_tru": gettext_lazy("Cư trú"),
    "dat_dai": gettext_lazy("Đất đai"),
    "dau_tu": gettext_lazy("Đầu tư"),
    "doanh_nghiep": gettext_lazy("Doanh nghiệp, hộ kinh doanh"),
    "duoc": gettext_lazy("Dược"),
    "giam_ngheo": gettext_lazy("Giảm nghèo"),
    "giao_duc": gettext_lazy("Giáo dục"),
    "giao_thong_van_tai": gettext_lazy("Giao thông vận tải"),
    "khieu_nai_to_cao": gettext_lazy("Khiếu nại, tố cáo, kiến nghị"),
    "lao_dong": gettext_lazy("Lao động, việc làm"),
    "ly_lich_tu_phap": gettext_lazy("Lý lịch tư pháp"),
    "moi_truong": gettext_lazy("Môi trường"),
    "nguoi_co_cong": gettext_lazy("Người có công"),
    "nong_nghiep_thuy_san": gettext_lazy("Nông nghiệp, thủy sản"),
    "thuy_loi": gettext_lazy("Thủy lợi"),
    "tu_phap_ho_tich": gettext_lazy("Hộ tịch"),
    "van_hoa": gettext_lazy("Văn hóa, quảng cáo"),
    "xay_dung": gettext_lazy("Xây dựng"),
    "y_te": gettext_lazy("Y tế"),
}
# Facts of the catalogue that an applicant relies upon; the others (order of steps, applicant kinds) mislead nobody.
RELIED_ON = {
    "processing_time": gettext_lazy("thời hạn giải quyết"),
    "fees": gettext_lazy("phí, lệ phí"),
    "documents": gettext_lazy("thành phần hồ sơ"),
    "deciding_agency": gettext_lazy("cơ quan giải quyết"),
    "legal_basis": gettext_lazy("căn cứ pháp lý"),
    "national_code": gettext_lazy("mã thủ tục quốc gia"),
}


@dataclass(frozen=True)
class Paper:
    name: str
    form: str
    count: str
    required: bool
    condition: str
    form_code: str
    doubtful: bool


@dataclass(frozen=True)
class Fee:
    kind: str
    amount: str
    condition: str


@dataclass(frozen=True)
class Leaflet:
    """``doubts``: words for what the catalogue could not confirm with a source; never empty when there are some."""

    limit: str
    limit_start: str
    variants: list[str]
    excluded: list[str]
    fees: list[Fee]
    papers: list[Paper]
    sets: int
    who: list[str]
    deciding: str
    receiving: str
    coordinating: list[dict[str, Any]]
    result: str
    validity: str
    bases: list[dict[str, str]]
    steps: list[dict[str, Any]]
    reuse: list[str]
    notes: list[str]
    doubts: list[Any] = field(default_factory=list)
    as_of: str = ""

    @property
    def fee_line(self) -> str:
        """The short answer to "how much"."""
        if not self.fees:
            return _("Không thu")
        amounts = list(dict.fromkeys(fee.amount for fee in self.fees))
        return amounts[0] if len(amounts) == 1 else _("Từ %(lowest)s") % {"lowest": self._lowest(amounts)}

    @staticmethod
    def _lowest(amounts: list[str]) -> str:
        return min(amounts, key=lambda text: int("".join(c for c in text if c.isdigit()) or 10**12))


def limit_words(limit: Mapping[str, Any]) -> str:
    """``3 ngày làm việc``; words instead of a number where the catalogue has none."""
    if not limit.get("value"):
        return _("Theo quy định của pháp luật chuyên ngành")
    return str(UNITS.get(limit["unit"], UNITS["ngay"])) % {"value": limit["value"]}


def field_words(key: str) -> str:
    return str(FIELDS.get(key, key))


# The counts already say "bản chính" or "bản sao"; these forms say more than that.
_TELLING_FORMS = {"ban_sao_chung_thuc", "ban_dien_tu", "to_khai_theo_mau", "xuat_trinh"}


def _paper(item: Mapping[str, Any]) -> Paper:
    parts = []
    if item.get("originals"):
        parts.append(_("%(count)s bản chính") % {"count": item["originals"]})
    if item.get("copies"):
        parts.append(_("%(count)s bản sao") % {"count": item["copies"]})
    return Paper(
        item["name"], str(PAPER_FORMS.get(item["form"], "")) if not parts or item["form"] in _TELLING_FORMS else "", ", ".join(parts), bool(item["required"]), item.get("condition") or "",
        item.get("form_code") or "", item.get("basis") == "general_knowledge",
    )  # fmt: skip


def _fee(item: Mapping[str, Any]) -> Fee:
    amount = item.get("amount_vnd")
    if amount is None:
        words = _("Theo quy định")
    elif amount == 0:
        words = _("Miễn")
    else:
        words = f"{money_text(amount)}/{item['per']}" if item.get("per") else money_text(amount)
    channel = FEE_CHANNELS.get(item.get("channel", ""))
    conditions = [str(part) for part in (channel, item.get("condition")) if part]
    return Fee(str(FEE_KINDS.get(item["type"], item["type"])), words, "; ".join(conditions))


def leaflet(procedure: Procedure) -> Leaflet:
    """Everything the page shows, in words of the applicant; nothing is invented where the catalogue is silent."""
    data = procedure.data
    limit = data["processing_time"]
    confirmation = data.get("confirmation", {})
    doubts: list[Any] = [
        words
        for key, words in RELIED_ON.items()
        if confirmation.get(key, {}).get("status") not in (None, "confirmed")
    ]
    return Leaflet(
        limit=limit_words(limit),
        limit_start=str(STARTS.get(limit.get("starts_at", ""), "")),
        variants=[f"{item['condition']}: {limit_words(item)}" for item in limit.get("variants", [])],
        excluded=[str(item) for item in limit.get("excluded_time", [])],
        fees=[_fee(item) for item in data.get("fees", [])],
        papers=[_paper(item) for item in data.get("documents", [])],
        sets=data.get("document_sets") or 1,
        who=[str(APPLICANTS.get(item["kind"], item["kind"])) for item in data.get("applicant_kinds", [])],
        deciding=data.get("deciding_agency", ""),
        receiving=data.get("receiving_agency", ""),
        coordinating=data.get("coordinating_agencies", []),
        result=data.get("result", {}).get("name", ""),
        validity=data.get("result", {}).get("validity") or "",
        bases=data.get("legal_basis", []),
        steps=data.get("steps", []),
        reuse=data.get("data_reuse", []),
        notes=[str(note) for note in data.get("notes", [])],
        doubts=doubts,
        as_of=data.get("as_of", ""),
    )
