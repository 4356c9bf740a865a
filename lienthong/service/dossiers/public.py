"""What other apps may use of dossiers."""

from lienthong.service.dossiers.domain.draft_result import current_result, draft_result
from lienthong.service.dossiers.domain.ending import extend, stop, withdraw
from lienthong.service.dossiers.domain.paying import collect_cash, collect_fee, record_payment, void_receipt
from lienthong.service.dossiers.domain.process_step import answer_consultation, consultation, finish_step
from lienthong.service.dossiers.domain.receive import (
    accept,
    receive_at_counter,
    refuse,
    request_supplement,
    supplement,
)
from lienthong.service.dossiers.domain.seal_result import return_result, revoke_result, seal_result
from lienthong.service.dossiers.domain.sign_result import send_back, sign_result
from lienthong.service.dossiers.domain.submit import check, required_components, submit
from lienthong.service.dossiers.drafts import discard_draft, draft, drafts_of, save_draft
from lienthong.service.dossiers.models import Dossier
from lienthong.service.dossiers.opening import opened_dossier
from lienthong.service.dossiers.queries import (
    by_code,
    month_on_time,
    of_agencies,
    one,
    own,
    path,
    status_public,
    why_due,
)

__all__ = [
    "Dossier",
    "accept",
    "answer_consultation",
    "by_code",
    "check",
    "collect_cash",
    "collect_fee",
    "consultation",
    "current_result",
    "discard_draft",
    "draft",
    "draft_result",
    "drafts_of",
    "extend",
    "finish_step",
    "month_on_time",
    "of_agencies",
    "one",
    "opened_dossier",
    "own",
    "path",
    "receive_at_counter",
    "record_payment",
    "refuse",
    "request_supplement",
    "required_components",
    "return_result",
    "revoke_result",
    "save_draft",
    "seal_result",
    "send_back",
    "sign_result",
    "status_public",
    "stop",
    "submit",
    "supplement",
    "void_receipt",
    "why_due",
    "withdraw",
]
