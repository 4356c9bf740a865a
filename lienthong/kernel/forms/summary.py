"""The "check your answers" page: every answer in words, group by group, with the place to change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from .checks import Place, pointer
from .choices import choices_of
from .conditions import asked, typed_all
from .drawing import show
from .fields import Field, Group
from .reading import html_id
from .value_checks import within_of


@dataclass(frozen=True)
class Answer:
    """``text`` is "" for a question left open; ``file_ids`` name uploads, which the page links by itself."""

    pointer: str
    anchor: str
    label: str
    text: str
    file_ids: tuple[str, ...] = ()


@dataclass
class AnswerGroup:
    key: str
    title: str
    answers: list[Answer] = field(default_factory=list)


def summarise(
    groups: tuple[Group, ...], values: Mapping[str, Any], context: Mapping[str, Any], prefix: str
) -> list[AnswerGroup]:
    found = []
    for group in groups:
        answers: list[Answer] = []
        only = group.fields[0] if len(group.fields) == 1 else None
        if only is not None and only.kind == "group" and asked(only, context):
            # The page and its one part say the same: "Người yêu cầu: Họ và tên" under "Người yêu cầu" is noise.
            inner = values.get(only.key)
            inner = inner if isinstance(inner, Mapping) else {}
            within = {**context, **typed_all(only.children, inner)}
            _collect(only.children, inner, (only.key,), within, prefix, "", answers)
        else:
            _collect(group.fields, values, (), context, prefix, "", answers)
        if answers:
            found.append(AnswerGroup(group.key, group.title, answers))
    return found


def _collect(
    fields: tuple[Field, ...],
    values: Mapping[str, Any],
    place: Place,
    context: Mapping[str, Any],
    prefix: str,
    before: str,
    out: list[Answer],
) -> None:
    for one in fields:
        if not asked(one, context):
            continue
        here, value = (*place, one.key), values.get(one.key)
        if one.kind == "group":
            inner = value if isinstance(value, Mapping) else {}
            _collect(
                one.children,
                inner,
                here,
                {**context, **typed_all(one.children, inner)},
                prefix,
                f"{before}{one.title}: ",
                out,
            )
        elif one.kind == "rows":
            for number, row in enumerate(value if isinstance(value, list) else []):
                inner = row if isinstance(row, Mapping) else {}
                label = f"{before}{row_title(one, number)}: "
                _collect(
                    one.children,
                    inner,
                    (*here, number),
                    {**context, **typed_all(one.children, inner)},
                    prefix,
                    label,
                    out,
                )
        else:
            ids = tuple(value) if isinstance(value, list) else (value,) if isinstance(value, str) else ()
            files = ids if one.kind in ("file", "files") else ()
            text = "" if files else in_words(one, value, context)
            out.append(Answer(pointer(here), html_id(here, prefix), before + one.title, text, files))


def row_title(one: Field, number: int) -> str:
    """ "Con thứ 2" from ``ui.item_title`` "Con", else the title of the rows with the number. ``number`` from 0."""
    return _("%(item)s thứ %(number)s") % {"item": one.row_name, "number": number + 1}


def in_words(one: Field, value: Any, context: Mapping[str, Any]) -> str:
    """One answer as people read it."""
    if value is None:
        return ""
    if one.kind == "boolean":
        labels = one.ui.get("labels") or (_("Có"), _("Không"))
        return str(labels[0] if value is True else labels[1])
    if one.kind in ("choice", "choices"):
        options = choices_of(one.source, within_of(one, context)) if one.source else one.options
        chosen = value if isinstance(value, list) else [value]
        return "; ".join(label for item, label in options if item in chosen)
    text = show(one, value)
    return f"{text} đ" if one.widget == "money" and text else text
