"""Made-up content for the components page. Nothing here is real, and nothing here is ever stored.

It is content, not interface: official Vietnamese texts stay Vietnamese in every language, so it is not translated.
"""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict

from lienthong.kernel import clock
from lienthong.kernel.ui.navigation import Link, Section

LONG_NAME = "Trung tâm Phục vụ hành chính công và Kiểm soát thủ tục hành chính xã Thường Xuân Hạ"


def _at(days: int, hour: int, minute: int = 0) -> dt.datetime:
    return clock.at(clock.today() + dt.timedelta(days=days), dt.time(hour, minute))


def _soon(hours: float) -> dt.datetime:
    return clock.now() + dt.timedelta(hours=hours, minutes=5)


def sections() -> list[Section]:
    return [
        Section(
            "",
            [
                Link("Việc của tôi", "/ui/inbox/", "inbox", 12, current=True),
                Link("Văn bản", "/ui/inbox-empty/", "file-text", 38),
                Link("Hồ sơ công việc", "/ui/office-form/", "folder"),
                Link("Nhiệm vụ", "/ui/?shell=office", "checklist", 4),
                Link("Lịch công tác", "/ui/?shell=office#bang", "calendar-event"),
            ],
        ),
        Section(
            "Một cửa",
            [
                Link("Hồ sơ thủ tục", "/ui/?shell=office#chip", "id", 21),
                Link("Đơn thư, hỏi đáp", "/ui/?shell=office#nut", "message-report"),
            ],
        ),
        Section(
            "Dữ liệu",
            [
                Link("Cơ sở dữ liệu", "/ui/?shell=office#bieu-mau", "database"),
                Link("Báo cáo, chỉ tiêu", "/ui/?shell=office#so", "chart-bar"),
            ],
        ),
    ]


def bottom() -> list[Link]:
    return [
        Link("Việc", "/ui/inbox/", "inbox", 12, current=True),
        Link("Ký", "/ui/?shell=office#nut", "signature", 3),
        Link("Lịch", "/ui/?shell=office#bang", "calendar-event"),
        Link("Tìm", "/ui/?shell=office#bieu-mau", "search"),
    ]


PERSON = SimpleNamespace(name="Lê Thu Hà", title="Chuyên viên · P. CNTT")


def _item(
    number: int, kind: str, label: str, code: str, title: str, source: str, role: str, due: Any, **more: Any
) -> Any:
    return SimpleNamespace(
        id=f"mau-{number}",
        url=f"/ui/inbox/?item=mau-{number}",
        kind=kind,
        kind_label=label,
        number=code,
        title=title,
        source=source,
        role=role,
        due=due,
        urgency=more.get("urgency", "gold"),
        urgency_label=more.get("urgency_label", ""),
        unread=more.get("unread", False),
    )


def groups() -> list[Any]:
    late = [
        _item(
            1,
            "dossier",
            "Hồ sơ",
            "H56.18-261117-0042",
            "Cấp giấy phép lao động cho người nước ngoài: lấy ý kiến Công an tỉnh",
            "Công ty TNHH Dệt Hàm Rồng",
            "Xử lý chính",
            _at(-1, 9),
        ),
    ]
    today = [
        _item(
            2,
            "document",
            "Văn bản đến",
            "1605/UBND-THKH",
            "Hướng dẫn xây dựng Kế hoạch ứng dụng và phát triển công nghệ thông tin năm 2027",
            "UBND tỉnh Thanh Hóa",
            "Xử lý chính",
            _soon(5),
            urgency_label="Khẩn",
        ),
        _item(
            3,
            "draft",
            "Dự thảo",
            "Tờ trình",
            "Phê duyệt danh mục dịch vụ công trực tuyến toàn trình quý I/2027",
            "Phòng CNTT",
            "Góp ý 2 / 4",
            _soon(6),
            unread=True,
        ),
        _item(
            4,
            "task",
            "Nhiệm vụ",
            "Kết luận 87/TB",
            "Báo cáo tỷ lệ văn bản điện tử của 166 xã, phường",
            "Giám đốc Sở giao",
            "162 / 166 đơn vị đã gửi",
            _soon(8),
        ),
    ]
    week = [
        _item(
            5,
            "document",
            "Văn bản đến",
            "2715/BKHCN-CĐSQG",
            "Góp ý dự thảo Thông tư về mã định danh cơ quan",
            "Bộ Khoa học và Công nghệ",
            "Phối hợp",
            _at(3, 17),
        ),
        _item(
            6,
            "petition",
            "Đơn thư",
            "ĐT-0311",
            "Phản ánh mất sóng di động tại xã Quan Sơn",
            "Chuyển từ Cổng tỉnh",
            "Xử lý chính",
            _at(4, 17),
        ),
    ]
    return [
        SimpleNamespace(label="Quá hạn", late=True, total=1, items=late),
        SimpleNamespace(label="Hôm nay", late=False, total=3, items=today),
        SimpleNamespace(label="Tuần này", late=False, total=8, items=week),
    ]


