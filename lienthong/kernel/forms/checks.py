"""Checking values against a form: the same for screens and for the REST wire."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock

from . import identifiers
from .choices import choices_of
from .conditions import asked, holds, typed_all
from .fields import ROW_LIMIT, Field, Structure
from .words import show_date, show_number

MAX_DEPTH = 12
MAX_NODES = 20_000
Errors = dict[str, list[Any]]
Place = tuple[str | int, ...]


def pointer(place: Place) -> str:
    """("children", 0, "name") → "/children/0/name"; "" is the form itself (RFC 6901; our keys need no escapes)."""
    return "".join(f"/{step}" for step in place)


def too_big(values: Any) -> bool:
    """Deeper or larger than any form: refused before anything else looks at it. Does not recurse."""
    count, level = 0, [values]
    for _depth in range(MAX_DEPTH):
        inner: list[Any] = []
        for one in level:
            if isinstance(one, Mapping):
                inner += one.values()
            elif isinstance(one, list):
                inner += one
        count += len(inner)
        if count > MAX_NODES:
            return True
        if not inner:
            return False
        level = inner
    return True


class Checking:
    """One pass over the values of one form; ``errors`` and ``warnings`` fill up, ``clean`` is what may be kept."""

    def __init__(self, structure: Structure) -> None:
        self.structure = structure
        self.errors: Errors = {}
        self.warnings: Errors = {}
        self.clean: dict[str, Any] = {}

    def run(self, values: Any) -> None:
        if not isinstance(values, Mapping):
            self._error((), _("Dữ liệu biểu mẫu phải là một đối tượng."))
            return
        if too_big(values):
            self._error((), _("Dữ liệu gửi lên quá lớn hoặc lồng nhau quá sâu."))
            return
        self.clean = self._object(self.structure.fields, values, (), {})
        context = typed_all(self.structure.fields, self.clean)
        for rule in self.structure.rules:
            self._rule(rule.when, rule.message, rule.at, context)

    def _error(self, place: Place, message: Any) -> None:
        self.errors.setdefault(pointer(place), []).append(message)

    def _warn(self, place: Place, message: Any) -> None:
        self.warnings.setdefault(pointer(place), []).append(message)

    def _rule(self, when: str, message: str, place: Place, context: Mapping[str, Any]) -> None:
        if holds(when, context) is True:
            self._error(place, message)

    def _object(
        self, fields: tuple[Field, ...], values: Mapping[str, Any], place: Place, outer: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Check the members in order; ``outer`` are the names of what stands around. Hidden ones are left out."""
        known = {one.key for one in fields}
        if unknown := [str(key)[:60] for key in values if key not in known]:
            self._error(
                place, _("Trường không có trong biểu mẫu: %(names)s.") % {"names": ", ".join(unknown[:10])}
            )
        kept: dict[str, Any] = {}
        context: dict[str, Any] = {**outer, **{one.key: None for one in fields}}
        for one in fields:
            if not asked(one, context):
                continue
            here = (*place, one.key)
            if is_empty(one, values.get(one.key)):
                if one.required:
                    self._error(here, missing_message(one))
                continue
            value = self._value(one, values[one.key], here, context)
            kept[one.key] = value
            context[one.key] = typed_all((one,), kept)[one.key]
            for rule in one.rules:
                self._rule(rule.when, rule.message, self._within(rule.at, here, one), context)
        self._doubts(fields, kept, place)
        return kept

    @staticmethod
    def _within(at: tuple[str, ...], here: Place, field: Field) -> Place:
        return (*here, *at[len(field.path) :]) if field.kind == "group" else here

    def _value(self, one: Field, value: Any, here: Place, context: Mapping[str, Any]) -> Any:
        if one.kind == "group":
            if not isinstance(value, Mapping):
                self._error(here, _("Phần này chưa đúng cấu trúc."))
                return {}
            return self._object(one.children, value, here, context)
        if one.kind == "rows":
            return self._rows(one, value, here, context)
        for message in value_messages(one, value, context):
            self._error(here, message)
        return value

    def _rows(self, one: Field, value: Any, here: Place, context: Mapping[str, Any]) -> list[Any]:
        if not isinstance(value, list):
            self._error(here, _("Phần này phải là một danh sách."))
            return []
        self._count(one, len(value), here)
        kept = []
        for number, row in enumerate(value[: row_limit(one)]):
            if isinstance(row, Mapping):
                kept.append(self._object(one.children, row, (*here, number), context))
            else:
                self._error((*here, number), _("Mục này chưa đúng cấu trúc."))
                kept.append({})
        return kept

    def _count(self, one: Field, count: int, here: Place) -> None:
        least, most = int(one.schema.get("minItems", 0)), row_limit(one)
        if count < least:
            self._error(here, _("Cần ít nhất %(count)s mục.") % {"count": least})
        if count > most:
            self._error(here, _("Chỉ được nhiều nhất %(count)s mục.") % {"count": most})

    def _doubts(self, fields: tuple[Field, ...], kept: Mapping[str, Any], place: Place) -> None:
        for one in fields:
            number = kept.get(one.key)
            if one.format == "personal-id" and isinstance(number, str) and identifiers.is_personal_id(number):
                born = _as_date(kept.get(str(one.ui.get("birth_date", ""))))
                sex = kept.get(str(one.ui.get("sex", "")))
                doubts = identifiers.personal_id_doubts(
                    number, born=born, sex=sex if isinstance(sex, str) else None
                )
                for message in doubts:
                    self._warn((*place, one.key), message)


def row_limit(one: Field) -> int:
    return int(one.schema.get("maxItems", ROW_LIMIT))


def is_empty(one: Field, value: Any) -> bool:
    """Nothing was given. ``false`` answers a question, but leaves a box that must be ticked unticked."""
    if value is None or value == "" or (isinstance(value, list | Mapping) and not value):
        return True
    return one.kind == "boolean" and value is False and one.schema.get("const") is True


def missing_message(one: Field) -> Any:
    if one.kind in ("choice", "choices"):
        return _("Hãy chọn: %(title)s.") % {"title": one.title}
    if one.kind in ("file", "files"):
        return _("Hãy đính kèm: %(title)s.") % {"title": one.title}
    if one.kind == "boolean":
        return _("Bạn cần xác nhận: %(title)s.") % {"title": one.title}
    if one.kind == "rows":
        return _("Hãy khai ít nhất một mục: %(title)s.") % {"title": one.title}
    return _("Hãy nhập: %(title)s.") % {"title": one.title}


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
    if not all(ch.isprintable() or ch in "\n\t" for ch in value):
        return [_("Có ký tự không hiển thị được. Hãy xóa đi và gõ lại.")]
    if one.format in _FORMAT_CHECKS and (message := _FORMAT_CHECKS[one.format](one, value)) is not None:
        return [message]
    pattern = one.schema.get("pattern")
    if pattern and not _compiled(pattern).search(value):
        return [one.ui.get("pattern_message") or _("Chưa đúng mẫu yêu cầu.")]
    if "const" in one.schema and value != one.schema["const"]:
        return [_("Giá trị này phải là “%(value)s”.") % {"value": one.schema["const"]}]
    return []


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _date_message(one: Field, value: str) -> Any:
    day = _as_date(value)
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
        limit = _as_date(one.schema.get(key))
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


def _as_date(value: Any) -> dt.date | None:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None
