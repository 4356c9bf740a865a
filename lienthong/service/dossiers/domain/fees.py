"""What an applicant pays, when, and before which act, by the service's own table.

``fee`` of a service: ``amount`` is fixed; ``decision`` names a DMN table with the output ``amount`` and, where somebody is
exempt, ``reason``. ``when``: ``hand_in`` (the default) or ``after_acceptance``. ``required_before``: acts that an unpaid
fee holds up (``seal``, ``return``; what is wanted before sealing is wanted before returning). ``pauses``: the clock stands still while the process waits for the money.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.errors import Refused
from lienthong.kernel.process.public import decide, read_all
from lienthong.kernel.ui.formats import money_text
from lienthong.service.dossiers.models import Dossier
from lienthong.service.procedures.public import ServiceVersion

HAND_IN, AFTER_ACCEPTANCE = "hand_in", "after_acceptance"


@dataclass(frozen=True)
class Fee:
    """Đồng, whole. ``reason`` says why somebody pays nothing."""

    amount: int
    reason: str = ""


def assess_fee(service: ServiceVersion, values: Mapping[str, Any]) -> Fee:
    """The fee for these answers."""
    declared = service.data.get("fee") or {}
    if declared.get("decision"):
        tables, _problems = read_all(service.process.dmn)
        found = decide(tables, declared["decision"], dict(values))
        amount = max(0, int(found.get("amount") or 0))
        return Fee(amount, "" if amount else str(found.get("reason") or "")[:300])
    return Fee(int(declared.get("amount") or 0))


def fee_of(service: ServiceVersion, values: Mapping[str, Any]) -> int:
    """Đồng, whole."""
    return assess_fee(service, values).amount


def charged_when(service: ServiceVersion) -> str:
    return str((service.data.get("fee") or {}).get("when") or HAND_IN)


def first_state(service: ServiceVersion, fee: Fee, *, accepted: bool = False) -> str:
    """The state of a fee that nobody has paid yet."""
    if not fee.amount:
        return "waived" if fee.reason else "none"
    return "later" if charged_when(service) == AFTER_ACCEPTANCE and not accepted else "due"


def fee_for_process(service: ServiceVersion, source: str, amount: int) -> int:
    """The fee that the diagram asks about. At a counter what is due at hand-in is taken beside the papers, so that nothing
    waits for it: the process starts at the desk."""
    return 0 if source == "counter" and charged_when(service) == HAND_IN else amount


def clock_waits(service: ServiceVersion) -> bool:
    """Whether the time in which the process waits for the fee is not the agency's."""
    return bool((service.data.get("fee") or {}).get("pauses"))


def reassess_fee(dossier: Dossier, values: Mapping[str, Any]) -> bool:
    """After the answers changed: the fee by the new ones. True when it is another one.

    What is paid stays paid. A higher fee leaves the difference due, online and at the desk like any other; a lower one
    changes nothing, and what was paid too much is given back by the agency's own procedure, never from here. The caller
    holds the lock and saves. A step that waits for money stays as it is: it ends by paying.
    """
    fee = assess_fee(dossier.service, values)
    if dossier.fee_settled:
        fee = Fee(max(fee.amount, dossier.fee_settled))
        before_settled = (dossier.fee_amount, dossier.fee_state)
        dossier.fee_amount = fee.amount
        dossier.fee_state = "due" if dossier.fee_owed else "paid"
        if dossier.fee_state == "paid":
            dossier.fee_due_at = None
        return before_settled != (dossier.fee_amount, dossier.fee_state)
    state = first_state(dossier.service, fee, accepted=dossier.accepted_at is not None)
    before = (dossier.fee_amount, dossier.fee_state, dossier.fee_reason)
    dossier.fee_amount, dossier.fee_state, dossier.fee_reason = fee.amount, state, fee.reason
    return before != (fee.amount, state, fee.reason)


_HELD_UP = {
    "seal": _("Hồ sơ chưa nộp %(amount)s nên chưa đóng dấu, phát hành kết quả được"),
    "return": _("Hồ sơ chưa nộp %(amount)s nên chưa trả kết quả được"),
}


def fee_holds_up(dossier: Dossier, act: str) -> bool:
    """Whether the service wants the fee before this act (``seal``, ``return``) and it is not there.

    Returning comes after sealing, so a service that seals only what is paid returns only what is paid: the receipt may
    have been voided in between.
    """
    before = set((dossier.service.data.get("fee") or {}).get("required_before") or [])
    if "seal" in before:
        before.add("return")
    return dossier.fee_state in ("due", "later") and act in before


def require_fee_paid(dossier: Dossier, act: str) -> None:
    """Raises Refused where the fee holds the act up."""
    if fee_holds_up(dossier, act):
        raise Refused(
            _HELD_UP[act] % {"amount": money_text(dossier.fee_owed)},
            code="fee_unpaid",
            hint=_("Thu tại bộ phận một cửa (Thu phí trên trang hồ sơ), hoặc chờ người nộp nộp trực tuyến."),
        )
