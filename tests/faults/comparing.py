"""Two books side by side: what the client knows, and what the installation holds."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from typing import Any

import psycopg

from tests.faults.installation import Installation
from tests.faults.ledger import Ledger

OF_THE_TEST = "c.applicant->>'address' like 'intent %'"


@dataclass(frozen=True)
class Verdict:
    """Counts of what must never happen, and of what the run was worth."""

    lost: int
    dup: int
    torn: int
    ghost: int
    unresolved: int
    wrong: int
    acknowledged: int
    attempts: int
    faults: int

    @property
    def broken(self) -> dict[str, int]:
        names = ("lost", "dup", "torn", "ghost", "unresolved", "wrong")
        return {name: count for name, count in asdict(self).items() if name in names and count}


def drain(installation: Installation, seconds: float = 90) -> None:
    """Wait until every job is done; jobs of killed workers are taken over by the next worker."""
    end = time.monotonic() + seconds
    waiting: Any = None
    while time.monotonic() < end:
        try:
            with installation.database() as database:
                waiting = database.execute(
                    "select task_name, status, count(*) from procrastinate_jobs "
                    "where status in ('todo', 'doing') and queue_name in ('dossiers', 'files') group by 1, 2"
                ).fetchall()
            if not waiting:
                return
        except psycopg.OperationalError:
            pass
        time.sleep(0.5)
    raise AssertionError(f"jobs not done after {seconds} s: {waiting}")


def compare(installation: Installation, ledger: Ledger, *, only: set[str] | None = None) -> Verdict:
    """The verdict over the intents of this ledger."""
    with installation.database() as database:
        rows = database.execute(
            f"""
            select split_part(c.applicant->>'address', ' ', 2), d.code,
              exists (select from actions_action a where a.object_id = d.id::text and a.verb = 'dossiers.submit'),
              exists (select from process_processinstance p where p.id = d.process_id),
              (select count(*) from dossiers_component k join files_storedfile f on f.id = k.file_id where k.dossier_id = d.id),
              exists (select from work_workitem w where w.object_id = d.id::text),
              (select count(*) from dossiers_slip s where s.dossier_id = d.id and s.kind = 'confirmation')
                + 10 * (select count(*) from dossiers_slip s where s.dossier_id = d.id and (s.drawn_at is null or s.file_id is null)),
              exists (select from search_entry e where e.object_id = d.id::text)
            from dossiers_dossier d left join dossiers_content c on c.dossier_id = d.id where {OF_THE_TEST}
            """
        ).fetchall()
        without_content = database.execute(
            "select count(*) from dossiers_dossier d where not exists (select from dossiers_content c where c.dossier_id = d.id)"
        ).fetchone()
        files = database.execute("select distinct sha256 from files_storedfile").fetchall()
        numbers = database.execute(
            "select regexp_replace(code, '-[0-9]+$', ''), array_agg(substring(code from '[0-9]+$')::int order by 1) "
            "from dossiers_dossier group by 1"
        ).fetchall()
    ours = [row for row in rows if row[0] in ledger.last]
    stored: dict[str, list[str]] = {}
    for intent, code, *_ in ours:
        stored.setdefault(intent, []).append(code)
    torn = sum(
        not (action and process and papers == 2 and item and slips == 1 and found)
        for _intent, _code, action, process, papers, item, slips, found in ours
    ) + int(without_content[0])  # type: ignore[index]
    torn += sum(not _blob_exists(installation, sha256) for (sha256,) in files)
    wrong = sum(sorted(taken) != list(range(1, len(taken) + 1)) for _series, taken in numbers)
    return Verdict(
        lost=sum(
            not codes <= set(stored.get(intent, [])) for intent, codes in ledger.codes.items()
        ),
        dup=sum(len(codes) > 1 for codes in stored.values()) + sum(len(codes) > 1 for codes in ledger.codes.values()),
        torn=torn,
        ghost=sum(intent in stored for intent in ledger.of("refused")),
        unresolved=len(ledger.unresolved),
        wrong=wrong,
        acknowledged=len(ledger.codes),
        attempts=sum(ledger.attempts.values()),
        faults=installation.faults,
    )  # fmt: skip


def _blob_exists(installation: Installation, sha256: str) -> bool:
    return any((installation.var / "files").rglob(f"{sha256}*"))
