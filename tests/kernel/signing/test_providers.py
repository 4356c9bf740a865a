"""Keys in files and in a token."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from lienthong.kernel import clock, errors
from lienthong.kernel.signing.demo_ca import DemoAuthority, ensure_demo_ca
from lienthong.kernel.signing.keystore import KeyStore

SOFTHSM = next(
    (
        p
        for p in ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
        if Path(p).exists()
    ),
    None,
)


def test_key_files_are_private_and_encrypted(authority: DemoAuthority):
    modes = {p.name: p.stat().st_mode & 0o777 for p in authority.folder.iterdir() if p.name != ".lock"}

    assert set(modes.values()) == {0o600}
    assert (authority.folder / "officer.key.pem").read_bytes().startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY")


def test_key_store_of_another_passphrase_does_not_open(authority: DemoAuthority, tmp_path):
    for name in ("officer.key.pem", "officer.cert.pem"):
        (tmp_path / name).write_bytes((authority.folder / name).read_bytes())
    (tmp_path / "passphrase").write_text("another")

    with pytest.raises(ValueError, match="password"):
        KeyStore(tmp_path).key("officer")


def test_key_reference_can_not_leave_the_folder(tmp_path):
    with pytest.raises(errors.Invalid):
        KeyStore(tmp_path).key("../../etc/passwd")


def test_missing_key_says_so(tmp_path):
    with pytest.raises(errors.NotFound):
        KeyStore(tmp_path).certificate("nobody")


def test_authority_is_made_once(authority: DemoAuthority):
    assert ensure_demo_ca(authority.folder).chain == authority.chain


def test_certificates_tell_person_from_agency(officer, agency):
    assert (officer.subject.kind, officer.subject.title) == ("personal", "Chủ tịch")
    assert (agency.subject.kind, agency.subject.title) == ("agency", "")


def test_revocation_list_is_renewed_when_it_grows_old(tmp_path):
    made = ensure_demo_ca(tmp_path)
    before = made.trust().revocation_lists[1].last_update_utc
    with clock.shifted(dt.timedelta(days=2)):
        after = made.trust().revocation_lists[1].last_update_utc

    assert after - before >= dt.timedelta(days=1)


TOKEN_TEST = """
import datetime as dt, os, sys
import pkcs11
from asn1crypto import x509 as asn1_x509
from pathlib import Path
from cryptography.hazmat.primitives.serialization import Encoding, load_der_public_key
from pkcs11.util.rsa import encode_rsa_public_key
from pkcs11 import Attribute, KeyType, ObjectClass
from lienthong.kernel import clock, errors
from lienthong.kernel.signing import certificates
from lienthong.kernel.signing.demo_ca import ISSUING, ensure_demo_ca
from lienthong.kernel.signing.providers.pkcs11 import Pkcs11Provider
from lienthong.kernel.signing.sign import sign_personal
from lienthong.kernel.signing.timestamp import LocalTimeStamper
from lienthong.kernel.signing.verify import verify_pdf

module, folder = sys.argv[1], Path(sys.argv[2])
authority = ensure_demo_ca(folder / "keys")
token = pkcs11.lib(module).get_token(token_label="lienthong")
with token.open(rw=True, user_pin="1234") as session:
    public, _ = session.generate_keypair(KeyType.RSA, 2048, store=True, label="officer")
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
    numbers = RSAPublicNumbers(
        int.from_bytes(public[Attribute.PUBLIC_EXPONENT], "big"), int.from_bytes(public[Attribute.MODULUS], "big")
    )
    now = clock.now()
    certificate = certificates.issue(
        subject=certificates.person_name("Nguyễn Văn Token", "Giám đốc", "Sở Nội vụ"),
        public_key=numbers.public_key(), issuer=authority.store.certificate(ISSUING).subject,
        issuer_key=authority.store.key(ISSUING), valid_from=now - dt.timedelta(hours=1),
        valid_to=now + dt.timedelta(days=1), purpose="signing",
    )
    der = certificate.public_bytes(Encoding.DER)
    read = asn1_x509.Certificate.load(der)
    session.create_object({
        Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
        Attribute.TOKEN: True, Attribute.LABEL: "officer", Attribute.VALUE: der,
        Attribute.SUBJECT: read.subject.dump(), Attribute.ISSUER: read.issuer.dump(),
        Attribute.SERIAL_NUMBER: read["tbs_certificate"]["serial_number"].dump(),
    })
provider = Pkcs11Provider(module, "lienthong", "1234", authority.chain)
signer = provider.signer("officer")
stamps = LocalTimeStamper(authority.timestamp_authority())
signed = sign_personal((folder / "prepared.pdf").read_bytes(), signer, timestamper=stamps)
report = verify_pdf(signed, authority.trust())
print(report.verdict, report.personal.name, signer.provider)
try:
    provider.signer("nobody")
except errors.NotFound as error:
    print(error.code)
try:
    Pkcs11Provider(module, "other token", "1234", []).signer("officer")
except errors.Unavailable as error:
    print(error.code)
"""


@pytest.mark.skipif(
    SOFTHSM is None, reason="SoftHSM2 is not installed: signing with a PKCS#11 token is NOT tested"
)
def test_key_in_a_token_signs(stages, tmp_path):
    """In a process of its own: the token's library reads its configuration once per process."""
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(
        f"directories.tokendir = {tmp_path}/tokens\nobjectstore.backend = file\n"
    )
    (tmp_path / "prepared.pdf").write_bytes(stages.prepared)
    (tmp_path / "token_test.py").write_text(textwrap.dedent(TOKEN_TEST))
    environment = os.environ | {
        "SOFTHSM2_CONF": str(tmp_path / "softhsm2.conf"),
        "PYTHONPATH": str(Path(__file__).parents[3]),
        "DJANGO_SETTINGS_MODULE": "lienthong.config.settings",
    }
    initialise = [
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label",
        "lienthong",
        "--so-pin",
        "5678",
        "--pin",
        "1234",
    ]
    subprocess.run(initialise, env=environment, check=True, capture_output=True)

    done = subprocess.run(
        [sys.executable, tmp_path / "token_test.py", SOFTHSM, tmp_path],
        env=environment,
        capture_output=True,
        text=True,
    )

    assert done.stdout.splitlines() == [
        "valid Nguyễn Văn Token pkcs11",
        "key_missing",
        "token_unavailable",
    ], done.stderr
