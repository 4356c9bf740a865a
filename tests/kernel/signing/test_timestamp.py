"""Timestamps: the simulated authority, and signing that fails closed without one."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Iterator

import pytest
from cryptography import x509

from lienthong.kernel import errors
from lienthong.kernel.signing.sign import sign_many, sign_personal
from lienthong.kernel.signing.timestamp import HttpTimeStamper
from lienthong.kernel.signing.trust import TrustList
from lienthong.kernel.signing.verify import verify_pdf
from simulators.timestamp_authority.server import Authority, serve_in_thread


@pytest.fixture(scope="module")
def tsa_authority() -> Authority:
    return Authority.new()


@pytest.fixture
def tsa(tsa_authority) -> Iterator[object]:
    server = serve_in_thread(tsa_authority)
    yield server
    server.shutdown()
    server.server_close()


def url_of(server) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}/"


def test_signature_over_http_is_valid_with_the_authority_on_the_list(
    stages, officer, authority, tsa, tsa_authority
):
    signed = sign_personal(stages.prepared, officer, timestamper=HttpTimeStamper(url_of(tsa)))

    trusting = authority.trust().joined(TrustList.build(anchors=[tsa_authority.certificate]))
    assert verify_pdf(signed, trusting).verdict == "valid"


def test_timestamp_of_an_unlisted_authority_is_indeterminate(stages, officer, authority, tsa):
    signed = sign_personal(stages.prepared, officer, timestamper=HttpTimeStamper(url_of(tsa)))

    report = verify_pdf(signed, authority.trust())

    assert (report.verdict, report.personal.timestamp) == ("indeterminate", "untrusted")
    assert report.personal.signed_at is None


@pytest.mark.parametrize("mode", ["refuse", "garbage", "error"])
def test_authority_that_gives_no_token_stops_the_signature(stages, officer, tsa, mode):
    tsa.behaviour.mode = mode

    with pytest.raises(errors.Unavailable) as raised:
        sign_personal(stages.prepared, officer, timestamper=HttpTimeStamper(url_of(tsa)))

    assert raised.value.code == "timestamp_unavailable"


def test_slow_authority_is_given_up_after_the_timeout(stages, officer, tsa):
    tsa.behaviour.delay = 30

    began = time.monotonic()
    with pytest.raises(errors.Unavailable):
        sign_personal(stages.prepared, officer, timestamper=HttpTimeStamper(url_of(tsa), timeout=0.2))

    assert time.monotonic() - began < 25


def test_unreachable_authority_stops_a_batch_at_once(stages, officer):
    timestamper = HttpTimeStamper("http://127.0.0.1:9/", timeout=0.5)

    results = list(
        sign_many(
            [(i, stages.prepared) for i in range(3)],
            lambda pdf: sign_personal(pdf, officer, timestamper=timestamper),
        )
    )

    assert [type(r.error) for r in results] == [errors.Unavailable] * 3
    assert results[2].error is results[0].error


def test_address_that_is_no_web_address_is_refused():
    with pytest.raises(errors.Invalid):
        HttpTimeStamper("file:///etc/passwd")


def test_control_changes_what_the_authority_does(tsa):
    request = urllib.request.Request(
        url_of(tsa) + "control", data=json.dumps({"mode": "refuse", "delay": 0.5}).encode()
    )
    with urllib.request.urlopen(request, timeout=5) as answer:
        assert json.load(answer) == {"mode": "refuse"}

    assert (tsa.behaviour.mode, tsa.behaviour.delay) == ("refuse", 0.5)


def test_authority_publishes_its_certificate(tsa, tsa_authority):
    with urllib.request.urlopen(url_of(tsa) + "certificate", timeout=5) as answer:
        certificate = x509.load_pem_x509_certificate(answer.read())

    assert certificate == tsa_authority.certificate


def test_authority_in_a_folder_keeps_its_key_private_and_the_same(tmp_path):
    first, second = Authority.at(tmp_path), Authority.at(tmp_path)

    assert first.certificate == second.certificate
    assert (tmp_path / "tsa.key.pem").stat().st_mode & 0o777 == 0o600