TABS = [
    {"text": "Cần làm", "url": "/ui/inbox/", "count": 12, "current": True},
    {"text": "Phối hợp", "url": "/ui/inbox-empty/", "count": 7},
    {"text": "Để biết", "url": "/ui/inbox-empty/?tab=fyi", "count": 19},
    {"text": "Đã xong", "url": "/ui/inbox-empty/?tab=done", "count": None},
]


def events() -> list[dict[str, Any]]:
    return [
        {"what": "Văn thư vào sổ số 412", "who": "Nguyễn Thị Lan", "at": _at(0, 7, 58), "state": "done"},
        {"what": "Giám đốc bút phê", "who": "Phạm Quốc Bảo", "at": _at(0, 8, 12), "state": "done"},
        {
            "what": "Trưởng phòng chuyển",
            "who": "Đỗ Văn Hùng",
            "at": _at(0, 8, 30),
            "state": "done",
            "note": "Đồng chí Hà soạn dự thảo, gửi tôi trước 11:00.",
        },
        {"what": "Bạn xử lý chính", "who": "đã mở lúc 09:41", "state": "now"},
        {"what": "P. KHTC phối hợp", "who": "chưa mở", "state": "next"},
    ]


def path() -> list[dict[str, Any]]:
    return [
        {"what": "Đã nộp", "who": "Cổng dịch vụ công", "at": _at(-4, 9, 12), "state": "done"},
        {
            "what": "Đã tiếp nhận, đủ hồ sơ",
            "who": "Trung tâm Phục vụ hành chính công phường Hạc Thành",
            "at": _at(-4, 10, 5),
            "state": "done",
        },
        {"what": "Đang thẩm định", "who": "Phòng Kinh tế, Hạ tầng và Đô thị · bước 3/5", "state": "now"},
        {"what": "Ký số kết quả", "who": "Lãnh đạo UBND phường", "state": "next"},
        {"what": "Trả kết quả", "who": "Tải về máy và bản giấy tại quầy", "state": "next"},
    ]


FACTS = [
    ("Cơ quan ban hành", "Ủy ban nhân dân tỉnh Thanh Hóa"),
    ("Số, ngày", "1605/UBND-THKH · 20/11/2026"),
    ("Người ký", "KT. Chủ tịch, Phó Chủ tịch Trần Minh Khôi"),
]

FILES = [
    {
        "name": "1605-UBND-THKH.pdf",
        "url": "#tep",
        "size": 412_000,
        "media_type": "application/pdf",
        "state": "clean",
        "note": "2 chữ ký hợp lệ",
    },
    {
        "name": "Phụ lục 01 - Biểu tổng hợp kinh phí ứng dụng công nghệ thông tin của các sở, ban, ngành.xlsx",
        "url": "#tep",
        "size": 1_830_000,
        "media_type": "x",
        "state": "quarantine",
        "note": "",
    },
    {
        "name": "anh-chup.exe",
        "url": "",
        "size": 90_112,
        "media_type": "x",
        "state": "refused",
        "note": "loại tệp không được nhận",
    },
]

