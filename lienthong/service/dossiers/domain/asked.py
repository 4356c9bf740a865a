"""What a request for completion lets the applicant change: nothing but what was asked, and what follows from it.

A supplement is no second application: whoever was asked for a clearer copy must not exchange the worker's name, the
address that the result goes to, or the answers that the fee was reckoned from. Screen and REST interface stand on this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lienthong.kernel.forms.public import Form
from lienthong.service.dossiers.models import Supplement
from lienthong.service.procedures.public import ServiceVersion


def asked_groups(form: Form, service: ServiceVersion, asked: Supplement) -> list[str]:
    """Keys of the question groups that may be changed: those that a request points to; all of them where it says in free
    words what is wrong, for then the place is the applicant's to find."""
    papers = {item["key"] for item in service.components}
    group_of = {field.key: group.key for group in form.groups() for field in group.fields}
    wanted: set[str] = set()
    for item in asked.items:
        if item.get("component") in papers:
            continue
        named = group_of.get(str(item.get("pointer") or "").strip("/").partition("/")[0])
        wanted |= {named} if named else set(group_of.values())
    return [group.key for group in form.groups() if group.key in wanted]


def opened_groups(form: Form, before: Mapping[str, Any], values: Mapping[str, Any]) -> list[str]:
    """Keys of the groups with a question that only the changed answers ask: unasked, they could never be answered."""
    fresh = _asked_keys(form, values) - _asked_keys(form, before)
    return [group.key for group in form.groups() if any(field.key in fresh for field in group.fields)]


def not_asked(
    form: Form,
    service: ServiceVersion,
    asked: Supplement,
    *,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
) -> list[str]:
    """JSON pointers of the answers in ``values`` that differ from ``before`` though nobody asked for them.

    An answer sent again as it stands is no change: programs may send the whole form back.
    """
    groups = asked_groups(form, service, asked)
    allowed = {field.key for group in form.groups() if group.key in groups for field in group.fields}
    merged = {**before, **values}
    allowed |= _asked_keys(form, merged) - _asked_keys(form, before)
    clean = form.clean(merged)
    known = {field.key for group in form.groups() for field in group.fields}
    return [
        place
        for key in values
        if key in known and key not in allowed and values[key] != before.get(key)
        for place in _changes(before.get(key), clean.get(key), f"/{key}")
    ]


def _asked_keys(form: Form, values: Mapping[str, Any]) -> set[str]:
    return {
        answer.pointer.split("/")[1]
        for group in form.summary(values)
        for answer in group.answers
        if answer.pointer.startswith("/")
    }


def _changes(old: Any, new: Any, place: str) -> Iterator[str]:
    """The deepest named answers that differ; a table with another row counts as one."""
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys([*old, *new]):
            yield from _changes(old.get(key), new.get(key), f"{place}/{key}")
        return
    yield place
