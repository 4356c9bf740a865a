"""What happens after the answer: the signed receipt, the two signatures of a result, the seal over the history."""

from __future__ import annotations

import time

from django.db import transaction
from django.utils.translation import gettext

from lienthong.config.bench import dossiers, people
from lienthong.config.bench.counting import Line, counting, timed
from lienthong.kernel.access.public import actor_for
from lienthong.kernel.actions.public import SYSTEM, record
from lienthong.kernel.directory.models import Officer
from lienthong.kernel.printing.public import (
    blank_date,
    blank_number,
    date_line,
    number_text,
    render,
    render_with_places,
)
from lienthong.kernel.signing.public import (
    fill_number_and_date,
    issue_agency_certificate,
    issue_person_certificate,
    prepare,
    seal,
    sign_personal,
    signer_for_officer,
    signer_for_organisation,
)
from lienthong.service.dossiers.domain.slips import TEMPLATES, slip_data
from lienthong.service.dossiers.jobs import after_submission, draw_slip
from lienthong.service.dossiers.models import Slip
from lienthong.service.procedures.public import live_service

REPETITIONS = 15


def receipt(sizes: dict[str, int]) -> Line:
    """The receipt of a dossier: drawn, signed by the agency, stored, published; against drawing the page alone."""
    citizen = actor_for(people.citizen())
    service, office = live_service(dossiers.PROCEDURE), dossiers.wards()[4]
    slips = []
    for _ in range(REPETITIONS + 4):
        dossier = dossiers.submit_one(
            service, office.organisation, citizen, dossiers.papers(citizen), "Lê Thị Đo"
        )
        after_submission.func(dossier_id=str(dossier.pk))
        slips.append(Slip.objects.get(dossier=dossier))
    times = timed(lambda number: draw_slip.func(slip_id=str(slips[number].pk)), REPETITIONS)
    with counting() as statements:
        draw_slip.func(slip_id=str(slips[-1].pk))
    fresh = Slip.objects.select_related("dossier", "dossier__procedure", "dossier__service", "dossier__receiving", "dossier__deciding", "dossier__returning", "dossier__content").get(pk=slips[-1].pk)  # fmt: skip
    data = {**slip_data(fresh), "qr": "", "qr_note": ""}
    plain = timed(lambda _number: render(TEMPLATES[fresh.kind], data), REPETITIONS)
    return Line(
        "receipt_pdf", times.p50, plain.p50, "ms", sizes, p95=times.p95, limit_p95=plain.p95, limit_is=gettext("chỉ dựng trang PDF, không ký, không lưu"),
        statements=len(statements), control=statements.control, note=gettext("việc nền, sau khi đã trả lời người nộp"),
    )  # fmt: skip


def signatures(sizes: dict[str, int]) -> Line:
    """Leader's signature, number and date, agency's seal on one page; against preparing the page without signing."""
    office = dossiers.wards()[5]
    officer = Officer.objects.select_related("post", "person", "organisation").get(  # type: ignore[misc]
        pk=office.actor("lanh_dao").officer_id
    )
    organisation = office.organisation
    page = {
        "parent": "", "issuer": organisation.name, "title": "Bản sao trích lục", "subtitle": "", "number_line": blank_number("TLHT-BS"),
        "date_line": blank_date(organisation.place or "Thanh Hóa", 2026), "intro": "", "fields": [["Họ và tên", "Lê Thị Đo"]], "closing": "",
        "signature": {"authority": ["CHỦ TỊCH"], "name": officer.person.full_name}, "qr": "",
    }  # fmt: skip
    issue_person_certificate(
        officer.pk, name=officer.person.full_name, title=officer.post.title, organisation=organisation.name
    )
    issue_agency_certificate(organisation.pk, name=organisation.name, code=organisation.short_code)
    pdf, places = render_with_places("printing/certificate", page, pdf_a=True)
    prepared = prepare(pdf, places)

    def both(number: int) -> None:
        signed = sign_personal(prepared, signer_for_officer(officer.pk), reason="Đo")
        from lienthong.kernel import clock

        filled = fill_number_and_date(
            signed, number_text(number + 1, "TLHT-BS"), date_line("Thanh Hóa", clock.today())
        )
        seal(filled, signer_for_organisation(organisation.pk), reason="Đo")

    times = timed(both, REPETITIONS)
    bare = timed(lambda _number: prepare(pdf, places), REPETITIONS)
    return Line(
        "two_signatures", times.p50, bare.p50, "ms", {"bytes": len(prepared)}, p95=times.p95, limit_p95=bare.p95,
        limit_is=gettext("chỉ đặt trường ký lên trang"), note=gettext("ký cá nhân, cấp số, ngày, đóng dấu cơ quan"),
    )  # fmt: skip


def sealing(sizes: dict[str, int]) -> Line:
    """Sealing a thousand waiting actions into the tree; the limit is writing them."""
    from lienthong.kernel.actions.sealing import seal_everything

    organisation = dossiers.wards()[0].organisation
    seal_everything()
    began = time.perf_counter()
    for _ in range(1000):
        with transaction.atomic():
            record("bench.note", organisation, actor=SYSTEM)
    wrote = time.perf_counter() - began
    began = time.perf_counter()
    seal_everything()
    sealed = time.perf_counter() - began
    return Line(
        "seal_actions",
        sealed * 1000,
        wrote * 1000,
        "ms",
        {**sizes, "sealed": 1000},
        limit_is=gettext("ghi 1.000 hành động ấy, mỗi cái một giao dịch"),
    )
