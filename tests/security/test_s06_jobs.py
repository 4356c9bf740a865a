"""S06: a queued job never acts for the officer who caused it, so that it cannot use a right that was taken meanwhile.

The right is checked when the act is done; a job only carries out what follows from it (a slip drawn, a copy indexed), in
the system's name, because what was decided must not stay half done. So it takes the id of one thing, and never a person.
"""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from typing import Any

import pytest
from procrastinate.contrib.django import app

import lienthong
from lienthong.kernel import clock
from lienthong.kernel.accounts.jobs import send_reset_link
from lienthong.kernel.accounts.public import disable_account
from lienthong.kernel.accounts.reset import set_mailer
from lienthong.kernel.actions.public import SYSTEM

THINGS = {
    "timestamp",
    "delivery_id",
    "file_id",
    "dossier_id",
    "slip_id",
    "document_id",
    "code",
    "intake_id",
    "sha256",
    "after",
}
# The letter goes to this account itself, and only while it is active: see below.
ABOUT_THE_ACCOUNT = {
    "accounts.send_reset_link": {"account_id"},
    "accounts.send_confirmation": {"account_id"},
    # The agency whose calendar changed; its deadlines are computed anew in the system's name.
    "lienthong.service.dossiers.jobs.renew_due_times": {"organisation_id"},
}


def tasks() -> dict[str, set[str]]:
    app.perform_import_paths()
    return {
        name: set(inspect.signature(task.func).parameters)
        for name, task in app.tasks.items()
        if task.func.__module__.startswith("lienthong.")
    }


def acts_for_somebody(source: str) -> list[str]:
    """Calls by which a job would take on a person's rights."""
    return [
        node.func.id
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"actor_for", "Actor"}
    ]


def test_s06_no_job_is_given_a_person_to_act_for() -> None:
    found = tasks()

    assert len(found) > 8
    assert {
        name: given for name, given in found.items() if given - THINGS != ABOUT_THE_ACCOUNT.get(name, set())
    } == {}


def test_s06_no_job_takes_on_the_rights_of_a_person() -> None:
    modules = sorted(Path(lienthong.__path__[0]).rglob("jobs.py"))

    assert len(modules) > 6
    assert {
        str(path): acts_for_somebody(path.read_text())
        for path in modules
        if acts_for_somebody(path.read_text())
    } == {}
    assert acts_for_somebody("do(actor_for(account))") == ["actor_for"]  # control


@pytest.mark.parametrize(("disabled", "letters"), [(False, 1), (True, 0)])
def test_s06_a_letter_queued_for_an_account_is_not_sent_when_it_was_disabled_meanwhile(
    make: Any, disabled: bool, letters: int
) -> None:
    from lienthong.kernel.accounts import reset

    account = make.citizen(email="dan@vidu.vn", email_confirmed_at=clock.now())
    sent: list[str] = []
    before = reset._mailer
    set_mailer(lambda to, _subject, _body: sent.append(to))
    try:
        if disabled:
            disable_account(account, actor=SYSTEM)
        send_reset_link(account_id=str(account.pk))
    finally:
        set_mailer(before)

    assert len(sent) == letters
