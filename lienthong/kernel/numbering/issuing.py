"""Taking a number and writing the dossier's code, in one act."""

from __future__ import annotations

import datetime as dt
import logging

from lienthong.kernel import clock
from lienthong.kernel.legal.public import Stamped
from lienthong.kernel.numbering import dossier_codes
from lienthong.kernel.numbering.counters import period_of, take
from lienthong.kernel.numbering.dossier_codes import DossierCode
from lienthong.kernel.numbering.models import CodeShape

logger = logging.getLogger(__name__)


def _load_shapes() -> tuple[CodeShape, ...]:
    return tuple(CodeShape.objects.order_by("valid_from", "key"))


_shapes = Stamped("numbering_numberingversion", _load_shapes)


def issue_dossier_code(
    *, organisation_id: int, agency: str, received_at: dt.datetime, owner: str = ""
) -> DossierCode:
    """The code of a dossier that the agency receives now: its place in the Vietnamese day, in the shape of the day.

    ``agency`` is the agency's identifier in the form of the day; ``owner`` the two digits of a nationwide service,
    which counts for itself. Call it inside the transaction that stores the dossier. Raises LegalUnknown for a day
    without a shape, Invalid when the identifier does not fit.
    """
    on = clock.local(received_at).date()
    shape = dossier_codes.shape_on(_shapes.get(), on, central=bool(owner))
    # A wrong identifier must not cost a number: try the shape before the counter.
    dossier_codes.make(shape, agency, on, 1, owner)
    series = f"dossier.{owner}" if owner else "dossier"
    number = take(series, organisation_id=organisation_id, period=period_of(on, "day"))
    code = dossier_codes.make(shape, agency, on, number, owner)
    if code.overflowed:
        logger.warning("dossier counter of organisation %s passed four digits on %s", organisation_id, on)
    return code


def read_dossier_code(text: str) -> DossierCode | None:
    """The parts of a code by the shapes on record; None for a code of another system."""
    return dossier_codes.read(_shapes.get(), text.strip())
