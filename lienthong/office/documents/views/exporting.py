"""A form as a file: what registers and reports hand out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from lienthong.kernel.directory.models import Organisation
from lienthong.office.documents.models import Document
from lienthong.office.documents.reports import counting
from lienthong.office.documents.reports.forms import Form
from lienthong.office.documents.reports.lines import lines_of, outcome, outcome_words
from lienthong.office.documents.reports.output import OUTPUTS, Filled


def written(
    request: HttpRequest, form: Form, organisation: Organisation, rows: QuerySet[Document], ending: str, *, name: str, back: str,
    since: dt.date | None = None, until: dt.date | None = None,
) -> HttpResponse:  # fmt: skip
    """The answer with the file; or back to the page with the reason."""
    make, media_type, most = OUTPUTS[ending]
    found = list(rows[: most + 1])
    if len(found) > most:
        words = _(
            "Tệp %(kind)s chứa tối đa %(most)s dòng. Hãy chọn khoảng thời gian ngắn hơn, hoặc xuất XLSX."
        )
        messages.error(request, words % {"kind": ending.upper(), "most": f"{most:,}".replace(",", ".")})
        return HttpResponseRedirect(back)
    organisation = Organisation.objects.select_related("parent").get(pk=organisation.pk)
    filled = Filled(form, organisation, lines_of(form, found), name, since, until, _totals(form, found))
    answer = HttpResponse(make(filled), content_type=media_type)
    shown = "inline" if ending == "pdf" else "attachment"
    answer["Content-Disposition"] = f'{shown}; filename="{name}.{ending}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _totals(form: Form, rows: list[Document]) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = [(_("Tổng số văn bản"), len(rows))]
    if form.code == "giai-quyet-den":
        tally = counting.Tally()
        for row in rows:
            tally.add(outcome(row), 1)
        found += [(outcome_words(name), tally.by[name]) for name in counting.OUTCOMES if tally.by.get(name)]
        if tally.in_time_percent is not None:
            found.append((_("Tỷ lệ đúng hạn"), f"{str(tally.in_time_percent).replace('.', ',')} %"))
    return found
