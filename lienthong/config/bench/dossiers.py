"""Dossiers for measuring: real ones first, then copies of them by the thousand."""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.utils.translation import gettext
from psycopg import sql

from lienthong.config.bench import copies, people
from lienthong.config.bench.ground import bare_connection
from lienthong.kernel.access import scope
from lienthong.kernel.text import fold_number, nfc
from lienthong.kernel.work.public import items, perform
from lienthong.service.dossiers.jobs import after_submission
from lienthong.service.dossiers.models import Dossier, Slip
from lienthong.service.dossiers.public import submit
from lienthong.service.procedures.public import deciding_organisations, live_service

PROCEDURE = "civil_status_extract_copy"
ROLES = ("mot_cua", "chuyen_vien", "lanh_dao", "van_thu")
OFFICES = 8
PER_UNIT = 10_000
BATCH = 500
PLACEHOLDER = "Người Nộp Thử Tải"
# Share of dossiers in each stage, as a busy ward has them.
STAGES = (("submitted", 0.06), ("processing", 0.10), ("signing", 0.04), ("done", 0.80))


def values(name: str) -> dict[str, Any]:
    return {
        "applicant": {"full_name": name, "personal_id": "038190012345", "address": "12 phố Thử, Thanh Hóa", "phone": "0912345678", "by_proxy": True},
        "record": {"kind": "khai_sinh", "subject_name": name, "subject_born_on": "2001-05-01"},
    }  # fmt: skip


def submit_one(service: Any, organisation: Any, actor: Any, files: dict[str, Any], name: str) -> Dossier:
    return submit(service, deciding=organisation, values=values(name), files=files, actor=actor, source="api")


def papers(actor: Any) -> dict[str, Any]:
    """Two uploads, as the form asks for."""
    return {
        "van_ban_uy_quyen": [people.upload(actor, "uy-quyen.pdf")],
        "giay_to_tuy_than": [people.upload(actor, "can-cuoc.pdf")],
    }


def wards() -> list[people.Office]:
    """Agencies that decide on the measured procedure and have all the roles it needs; with their identifiers."""
    from lienthong.service.dossiers.domain.submit import with_code

    service = live_service(PROCEDURE)
    return people.offices(with_code(deciding_organisations(service)), *ROLES, most=OFFICES)


def equip_wards() -> None:
    """Work is spread over many agencies, so each needs somebody in every role."""
    for organisation in deciding_organisations(live_service(PROCEDURE))[:OFFICES]:
        people.equip(organisation, ROLES, ("VP",))


def _act(
    office: people.Office, role: str, action: str, dossier: Dossier, data: dict[str, Any] | None = None
) -> None:
    actor = office.actor(role)
    waiting = items(actor).filter(object_id=str(dossier.pk)).first()
    if waiting is None:
        raise RuntimeError(f"{office.organisation}: nothing waits for {role} at {action}")
    perform(waiting, actor, action, data or {})


def _advance(office: people.Office, dossier: Dossier, stage: str) -> None:
    if stage == "submitted":
        return
    _act(office, "mot_cua", "collect", dossier, {"method": "cash"})
    _act(office, "mot_cua", "accept", dossier)
    if stage == "processing":
        return
    _act(office, "chuyen_vien", "ok", dossier)
    draft = {
        "kind": "Khai sinh",
        "subject_name": "Thử Tải",
        "subject_born_on": "2001-05-01",
        "registered_at": "UBND phường",
        "registered_number": "12/2001",
    }
    _act(office, "chuyen_vien", "draft", dossier, draft)
    if stage == "signing":
        return
    _act(office, "lanh_dao", "sign", dossier)
    _act(office, "van_thu", "seal", dossier)
    _act(office, "mot_cua", "return", dossier, {"note": ""})


def _template(office: people.Office, stage: str) -> copies.Template:
    """A real dossier in this stage, with its slip drawn, as a template for copies."""
    from lienthong.kernel.access.public import actor_for
    from lienthong.service.dossiers.jobs import draw_slip

    citizen = actor_for(people.citizen())
    dossier = submit_one(live_service(PROCEDURE), office.organisation, citizen, papers(citizen), PLACEHOLDER)
    after_submission.func(dossier_id=str(dossier.pk))
    _advance(office, dossier, stage)
    for slip_id in Slip.objects.filter(dossier=dossier).values_list("pk", flat=True):
        draw_slip.func(slip_id=str(slip_id))
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs where status = 'todo'")  # they were done above
        cursor.execute(
            "select token from papers_paper where object_id = %s or object_id in (select id::text from dossiers_slip where dossier_id = %s)",
            [str(dossier.pk), dossier.pk],
        )
        tokens = [token for (token,) in cursor.fetchall()]
    dossier.refresh_from_db()
    connection.ensure_connection()
    return copies.read(
        connection.connection, copies.OF_A_DOSSIER, dossier.pk, [PLACEHOLDER, dossier.code, dossier.slip_token, *tokens],
        {"code": dossier.code, "agency": office.organisation.agency_code, "tokens": [dossier.slip_token, *tokens], "org": office.organisation.pk},  # type: ignore[attr-defined]
    )  # fmt: skip


