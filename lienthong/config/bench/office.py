"""Documents for measuring: issued ones and their arrivals at other agencies, then copies of both."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.utils.translation import gettext

from lienthong.config.bench import copies, dossiers, people
from lienthong.config.bench.counting import Line, counting, timed
from lienthong.config.bench.ground import bare_connection
from lienthong.kernel import clock
from lienthong.kernel.access import scope
from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.ids import new_id
from lienthong.office.documents.domain.contents import possible_signers
from lienthong.office.documents.models import Delivery, Document
from lienthong.office.documents.public import create_draft, number_and_seal, sign, submit_for_signature
from lienthong.office.documents.public import issue as issue_document

ROLES = ("van_thu", "chuyen_vien", "lanh_dao")
PER_UNIT = 10_000
BATCH = 500
RECIPIENTS = 50
REPETITIONS = 8
ACT_BUDGET = 15
SUBJECT = "Góp ý dự thảo kế hoạch thử tải"
SUBJECTS = ("Góp ý dự thảo kế hoạch", "Báo cáo tình hình thực hiện", "Triển khai chuyển đổi số", "Tăng cường phòng chống thiên tai", "Hướng dẫn cải cách hành chính",
            "Rà soát cơ sở dữ liệu đất đai", "Kiểm tra an toàn thông tin", "Bảo vệ môi trường làng nghề")  # fmt: skip
MAGIC = 98_765_432  # a number that occurs nowhere else, so that copies can replace it


def office() -> people.Office:
    """An agency that has everybody a document needs."""
    current = Organisation.objects.filter(Organisation.on(clock.today())).order_by("sort")
    for found in people.offices(current, *ROLES, most=60):
        actors = [found.actor(role) for role in ROLES]
        at_home = all(actor.organisation_id == found.organisation.pk for actor in actors)
        may_sign = {officer.pk for officer in possible_signers(found.organisation.pk)}
        if (
            at_home
            and actors[-1].officer_id in may_sign
            and len({actor.account_id for actor in actors}) == len(ROLES)
        ):
            return found
    raise RuntimeError("no agency with a records clerk, an officer and a leader of its own")


def recipients(of: people.Office, number: int = RECIPIENTS) -> list[int]:
    rows = Organisation.objects.filter(Organisation.on(clock.today())).exclude(pk=of.organisation.pk)
    return list(rows.order_by("-sort", "pk").values_list("pk", flat=True)[:number])


def sealed(of: people.Office) -> Document:
    """A letter, drafted, signed by the leader, numbered and sealed."""
    leader, clerk, drafter = of.actor("lanh_dao"), of.actor("van_thu"), of.actor("chuyen_vien")
    content = {
        "kind": "cong-van", "subject": SUBJECT, "addressees": ["Các sở, ban, ngành"], "bases": [], "body": ["Thực hiện kế hoạch, cơ quan có ý kiến như sau."],
        "recipients": ["Như trên", "Lưu: VT"], "signer": leader.officer_id, "urgency": 0,
    }  # fmt: skip
    document = create_draft(actor=drafter, content=content, organisation_id=of.organisation.pk)
    submit_for_signature(document, actor=drafter)
    sign(document, actor=leader)
    return number_and_seal(document, actor=clerk)


def load(units: int, say: Callable[[str], None]) -> float:
    """Bring the database to ``units`` × 10,000 documents: one in three issued here, the others arrived. Resumable."""
    scope.enter(scope.EVERYTHING)
    wanted, have = units * PER_UNIT, Document.objects.count()
    if have >= wanted:
        return 0.0
    began = time.perf_counter()
    say(gettext("Lập văn bản mẫu …"))
    of = office()
    sealed(of)
    with bare_connection() as raw:
        # Numbers of the copies lie far above those that people take.
        raw.execute(
            "update numbering_counter set last = %s where organisation_id = %s and series like 'doc%%'",
            [MAGIC + have - 1, of.organisation.pk],
        )
        document = sealed(of)
        raw.execute(
            "update numbering_counter set last = 1 where organisation_id = %s and series like 'doc%%'",
            [of.organisation.pk],
        )
        issue_document(document, actor=of.actor("van_thu"), organisation_ids=recipients(of, 60))
        connection.ensure_connection()
        raw.execute("delete from procrastinate_jobs where status = 'todo'")
        token = document.paper.token if document.paper else ""
        out = copies.read(
            raw,
            [row for row in copies.OF_A_DOCUMENT if row[0] != "documents_delivery"],
            document.pk,
            [SUBJECT, document.number, token],
        )
        arrivals = [
            (
                copies.read(raw, copies.OF_A_DOCUMENT, pk, [SUBJECT, document.number]),
                organisation,
            )
            for pk, organisation in Delivery.objects.filter(document=document).values_list(
                "arrived_document_id", "organisation_id"
            )
        ]
        chance = random.Random(have)  # noqa: S311 only subjects and days of made-up documents
        have = Document.objects.count()
        while have < wanted:
            number = min(BATCH, wanted - have)
            batch, entries = copies.Batch(), []
            for index in range(have, have + number):
                outgoing = index % 3 == 0
                template, organisation = (out, of.organisation.pk) if outgoing else chance.choice(arrivals)
                subject = f"{chance.choice(SUBJECTS)} năm {2024 + index % 3}"
                words = {
                    SUBJECT: subject,
                    document.number: str(10_000 + index),
                }
                if token:
                    words[token] = str(new_id()).replace("-", "")[:24]
                rows = list(template.copy(words, chance.randint(0, 300)))
                batch.add(rows)
                line = next(lines[0] for table, _columns, lines in rows if table == "documents_document")
                entries.append(
                    (
                        "documents.document",
                        line.split("\t", 1)[0],
                        "document",
                        subject,
                        document.code.replace(document.number, str(10_000 + index)),
                        "",
                        [organisation],
                    )
                )
            with raw.transaction():
                batch.write(raw)
                dossiers.index_entries(raw, entries)
            have += number
            if have % 10_000 < BATCH:
                say(gettext("  %(count)s văn bản") % {"count": have})
    return time.perf_counter() - began


def issue(sizes: dict[str, int]) -> Line:
    """One act sends a sealed letter to fifty agencies: fifty arrived documents with file, work item and action each."""
    of = office()
    clerk = of.actor("van_thu")
    to = recipients(of)
    ready = [sealed(of) for _ in range(REPETITIONS + 3)]
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
        "issue_to_50_agencies", times.p50, limit.p50, "ms", {**sizes, "recipients": len(to), "rows": rows}, p95=times.p95, limit_p95=limit.p95,
        limit_is=gettext("cùng các dòng ấy, một giao dịch psycopg (COPY)"), statements=len(statements), control=statements.control, budget=ACT_BUDGET,
    )  # fmt: skip
