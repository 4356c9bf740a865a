"""S17: whatever officers press, in whatever order, no step is skipped or done twice, and the state stays explained."""

from __future__ import annotations

from itertools import pairwise

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.kernel.actions.public import differences, history, registered
from lienthong.kernel.errors import DomainError
from lienthong.kernel.process.public import waiting_steps
from lienthong.kernel.work.public import WorkItem, handler_of, items, perform
from lienthong.service.dossiers import queries
from lienthong.service.dossiers.models import Dossier, FeeReceipt
from lienthong.service.dossiers.public import (
    accept,
    record_payment,
    return_result,
    seal_result,
    sign_result,
    submit,
    void_receipt,
    withdraw,
)
from tests.service.province import HOUSEHOLD

OFFICERS = ["desk", "economist", "head", "chairman", "deputy", "clerk", "registrar", "centre_desk"]
DATA = {
    "items": "giấy tờ mờ", "reason": "lý do", "business_code": "8801", "activities": "Tạp hóa", "note": "", "receipt": "BL1", "days": 1,
}  # fmt: skip
ACTS = st.lists(
    st.tuples(
        st.sampled_from(OFFICERS),
        st.sampled_from(
            ["first", "second", "third", "sign", "seal", "accept", "return", "pay", "void", "withdraw"]
        ),
    ),
    max_size=22,
)
# What must have happened before an act may stand in the history.
BEFORE = {
    "dossiers.accept": "dossiers.submit",
    "dossiers.process": "dossiers.accept",
    "dossiers.draft_result": "dossiers.process",
    "dossiers.sign": "dossiers.draft_result",
    "dossiers.issue_result": "dossiers.sign",
    "dossiers.return_result": "dossiers.issue_result",
}

# Voided only what was paid, sealed only while the last word is that it was paid.
ORDER_OF_MONEY = {
    ("dossiers.pay", "dossiers.void_fee"),
    ("dossiers.void_fee", "dossiers.pay"),
    ("dossiers.pay", "dossiers.issue_result"),
    ("dossiers.issue_result", "dossiers.void_fee"),
}


def press(province, dossier: Dossier, who: str, what: str) -> None:
    """One press: an act that the inbox offers, or a domain function called out of turn."""
    actor = province.actor("citizen" if what == "withdraw" else who)
    if what in ("first", "second", "third"):
        waiting = items(actor).filter(object_id=str(dossier.pk)).first()
        if waiting is None:
            return
        offered = handler_of(waiting.kind).actions(waiting, actor)
        if offered:
            action = offered[min(("first", "second", "third").index(what), len(offered) - 1)]
            perform(waiting, actor, action.code, DATA)
        return
    direct = {
        "sign": sign_result,
        "seal": seal_result,
        "accept": accept,
        "return": return_result,
        "withdraw": withdraw,
    }
    if what == "pay":
        record_payment(dossier, method="cash", reference="R")
    elif what == "void":
        for receipt in FeeReceipt.objects.filter(dossier=dossier, voided_at=None):
            void_receipt(receipt, actor=actor, reason="nhầm")
    else:
        direct[what](dossier, actor=actor)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=ACTS)
def test_random_presses_keep_the_order_of_steps(province, friday_morning, acts):
    savepoint = transaction.savepoint()
    try:
        values = {**HOUSEHOLD, "household": {**HOUSEHOLD["household"], "by": "person"}}
        service = province.service("household_business_registration")
        service.components = [{**item, "required": False} for item in service.components]
        service.save(update_fields=["components"])
        dossier = submit(
            service, deciding=province.ward, values=values, files={}, actor=province.actor("citizen")
        )
        for who, what in acts:
            inner = transaction.savepoint()
            try:
                press(province, dossier, who, what)
                transaction.savepoint_commit(inner)
            except DomainError:
                transaction.savepoint_rollback(inner)

        verbs = [action.verb for action in history(dossier)]
        for verb, needed in BEFORE.items():
            if verb in verbs:
                assert needed in verbs[: verbs.index(verb)], verbs
        assert verbs.count("dossiers.issue_result") <= 1
        money = [
            verb for verb in verbs if verb in ("dossiers.pay", "dossiers.void_fee", "dossiers.issue_result")
        ]
        assert set(pairwise(money)) <= ORDER_OF_MONEY, money
        assert money[:1] in ([], ["dossiers.pay"])
        [projection] = [one for one in registered() if one.model is Dossier]
        assert list(differences(projection, Dossier.objects.filter(pk=dossier.pk))) == []
        dossier = queries.related().get(pk=dossier.pk)
        waiting = {step.id for step in waiting_steps(dossier.process) if step.role != "cong_dan"}
        open_parts = set(
            WorkItem.objects.filter(object_id=str(dossier.pk), state="open").values_list("part", flat=True)
        )
        assert open_parts == (set() if dossier.closed else waiting)
    finally:
        transaction.savepoint_rollback(savepoint)