def load(units: int, say: Callable[[str], None]) -> float:
    """Bring the database to ``units`` × 10,000 dossiers with all that belongs to them; seconds it took.

    Resumable: each batch is one transaction, and the next start goes on from the number that is there.
    """
    scope.enter(scope.EVERYTHING)
    wanted, have = units * PER_UNIT, Dossier.objects.count()
    if have >= wanted:
        return 0.0
    began = time.perf_counter()
    equip_wards()
    offices = wards()
    say(gettext("Lập hồ sơ mẫu ở %(count)s cơ quan …") % {"count": len(offices)})
    templates = {stage: [_template(office, stage) for office in offices] for stage, _share in STAGES}
    chance = random.Random(have)  # noqa: S311 only names and days of made-up dossiers
    have = Dossier.objects.count()
    with bare_connection() as raw:
        while have < wanted:
            number = min(BATCH, wanted - have)
            _load_batch(raw, templates, chance, have, number)
            have += number
            if have % 10_000 < BATCH:
                say(gettext("  %(count)s hồ sơ") % {"count": have})
    return time.perf_counter() - began


def _load_batch(
    raw: Any, templates: dict[str, list[copies.Template]], chance: random.Random, have: int, number: int
) -> None:
    stages, weights = [stage for stage, _ in STAGES], [share for _, share in STAGES]
    batch, entries = copies.Batch(), []
    for index in range(have, have + number):
        template = chance.choice(templates[chance.choices(stages, weights)[0]])
        about = template.about
        # Never today: codes of today come from the counter.
        back = chance.randint(1, 300)
        code = f"{about['agency']}-{800_000 - back}-{index:06}"
        name = people.full_name(chance)
        words = {
            PLACEHOLDER: name,
            about["code"]: code,
            **{token: secrets.token_urlsafe(16)[:22] for token in about["tokens"]},
        }
        rows = list(template.copy(words, back))
        batch.add(rows)
        entries.append(_entry(rows, code, name, about["org"]))
    with raw.transaction():
        batch.write(raw)
        index_entries(raw, entries)


def _entry(
    rows: list[tuple[str, tuple[str, ...], list[str]]], code: str, name: str, organisation: int
) -> tuple[Any, ...]:
    line = next(lines[0] for table, _columns, lines in rows if table == "dossiers_dossier")
    return (
        "dossiers.dossier",
        line.split("\t", 1)[0],
        "dossier",
        f"Trích lục hộ tịch: {name}",
        code,
        f"{name} 12 phố Thử, Thanh Hóa",
        [organisation],
    )


def index_entries(raw: Any, entries: list[tuple[Any, ...]]) -> None:
    """Search entries for copies, folded by the same functions as :func:`search.put`."""
    raw.execute(
        "create temporary table if not exists bench_entries (type text, id text, kind text, title text, number text, body text, orgs bigint[], "
        "plain text, number_words text, title_words text, body_words text) on commit delete rows"
    )
    with raw.cursor().copy(sql.SQL("copy bench_entries from stdin")) as stream:
        for kind_of, pk, kind, title, number, body, orgs in entries:
            stream.write_row((kind_of, pk, kind, title, number, body, orgs, f"{nfc(number).casefold()} {nfc(title).casefold()}",
                              fold_number(number), fold_number(title), fold_number(body)))  # fmt: skip
    raw.execute(
        "insert into search_entry (object_type, object_id, kind, title, number, plain, folded, vector, url, visible_orgs) "
        "select type, id, kind, title, number, plain, number_words || ' ' || title_words, "
        "setweight(to_tsvector('simple', number_words), 'A') || setweight(to_tsvector('simple', title_words), 'B') "
        "|| setweight(to_tsvector('simple', body_words), 'D'), '', orgs from bench_entries"
    )
