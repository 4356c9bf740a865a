"""The papers that a dossier gave out: slips and issued results, as programs list them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from lienthong.kernel.actions.public import Actor
from lienthong.service.dossiers.domain.fees import fee_holds_up
from lienthong.service.dossiers.models import Dossier


@dataclass(frozen=True)
class GivenOut:
    """A paper that the dossier gave out: a slip or an issued result. ``file_id`` is None while it can't be fetched."""

    kind: str
    name: str
    number: str
    made_at: dt.datetime
    file_id: Any
    token: str


def given_out(dossier: Dossier, actor: Actor) -> list[GivenOut]:
    """Slips and issued results in order of time: what the actor may fetch, in two statements."""
    own = dossier.applicant_account_id is not None and dossier.applicant_account_id == actor.account_id
    slips = dossier.slips.select_related("paper").order_by("made_at")
    found = [
        GivenOut(f"slip:{row.kind}", str(row.get_kind_display()), "", row.made_at, row.file_id, row.paper.token if row.paper else "")
        for row in (slips.exclude(kind="control") if own else slips)
    ]  # fmt: skip
    held = own and fee_holds_up(dossier, "return")
    found += [
        GivenOut("result", row.name, row.number, row.made_at, None if held else row.issued_file_id, row.paper.token)
        for row in dossier.results.filter(state="issued", superseded_at=None).select_related("paper").order_by("made_at")
    ]  # fmt: skip
    return found
