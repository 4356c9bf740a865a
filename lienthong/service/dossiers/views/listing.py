"""The list of dossiers: filters, pages, the same rows as a workbook and on paper."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lienthong.kernel import clock
from lienthong.kernel.access.public import requires
from lienthong.kernel.printing.workbook import workbook
from lienthong.kernel.ui.formats import datetime_text
from lienthong.service.dossiers.models import Dossier
from lienthong.service.dossiers.presentation import STATE_TONES
from lienthong.service.dossiers.queues import MOST_EXPORTED, PAGE, QUEUES, Filters, procedures_of, rows
from lienthong.service.dossiers.rules import VIEW

MOST_PRINTED = 500


@require_GET
@requires(VIEW)
def listing(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    filters = Filters.read(request.GET)
    page = Paginator(rows(actor, filters), PAGE).get_page(request.GET.get("trang", "1")[:9])
    for row in page.object_list:
        row.tone = STATE_TONES[row.state]  # type: ignore[attr-defined]
    context = {
        "filters": filters,
        "page": page,
        "tabs": [
            {"text": label, "url": f"?{filters.query(hang=queue)}", "count": page.paginator.count if queue == filters.queue else None,
             "current": queue == filters.queue}
            for queue, (label, _condition) in QUEUES.items()
        ],
        "procedures": procedures_of(actor),
        "states": Dossier.STATES,
        "query": filters.query(),
        "too_many": page.paginator.count > MOST_EXPORTED,
    }  # fmt: skip
    return render(request, "dossiers/list.html", context)


@require_GET
@requires(VIEW)
def print_view(request: HttpRequest) -> HttpResponse:
    """The list on paper, at most :data:`MOST_PRINTED` rows and it says when that cuts."""
    filters = Filters.read(request.GET)
    found = rows(request.actor, filters)  # type: ignore[attr-defined]
    shown = list(found[: MOST_PRINTED + 1])
    context = {
        "rows": shown[:MOST_PRINTED], "cut": len(shown) > MOST_PRINTED, "most": MOST_PRINTED, "filters": filters,
        "queue": QUEUES[filters.queue][0], "at": clock.now(), "back": f"{reverse('dossiers:list')}?{filters.query()}",
    }  # fmt: skip
    return render(request, "dossiers/list_print.html", context)


@require_GET
@requires(VIEW)
def export(request: HttpRequest) -> HttpResponse:
    """The rows of the list as a workbook; every cell is typed, so nothing in it runs as a formula (S29)."""
    filters = Filters.read(request.GET)
    found = rows(request.actor, filters)[:MOST_EXPORTED]  # type: ignore[attr-defined]
    columns: list[tuple[Any, int]] = [
        (_("Mã hồ sơ"), 24), (_("Thủ tục"), 42), (_("Người nộp"), 30), (_("Trạng thái"), 22), (_("Bước"), 26), (_("Nơi tiếp nhận"), 34),
        (_("Nơi giải quyết"), 34), (_("Cách nộp"), 14), (_("Nộp lúc"), 26), (_("Tiếp nhận lúc"), 26), (_("Hẹn trả"), 26), (_("Có kết quả"), 26),
        (_("Trả lúc"), 26), (_("Phí, lệ phí"), 14),
    ]  # fmt: skip
    data = workbook(
        _("Hồ sơ thủ tục"),
        columns,
        (_cells(row) for row in found.iterator(chunk_size=1000)),
        numbers="#,##0",
    )
    answer = HttpResponse(
        data, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    answer["Content-Disposition"] = f'attachment; filename="ho-so-{clock.today():%Y%m%d}.xlsx"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _cells(row: Dossier) -> list[Any]:
    return [
        row.code, row.procedure.short_name, row.applicant_name, row.get_state_display(), row.step_name, row.receiving.name, row.deciding.name,
        row.get_source_display(), datetime_text(row.submitted_at), datetime_text(row.accepted_at), datetime_text(row.due_at),
        datetime_text(row.finished_at), datetime_text(row.returned_at), row.fee_amount,
    ]  # fmt: skip
