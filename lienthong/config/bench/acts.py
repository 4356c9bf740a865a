"""Acts: submitting, completing a step. Each against the same rows written bare in one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext
from psycopg import Connection

from lienthong.config.bench import copies, dossiers, people
from lienthong.config.bench.counting import Line, counting, timed
from lienthong.config.bench.ground import bare_connection
from lienthong.kernel.access.public import actor_for
from lienthong.kernel.work.public import items
from lienthong.service.dossiers.domain.submit import with_code
from lienthong.service.dossiers.models import Dossier
from lienthong.service.dossiers.public import finish_step
from lienthong.service.procedures.public import live_service

ACT_BUDGET = 15
REPETITIONS = 60


def bare_writer(
    raw: Connection[Any], template: copies.Template, words: Callable[[], dict[str, str]], extra: str = ""
) -> Callable[[int], None]:
    """One transaction with the rows of ``template`` under new ids, and ``extra`` (the updates of the act)."""

    def write(_number: int) -> None:
        batch = copies.Batch()
        batch.add(template.copy(words(), 0))
        with raw.transaction():
            if extra:
                raw.execute(extra)  # type: ignore[call-overload]
            batch.write(raw)

    return write


def _fresh(template: copies.Template) -> dict[str, str]:
    about = template.about
    return {
        about["code"]: f"BARE-{secrets.token_hex(8)}",
        **{token: secrets.token_urlsafe(16)[:22] for token in about["tokens"]},
    }


def submit(sizes: dict[str, int]) -> Line:
    """Form, two files attached, process, action, work item and job: a dossier is accepted durably."""
    citizen = actor_for(people.citizen())
    service = live_service(dossiers.PROCEDURE)
    office = dossiers.wards()[0]
    deciding = with_code(type(office.organisation).objects.filter(pk=office.organisation.pk))[0]
    prepared = [dossiers.papers(citizen) for _ in range(REPETITIONS + 5)]
    made: list[Dossier] = []

    def act(number: int) -> None:
        made.append(dossiers.submit_one(service, deciding, citizen, prepared[number], "Lê Thị Đo"))

    times = timed(act, REPETITIONS)
    with counting() as statements:
        act(REPETITIONS + 4)
    last = made[-1]
    template = copies.read(
        connection.connection, copies.OF_A_DOSSIER, last.pk, [last.code, last.slip_token],
        {"code": last.code, "tokens": [last.slip_token]},
    )  # fmt: skip
    with bare_connection() as raw:
        # What the act updates besides its new rows: the counter of codes.
        extra = "update numbering_counter set last = last where id = (select min(id) from numbering_counter)"
        bare = timed(bare_writer(raw, template, lambda: _fresh(template), extra), REPETITIONS)
    return Line(
        "submit_dossier", times.p50, bare.p50, "ms", {**sizes, "rows": template.rows, "files": 2}, p95=times.p95, limit_p95=bare.p95,
        limit_is=gettext("cùng các dòng ấy, một giao dịch psycopg"), statements=len(statements), control=statements.control, budget=ACT_BUDGET,
    )  # fmt: skip


def receive_file(sizes: dict[str, int]) -> Line:
    """One upload: streamed, inspected, stored with fsync, its row and its job."""
    citizen = actor_for(people.citizen())
    times = timed(lambda number: people.upload(citizen, f"tep-{number}.pdf"), REPETITIONS)
    with counting() as statements:
        file = people.upload(citizen, "tep-dem.pdf")
    belongings = [
        ("files_storedfile", "id = %(id)s", ()),
        *[row for row in copies.OF_A_DOSSIER if row[0] == "procrastinate_jobs"],
    ]
    template = copies.read(connection.connection, belongings, file.pk)
    with bare_connection() as raw:
        bare = timed(bare_writer(raw, template, dict), REPETITIONS)
    return Line(
        "receive_file", times.p50, bare.p50, "ms", {**sizes, "rows": template.rows, "bytes": file.size}, p95=times.p95, limit_p95=bare.p95,
        limit_is=gettext("cùng các dòng ấy, một giao dịch psycopg (không ghi tệp)"), statements=len(statements), control=statements.control,
        budget=ACT_BUDGET,
    )  # fmt: skip


def _waiting_in(office: people.Office) -> int:
    return Dossier.objects.filter(deciding=office.organisation, state="processing").count()


def complete_step(sizes: dict[str, int]) -> Line:
    """An officer completes a step: process moves, work item closes, the next opens, the action is recorded."""
    from lienthong.kernel.process.public import waiting_steps

    office = max(dossiers.wards(), key=_waiting_in)
    officer = office.actor("chuyen_vien")
    waiting = list(
        items(officer)
        .filter(kind="dossiers.step", step__icontains="")
        .values_list("object_id", flat=True)[: REPETITIONS * 3]
    )
    ready: list[tuple[Dossier, str]] = []
    for dossier in Dossier.objects.filter(pk__in=waiting, state="processing").select_related("process")[
        : REPETITIONS + 10
    ]:
        if dossier.process is None:
            continue
        step = waiting_steps(dossier.process)[0]
        if step.properties.get("task", "process") == "process":
            ready.append((dossier, step.id))
    if len(ready) < 15:
        raise RuntimeError("too few dossiers wait for the officer; load more")
    repetitions = len(ready) - 4
    queue = iter(ready)

    def act(_number: int) -> None:
        dossier, step_id = next(queue)
        finish_step(dossier, actor=officer, step_id=step_id, outcome="ok")

    times = timed(act, repetitions)
    dossier, step_id = next(queue)
    with counting() as statements:
        finish_step(dossier, actor=officer, step_id=step_id, outcome="ok")
    with bare_connection() as raw:
        bare = timed(_bare_step(raw, [one for one, _step in ready]), min(repetitions, len(ready) - 4))
    return Line(
        "complete_step", times.p50, bare.p50, "ms", {**sizes, "rows": 5}, p95=times.p95, limit_p95=bare.p95,
        limit_is=gettext("cùng các dòng ấy (khóa, cập nhật hồ sơ, quy trình, việc; thêm việc, hành động), một giao dịch psycopg"),
        statements=len(statements), control=statements.control, budget=ACT_BUDGET,
    )  # fmt: skip


def _bare_step(raw: Connection[Any], done: Sequence[Dossier]) -> Callable[[int], None]:
    """Lock, three updates, two inserts: what any implementation must do to move a dossier one step."""
    template = copies.read(
        raw, [("work_workitem", "object_id = %(id)s::text and state = 'open'", ()),
              ("actions_action", "object_id = %(id)s::text and verb = 'dossiers.process'", ())], done[0].pk,
    )  # fmt: skip

    def write(number: int) -> None:
        pk = done[number % len(done)].pk
        batch = copies.Batch()
        batch.add(template.copy({}, 0))
        with raw.transaction():
            process = raw.execute(
                "select process_id from dossiers_dossier where id = %s for update", [pk]
            ).fetchone()
            raw.execute("update process_processinstance set state = state where id = %s", process)
            raw.execute("update dossiers_dossier set state = state where id = %s", [pk])
            raw.execute(
                "update work_workitem set done_at = done_at where object_id = %s and state = 'done'",
                [str(pk)],
            )
            batch.write(raw)

    return write
