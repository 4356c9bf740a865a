"""A signing device that goes away in the middle of signing: the act stays open and nothing of it is kept."""

from __future__ import annotations

from typing import Any

import pytest

from lienthong.kernel.actions.public import history
from lienthong.kernel.errors import Unavailable
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.public import read_bytes
from lienthong.kernel.signing import signer as signers
from lienthong.kernel.work.public import items
from lienthong.service.dossiers.public import record_payment
from tests.kernel.printing.pdfa import violations
from tests.service.dossiers.test_journeys import act, extract, state

__all__ = ["extract"]

RESULT = {
    "kind": "Khai sinh",
    "subject_name": "Hoàng Bé Con",
    "subject_born_on": "2020-05-01",
    "registered_at": "UBND phường",
    "registered_number": "12/2020",
}


@pytest.fixture
def pulled(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The key answers for its size, as it does before signing, and is gone when it is to sign."""
    real = signers.SoftwareCmsSigner.async_sign_raw

    async def gone(self: Any, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run:
            return await real(self, data, digest_algorithm, dry_run)
        raise Unavailable("Không liên lạc được với thiết bị ký", code="token_unavailable")

    with monkeypatch.context() as patch:
        patch.setattr(signers.SoftwareCmsSigner, "async_sign_raw", gone)
        yield patch


def test_signature_that_the_device_did_not_give_stays_waiting_and_succeeds_later(
    province: Any, extract: Any, pulled: pytest.MonkeyPatch
) -> None:
    with_key = pulled
    act(province, "desk", "accept")
    act(province, "registrar", "ok")
    act(province, "registrar", "draft", RESULT)
    before = (state(extract), StoredFile.objects.count(), [action.pk for action in history(extract)])

    with pytest.raises(Unavailable) as refusal:
        act(province, "chairman", "sign")

    assert refusal.value.code == "token_unavailable"
    assert (state(extract), StoredFile.objects.count(), [a.pk for a in history(extract)]) == before
    assert extract.results.get(superseded_at=None).state == "draft"
    assert items(province.actor("chairman")).count() == 1

    with_key.undo()
    record_payment(extract, method="gateway", reference="GD-1")
    act(province, "chairman", "sign")
    act(province, "clerk", "seal")

    result = extract.results.get(superseded_at=None)
    assert result.state == "issued"
    assert violations(read_bytes(result.issued_file)) == []
