"""The register book of the desk (form 07 of 2025): on the screen by period, and as a PDF to print or keep."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lienthong.kernel import clock
from lienthong.kernel.access.public import requires
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.forms.public import read_date
from lienthong.kernel.printing.public import date_line, time_and_date
from lienthong.kernel.printing.public import render as render_pdf
from lienthong.service.dossiers.models import Dossier
from lienthong.service.dossiers.queues import PAGE, register_rows
from lienthong.service.dossiers.rules import RECEIVE

MOST_PRINTED = 2000
CHANNELS = {"counter": "Tại quầy", "post": "Bưu chính", "online": "Trực tuyến", "api": "Trực tuyến"}
COLUMNS: list[dict[str, Any]] = [
    {"key": "no", "name": "STT", "width": 0.5, "align": "center"},
    {"key": "dossier_code", "name": "Mã hồ sơ", "width": 1.7},
    {"key": "procedure_name", "name": "Tên TTHC", "width": 2.4},
    {"key": "applicant_name", "name": "Tên tổ chức, cá nhân", "width": 1.7},
    {"key": "address_phone", "name": "Địa chỉ/SĐT", "width": 1.9},
    {"key": "lead_agency", "name": "Cơ quan chủ trì giải quyết", "width": 1.7},
    {"key": "received_at", "name": "Nhận hồ sơ", "width": 1.2, "group": "Nhận và trả kết quả"},
    {"key": "due_at", "name": "Hẹn trả kết quả", "width": 1.2, "group": "Nhận và trả kết quả"},
    {"key": "returned_at", "name": "Trả kết quả", "width": 1.2, "group": "Nhận và trả kết quả"},
    {
        "key": "return_channel",
        "name": "Phương thức nhận kết quả",
        "width": 1.1,
        "group": "Nhận và trả kết quả",
    },
    {"key": "recipient_signature", "name": "Ký nhận", "width": 0.9, "group": "Nhận và trả kết quả"},
]


def period(request: HttpRequest) -> tuple[dt.date, dt.date]:
    """First and last day asked for; this month without a question or when it cannot be read."""
    today = clock.today()
    found = []
    for name, default in (("tu", today.replace(day=1)), ("den", today)):
        iso = read_date(request.GET.get(name, "")[:20])
        found.append(dt.date.fromisoformat(iso) if iso else default)
    return found[0], max(found[0], found[1])


def cells(number: int, dossier: Dossier) -> dict[str, Any]:
    """One line of form 07."""
    applicant = dossier.content.applicant
    return {
        "no": number,
        "dossier_code": dossier.code,
        "procedure_name": dossier.procedure.short_name,
        "applicant_name": dossier.applicant_name,
        "address_phone": "; ".join(
            str(value) for value in (applicant.get("address"), applicant.get("phone")) if value
        ),
        "lead_agency": dossier.deciding.name,
        "received_at": time_and_date(dossier.accepted_at or dossier.submitted_at),
        "due_at": time_and_date(dossier.due_at) if dossier.due_at else "",
        "returned_at": time_and_date(dossier.returned_at) if dossier.returned_at else "",
        "return_channel": CHANNELS[dossier.source] if dossier.returned_at else "",
        "recipient_signature": "",
    }


@require_GET
@requires(RECEIVE)
def book(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    since, until = period(request)
    page = Paginator(register_rows(actor, since, until), PAGE).get_page(request.GET.get("trang", "1")[:9])
    lines = [
        {
            **cells(number, dossier),
            "pk": dossier.pk,
            "dossier": dossier,
            "received": dossier.accepted_at or dossier.submitted_at,
        }
        for number, dossier in enumerate(page.object_list, page.start_index())
    ]
    context = {
        "page": page,
        "lines": lines,
        "since": since,
        "until": until,
        "columns": COLUMNS,
        "query": f"tu={since:%d/%m/%Y}&den={until:%d/%m/%Y}",
    }
    return render(request, "dossiers/register.html", context)


@require_GET
@requires(RECEIVE)
def pdf(request: HttpRequest) -> HttpResponse:
    """Form 07 as a PDF. A period with more lines than one book holds is refused with the way out."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    since, until = period(request)
    found = list(register_rows(actor, since, until)[: MOST_PRINTED + 1])
    if len(found) > MOST_PRINTED:
        messages.error(
            request,
            _("Sổ in được tối đa %(most)d dòng mỗi lần. Hãy chọn kỳ ngắn hơn.") % {"most": MOST_PRINTED},
        )
        return HttpResponseRedirect(
            f"{reverse('dossiers:register')}?tu={since:%d/%m/%Y}&den={until:%d/%m/%Y}"
        )
    answer = HttpResponse(
        render_pdf("printing/register", register_data(actor, found, since, until)),
        content_type="application/pdf",
    )
    answer["Content-Disposition"] = f'inline; filename="so-theo-doi-{since:%Y%m%d}-{until:%Y%m%d}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def register_data(actor: Actor, found: list[Dossier], since: dt.date, until: dt.date) -> dict[str, Any]:
    desk = Organisation.objects.select_related("parent").filter(pk=actor.organisation_id or 0).first()
    return {
        "title": "Sổ theo dõi hồ sơ",
        "parent": desk.parent.name if desk and desk.parent else "",
        "issuer": f"Bộ phận một cửa · {desk.name}" if desk else "",
        "form_number": "…/STD-BPTNTKQ",
        "place_and_date": date_line((desk.place if desk else "") or "…", clock.today()),
        "period": f"Từ ngày {since:%d/%m/%Y} đến ngày {until:%d/%m/%Y}",
        "columns": COLUMNS,
        "rows": [cells(number, dossier) for number, dossier in enumerate(found, 1)],
    }
