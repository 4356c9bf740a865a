"""Loading: dossiers, documents, the seal over their history, fresh statistics."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import connection
from django.utils.translation import gettext as _

from lienthong.config.bench import correspondence, dossiers, ground
from lienthong.kernel.access import scope


def load(units: int, say: Callable[[str], None], *, seal: bool = True) -> dict[str, int]:
    """Bring the bench database to its size; how many of each there are. Resumable.

    At ×100 the office grows to a province's correspondence; dossiers stay at their first size.
    """
    scope.enter(scope.EVERYTHING)
    seconds = dossiers.load(units if units <= 10 else 1, say)
    seconds += correspondence.load(units, say)
    if seconds:
        say(_("Nạp xong sau %(seconds)s giây") % {"seconds": f"{seconds:.0f}"})
    sealed = seal_history(say) if seal else 0
    if seconds or sealed > 1000:
        say(_("Cập nhật thống kê …"))
        ground.analyse()
    return sizes()


def seal_history(say: Callable[[str], None]) -> int:
    """Seal what the load left waiting, also what an earlier load left unsealed; how many actions. Resumable."""
    from lienthong.kernel.actions.models import Head
    from lienthong.kernel.actions.sealing import seal

    last = Head.objects.order_by("-size").first()
    first = done = last.size if last else 0
    began = time.perf_counter()
    while head := seal():
        if head.size // 100_000 > done // 100_000:
            say("  " + _("%(count)s hành động đã niêm phong") % {"count": head.size})
        done = head.size
    if done > first:
        say(
            _("Niêm phong %(count)s hành động sau %(seconds)s giây")
            % {"count": done - first, "seconds": f"{time.perf_counter() - began:.0f}"}
        )
    return done - first


def sizes() -> dict[str, int]:
    counted = {}
    with connection.cursor() as cursor:
        for name, table in (
            ("dossiers", "dossiers_dossier"),
            ("documents", "documents_document"),
            ("assignments", "documents_assignment"),
            ("work_items", "work_workitem"),
            ("actions", "actions_action"),
            ("files", "files_storedfile"),
            ("sealed", "actions_leaf"),
        ):
            cursor.execute("select to_regclass(%s) is not null", [table])
            if cursor.fetchone()[0]:
                cursor.execute(f"select count(*) from {table}")  # noqa: S608 a name from the list above
                counted[name] = cursor.fetchone()[0]
    return counted
