"""The row security context of a database session: second layer behind the rules (S12).

``lienthong.scope`` holds the organisations that may be seen, as ``{1,2}`` or ``*`` for the system;
``lienthong.account`` the account of a citizen. Without them a table under row security shows nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from django.db import connection
from django.db.utils import Error as DatabaseError

from lienthong.kernel.actions.public import Actor

EVERYTHING = ("*", "")
NOTHING = ("", "")


def context_of(actor: Actor) -> tuple[str, str]:
    """(organisations, account) as the policies read them."""
    if actor.kind == "system":
        return EVERYTHING
    organisations = ",".join(str(number) for number in sorted(actor.organisation_ids))
    return (f"{{{organisations}}}" if organisations else "", str(actor.account_id or ""))


def _current() -> tuple[str, str] | None:
    raw = connection.connection
    return getattr(raw, "lienthong_scope", None) if raw is not None and not raw.closed else None


def enter(context: tuple[str, str]) -> None:
    """Set the context of this session; costs a statement only when it differs from what is set."""
    if _current() == context:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('lienthong.scope', %s, false), set_config('lienthong.account', %s, false)",
            list(context),
        )
    connection.connection.lienthong_scope = context


def forget() -> None:
    """Say that the session's context is not known any more, after a failure."""
    raw = connection.connection
    if raw is not None:
        raw.lienthong_scope = None


@contextmanager
def _within(context: tuple[str, str]) -> Iterator[None]:
    before = _current() or NOTHING
    enter(context)
    try:
        yield
    finally:
        try:
            enter(before)
        except DatabaseError:  # the transaction is broken; roll-back brings the earlier setting back
            forget()


def system_scope() -> AbstractContextManager[None]:
    """See every row: for jobs, commands, and for look-ups that check a code or token themselves."""
    return _within(EVERYTHING)


def scope_of(actor: Actor) -> AbstractContextManager[None]:
    """See what the actor may see."""
    return _within(context_of(actor))


def forget_or_restore(context: tuple[str, str]) -> None:
    """Back to an earlier context; when the transaction is broken, forget instead of failing."""
    try:
        enter(context)
    except DatabaseError:
        forget()
