"""A package as JSON: what ``lienthong exchange`` reads and writes. Keys are the fields of the model, days ISO 8601.

``{"type": "document" | "status", …}``; an attachment names its file: ``{"file": "quyet-dinh.pdf", "name": "…"}``.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import types
import typing
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from lienthong.kernel.text import nfc
from lienthong.office.exchange.edxml.model import Attachment, Document, Package, Status
from lienthong.office.exchange.edxml.problems import BadPackage, Problem

TYPES: dict[str, type] = {"document": Document, "status": Status}


def describe(package: Package) -> dict[str, Any]:
    """The package without the bytes of its files; what it does not say is left out."""
    return {"type": "status" if isinstance(package, Status) else "document", **_plain(package)}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: _plain(part)
            for field in dataclasses.fields(value)
            if field.compare and (part := getattr(value, field.name)) not in ("", None, ())
        }
    return value


def build(description: Any, folder: Path) -> Package:
    """The package of a description, its files in ``folder``. Raises :class:`BadPackage` with every fault."""
    if not isinstance(description, Mapping) or description.get("type") not in TYPES:
        raise BadPackage([_fault("type", _("Mô tả phải là đối tượng JSON có type là document hoặc status"))])
    builder = _Builder(folder)
    values = {key: value for key, value in description.items() if key != "type"}
    package = builder.record(TYPES[description["type"]], values, "")
    if builder.faults:
        raise BadPackage(builder.faults)
    return typing.cast(Package, package)


def _fault(element: str, message: str) -> Problem:
    return Problem("bad_description", message, element)


class _Builder:
    def __init__(self, folder: Path) -> None:
        self.folder, self.faults = folder.resolve(), list[Problem]()

    def fault(self, place: str, message: str) -> None:
        self.faults.append(_fault(place, message))

    def record(self, kind: type, given: Any, place: str) -> Any:
        if not isinstance(given, Mapping):
            self.fault(place, _("Phải là đối tượng JSON"))
            return None
        if kind is Attachment:
            return self.attachment(given, place)
        hints = typing.get_type_hints(kind)
        fields = {field.name: field for field in dataclasses.fields(kind)}
        for name in given:
            if name not in fields:
                self.fault(f"{place}/{name}".strip("/"), _("Không có trường này"))
        values: dict[str, Any] = {}
        for name, field in fields.items():
            here = f"{place}/{name}".strip("/")
            if given.get(name) is not None:
                values[name] = self.value(hints[name], given[name], here)
            elif field.default is dataclasses.MISSING:
                values[name] = None
                self.fault(here, _("Thiếu trường này"))
        return kind(**values)

    def value(self, hint: Any, given: Any, place: str) -> Any:
        if typing.get_origin(hint) in (typing.Union, types.UnionType):
            hint = next(one for one in typing.get_args(hint) if one is not type(None))
        if typing.get_origin(hint) is tuple:
            if not isinstance(given, list):
                self.fault(place, _("Phải là danh sách"))
                return ()
            inner = typing.get_args(hint)[0]
            return tuple(self.value(inner, one, f"{place}/{n}") for n, one in enumerate(given))
        if dataclasses.is_dataclass(hint):
            return self.record(typing.cast(type, hint), given, place)
        if hint in (dt.date, dt.datetime):
            return self.moment(hint, given, place)
        if type(given) is not hint:
            self.fault(place, _("Sai kiểu dữ liệu"))
            return None
        return nfc(given).strip() if hint is str else given

    def moment(self, hint: Any, given: Any, place: str) -> Any:
        try:
            return hint.fromisoformat(given)
        except (TypeError, ValueError):
            self.fault(place, _("Phải là ngày giờ ISO 8601, ví dụ 2026-07-01"))
            return None

    def attachment(self, given: Mapping[str, Any], place: str) -> Attachment | None:
        known = {"file", "name", "content_id", "content_type", "description", "sha256", "size"}
        if not set(given) <= known or not all(isinstance(value, (str, int)) for value in given.values()):
            self.fault(place, _("Tệp kèm theo chỉ có các trường: %(names)s") % {"names": ", ".join(sorted(known))})  # fmt: skip
            return None
        path = self.folder / str(given.get("file", ""))
        # A description may come from elsewhere; it must not fetch files from outside its folder.
        if not given.get("file") or not path.resolve().is_relative_to(self.folder) or not path.is_file():
            self.fault(f"{place}/file", _("Không tìm thấy tệp %(file)s cạnh mô tả") % {"file": given.get("file", "")})  # fmt: skip
            return None
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        return Attachment(
            name=nfc(str(given.get("name") or path.name)), sha256=sha256, size=path.stat().st_size,
            content_id=str(given.get("content_id", "")), content_type=str(given.get("content_type", "")),
            description=nfc(str(given.get("description", ""))), open=_opener(path),
        )  # fmt: skip


def _opener(path: Path) -> Callable[[], BinaryIO]:
    return lambda: path.open("rb")
