"""Officers of an agency with their accounts and roles: list, one officer, print and workbook for the yearly review."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lienthong.kernel import clock
from lienthong.kernel.access.public import ROLES, is_platform_administrator, requires
from lienthong.kernel.accounts.models import Account
from lienthong.kernel.accounts.public import step_up_required
from lienthong.kernel.accounts.rules import MANAGE, may_manage
from lienthong.kernel.accounts.signing_in import sessions_of
from lienthong.kernel.actions.public import Actor, history, record
from lienthong.kernel.administration.agencies import agencies_of, chosen_agency
from lienthong.kernel.administration.history import ACCOUNT_VERBS, told
from lienthong.kernel.administration.officers import (
    STATES,
    TONES,
    Filters,
    account_of,
    givers,
    officers_of,
    review_rows,
    role_words,
    shown,
    state_of,
)
from lienthong.kernel.directory.models import Officer, Organisation
from lienthong.kernel.errors import NotFound
from lienthong.kernel.printing.workbook import workbook

PAGE, MOST_PRINTED = 50, 2000


def place(request: HttpRequest) -> tuple[Organisation, list[Organisation]]:
    """The agency a page is about and those to pick from. Raises NotFound."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    agencies = agencies_of(actor, MANAGE)
    own = next((item for item in agencies if item.pk == actor.organisation_id), None)
    agency = chosen_agency(request, agencies) or own or next(iter(agencies), None)
    if agency is None:
        raise NotFound()
    return agency, agencies


def found_officer(request: HttpRequest, officer_id: int) -> Officer:
    """An officer of an agency that the actor administers, with what a row shows. Raises NotFound."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    officer = Officer.objects.select_related("organisation").filter(pk=officer_id).first()
    if officer is None:
        raise NotFound()
    organisation = officer.organisation
    if not is_platform_administrator(actor) and organisation not in agencies_of(actor, MANAGE):
        raise NotFound()
    row = officers_of(organisation, Filters()).filter(pk=officer_id).first()
    if row is None:
        raise NotFound()
    row.organisation = organisation
    return row


@require_GET
@requires(MANAGE)
def listing(request: HttpRequest) -> HttpResponse:
    """``/quan-tri/tai-khoan/``."""
    agency, agencies = place(request)
    filters = Filters.read(request.GET)
    page = Paginator(officers_of(agency, filters), PAGE).get_page(request.GET.get("trang", "1")[:9])
    context = {
        "agency": agency,
        "agencies": agencies,
        "filters": filters,
        "page": page,
        "rows": [shown(officer) for officer in page.object_list],
        "units": list(agency.units.order_by("name")),
        "roles": ROLES.items(),
        "states": STATES.items(),
        "query": f"co-quan={agency.pk}&{filters.query()}",
    }
    return render(request, "administration/officers.html", context)


@require_GET
@requires(MANAGE)
def print_list(request: HttpRequest) -> HttpResponse:
    """``/quan-tri/tai-khoan/in/``: for the signature of the yearly review."""
    agency, _agencies = place(request)
    officers = list(officers_of(agency, Filters.read(request.GET))[: MOST_PRINTED + 1])
    context = {
        "agency": agency,
        "rows": list(review_rows(officers[:MOST_PRINTED])),
        "total": len(officers[:MOST_PRINTED]),
        "cut": len(officers) > MOST_PRINTED,
        "most": MOST_PRINTED,
        "at": clock.now(),
    }
    return render(request, "administration/officers_print.html", context)


@require_GET
@requires(MANAGE)
@step_up_required
def export(request: HttpRequest) -> HttpResponse:
    """``/quan-tri/tai-khoan/xuat/``: the same as a workbook. Who took the list of all rights away is on record."""
    agency, _agencies = place(request)
    officers = list(officers_of(agency, Filters.read(request.GET)))
    columns: list[tuple[Any, int]] = [
        (_("STT"), 6), (_("Họ và tên"), 28), (_("Chức vụ"), 26), (_("Đơn vị"), 30), (_("Tên đăng nhập"), 22), (_("Tài khoản"), 22),
        (_("Xác thực hai lớp"), 12), (_("Vai trò"), 34), (_("Từ ngày"), 12), (_("Đến ngày"), 12), (_("Người giao"), 28), (_("Giao lúc"), 12),
    ]  # fmt: skip
    with transaction.atomic():
        record(
            "access.export_review",
            agency,
            actor=request.actor,  # type: ignore[attr-defined]
            organisation_id=agency.pk,
            data={"officers": len(officers)},
        )
    answer = HttpResponse(
        workbook(_("Tài khoản và vai trò"), columns, review_rows(officers)),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    answer["Content-Disposition"] = (
        f'attachment; filename="tai-khoan-{agency.key}-{clock.today():%Y%m%d}.xlsx"'
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_GET
@requires(MANAGE)
def officer(request: HttpRequest, officer_id: int) -> HttpResponse:
    """``/quan-tri/tai-khoan/<id>/``: what this person has, since when, by whom, and what may be done about it."""
    row = found_officer(request, officer_id)
    account: Account | None = account_of(row)
    given = givers([row])
    acts = history(row) + (history(account) if account else [])
    state = state_of(account)
    context = {
        "officer": row,
        "account": account,
        "state": STATES[state],
        "tone": TONES[state],
        "sessions": sessions_of(account) if account else [],
        "may_manage": account is not None and may_manage(request.actor, account),  # type: ignore[attr-defined]
        "may_roles": row.person_id != request.actor.person_id,  # type: ignore[attr-defined]
        "himself": row.person_id == request.actor.person_id,  # type: ignore[attr-defined]
        "roles": [
            {"item": item, "words": role_words(item), "given": given.get((row.pk, item.role, item.unit_id)), "later": item.valid_from is not None and item.valid_from > clock.today()}
            for item in row.held  # type: ignore[attr-defined]
        ],
        "history": told(sorted(acts, key=lambda act: (act.at, act.id)), ACCOUNT_VERBS, details=True),
    }  # fmt: skip
    return render(request, "administration/officer.html", context)
