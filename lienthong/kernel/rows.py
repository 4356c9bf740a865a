"""Many rows in one statement with one parameter.

``bulk_create`` writes a placeholder for every value; with arrays among the columns (every table under row security has
one) Django cannot fold them, and for a document that goes to three hundred agencies half of the act is then the
driver's search for thirty thousand placeholders. Here all rows travel as one JSON text that PostgreSQL itself turns
into rows of the table. COPY would be faster still, but it is refused under row security.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import connections, models, router

Row = TypeVar("Row", bound=models.Model)


def insert_rows(objects: Iterable[Row]) -> list[Row]:
    """Insert unsaved objects of one model, whose keys are already known; answers them. Signals are not sent.

    Raises ValueError for an object without a key, IntegrityError as any insert does.
    """
    rows = list(objects)
    if not rows:
        return rows
    meta = rows[0]._meta
    if any(row.pk is None for row in rows):
        raise ValueError(f"{meta.label}: rows without a key")
    connection = connections[router.db_for_write(rows[0].__class__)]
    fields = [field for field in meta.concrete_fields if not getattr(field, "generated", False)]
    data = [{str(field.column): field.pre_save(row, add=True) for field in fields} for row in rows]
    quote = connection.ops.quote_name
    table, columns = quote(meta.db_table), ", ".join(quote(name) for name in data[0])
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {table} ({columns}) select {columns} from json_populate_recordset(null::{table}, %s::json)",  # noqa: S608 names of the model
            [json.dumps(data, default=_written, ensure_ascii=False)],
        )
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    return rows


def _written(value: Any) -> str:
    """Times with their zone, and what has a plain text form: identifiers, decimals, texts still to be translated."""
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)
