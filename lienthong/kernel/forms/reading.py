"""From posted text to values. What cannot be read stays as typed, so that it is shown again with its error."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.errors import DomainError

from .checks import Place, pointer, row_limit
from .choices import choices_of
from .fields import Field
from .identifiers import tidy, tidy_phone
from .words import nested, read_date, read_number, read_text

#: ``receive(upload, field)`` stores an uploaded file and returns its id as text, or raises DomainError.
Receive = Callable[[Any, Field], str]


def html_name(place: Place, prefix: str = "") -> str:
    """("children", 0, "name") → "children.0.name"; keys hold no dots."""
    name = ".".join(str(step) for step in place)
    return f"{prefix}-{name}" if prefix else name


def html_id(place: Place, prefix: str = "") -> str:
    return "f-" + html_name(place, prefix).replace(".", "-")


@dataclass(frozen=True)
class Edit:
    """A button that changes the shape of the form instead of sending it: add, remove, remove_file, refresh."""

    kind: str
    target: str = ""


@dataclass
class Reading:
    post: Mapping[str, Any]
    files: Mapping[str, Any]
    prefix: str = ""
    receive: Receive | None = None
    oversized: Collection[str] = ()
    errors: dict[str, list[Any]] = field(default_factory=dict)
    edit: Edit | None = None

    def __post_init__(self) -> None:
        for kind in ("add", "remove", "remove_file", "refresh"):
            name = html_name((f"__{kind}",), self.prefix)
            if name in self.post:
                self.edit = Edit(kind, str(_all(self.post, name)[-1]))

    def fields(self, fields: tuple[Field, ...], place: Place) -> dict[str, Any]:
        """Values of these fields; absent when nothing was given."""
        values: dict[str, Any] = {}
        for one in fields:
            value = self._field(one, (*place, one.key), values)
            if value is not None:
                values[one.key] = value
        return values

    def _field(self, one: Field, place: Place, around: Mapping[str, Any]) -> Any:
        name = html_name(place, self.prefix)
        match one.kind:
            case "group":
                return self.fields(one.children, place) or None
            case "rows":
                return self._rows(one, place, name)
            case "boolean":
                return self._boolean(one, name)
            case "file" | "files":
                return self._files(one, place, name)
            case "choices":
                chosen = [self._option(one, read_text(raw), around) for raw in _all(self.post, name)]
                return [item for item in chosen if item != ""] or None
        given = _all(self.post, name)
        text = read_text(given[-1]) if given else ""
        if not text:
            return None
        if one.kind == "choice":
            return self._option(one, text, around)
        return read_simple(one, text)

    def _rows(self, one: Field, place: Place, name: str) -> list[Any] | None:
        given = _all(self.post, f"{name}.__rows")
        count = int(given[-1]) if given and str(given[-1]).isascii() and str(given[-1]).isdigit() else 0
        rows = [
            self.fields(one.children, (*place, number)) for number in range(min(count, row_limit(one) + 1))
        ]
        if self.edit and self.edit.kind == "remove" and self.edit.target.startswith(f"{name}."):
            number = self.edit.target[len(name) + 1 :]
            if number.isascii() and number.isdigit() and int(number) < len(rows):
                del rows[int(number)]
        elif self.edit and self.edit.kind == "add" and self.edit.target == name:
            rows.append({})
        elif not self.edit:
            rows = [row for row in rows if not _blank(row)]
        return rows or None

    def _boolean(self, one: Field, name: str) -> bool | None:
        given = [str(raw) for raw in _all(self.post, name)]
        if one.widget == "radio":
            return {"true": True, "false": False}.get(given[-1]) if given else None
        return bool(given)

    def _files(self, one: Field, place: Place, name: str) -> Any:
        kept = [read_text(raw) for raw in _all(self.post, name) if raw]
        if self.edit and self.edit.kind == "remove_file":
            target, _bar, file_id = self.edit.target.rpartition("|")
            if target == name:
                kept = [one_id for one_id in kept if one_id != file_id]
        if name in self.oversized:
            self.errors.setdefault(pointer(place), []).append(
                _("Tệp quá lớn nên chưa được nhận. Hãy chọn tệp nhỏ hơn.")
            )
        for upload in _all(self.files, name):
            if not upload:
                continue
            try:
                if self.receive is None:
                    raise DomainError(_("Không nhận tệp ở bước này."))
                new = str(self.receive(upload, one))
            except DomainError as refusal:
                self.errors.setdefault(pointer(place), []).append(refusal.message)
            else:
                kept = [*kept, new] if one.kind == "files" else [new]
        if one.kind == "files":
            return list(dict.fromkeys(kept)) or None
        return kept[-1] if kept else None

    @staticmethod
    def _option(one: Field, text: str, around: Mapping[str, Any]) -> Any:
        if one.source:
            within = around.get(str(one.ui.get("within", "")))
            options = choices_of(one.source, within if isinstance(within, str) else "")
            return next((value for value, _label in options if str(value) == text), text)
        return next((value for value, _label in one.options if str(value) == text), text)


def read_simple(one: Field, text: str) -> Any:
    """A number, date, identifier or plain text in its stored form; the text itself where that cannot be read."""
    if one.kind in ("integer", "number"):
        number = read_number(text)
        return text if number is None else number
    if one.format == "date":
        return read_date(text) or text
    if one.format == "personal-id":
        return tidy(text)
    if one.format == "tax-code":
        return text.replace(" ", "").replace(".", "")
    if one.format == "phone":
        return tidy_phone(text)
    return text if one.widget == "textarea" else text.replace("\n", " ")


def _blank(row: Mapping[str, Any]) -> bool:
    """A row that nobody filled; an unticked box alone fills nothing."""
    return all(value is False or value is None for value in row.values())


def _all(post: Mapping[str, Any], name: str) -> list[Any]:
    if hasattr(post, "getlist"):
        return list(post.getlist(name))
    value = post.get(name)
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


__all__ = ["Edit", "Reading", "Receive", "html_id", "html_name", "nested"]
