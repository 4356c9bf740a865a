"""The forms by their columns, in the words of the decree. Whatever is drawn, exported or printed begins here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Column:
    title: Any
    width: int  # characters in a spreadsheet; on paper its share of the line


@dataclass(frozen=True)
class Form:
    """``direction``: whose documents stand in it. ``source``: where the decree draws it."""

    code: str
    title: Any
    direction: str
    source: str
    columns: tuple[Column, ...]
    lead: Any = ""

    @property
    def titles(self) -> list[Any]:
        return [column.title for column in self.columns]

    @property
    def widths(self) -> list[tuple[Any, int]]:
        return [(column.title, column.width) for column in self.columns]


INCOMING_REGISTER = Form(
    "so-den", _("Sổ đăng ký văn bản đến"), "incoming", "NĐ 30/2020/NĐ-CP, Phụ lục IV, mục VI",
    (
        Column(_("Ngày đến"), 12), Column(_("Số đến"), 9), Column(_("Tác giả"), 32), Column(_("Số, ký hiệu văn bản"), 20),
        Column(_("Ngày tháng văn bản"), 12), Column(_("Tên loại và trích yếu nội dung văn bản"), 60), Column(_("Đơn vị hoặc người nhận"), 36),
        Column(_("Ngày chuyển"), 12), Column(_("Ký nhận"), 16), Column(_("Ghi chú"), 20),
    ),
)  # fmt: skip
OUTGOING_REGISTER = Form(
    "so-di", _("Sổ đăng ký văn bản đi"), "outgoing", "NĐ 30/2020/NĐ-CP, Phụ lục IV, mục I",
    (
        Column(_("Số, ký hiệu văn bản"), 20), Column(_("Ngày tháng văn bản"), 12), Column(_("Tên loại và trích yếu nội dung văn bản"), 60),
        Column(_("Người ký"), 24), Column(_("Nơi nhận văn bản"), 40), Column(_("Đơn vị, người nhận bản lưu"), 28), Column(_("Số lượng bản"), 10),
        Column(_("Ngày chuyển"), 12), Column(_("Ký nhận"), 16), Column(_("Ghi chú"), 20),
    ),
)  # fmt: skip
_FOLLOWED = (
    Column(_("Số đến"), 9), Column(_("Tên loại, số, ký hiệu, ngày, tháng và tên cơ quan, tổ chức ban hành văn bản"), 60),
    Column(_("Đơn vị hoặc người nhận"), 36), Column(_("Thời hạn giải quyết"), 18), Column(_("Tiến độ giải quyết"), 24),
    Column(_("Số, ký hiệu văn bản trả lời"), 20), Column(_("Ghi chú"), 24),
)  # fmt: skip
FOLLOW_UP = Form(
    "theo-doi", _("Sổ theo dõi giải quyết văn bản đến"), "incoming", "NĐ 30/2020/NĐ-CP, Phụ lục IV, mục VIII", _FOLLOWED,
)  # fmt: skip
# The decree names the two reports and draws neither: the first has the columns of the follow-up book (the nearest
# form), the second what points III.1.k and III.1.o say that a sender must be able to see.
INCOMING_REPORT = Form(
    "giai-quyet-den", _("Báo cáo tình hình giải quyết văn bản đến"), "incoming", "NĐ 30/2020/NĐ-CP, Phụ lục VI, Phần I, V.2", _FOLLOWED,
)  # fmt: skip
OUTGOING_REPORT = Form(
    "giai-quyet-di", _("Báo cáo tình hình giải quyết văn bản đi"), "outgoing", "NĐ 30/2020/NĐ-CP, Phụ lục VI, Phần I, V.4",
    (
        Column(_("Số, ký hiệu văn bản"), 20), Column(_("Ngày tháng văn bản"), 12), Column(_("Tên loại và trích yếu nội dung văn bản"), 60),
        Column(_("Nơi nhận văn bản"), 40), Column(_("Hạn trả lời văn bản"), 14), Column(_("Tình trạng nhận văn bản"), 24),
        Column(_("Tình trạng xử lý văn bản"), 24), Column(_("Ghi chú"), 20),
    ),
)  # fmt: skip

REGISTERS = {"incoming": INCOMING_REGISTER, "outgoing": OUTGOING_REGISTER}
FORMS = {
    form.code: form
    for form in (INCOMING_REGISTER, OUTGOING_REGISTER, FOLLOW_UP, INCOMING_REPORT, OUTGOING_REPORT)
}
