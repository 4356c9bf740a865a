"""The office's acts: registering an arrival, issuing to many agencies. Each against the same rows written bare."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from lienthong.config.bench import copies, correspondence
from lienthong.config.bench.acts import bare_writer
from lienthong.config.bench.counting import Line, counting, timed
from lienthong.config.bench.ground import bare_connection
from lienthong.kernel.ids import new_id
from lienthong.office.documents.domain.fields import proposed
from lienthong.office.documents.public import bring, register_intake
from lienthong.office.documents.public import issue as issue_document

ACT_BUDGET = 15
REPETITIONS = 8
REGISTERED = 40


def issue_to_50(sizes: dict[str, int]) -> Line:
    return _issue(sizes, 50)


def issue_to_300(sizes: dict[str, int]) -> Line:
    return _issue(sizes, 299)


def _issue(sizes: dict[str, int], number: int) -> Line:
    """One act sends a sealed letter to many agencies: an arrived document with file, work item and action for each."""
    of = correspondence.busiest()
    clerk, to = of.actor(of.clerk), correspondence.other_agencies(of, number)
    ready = [correspondence.sealed(of) for _ in range(REPETITIONS + 3)]
    queue = iter(ready)
    times = timed(
        lambda _number: issue_document(next(queue), actor=clerk, organisation_ids=to), REPETITIONS, warm=2
    )
    last = next(queue)
    with counting() as statements:
        deliveries = issue_document(last, actor=clerk, organisation_ids=to)
    old = str(last.pk)
    with bare_connection() as raw:
        belongings = [row for row in copies.OF_A_DOCUMENT if row[0] != "documents_delivery"]
        templates = [copies.read(raw, belongings, item.arrived_document_id) for item in deliveries]
        sent = [
            ("documents_delivery", "document_id = %(id)s", ()),
            ("actions_action", "object_id = %(id)s::text and verb like '%%issue'", ()),
        ]
        templates.append(copies.read(raw, sent, last.pk, [old]))

        def bare(_number: int) -> None:
            batch = copies.Batch()
            for template in templates:
                batch.add(template.copy({old: str(new_id())}))
            with raw.transaction():
                batch.write(raw)

        limit = timed(bare, 20)
    rows: Any = sum(template.rows for template in templates)
    return Line(
        f"issue_to_{'50' if number == 50 else '300'}_agencies", times.p50, limit.p50, "ms", {**sizes, "recipients": len(to), "rows": rows}, p95=times.p95, limit_p95=limit.p95,
        limit_is=gettext("cùng các dòng ấy, một giao dịch psycopg (COPY)"), statements=len(statements), control=statements.control, budget=ACT_BUDGET,
    )  # fmt: skip


def register_one(sizes: dict[str, int]) -> Line:
    """The clerk confirms what the reader proposed: arrival number, work item for the leader, action, search entry."""
    of = correspondence.busiest()
    clerk = of.actor(of.clerk)
    ready = []
    for number in range(REGISTERED + 4):
        name = f"cong-van-{number}.txt"
        intake = bring(
            correspondence.letter(97_000_000 + number + sizes["documents"]), actor=clerk, organisation_id=of.organisation, name=name, declared_type="text/plain",
        )  # fmt: skip
        ready.append((intake, proposed(intake.reading)))
    queue = iter(ready)

    def act(_number: int) -> Any:
        intake, values = next(queue)
        return register_intake(intake, actor=clerk, values=values, confirm_duplicate=True)

    times = timed(act, REGISTERED)
    with counting() as statements:
        document = act(0)
    belongings = [row for row in copies.OF_A_DOCUMENT if row[0] != "files_storedfile"]
    with bare_connection() as raw:
        # The arrival number is unique in the agency, so the copies stand in another book.
        template = copies.read(raw, belongings, document.pk, [f"\t{document.arrival_number}\t"])
        numbers = iter(range(30_000_000 + sizes["documents"], 40_000_000))
        limit = timed(
            bare_writer(raw, template, lambda: {f"\t{document.arrival_number}\t": f"\t{next(numbers)}\t"}),
            REGISTERED,
        )
    return Line(
        "register_one", times.p50, limit.p50, "ms", {**sizes, "rows": template.rows}, p95=times.p95, limit_p95=limit.p95,
        limit_is=gettext("cùng các dòng ấy, một giao dịch psycopg (COPY)"), statements=len(statements), control=statements.control, budget=ACT_BUDGET,
    )  # fmt: skip
