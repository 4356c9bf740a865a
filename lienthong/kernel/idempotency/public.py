"""The same request twice has one effect and one answer (S40; IETF draft idempotency-key-header)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.errors import Invalid, Refused
from lienthong.kernel.idempotency.models import Answer

__all__ = ["Slot", "once"]

LONGEST_KEY = 255


@dataclass
class Slot:
    """Where the answer to this key is, or will be, kept."""

    id: int
    replayed: bool
    status: int | None = None
    answer: Any = None

    def store(self, status: int, answer: Any) -> None:
        """Keep the answer with the record, in the same transaction."""
        plain = json.loads(json.dumps(answer, cls=DjangoJSONEncoder))
        Answer.objects.filter(pk=self.id).update(status=status, answer=plain)
        self.status, self.answer = status, plain


def body_hash(body: bytes | dict[str, Any]) -> str:
    if isinstance(body, dict):
        body = json.dumps(body, sort_keys=True, cls=DjangoJSONEncoder).encode()
    return hashlib.sha256(body).hexdigest()


@contextmanager
def once(
    key: str, *, actor: Actor, endpoint: str, body: bytes | dict[str, Any], sender: str = ""
) -> Iterator[Slot]:
    """Claim a key inside the transaction of the act.

    A second request with the same key waits at the unique index until the first has committed, then gets its answer
    (``slot.replayed``). If the first rolled back, the second does the work. Raises Refused
    (``idempotency_key_reused``) for another body under the same key, Invalid for a key that is empty or too long.
    ``sender`` names an anonymous citizen's session where there is no account.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an idempotency key outside the transaction of its act protects nothing")
    if not key or len(key) > LONGEST_KEY:
        raise Invalid(_("Khóa chống gửi trùng phải có từ 1 đến 255 ký tự"), field="Idempotency-Key")
    who = str(actor.account_id or sender or actor.kind)
    digest = body_hash(body)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into idempotency_answer (sender, endpoint, key, body_hash, created_at) values (%s, %s, %s, %s, %s)"
            " on conflict do nothing returning id",
            [who, endpoint, key, digest, clock.now()],
        )
        row = cursor.fetchone()
    if row:
        yield Slot(id=row[0], replayed=False)
        return
    found = Answer.objects.get(sender=who, endpoint=endpoint, key=key)
    if found.body_hash != digest:
        raise Refused(
            _("Khóa chống gửi trùng này đã dùng cho một nội dung khác"),
            code="idempotency_key_reused",
            hint=_("Tạo khóa mới cho mỗi lần gửi khác nhau"),
        )
    yield Slot(id=found.pk, replayed=True, status=found.status, answer=found.answer)
