"""First values of the forms that officers fill: taken from the dossier, never invented."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import translation

from lienthong.kernel.forms.public import Form, Prefill
from lienthong.service.dossiers.models import Dossier, Result


def first_result_values(dossier: Dossier) -> dict[str, Any]:
    """For the form of the result: the last draft when it came back for correction, else the applicant's own answers.

    A field takes the answer that its ``ui.prefill`` names by a dotted path (``values.record.subject_name``), else the
    only answer whose key is the same as the field's.
    """
    declared = dossier.service.data["result"].get("form")
    if not declared:
        return {}
    earlier = (
        Result.objects.filter(dossier=dossier).order_by("-made_at").values_list("data", flat=True).first()
    )
    if earlier:
        return dict(earlier)
    content = dossier.content
    sources = {"values": content.values, "applicant": content.applicant}
    by_key: dict[str, list[Any]] = {}
    _collect(content.values, by_key)
    form = Form(declared)
    known, _provenance = form.prefilled({}, lambda path: Prefill(_at(sources, path), ""))
    for field in form.structure.fields:
        found = by_key.get(field.key, [])
        if (
            known.get(field.key) is None
            and len(found) == 1
            and field.kind not in ("group", "rows", "file", "files")
        ):
            known[field.key] = found[0]
    # A value that the form would refuse is no help: the officer would have to find out why.
    wrong = {place.split("/")[1] for place in form.check(known) if place.count("/") == 1}
    return {key: value for key, value in known.items() if key not in wrong}


def _at(source: Any, path: str) -> Any:
    for part in path.split("."):
        source = source.get(part) if isinstance(source, Mapping) else None
    return source


def _collect(values: Mapping[str, Any], found: dict[str, list[Any]]) -> None:
    for key, value in values.items():
        if isinstance(value, Mapping):
            _collect(value, found)
        elif not isinstance(value, list):
            found.setdefault(key, []).append(value)


def papers_not_in_order(dossier: Dossier) -> list[dict[str, str]]:
    """Lines for the supplement form: papers that somebody marked as missing or wrong."""
    rows = dossier.components.filter(superseded_at=None, state__in=["missing", "wrong"]).order_by(
        "added_at", "id"
    )
    with translation.override(settings.LANGUAGE_CODE):  # the lines go to the applicant and onto the slip
        return [
            {"component": row.key, "text": row.note or str(row.get_state_display()).lower()} for row in rows
        ]
