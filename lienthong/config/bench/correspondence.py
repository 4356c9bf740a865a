"""The correspondence of a generated province: documents arrive at three hundred agencies and leave them.

A few documents walk their way in the pattern agency by the domain functions, in every stage; the rest are copies with
other numbers, words, days, agencies and officers. Resumable: a batch is a transaction.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext

from lienthong.config.bench import agencies, copies, dossiers
from lienthong.config.bench.agencies import Agency
from lienthong.config.bench.ground import bare_connection
from lienthong.kernel import clock
from lienthong.kernel.access import scope
from lienthong.kernel.signing.public import issue_agency_certificate, issue_person_certificate
from lienthong.kernel.text import fold
from lienthong.office.documents.models import Document
from lienthong.office.documents.public import (
    Order,
    bring,
    create_draft,
    direct,
    finish,
    forward,
    issue,
    number_and_seal,
    register_intake,
    sign,
    submit_for_signature,
)

INCOMING, OUTGOING = 10_000, 3_000  # for each unit of scale
BATCH = 1000
MAGIC = 98_765_432  # numbers that occur nowhere else, so that copies can replace them
ARRIVAL = 98_765_101
SUBJECT = "Về việc thử tải phần mềm văn phòng"
SUBJECTS = ("Góp ý dự thảo kế hoạch", "Báo cáo tình hình thực hiện", "Triển khai chuyển đổi số", "Tăng cường phòng chống thiên tai",
            "Hướng dẫn cải cách hành chính", "Rà soát cơ sở dữ liệu đất đai", "Kiểm tra an toàn thông tin", "Bảo vệ môi trường làng nghề",
            "Đề nghị bổ sung kinh phí", "Cung cấp số liệu thống kê", "Tổ chức tập huấn nghiệp vụ", "Xử lý kiến nghị của cử tri")  # fmt: skip
MATTERS = ("lĩnh vực giáo dục", "lĩnh vực y tế", "ngành nông nghiệp", "công tác dân tộc", "đầu tư công", "giao thông nông thôn", "an sinh xã hội",
           "quản lý đô thị", "phát triển du lịch", "khoáng sản", "lao động việc làm", "thủy lợi")  # fmt: skip
# Most of what an office keeps is done; what waits is what the queues show.
STAGES = {"done": 92, "processing": 6, "registered": 2}


@dataclass(frozen=True)
class Pattern:
    incoming: dict[str, copies.Template]
    outgoing: copies.Template
    made: Agency
    code: str
    token: str


def letter(number: int = MAGIC) -> bytes:
    return (
        f"BỘ THỬ TẢI\n\nSố: {number}/BTT-VP\nV/v {SUBJECT.removeprefix('Về việc ')}\n\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n"
        f"Hà Nội, ngày {clock.today():%d} tháng {clock.today():%m} năm {clock.today():%Y}\n\nKính gửi: Các cơ quan\n\n"
        "Thực hiện kế hoạch, đề nghị các cơ quan phối hợp.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nBỘ TRƯỞNG\n\nLê Thử Tải\n"
    ).encode()


def register(of: Agency, *, number: int = MAGIC) -> Document:
    """A letter from outside, brought by the records clerk and registered as the reader proposes it."""
    from lienthong.office.documents.domain.fields import proposed

    clerk = of.actor(of.clerk)
    intake = bring(
        letter(number), actor=clerk, organisation_id=of.organisation, name="cong-van.txt", declared_type="text/plain",
    )  # fmt: skip
    values = proposed(intake.reading) | {"subject": SUBJECT}
    return register_intake(intake, actor=clerk, values=values, confirm_duplicate=True)


def _stage(of: Agency, stage: str) -> Document:
    """Five branches: a room leads and passes on to two of its officers, another room helps, the deputy is told."""
    document = register(of)
    if stage == "registered":
        return document
    lead, helping = of.rooms[0], of.rooms[1]
    branches = direct(
        document, actor=of.actor(of.leader), instruction="Giao xử lý",
        orders=[Order("main", unit_id=lead.unit), Order("coordinating", unit_id=helping.unit), Order("information", officer_id=of.deputy)],
    )  # fmt: skip
    by_role = {branch.role: branch for branch in branches}
    below = forward(
        by_role["main"], actor=of.actor(lead.head), instruction="Chuyển xử lý",
        orders=[Order("main", officer_id=lead.specialists[0]), Order("coordinating", officer_id=lead.specialists[1])],
    )  # fmt: skip
    if stage == "done":
        for branch, officer in (
            (below[1], lead.specialists[1]), (below[0], lead.specialists[0]), (by_role["main"], lead.head),
            (by_role["coordinating"], helping.head), (by_role["information"], of.deputy),
        ):  # fmt: skip
            finish(branch, actor=of.actor(officer), outcome="Đã xử lý")
    return Document.objects.get(pk=document.pk)


def sealed(of: Agency) -> Document:
    """A letter of the agency: drafted, signed by its leader, numbered and sealed."""
    leader, drafter = of.actor(of.leader), of.actor(of.rooms[0].specialists[0])
    issue_person_certificate(of.leader, name="Lê Thử Tải", title="Giám đốc", organisation="Cơ quan đo")
    issue_agency_certificate(of.organisation, name="Cơ quan đo")
    content = {
        "kind": "cong-van", "subject": SUBJECT, "addressees": ["Các sở, ban, ngành"], "bases": [], "body": ["Thực hiện kế hoạch, cơ quan có ý kiến như sau."],
        "recipients": ["Như trên", "Lưu: VT"], "signer": of.leader, "urgency": 0,
    }  # fmt: skip
    document = create_draft(actor=drafter, content=content, organisation_id=of.organisation)
    submit_for_signature(document, actor=drafter)
    sign(document, actor=leader)
    return number_and_seal(document, actor=of.actor(of.clerk))


def _free(raw: Any, of: Agency, last: int) -> None:
    """Count on from ``last``; patterns made before, perhaps in a run that broke off, give their numbers free."""
    organisation = [of.organisation]
    raw.execute("update numbering_counter set last = %s where organisation_id = %s", [last, *organisation])
    raw.execute(
        "update documents_document set arrival_number = null where organisation_id = %s and direction = 'incoming'",
        organisation,
    )
    raw.execute(
        "update documents_document set number = '', series = '' where organisation_id = %s and direction = 'outgoing'"
        " and state <> 'sealed'",
        organisation,
    )


def _pattern(raw: Any) -> Pattern:
    of = agencies.pattern()
    tokens = [
        SUBJECT,
        fold(SUBJECT),
        str(MAGIC),
        str(ARRIVAL),
        *map(str, range(agencies.PATTERN, agencies.PATTERN + 100)),
    ]
    connection.ensure_connection()
    own = int(time.time()) % 10_000_000  # the pattern agency's own numbers, far from those of an earlier run
    _free(raw, of, own)
    register(of)  # the counters are there from now on
    sealed(of)
    incoming = {}
    for stage in STAGES:
        _free(raw, of, ARRIVAL - 1)
        document = _stage(of, stage)
        raw.execute("delete from procrastinate_jobs where status = 'todo'")
        incoming[stage] = copies.read(raw, copies.OF_A_DOCUMENT, document.pk, tokens)
    _free(raw, of, MAGIC - 1)
    document = sealed(of)
    _free(raw, of, own + 100)
    issue(document, actor=of.actor(of.clerk), organisation_ids=[])
    raw.execute("delete from procrastinate_jobs where status = 'todo'")
    token = document.paper.token if document.paper else ""
    document.refresh_from_db()
    outgoing = copies.read(raw, copies.OF_A_DOCUMENT, document.pk, [*tokens, token])
    return Pattern(incoming, outgoing, of, f"{MAGIC}/CQĐ-P1", token)


def _words(pattern: Pattern, to: Agency, number: int, subject: str, chance: random.Random) -> dict[str, str]:
    """What stands in the copy for the pattern's identifiers, numbers and words."""
    made = pattern.made
    lead, helping = chance.sample(to.rooms, 2)
    first, second = chance.sample(lead.specialists, 2)
    ids = {
        made.organisation: to.organisation, made.leader: to.leader, made.deputy: to.deputy, made.clerk: to.clerk,
        made.rooms[0].unit: lead.unit, made.rooms[1].unit: helping.unit, made.rooms[0].head: lead.head, made.rooms[1].head: helping.head,
        made.rooms[0].specialists[0]: first, made.rooms[0].specialists[1]: second,
    }  # fmt: skip
    return {
        **{str(old): str(new) for old, new in ids.items()},
        SUBJECT: subject, fold(SUBJECT): fold(subject), str(MAGIC): str(number), str(ARRIVAL): str(number),
    }  # fmt: skip


