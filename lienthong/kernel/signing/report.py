"""The verdict on a signed file, as data."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any

VALID, INVALID, INDETERMINATE = "valid", "invalid", "indeterminate"
NONE, FORM_FILLING, OTHER = "none", "form_filling", "other"


@dataclass(frozen=True)
class SignatureReport:
    """One signature.

    ``signed_at`` is the time of a valid timestamp, else None; ``claimed_at`` is what the signer's machine says.
    ``timestamp``: ``valid``, ``untrusted``, ``broken`` or ``missing``. ``period``: ``valid``, ``expired`` or
    ``not_yet_valid`` at the time of signing. ``revocation``: ``good``, ``revoked`` or ``unknown`` at that time.
    ``changes_after``: ``none``, ``form_filling`` or ``other``. ``coverage``: ``entire_file``, ``entire_revision`` or
    ``unclear``. ``reasons`` are Vietnamese sentences; empty for a valid signature.
    """

    field: str
    kind: str
    name: str
    title: str
    organisation: str
    issuer: str
    serial: str
    signed_at: dt.datetime | None
    claimed_at: dt.datetime | None
    timestamp: str
    intact: bool
    trusted: bool
    period: str
    revocation: str
    changes_after: str
    coverage: str
    verdict: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """The whole file. ``trust_list`` is the version (hash) of the trust list that the verdict rests on; ``checked_at``
    the moment of checking; ``filled`` the contents of the text fields (number, date)."""

    verdict: str
    reasons: tuple[str, ...]
    signatures: tuple[SignatureReport, ...]
    trust_list: str
    checked_at: dt.datetime
    filled: dict[str, str] = field(default_factory=dict)

    @property
    def personal(self) -> SignatureReport | None:
        """The first personal signature."""
        return next((s for s in self.signatures if s.kind == "personal"), None)

    @property
    def agency(self) -> SignatureReport | None:
        """The first agency signature."""
        return next((s for s in self.signatures if s.kind == "agency"), None)

    def to_dict(self) -> dict[str, Any]:
        """JSON values; instants as ISO 8601 in UTC."""
        return _plain(asdict(self))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    return value
