"""Putting things into the index and finding them again (DESIGN §6)."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, models

from lienthong.kernel.access.public import scope_of
from lienthong.kernel.actions.public import Actor, Ref, reference
from lienthong.kernel.search.models import Entry
from lienthong.kernel.text import fold_number, nfc

__all__ = ["Hit", "find", "put", "register_check", "remove"]

LONGEST_QUERY = 200
MOST_WORDS = 12
LONGEST_BODY = 200_000

UPSERT = """
insert into search_entry (object_type, object_id, kind, title, number, plain, folded, vector, "on", url, visible_orgs, account_id)
values (%(type)s, %(id)s, %(kind)s, %(title)s, %(number)s, %(plain)s, %(folded)s,
  setweight(to_tsvector('simple', %(number_words)s), 'A') || setweight(to_tsvector('simple', %(title_words)s), 'B')
  || setweight(to_tsvector('simple', %(body_words)s), 'D'), %(on)s, %(url)s, %(orgs)s, %(account)s)
on conflict (object_type, object_id) do update set kind = excluded.kind, title = excluded.title, number = excluded.number,
  plain = excluded.plain, folded = excluded.folded, vector = excluded.vector, "on" = excluded."on", url = excluded.url,
  visible_orgs = excluded.visible_orgs, account_id = excluded.account_id
"""


@dataclass(frozen=True)
class Hit:
    object_type: str
    object_id: str
    kind: str
    title: str
    number: str
    on: dt.date | None
    url: str
    guessed: bool = False


def put(
    obj: models.Model | Ref,
    *,
    kind: str,
    title: str,
    number: str = "",
    body: str = "",
    organisation_ids: Iterable[int] = (),
    account_id: uuid.UUID | None = None,
    on: dt.date | None = None,
    url: str = "",
) -> None:
    """Index an object or renew its entry; one statement, in the caller's transaction."""
    where = reference(obj)
    number_words, title_words = fold_number(number), fold_number(title)
    body_words = fold_number(body[:LONGEST_BODY])
    with connection.cursor() as cursor:
        cursor.execute(
            UPSERT,
            {
                "type": where.type, "id": where.id, "kind": kind, "title": nfc(title)[:500], "number": number[:80],
                "plain": f"{nfc(number).casefold()} {nfc(title).casefold()}", "folded": f"{number_words} {title_words}",
                "number_words": number_words, "title_words": title_words, "body_words": body_words,
                "on": on, "url": url, "orgs": sorted(set(organisation_ids)), "account": account_id,
            },
        )  # fmt: skip


def remove(obj: models.Model | Ref) -> None:
    where = reference(obj)
    Entry.objects.filter(object_type=where.type, object_id=where.id).delete()


def _words(question: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold_number(question[:LONGEST_QUERY].replace("\x00", " ")))[:MOST_WORDS]


# Which things of a type an actor may see can be a finer question than "his agency's": their app answers it.
_checks: dict[str, Callable[[Actor, Sequence[str]], set[str]]] = {}
# Hits are asked for beyond the limit where some may fall away.
_SPARE = 4


def register_check(object_type: str, visible_ids: Callable[[Actor, Sequence[str]], set[str]]) -> None:
    """``visible_ids(actor, object ids)`` gives those that the actor may see; without a check the agency decides."""
    _checks[object_type] = visible_ids


def _checked(actor: Actor, hits: list[Hit], limit: int) -> list[Hit]:
    allowed: set[tuple[str, str]] = set()
    for object_type in {hit.object_type for hit in hits} & set(_checks):
        ids = [hit.object_id for hit in hits if hit.object_type == object_type]
        allowed |= {(object_type, found) for found in _checks[object_type](actor, ids)}
    seen = [
        hit for hit in hits if hit.object_type not in _checks or (hit.object_type, hit.object_id) in allowed
    ]
    return seen[:limit]


def find(actor: Actor, question: str, *, kinds: Sequence[str] = (), limit: int = 20) -> list[Hit]:
    """The best hits that the actor may see. All words must occur, the last one may be unfinished; where nothing has
    them all, near words are tried (``guessed``). Exact accents rank first."""
    words = _words(question)
    if not words:
        return []
    query = " & ".join([*words[:-1], f"{words[-1]}:*"])
    plain = " ".join(nfc(question[:LONGEST_QUERY].replace("\x00", " ")).casefold().split())
    of_kinds = list(kinds) or None
    with scope_of(actor), connection.cursor() as cursor:
        cursor.execute("select * from search_find(%s, %s, %s, %s)", [query, plain, of_kinds, limit * _SPARE])
        rows = cursor.fetchall()
        guessed = not rows and len("".join(words)) >= 4
        if guessed:
            cursor.execute(
                "select * from search_guess(%s, %s, %s)", [" ".join(words), of_kinds, limit * _SPARE]
            )
            rows = cursor.fetchall()
    hits = [Hit(row[1], row[2], row[3], row[4], row[5], row[6], row[7], guessed) for row in rows]
    return _checked(actor, hits, limit)
