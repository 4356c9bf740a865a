"""What can be said about a paper to anyone who has it: signatures, integrity, the sealed act. No personal data (S19)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.actions.public import Action, proof_of
from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.papers.models import Paper
from lienthong.kernel.signing.public import verify_pdf

LARGEST = 60 * 1024 * 1024


@dataclass(frozen=True)
class Verification:
    """``verdict``: valid | withdrawn | replaced | invalid | unknown."""

    verdict: str
    sha256: str | None = None
    paper: dict[str, Any] | None = None
    signatures: dict[str, Any] | None = None
    sealed: dict[str, Any] | None = None
    reasons: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        return {
            "verdict": self.verdict,
            "sha256": self.sha256,
            "paper": self.paper,
            "signatures": self.signatures,
            "sealed": self.sealed,
            "reasons": self.reasons,
        }


def _facts(paper: Paper) -> dict[str, Any]:
    organisation = (
        Organisation.objects.filter(pk=paper.organisation_id or 0).values_list("name", flat=True).first()
    )
    return {
        "kind": paper.kind,
        "number": paper.number or None,
        "issued_on": paper.issued_on.isoformat() if paper.issued_on else None,
        "organisation": organisation,
        "state": paper.state,
    }


def _sealed(paper: Paper) -> dict[str, Any] | None:
    """The proof of the act that gave out the paper; None until it is sealed."""
    action = Action.objects.filter(pk=paper.action_id).first() if paper.action_id else None
    proof = proof_of(action) if action else None
    return proof.to_dict() if proof else None


def verify_token(token: str) -> Verification | None:
    """What the QR code says; None for a token that was never given out (a withdrawn paper is still found)."""
    paper = Paper.objects.filter(token=token[:30]).exclude(state="reserved").first()
    if paper is None:
        return None
    verdict = "valid" if paper.state == "valid" else paper.state
    return Verification(verdict, paper.sha256, _facts(paper), None, _sealed(paper))


def verify_bytes(data: bytes) -> Verification:
    """Check a file: its bytes against what was given out, its signatures, the sealed act."""
    digest = hashlib.sha256(data).hexdigest()
    report = verify_pdf(data).to_dict() if data[:1024].lstrip().startswith(b"%PDF") else None
    paper = Paper.objects.filter(sha256=digest).exclude(state="reserved").order_by("-id").first()
    reasons: list[str] = []
    if paper is None:
        reasons.append(_("Không có giấy tờ nào do hệ thống này cấp trùng khớp từng byte với tệp này"))
    signed_well = report is not None and report.get("verdict") == "valid"
    if report is not None and not signed_well:
        reasons += [str(reason) for reason in report.get("reasons", [])]
    if paper is not None and paper.state != "valid":
        verdict = paper.state
    elif report is not None and report.get("verdict") == "invalid":
        verdict = "invalid"
    elif paper is not None:
        verdict = "valid"
    else:
        verdict = "unknown"
    return Verification(
        verdict, digest, _facts(paper) if paper else None, report, _sealed(paper) if paper else None, reasons
    )
