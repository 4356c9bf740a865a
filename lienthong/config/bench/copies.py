"""Copies of a real object with everything that belongs to it, row by row, with new identifiers.

One dossier (or document) is made by the domain functions; its rows are read in PostgreSQL's own text form, cut at
every identifier, name, code and date, and put together again as often as wanted. So the loaded data have the shape
that the product writes, and grow with the product.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from psycopg import Connection, sql

from lienthong.kernel import clock
from lienthong.kernel.ids import new_id

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_DATE = r"(?<![\d-])20\d\d-\d\d-\d\d(?![\d-])"
_NEAR = dt.timedelta(days=120)

# (table, rows that belong to the object with this id, columns that the database fills by itself)
OF_A_DOSSIER: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("process_processinstance", "subject_id = %(id)s::text", ()),
    ("files_storedfile", "owner_id = %(id)s::text", ()),
    ("papers_paper", "object_id = %(id)s::text or object_id in (select id::text from dossiers_slip where dossier_id = %(id)s)", ()),
    ("dossiers_dossier", "id = %(id)s", ()),
    ("dossiers_content", "dossier_id = %(id)s", ()),
    ("dossiers_component", "dossier_id = %(id)s", ()),
    ("dossiers_slip", "dossier_id = %(id)s", ()),
    ("dossiers_result", "dossier_id = %(id)s", ()),
    ("work_workitem", "object_id = %(id)s::text", ()),
    ("actions_action", "object_id = %(id)s::text", ()),
    ("actions_note", "action_id in (select id from actions_action where object_id = %(id)s::text)", ()),
    ("procrastinate_jobs", "status = 'todo' and args::text like '%%' || %(id)s::text || '%%'", ("id",)),
)  # fmt: skip
OF_A_DOCUMENT: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("files_storedfile", "owner_id = %(id)s::text", ()),
    ("papers_paper", "object_id = %(id)s::text", ()),
    ("documents_document", "id = %(id)s", ()),
    ("documents_documentfile", "document_id = %(id)s", ()),
    ("documents_assignment", "document_id = %(id)s", ()),
    ("documents_draftversion", "document_id = %(id)s", ()),
    ("documents_initial", "document_id = %(id)s", ()),
    ("documents_delivery", "document_id = %(id)s", ()),
    ("work_workitem", "object_id = %(id)s::text", ()),
    ("actions_action", "object_id = %(id)s::text", ()),
    ("actions_note", "action_id in (select id from actions_action where object_id = %(id)s::text)", ()),
    ("procrastinate_jobs", "status = 'todo' and args::text like '%%' || %(id)s::text || '%%'", ("id",)),
)


@dataclass(frozen=True)
class Template:
    """The rows of one object, cut at the tokens that change from copy to copy."""

    tables: tuple[
        tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]], ...
    ]  # table, columns, rows as pieces
    ids: tuple[str, ...]
    dates: dict[str, dt.date]
    about: dict[str, Any] = field(
        default_factory=dict
    )  # what the maker of copies needs to know of the original

    @property
    def rows(self) -> int:
        return sum(len(rows) for _table, _columns, rows in self.tables)

    def copy(self, words: dict[str, str], back: int = 0) -> Iterator[tuple[str, tuple[str, ...], list[str]]]:
        """(table, columns, lines) of one copy, ``back`` days earlier, with ``words`` put in place of others."""
        new = {old: str(new_id()) for old in self.ids}
        shift = dt.timedelta(days=back)
        new |= {text: (day - shift).isoformat() for text, day in self.dates.items()}
        new |= words
        for table, columns, rows in self.tables:
            yield table, columns, ["".join(new.get(piece, piece) for piece in pieces) for pieces in rows]


def read(
    connection: Connection[Any], belongings: Sequence[tuple[str, str, tuple[str, ...]]], object_id: Any,
    words: Iterable[str] = (), about: dict[str, Any] | None = None,
) -> Template:  # fmt: skip
    """The template of a stored object. ``words``: further texts that copies replace (names, codes, tokens)."""
    raw: list[tuple[str, tuple[str, ...], list[str]]] = []
    for table, condition, left_out in belongings:
        columns = tuple(
            name
            for (name,) in connection.execute(
                "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped "
                "and attgenerated = '' order by attnum", [table],
            ).fetchall()
            if name not in left_out
        )  # fmt: skip
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        where = sql.SQL(condition.replace("%(id)s", "{id}").replace("%%", "%")).format(
            id=sql.Literal(object_id)
        )  # type: ignore[arg-type]
        query = sql.SQL("copy (select {} from {} where {}) to stdout").format(
            names, sql.Identifier(table), where
        )
        with connection.cursor().copy(query) as stream:
            text = b"".join(bytes(block) for block in stream).decode()
        if text:
            raw.append((table, columns, text.splitlines()))
    # The first column of each of these tables is its key, so these are exactly the identifiers of our own rows.
    keys = {line.split("\t", 1)[0] for _table, _columns, lines in raw for line in lines}
    ids = tuple(sorted(key for key in keys if re.fullmatch(_UUID, key)))
    today = clock.today()  # tells dates of the copied matter from dates of birth and of law
    tokens = [re.escape(word) for word in sorted(set(words), key=len, reverse=True) if word]
    pattern = re.compile(f"({'|'.join([*tokens, _UUID, _DATE])})")
    dates: dict[str, dt.date] = {}
    tables = []
    for table, columns, lines in raw:
        rows = []
        for line in lines:
            pieces = tuple(pattern.split(line))
            for piece in pieces:
                if re.fullmatch(_DATE, piece) and abs((day := dt.date.fromisoformat(piece)) - today) < _NEAR:
                    dates[piece] = day
            rows.append(pieces)
        tables.append((table, columns, tuple(rows)))
    return Template(tuple(tables), ids, dates, about or {})


class Batch:
    """Copies gathered per table, so that each table is written with one COPY."""

    def __init__(self) -> None:
        self.lines: dict[tuple[str, tuple[str, ...]], list[str]] = {}

    def add(self, copy: Iterable[tuple[str, tuple[str, ...], list[str]]]) -> None:
        for table, columns, lines in copy:
            self.lines.setdefault((table, columns), []).extend(lines)

    def write(self, connection: Connection[Any]) -> int:
        """In the caller's transaction; foreign keys are checked at its end."""
        for (table, columns), lines in self.lines.items():
            names = sql.SQL(", ").join(map(sql.Identifier, columns))
            with connection.cursor().copy(
                sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(table), names)
            ) as stream:
                stream.write("\n".join(lines) + "\n")
        return sum(len(lines) for lines in self.lines.values())
