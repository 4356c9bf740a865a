"""Papers, files and results of a dossier as the office templates show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from lienthong.kernel.files.public import StoredFile, has_preview, original_name
from lienthong.kernel.forms.public import show_date, show_number
from lienthong.kernel.work.public import BatchRow, ItemAction
from lienthong.service.dossiers.models import Component, Dossier, Result

COMPONENT_TONES = {"ok": "leaf", "missing": "lotus", "wrong": "lotus", "unchecked": "plain"}
RESULT_TONES = {"draft": "gold", "signed": "brand", "issued": "leaf", "revoked": "lotus"}
_PICTURE_SIDE = 1200


def file_view(file: StoredFile | None) -> dict[str, Any] | None:
    """A stored file as the templates show it: address, size, first page as a picture where there is one."""
    if file is None:
        return None
    address = reverse("files:download", args=[file.pk])
    return {
        "id": file.pk,
        "name": original_name(file.name) if file.name else file.download_name,
        "url": f"{address}?inline=1",
        "download": address,
        "size": file.size,
        "media_type": file.media_type,
        "state": file.state,
        "usable": file.usable,
        "pages": file.page_count,
        "picture": reverse("files:picture", args=[file.pk, 1, _PICTURE_SIDE]) if has_preview(file) else "",
        "thumbnail": reverse("files:picture", args=[file.pk, 1, 240]) if has_preview(file) else "",
    }


def papers(dossier: Dossier) -> list[dict[str, Any]]:
    """The papers in the order of the procedure, each with its files, mark and state; what was replaced stands apart."""
    found: dict[str, list[Component]] = {}
    for row in dossier.components.select_related("file").order_by("added_at", "id"):
        found.setdefault(row.key, []).append(row)
    shown_papers = []
    declared = {item["key"]: item for item in dossier.service.components}
    for key in [*declared, *(key for key in found if key not in declared)]:
        rows = [row for row in found.get(key, []) if row.superseded_at is None]
        if not rows:
            continue
        worst = next((row for row in rows if row.state in ("missing", "wrong")), rows[0])
        shown_papers.append(
            {
                "key": key,
                "name": rows[0].name,
                "mark": rows[0].get_mark_display(),
                "state": worst.get_state_display(),
                "tone": COMPONENT_TONES[worst.state],
                "note": next((row.note for row in rows if row.note), ""),
                "files": [file_view(row.file) for row in rows if row.file],
                "older": [file_view(row.file) for row in found[key] if row.superseded_at and row.file],
            }
        )
    return shown_papers


def results(dossier: Dossier) -> list[dict[str, Any]]:
    """The result in force with the latest of its files: issued, else signed, else draft."""
    rows = dossier.results.filter(superseded_at=None).select_related(
        "draft_file", "signed_file", "issued_file", "paper"
    )
    return [
        {
            "result": row,
            "tone": RESULT_TONES[row.state],
            "file": file_view(latest_file(row)),
            "signed": row.signed_file_id is not None,
            "signatures_url": reverse("dossiers:signatures", args=[dossier.pk, row.pk])
            if row.signed_file_id
            else "",
        }
        for row in rows
    ]


def current_results(dossiers: Mapping[str, Dossier]) -> list[Result]:
    """Results in force of several dossiers, with their files, in one statement."""
    rows = Result.objects.filter(dossier_id__in=list(dossiers), superseded_at=None)
    return list(rows.select_related("draft_file", "signed_file", "issued_file"))


def batch_row(dossier: Dossier, result: Result | None, actions: list[ItemAction]) -> BatchRow:
    """What a leader sees of one dossier among several: the paper's first page, its name, for whom."""
    file = file_view(latest_file(result)) if result else None
    data = result.data if result else {}
    form = dossier.service.data["result"].get("form") or {}
    # A JSON column does not keep the order of keys; the form says in which order they were asked.
    order = form.get("ui", {}).get("order") or list(data)
    entered = [data[key] for key in order if isinstance(data.get(key), str | int) and data[key] != ""]
    return BatchRow(
        actions,
        picture=file["thumbnail"] if file else "",
        document=result.name if result else "",
        facts=" · ".join(_words(value) for value in entered[:4]) or dossier.deciding.name,
        url=file["url"] if file else "",
    )


def _words(value: str | int) -> str:
    return show_date(value) if isinstance(value, str) else show_number(value)


def latest_file(result: Result) -> StoredFile:
    return result.issued_file or result.signed_file or result.draft_file
