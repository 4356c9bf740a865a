"""Runs in a process of its own: ``python token_acts.py MODULE FOLDER ACT``. Prints what happened, a line each.

The library of a token reads its configuration once per process and keeps its state, so every act starts afresh.
"""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
from pathlib import Path

import django
import pkcs11
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.serialization import Encoding
from pkcs11 import Attribute, KeyType, ObjectClass

from lienthong.kernel import clock, errors
from lienthong.kernel.signing import certificates
from lienthong.kernel.signing.demo_ca import ISSUING, ensure_demo_ca
from lienthong.kernel.signing.providers import pkcs11 as provider_module
from lienthong.kernel.signing.providers.pkcs11 import Pkcs11Provider
from lienthong.kernel.signing.sign import sign_personal
from lienthong.kernel.signing.timestamp import LocalTimeStamper
from lienthong.kernel.signing.verify import verify_pdf

django.setup()
module, folder, act = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
tokens, away = folder / "tokens", folder / "away"
authority = ensure_demo_ca(folder / "keys")
prepared = (folder / "prepared.pdf").read_bytes()
stamps = LocalTimeStamper(authority.timestamp_authority())


def initialise() -> None:
    words = "softhsm2-util --init-token --free --label lienthong --so-pin 5678 --pin 1234"
    subprocess.run(words.split(), check=True, capture_output=True)


def fill(name: str) -> None:
    """A key pair and its certificate in the token."""
    with pkcs11.lib(module).get_token(token_label="lienthong").open(rw=True, user_pin="1234") as session:
        public, _ = session.generate_keypair(KeyType.RSA, 2048, store=True, label="officer")
        numbers = RSAPublicNumbers(
            int.from_bytes(public[Attribute.PUBLIC_EXPONENT], "big"),
            int.from_bytes(public[Attribute.MODULUS], "big"),
        )
        now = clock.now()
        der = certificates.issue(
            subject=certificates.person_name(name, "Giám đốc", "Sở Nội vụ"),
            public_key=numbers.public_key(),
            issuer=authority.store.certificate(ISSUING).subject,
            issuer_key=authority.store.key(ISSUING),
            valid_from=now - dt.timedelta(hours=1),
            valid_to=now + dt.timedelta(days=1),
            purpose="signing",
        ).public_bytes(Encoding.DER)
        read = asn1_x509.Certificate.load(der)
        session.create_object(
            {
                Attribute.CLASS: ObjectClass.CERTIFICATE,
                Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                Attribute.TOKEN: True,
                Attribute.LABEL: "officer",
                Attribute.VALUE: der,
                Attribute.SUBJECT: read.subject.dump(),
                Attribute.ISSUER: read.issuer.dump(),
                Attribute.SERIAL_NUMBER: read["tbs_certificate"]["serial_number"].dump(),
            }
        )


def sign(signer: object) -> None:
    try:
        signed = sign_personal(prepared, signer, timestamper=stamps)  # type: ignore[arg-type]
    except errors.DomainError as error:
        print(error.code)
    else:
        report = verify_pdf(signed, authority.trust())
        # One write, because several threads print at once.
        sys.stdout.write(f"{report.verdict} {report.personal.name if report.personal else ''}\n")


def try_signer(provider: Pkcs11Provider, key: str) -> None:
    try:
        provider.signer(key)
    except errors.DomainError as error:
        print(error.code)
    else:
        print("found")


initialise()
fill("Nguyễn Văn Token")
provider = Pkcs11Provider(module, "lienthong", "1234", authority.chain)

if act == "sign":
    sign(provider.signer("officer"))
    try_signer(provider, "nobody")
    try_signer(Pkcs11Provider(module, "other token", "1234", []), "officer")
elif act == "session closed":
    signer = provider.signer("officer")
    sign(signer)
    provider._session.close()
    sign(signer)
    sign(provider.signer("officer"))
elif act == "module restarted":
    signer = provider.signer("officer")
    pkcs11.lib(module).reinitialize()
    sign(signer)
    pkcs11.lib(module).finalize()
    sign(signer)
elif act == "pulled out":
    signer = provider.signer("officer")
    sign(signer)
    shutil.move(tokens, away)
    tokens.mkdir()
    sign(signer)
    try_signer(provider, "another")
    sign(signer)
    tokens.rmdir()
    shutil.move(away, tokens)
    sign(signer)
    try_signer(provider, "another")
elif act == "exchanged":
    signer = provider.signer("officer")
    shutil.move(tokens, away)
    tokens.mkdir()
    pkcs11.lib(module).reinitialize()
    initialise()
    pkcs11.lib(module).reinitialize()
    fill("Kẻ Mạo Danh")
    sign(signer)
    shutil.rmtree(tokens)
    shutil.move(away, tokens)
    sign(signer)
elif act == "wrong pin":
    asked = []
    real = provider_module.open_pkcs11_session

    def counted(*args: object, **kwargs: object) -> object:
        asked.append(1)
        return real(*args, **kwargs)  # type: ignore[arg-type]

    provider_module.open_pkcs11_session = counted  # type: ignore[assignment]
    wrong = Pkcs11Provider(module, "lienthong", "9999", [])
    for _ in range(4):
        try_signer(wrong, "officer")
    print(len(asked))
elif act == "two at once":
    import threading

    signer = provider.signer("officer")
    threads = [threading.Thread(target=sign, args=(signer,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
else:
    raise SystemExit(f"no such act {act}")
