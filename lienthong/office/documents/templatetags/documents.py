"""Small look-ups that the templates of documents need."""

from __future__ import annotations

from typing import Any

from django import template

from lienthong.office.documents.models import Delivery

register = template.Library()


@register.simple_tag
def branch_acts_of(acts: dict[str, list[Any]], branch_id: Any) -> list[Any]:
    return acts.get(str(branch_id), []) if acts else []


@register.filter
def delivery_words(state: str) -> Any:
    return dict(Delivery.STATES).get(state, state)


@register.filter
def get(values: dict[str, Any], key: str) -> Any:
    """A value of a mapping by a name that is itself a value."""
    return values.get(key, "")
