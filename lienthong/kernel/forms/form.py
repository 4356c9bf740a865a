"""The form: one schema, drawn on the server, read from a post, checked the same way on screen and wire."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from .checks import Checking, Errors, Place, pointer
from .conditions import asked, typed_all
from .drawing import Drawing
from .fields import Field, Group, build
from .reading import Edit, Reading, Receive, html_id
from .summary import AnswerGroup, row_title, summarise
from .words import nested


@dataclass(frozen=True)
class Prefill:
    """A value that the system knows, and where from: shown as "lấy từ hồ sơ cá nhân"."""

    value: Any
    source: Any


class Form:
    """``schema``: JSON Schema 2020-12 in the dialect of docs/forms.md, without problems by ``check_schema``."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema
        self.structure = build(schema)

    # --- structure ---------------------------------------------------------------------------------------------------

    def groups(self, values: Mapping[str, Any] | None = None) -> list[Group]:
        """The question groups, one page each; with ``values`` only those that still ask something."""
        if values is None:
            return list(self.structure.groups)
        context = self._context(values)
        return [group for group in self.structure.groups if any(asked(one, context) for one in group.fields)]

    def file_slots(self) -> list[Field]:
        """The fields that take files, in order."""
        return [one for one in self.structure.walk() if one.kind in ("file", "files")]

    def file_ids(self, values: Mapping[str, Any]) -> dict[str, list[str]]:
        """Pointer → ids of the files in these values, hidden questions left out."""
        found: dict[str, list[str]] = {}
        for group in self.summary(values):
            for answer in group.answers:
                if answer.file_ids:
                    found[answer.pointer] = list(answer.file_ids)
        return found

    # --- values ------------------------------------------------------------------------------------------------------

    def check(self, values: Any, *, group: str | None = None) -> Errors:
        """JSON pointer → messages; {} when everything is in order. Never raises, whatever JSON comes.

        ``group``: only what belongs to one page.
        """
        checking = Checking(self.structure)
        checking.run(values)
        return checking.errors if group is None else self._of_group(checking.errors, group)

    def warnings(self, values: Any) -> Errors:
        """What looks wrong but may be true: shown, never a refusal."""
        checking = Checking(self.structure)
        checking.run(values)
        return checking.warnings

    def clean(self, values: Any) -> dict[str, Any]:
        """Only what the form asks under these values: unknown and hidden fields are dropped (S13)."""
        checking = Checking(self.structure)
        checking.run(values)
        return checking.clean

    def read(
        self,
        post: Mapping[str, Any],
        files: Mapping[str, Any] | None = None,
        *,
        prefix: str = "",
        group: str | None = None,
        previous: Mapping[str, Any] | None = None,
        receive: Receive | None = None,
        oversized: Collection[str] = (),
    ) -> tuple[dict[str, Any], Errors]:
        """(values, errors) of a post. What cannot be read stays in the values as typed.

        ``group`` reads one page and keeps the rest of ``previous``. ``receive(upload, field) -> id`` stores uploads;
        an upload it refuses is an error at its field, and so
        is one of ``oversized`` (``files.public.oversized(request)``). After a button that adds or removes a row there are no errors
        but those of uploads: ask :meth:`edit_of` and draw the form again.
        """
        reading = Reading(post, files or {}, prefix, receive, oversized)
        fields = self.structure.fields if group is None else self._group(group).fields
        values = (
            {}
            if group is None
            else {key: value for key, value in (previous or {}).items() if key not in {f.key for f in fields}}
        )
        values |= reading.fields(fields, ())
        if reading.edit is not None:
            return values, reading.errors
        checking = Checking(self.structure)
        checking.run(values)
        errors = checking.errors if group is None else self._of_group(checking.errors, group)
        for place, messages in reading.errors.items():
            # A refused upload leaves its field empty: its own message says more than "please attach".
            errors[place] = messages
        return checking.clean, errors

    def edit_of(self, post: Mapping[str, Any], prefix: str = "") -> Edit | None:
        """The button that changes the shape of the form, or None when the form was sent."""
        return Reading(post, {}, prefix).edit

    def prefilled(
        self, values: Mapping[str, Any], look_up: Callable[[str], Prefill | None]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """(values, provenance): top-level and grouped fields that are empty get what ``look_up(ui.prefill)`` knows."""
        provenance: dict[str, Any] = {}
        return self._prefill(self.structure.fields, values, (), look_up, provenance), provenance

    def _prefill(
        self,
        fields: tuple[Field, ...],
        values: Mapping[str, Any],
        place: Place,
        look_up: Callable[[str], Prefill | None],
        provenance: dict[str, Any],
    ) -> dict[str, Any]:
        filled = dict(values)
        for one in fields:
            here = (*place, one.key)
            if one.kind == "group":
                inner = filled.get(one.key)
                inner = self._prefill(
                    one.children, inner if isinstance(inner, Mapping) else {}, here, look_up, provenance
                )
                if inner:
                    filled[one.key] = inner
            elif (key := one.ui.get("prefill")) and filled.get(one.key) is None:
                known = look_up(str(key))
                if known is not None and known.value not in (None, ""):
                    filled[one.key] = known.value
                    provenance[pointer(here)] = known.source
        return filled

    # --- screens -----------------------------------------------------------------------------------------------------

    def render(
        self,
        values: Mapping[str, Any] | None = None,
        errors: Mapping[str, list[Any]] | None = None,
        files: Mapping[str, Any] | None = None,
        prefix: str = "",
        *,
        group: str | None = None,
        warnings: Mapping[str, list[Any]] | None = None,
        provenance: Mapping[str, Any] | None = None,
        error_summary: bool = True,
    ) -> SafeString:
        """The inside of a ``<form method=post enctype=multipart/form-data>``; the page adds the token and the buttons.

        ``files``: id → object with ``name`` (and ``size``, ``state``, ``url``) for uploads named in the values.
        """
        values, errors = values or {}, errors or {}
        drawing = Drawing(values, errors, files or {}, warnings or {}, provenance or {}, prefix)
        groups = self.structure.groups if group is None else (self._group(group),)
        drawn = drawing.groups(groups, self._context(values))
        context = {
            "groups": drawn,
            "error_lines": self.error_lines(errors, prefix) if error_summary else [],
            "needs_refresh": drawing.needs_refresh,
            "refresh": f"{prefix}-__refresh" if prefix else "__refresh",
        }
        return SafeString(render_to_string("forms/form.html", context))

    def error_lines(self, errors: Mapping[str, list[Any]], prefix: str = "") -> list[tuple[str, str, Any]]:
        """(anchor, label, message) for an error summary; the anchor of the form's own errors is "".

        The label is where the field stands, and the field's own title unless the message names it already.
        """
        lines: list[tuple[str, str, Any]] = []
        for place, messages in errors.items():
            steps, titles = self._locate(place)
            for message in messages:
                named = titles and titles[-1] in str(message)
                label = ", ".join(titles[:-1] if named else titles)
                lines.append((html_id(steps, prefix) if steps else "", label, message))
        return lines

    def summary(self, values: Mapping[str, Any], prefix: str = "") -> list[AnswerGroup]:
        """Every question that is asked, with its answer in words."""
        return summarise(self.structure.groups, values, self._context(values), prefix)

    # --- inside ------------------------------------------------------------------------------------------------------

    def _context(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Names for conditions, where a hidden field counts as not answered."""
        context: dict[str, Any] = {one.key: None for one in self.structure.fields}
        known = typed_all(self.structure.fields, values)
        for one in self.structure.fields:
            if asked(one, context):
                context[one.key] = known[one.key]
        return context

    def _group(self, key: str) -> Group:
        for group in self.structure.groups:
            if group.key == key:
                return group
        raise KeyError(key)

    def _of_group(self, errors: Errors, key: str) -> Errors:
        starts = {one.key for one in self._group(key).fields}
        return {
            place: messages
            for place, messages in errors.items()
            if place.split("/")[1:2] and place.split("/")[1] in starts
        }

    def _locate(self, place: str) -> tuple[Place, list[str]]:
        """Steps of a pointer, and the titles on the way."""
        steps: list[str | int] = []
        labels: list[str] = []
        fields, rows = self.structure.fields, None
        for step in place.split("/")[1:]:
            if rows is not None and step.isdigit():
                steps.append(int(step))
                labels[-1] = row_title(rows, int(step))
                fields, rows = rows.children, None
                continue
            one = next((known for known in fields if known.key == step), None)
            if one is None:
                break
            steps.append(step)
            labels.append(one.title)
            fields, rows = (
                (one.children, None) if one.kind == "group" else ((), one if one.kind == "rows" else None)
            )
        return tuple(steps), labels


__all__ = ["Form", "Prefill", "nested"]
