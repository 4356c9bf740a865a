"""The slips of a dossier, asked again until they are drawn."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lienthong.kernel.access.public import get, requires
from lienthong.service.dossiers.models import Dossier
from lienthong.service.dossiers.rules import VIEW


@require_GET
@requires(VIEW)
def panel(request: HttpRequest, dossier_id: uuid.UUID) -> HttpResponse:
    """A fragment for htmx; it asks again by itself while a slip is being drawn."""
    dossier = get(Dossier, request.actor, VIEW, pk=dossier_id)  # type: ignore[attr-defined]
    return render(request, "dossiers/parts/slip_buttons.html", slip_context(dossier))


def slip_context(dossier: Dossier) -> dict[str, object]:
    slips = list(dossier.slips.select_related("file").order_by("made_at"))
    return {"dossier": dossier, "slips": slips, "drawing": any(slip.file_id is None for slip in slips)}
