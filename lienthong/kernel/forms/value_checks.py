"""What is wrong with one given value of a field, in words for the person who gave it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock

from . import identifiers
from .choices import choices_of
from .fields import Field
from .words import show_date, show_number


def value_messages(one: Field, value: Any, context: Mapping[str, Any]) -> list[Any]:
    """What is wrong with one given value of a simple field; never raises, whatever JSON comes."""
    if one.kind in ("integer", "number"):
        return _number_messages(one, value)
    if one.kind == "boolean":
        return [] if isinstance(value, bool) else [_("Hãy trả lời có hoặc không.")]
    if one.kind == "choice":
        return [] if is_choice(one, value, context) else [_("Hãy chọn một mục trong danh sách.")]
    if one.kind == "choices":
        return _choices_messages(one, value, context)
    if one.kind == "files":
        return _files_messages(one, value)
    if not isinstance(value, str):
        return [_("Giá trị này phải là chữ.")]
    if one.kind == "file":
        return [] if _is_uuid(value) else [_("Tệp đính kèm không hợp lệ. Hãy tải tệp lên lại.")]
    return _text_messages(one, value)


def _text_messages(one: Field, value: str) -> list[Any]:
    if len(value) > one.max_length:
        return [_("Chỉ được nhiều nhất %(count)s ký tự.") % {"count": show_number(one.max_length)}]
    if len(value) < int(one.schema.get("minLength", 0)):
        return [_("Cần ít nhất %(count)s ký tự.") % {"count": one.schema["minLength"]}]
    if not all(map(_visible, value)):
        return [_("Có ký tự không hiển thị được. Hãy xóa đi và gõ lại.")]
    if one.format in _FORMAT_CHECKS and (message := _FORMAT_CHECKS[one.format](one, value)) is not None:
        return [message]
    pattern = one.schema.get("pattern")
    if pattern and not _compiled(pattern).search(value):
        return [one.ui.get("pattern_message") or _("Chưa đúng mẫu yêu cầu.")]
    if "const" in one.schema and value != one.schema["const"]:
        return [_("Giá trị này phải là “%(value)s”.") % {"value": one.schema["const"]}]
    return []


def _visible(char: str) -> bool:
    """Whether people can see what a program sent: no controls and no marks that turn a name around. Spaces of every width
    and the joiners that some scripts need are text."""
    return char.isprintable() or char in "\n\t\u200c\u200d" or unicodedata.category(char) == "Zs"


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _date_message(one: Field, value: str) -> Any:
    day = as_date(value)
    if day is None:
        return _("Ngày phải viết theo dạng ngày/tháng/năm, ví dụ 05/09/2026.")
    today = clock.today()
    bound = one.ui.get("bounds", "")
    if bound == "past" and day > today:
        return _("Ngày này không được sau hôm nay.")
    if bound == "future" and day < today:
        return _("Ngày này không được trước hôm nay.")
    if not 1800 <= day.year <= 2200:
        return _("Năm phải từ 1800 đến 2200.")
    for key, message in (
        ("formatMinimum", _("Ngày này không được trước %(day)s.")),
        ("formatMaximum", _("Ngày này không được sau %(day)s.")),
    ):
        limit = as_date(one.schema.get(key))
        if limit and (day < limit if key == "formatMinimum" else day > limit):
            return message % {"day": show_date(limit.isoformat())}
    return None


def _email_message(_one: Field, value: str) -> Any:
    try:
        validate_email(value)
    except ValidationError:
        return _("Địa chỉ thư điện tử phải có dạng ten@donvi.vn.")
    return None


def _personal_id_message(_one: Field, value: str) -> Any:
    return (
        None
        if identifiers.is_personal_id(value)
        else _("Số định danh cá nhân gồm đúng 12 chữ số, in trên thẻ căn cước.")
    )


def _tax_code_message(_one: Field, value: str) -> Any:
    if identifiers.is_tax_code(value):
        return None
    return _(
        "Mã số thuế chưa đúng. Mã gồm 10 chữ số (chi nhánh thêm “-” và 3 số); cá nhân dùng số định danh 12 chữ số."
    )


def _phone_message(_one: Field, value: str) -> Any:
    return (
        None
        if identifiers.is_phone(value)
        else _("Số điện thoại gồm 10 chữ số, bắt đầu bằng 0, ví dụ 0912 345 678.")
    )


def _uri_message(_one: Field, value: str) -> Any:
    return (
        None
        if re.fullmatch(r"https?://[^\s<>\"]{1,500}", value)
        else _("Địa chỉ web phải bắt đầu bằng https://.")
    )


_FORMAT_CHECKS = {
    "date": _date_message,
    "email": _email_message,
    "personal-id": _personal_id_message,
    "phone": _phone_message,
    "tax-code": _tax_code_message,
    "uri": _uri_message,
}


def _number_messages(one: Field, value: Any) -> list[Any]:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return [_("Hãy nhập số, ví dụ 1.250.000.")]
    if abs(value) > 10**15:
        return [_("Số quá lớn.")]
    if one.kind == "integer" and value != int(value):
        return [_("Hãy nhập số nguyên.")]
    schema = one.schema
    if "minimum" in schema and value < schema["minimum"]:
        return [_("Không được nhỏ hơn %(limit)s.") % {"limit": show_number(schema["minimum"])}]
    if "exclusiveMinimum" in schema and value <= schema["exclusiveMinimum"]:
        return [_("Phải lớn hơn %(limit)s.") % {"limit": show_number(schema["exclusiveMinimum"])}]
    if "maximum" in schema and value > schema["maximum"]:
        return [_("Không được lớn hơn %(limit)s.") % {"limit": show_number(schema["maximum"])}]
    step = schema.get("multipleOf")
    if step and value % step:
        return [_("Phải là bội số của %(step)s.") % {"step": show_number(step)}]
    return []


def within_of(one: Field, context: Mapping[str, Any]) -> str:
    """The value of the field that narrows this list of choices."""
    value = context.get(str(one.ui.get("within", "")))
    return value if isinstance(value, str) else ""


def is_choice(one: Field, value: Any, context: Mapping[str, Any]) -> bool:
    options = choices_of(one.source, within_of(one, context)) if one.source else one.options
    return any(type(value) is type(known) and value == known for known, _label in options)


def _choices_messages(one: Field, value: Any, context: Mapping[str, Any]) -> list[Any]:
    if not isinstance(value, list) or not all(is_choice(one, item, context) for item in value):
        return [_("Hãy chọn trong danh sách.")]
    if len({repr(item) for item in value}) != len(value):
        return [_("Mỗi mục chỉ được chọn một lần.")]
    if len(value) < int(one.schema.get("minItems", 0)):
        return [_("Hãy chọn ít nhất %(count)s mục.") % {"count": one.schema["minItems"]}]
    if len(value) > int(one.schema.get("maxItems", len(value))):
        return [_("Chỉ được chọn nhiều nhất %(count)s mục.") % {"count": one.schema["maxItems"]}]
    return []


def _files_messages(one: Field, value: Any) -> list[Any]:
    if not isinstance(value, list) or not all(isinstance(item, str) and _is_uuid(item) for item in value):
        return [_("Tệp đính kèm không hợp lệ. Hãy tải tệp lên lại.")]
    if len(value) < int(one.schema.get("minItems", 0)):
        return [_("Cần ít nhất %(count)s tệp.") % {"count": one.schema["minItems"]}]
    if len(value) > int(one.schema.get("maxItems", 20)):
        return [_("Chỉ được nhiều nhất %(count)s tệp.") % {"count": one.schema.get("maxItems", 20)}]
    return []


def _is_uuid(text: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text) is not None


def as_date(value: Any) -> dt.date | None:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None
