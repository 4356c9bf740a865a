"""Forms of the administration. What they check is shape; rules are in the domain functions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.worktime.calendars import Spans
from lienthong.kernel.worktime.public import WEEKDAYS

DATE_FORMATS = ["%d/%m/%Y", "%Y-%m-%d"]
DATE_ERROR = {
    "invalid": _("Ghi ngày như 05/11/2026."),
    "required": _("Ghi ngày như 05/11/2026."),
}


def date_field(label: Any, **kwargs: Any) -> forms.DateField:
    widget = forms.DateInput(
        format="%d/%m/%Y", attrs={"inputmode": "numeric", "placeholder": "dd/mm/yyyy", "maxlength": 10}
    )
    return forms.DateField(
        label=label, widget=widget, input_formats=DATE_FORMATS, error_messages=DATE_ERROR, **kwargs
    )


def reason_field(**kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Lý do"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Hãy ghi lý do; lý do được lưu trong lịch sử")},
        **kwargs,
    )


# What a person chooses, and what is stored for it: (kind, why).
SORTS: dict[str, tuple[str, str]] = {
    "holiday": ("off", "holiday"),
    "in_lieu": ("off", "in_lieu"),
    "swap": ("off", "swap"),
    "closure": ("off", "closure"),
    "make_up": ("make_up", ""),
}
SORT_LABELS = [
    ("holiday", _("Nghỉ lễ, Tết")),
    ("in_lieu", _("Nghỉ bù")),
    ("swap", _("Nghỉ hoán đổi")),
    ("closure", _("Cơ quan đóng cửa")),
    ("make_up", _("Ngày làm bù, ngày làm việc")),
]


def sort_of(kind: str, why: str) -> str:
    """The choice that a stored day stands for."""
    return "make_up" if kind == "make_up" else (why or "holiday")


class DayForm(forms.Form):
    date = date_field(_("Ngày"))
    until = date_field(
        _("Đến ngày"),
        required=False,
        help_text=_("Khi cùng một việc kéo dài nhiều ngày liền; tối đa 31 ngày."),
    )
    sort = forms.ChoiceField(
        label=_("Ngày này là"), choices=SORT_LABELS, widget=forms.RadioSelect, initial="holiday"
    )
    hours_of = forms.TypedChoiceField(
        label=_("Làm theo giờ của"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Chọn thứ")), *WEEKDAYS.items()],
        help_text=_("Chỉ cho ngày làm bù: làm theo giờ của thứ nào trong tuần."),
    )
    name = forms.CharField(label=_("Tên ngày"), max_length=200, help_text=_("Ví dụ: Giỗ Tổ Hùng Vương."))
    source = forms.CharField(
        label=_("Căn cứ"),
        max_length=300,
        required=False,
        help_text=_("Số, ký hiệu, ngày của văn bản, ví dụ: Thông báo 6150/TB-BLĐTBXH ngày 03/12/2024."),
    )
    provisional = forms.BooleanField(label=_("Dự kiến, chưa có văn bản chính thức"), required=False)
    reason = reason_field()

    def __init__(self, *args: Any, common: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if common:
            # The whole province does not close: that is a holiday, with a legal basis of its own.
            self.fields["sort"].choices = [item for item in SORT_LABELS if item[0] != "closure"]  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """What the domain function takes, without dates and reason."""
        data = self.cleaned_data
        kind, why = SORTS[data["sort"]]
        return {
            "kind": kind,
            "why": why,
            "name": data["name"],
            "hours_of": data["hours_of"] if kind == "make_up" else None,
            "provisional": data["provisional"],
            "source": data["source"],
        }


class ReasonForm(forms.Form):
    reason = reason_field()


TIMES = ("morning_begins", "morning_ends", "afternoon_begins", "afternoon_ends")


def _time(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H:%M", "%Hh%M", "%Hg%M"],
        widget=forms.TimeInput(
            format="%H:%M", attrs={"class": "input", "inputmode": "numeric", "maxlength": 5}
        ),
        error_messages={"invalid": _("Ghi giờ như 07:30.")},
    )


class WeekdayForm(forms.Form):
    """One line of the week: morning and afternoon; both empty is a day off."""

    common = forms.BooleanField(label=_("Theo lịch chung"), required=False)
    morning_begins = _time(_("Sáng từ"))
    morning_ends = _time(_("Sáng đến"))
    afternoon_begins = _time(_("Chiều từ"))
    afternoon_ends = _time(_("Chiều đến"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors or data.get("common"):
            return data
        for begins, ends in (("morning_begins", "morning_ends"), ("afternoon_begins", "afternoon_ends")):
            first, last = data.get(begins), data.get(ends)
            if (first is None) != (last is None):
                self.add_error(ends if last is None else begins, _("Ghi đủ giờ đầu và giờ cuối của buổi."))
            elif first is not None and last is not None and first >= last:
                self.add_error(ends, _("Giờ cuối phải sau giờ đầu."))
        ends_at, begins_at = data.get("morning_ends"), data.get("afternoon_begins")
        if not self.errors and ends_at and begins_at and ends_at >= begins_at:
            self.add_error("afternoon_begins", _("Buổi chiều phải bắt đầu sau buổi sáng."))
        return data

    def spans(self) -> Spans | None:
        """The hours; None for those of the common calendar."""
        data = self.cleaned_data
        if data.get("common"):
            return None
        pairs = ((data[TIMES[0]], data[TIMES[1]]), (data[TIMES[2]], data[TIMES[3]]))
        return tuple((begins, ends) for begins, ends in pairs if begins is not None)


def line_of(spans: Spans) -> dict[str, dt.time | None]:
    """Spans as the four times of a line; spans that do not fit two halves are joined to their outer times."""
    noon = dt.time(12)
    halves: list[list[tuple[dt.time, dt.time]]] = [[], []]
    for begins, ends in spans:
        halves[0 if begins < noon else 1].append((begins, ends))
    values: dict[str, dt.time | None] = dict.fromkeys(TIMES)
    for half, (first, last) in zip(halves, (TIMES[:2], TIMES[2:]), strict=True):
        if half:
            values[first], values[last] = half[0][0], half[-1][1]
    return values


class WeekForm(forms.Form):
    valid_from = date_field(
        _("Áp dụng từ ngày"),
        help_text=_("Giờ làm việc trước ngày này giữ nguyên, để giải thích được các hạn cũ."),
    )
    source = forms.CharField(
        label=_("Căn cứ"), max_length=300, required=False, help_text=_("Văn bản quy định giờ làm việc.")
    )
    reason = reason_field()


class OpenAccountForm(forms.Form):
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=80,
        help_text=_("Chữ thường không dấu, chữ số, dấu chấm, gạch nối; không đổi được về sau."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    email = forms.CharField(
        label=_("E-mail công vụ"),
        max_length=120,
        required=False,
        help_text=_(
            "Người dùng xác nhận địa chỉ này sau khi đăng nhập; trước đó hệ thống không gửi thư đến."
        ),
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Vai trò"), choices=())
    unit = forms.ChoiceField(
        label=_("Phạm vi"), required=False, choices=(), help_text=_("Cả cơ quan, hoặc chỉ một đơn vị.")
    )
    valid_from = date_field(_("Từ ngày"))
    valid_to = date_field(_("Đến hết ngày"), required=False)
    reason = reason_field()

    def __init__(self, *args: Any, roles: list[tuple[str, Any]], units: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("Chọn vai trò")), *roles]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [  # type: ignore[attr-defined]
            ("", _("Cả cơ quan")),
            *[(str(unit.pk), unit.name) for unit in units],
        ]


class EndRoleForm(forms.Form):
    last = date_field(
        _("Ngày cuối còn hiệu lực"), required=False, help_text=_("Để trống: kết thúc ngay bây giờ.")
    )
    reason = reason_field()


class DelegationForm(forms.Form):
    giver = forms.ChoiceField(label=_("Với vị trí của tôi"), choices=())
    taker = forms.ChoiceField(label=_("Ủy quyền cho"), choices=())
    scope = forms.ChoiceField(
        label=_("Phạm vi"), choices=(), help_text=_("Vai trò quản trị không ủy quyền được.")
    )
    valid_from = date_field(_("Từ ngày"))
    valid_to = date_field(_("Đến hết ngày"))
    reason = reason_field()

    def __init__(
        self, *args: Any, posts: list[Any], people: dict[str, Any], roles: list[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["giver"].choices = [  # type: ignore[attr-defined]
            (str(post.pk), f"{post.post.title} · {post.organisation.name}") for post in posts
        ]
        self.fields["taker"].choices = [  # type: ignore[attr-defined]
            ("", _("Chọn người")),
            *[(key, f"{item.person.full_name} · {item.post.title}") for key, item in people.items()],
        ]
        self.fields["scope"].choices = [("all", _("Mọi vai trò")), *roles]  # type: ignore[attr-defined]
        if len(posts) == 1:
            self.fields["giver"].widget = forms.HiddenInput()