def load(units: int, say: Callable[[str], None]) -> float:
    """Bring the database to ``units`` × (10,000 incoming and 3,000 outgoing documents). Answers the seconds it took."""
    scope.enter(scope.EVERYTHING)
    everyone = agencies.generated(say)
    places = {agency.organisation for agency in everyone}
    here = Document.objects.filter(organisation__in=places)
    have = {way: here.filter(direction=way).count() for way in ("incoming", "outgoing")}
    wanted = {"incoming": units * INCOMING, "outgoing": units * OUTGOING}
    if all(have[way] >= wanted[way] for way in wanted):
        return 0.0
    began = time.perf_counter()
    say(gettext("Lập văn bản mẫu …"))
    with bare_connection() as raw:
        pattern = _pattern(raw)
        done = sum(have.values())
        for way in wanted:
            while have[way] < wanted[way]:
                number = min(BATCH, wanted[way] - have[way])
                _batch(raw, pattern, everyone, way, have[way], number)
                have[way], done = have[way] + number, done + number
                if done % 10_000 < BATCH:
                    say(gettext("  %(count)s văn bản") % {"count": done})
    return time.perf_counter() - began


def _batch(raw: Any, pattern: Pattern, everyone: list[Agency], way: str, first: int, number: int) -> None:
    chance = random.Random(f"{way}{first}")  # noqa: S311 subjects, days and places of made-up documents
    batch, entries = copies.Batch(), []
    for index in range(first, first + number):
        # Agencies differ: every tenth document is for the busiest, which is the one that is measured.
        to = everyone[0] if index % 10 == 0 else chance.choice(everyone)
        subject = f"{chance.choice(SUBJECTS)} {chance.choice(MATTERS)} năm {2024 + index % 3}"
        stage = chance.choices(list(STAGES), list(STAGES.values()))[0]
        template = pattern.outgoing if way == "outgoing" else pattern.incoming[stage]
        words = _words(pattern, to, 1_000_000 + index, subject, chance)
        if way == "outgoing" and pattern.token:
            words[pattern.token] = f"{chance.getrandbits(96):024x}"
        rows = list(
            template.copy(words, chance.randint(0, 20) if stage == "processing" else chance.randint(0, 300))
        )
        batch.add(rows)
        key = next(lines[0] for table, _columns, lines in rows if table == "documents_document").split(
            "\t", 1
        )[0]
        code = f"{1_000_000 + index}/BTT-VP" if way == "incoming" else f"{1_000_000 + index}/CQĐ-P1"
        entries.append(("documents.document", key, "document", subject, code, "", [to.organisation]))
    with raw.transaction():
        batch.write(raw)
        dossiers.index_entries(raw, entries)


def busiest(say: Callable[[str], None] = lambda _text: None) -> Agency:
    """The agency with a tenth of all documents."""
    return agencies.generated(say)[0]


def other_agencies(of: Agency, number: int) -> list[int]:
    return [agency.organisation for agency in agencies.generated(lambda _text: None) if agency != of][:number]
