"""Loading: dossiers, documents, the seal over their history, fresh statistics."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import connection

from lienthong.config.bench import dossiers, ground, office
from lienthong.kernel.access import scope


def load(units: int, say: Callable[[str], None], *, seal: bool = True) -> dict[str, int]:
    """Bring the bench database to its size; how many of each there are. Resumable."""
    scope.enter(scope.EVERYTHING)
    seconds = dossiers.load(units, say)
    seconds += office.load(units, say)
    if seconds:
        say(f"Nạp xong sau {seconds:.0f} giây")
        if seal:
            from lienthong.kernel.actions.sealing import seal_everything

            began = time.perf_counter()
            seal_everything()
            say(f"Niêm phong lịch sử xong sau {time.perf_counter() - began:.0f} giây")
        say("Cập nhật thống kê …")
        ground.analyse()
    return sizes()


def sizes() -> dict[str, int]:
    counted = {}
    with connection.cursor() as cursor:
        for name, table in (
            ("dossiers", "dossiers_dossier"),
            ("documents", "documents_document"),
            ("work_items", "work_workitem"),
            ("actions", "actions_action"),
            ("files", "files_storedfile"),
        ):
            cursor.execute("select to_regclass(%s) is not null", [table])
            if cursor.fetchone()[0]:
                cursor.execute(f"select count(*) from {table}")  # noqa: S608 a name from the list above
                counted[name] = cursor.fetchone()[0]
    return counted