LIFE = [
    ("baby-carriage", "Sinh con", "Khai sinh, bảo hiểm y tế, thường trú"),
    ("hearts", "Kết hôn", "Xác nhận độc thân, đăng ký"),
    ("building-store", "Mở cửa hàng", "Hộ kinh doanh, giấy phép con"),
    ("home-edit", "Xây, sửa nhà", "Giấy phép, đất đai"),
    ("briefcase", "Đi làm, thuê người", "Giấy phép lao động, nội quy"),
    ("heart-handshake", "Cần trợ giúp", "Người có công, trợ cấp xã hội"),
]

ROWS = [
    ("Sở Khoa học và Công nghệ", 1280, "98,6", 3),
    ("Sở Tư pháp", 942, "97,1", 0),
    (LONG_NAME, 12480, "91,4", 27),
]


class SampleForm(forms.Form):
    name = forms.CharField(label="Họ và tên", help_text="Như trên thẻ căn cước")
    number = forms.CharField(
        label="Số định danh cá nhân", help_text="12 chữ số", max_length=12, min_length=12
    )
    born = forms.DateField(label="Ngày sinh", widget=forms.DateInput(attrs={"type": "date"}))
    place = forms.ChoiceField(
        label="Nơi nhận kết quả", choices=[("", "Chọn"), ("1", LONG_NAME), ("2", "Phường Hạc Thành")]
    )
    way = forms.ChoiceField(
        label="Cách nhận",
        choices=[("online", "Tải về máy"), ("desk", "Bản giấy tại quầy")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea)
    agree = forms.BooleanField(label="Tôi cam đoan nội dung khai là đúng")


def sample_form(query: QueryDict | dict[str, Any] | None = None) -> SampleForm:
    return (
        SampleForm({"name": "", "number": "123", "place": "1"})
        if query is None
        else SampleForm(initial={"name": "Lê Thu Hà"})
    )


def components(query: QueryDict) -> dict[str, Any]:
    page = Paginator(range(4128), 50).page(2)
    return {
        "sections": sections(),
        "person": PERSON,
        "bottom": bottom(),
        "long_name": LONG_NAME,
        "now_items": [
            _item(
                9,
                "document",
                "Văn bản đến",
                "1605/UBND-THKH",
                LONG_NAME + ": đề nghị phối hợp rà soát, cập nhật và đối chiếu",
                LONG_NAME,
                "Xử lý chính",
                _soon(5),
                urgency_label="Hỏa tốc",
                urgency="lotus",
                unread=True,
            )
        ],
        "moments": [_soon(-0.4), _soon(-5), _at(-3, 9), _soon(0.3), _soon(5), _at(3, 17), _at(40, 17)],
        "instant": _at(2, 10, 5),
        "facts": FACTS,
        "events": events(),
        "steps": [*path()[:2], {"what": "Yêu cầu bổ sung", "who": "thiếu bản vẽ", "state": "bad"}],
        "files": FILES,
        "tabs": TABS,
        "rows": ROWS,
        "page": page,
        "page_one": Paginator(range(3), 50).page(1),
        "form_errors": sample_form(),
        "form_clean": sample_form({}),
        "undo": {"text": "Đã chuyển đến Phòng Kế hoạch, Tài chính", "url": "/ui/"}
        if query.get("undo")
        else None,
    }


def screen(page: str, request: HttpRequest) -> dict[str, Any]:
    """Context of a whole sample screen."""
    chosen = request.GET.get("item", "mau-2")
    return {
        "sections": sections(),
        "person": PERSON,
        "bottom": bottom(),
        "groups": groups(),
        "tabs": TABS,
        "chosen": chosen,
        "step": "pane" if "item" in request.GET else "list",
        "facts": FACTS,
        "events": events(),
        "due_at": _soon(5),
        "steps": path(),
        "promise": _at(2, 10, 5),
        "life": LIFE,
        "form": sample_form(None if request.GET.get("errors") else {}),
        "long_name": LONG_NAME,
    }
