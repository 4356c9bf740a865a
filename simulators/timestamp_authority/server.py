"""The server: answers timestamp queries, and can be told to refuse, to be slow or to talk nonsense.

It stands outside the product: it has its own key, made at start or read from a folder, and the product reaches it by
HTTP alone. What it does next is set by ``POST /control`` with JSON: ``{"mode": "grant" | "refuse" | "garbage" |
"error", "delay": seconds}``. ``GET /certificate`` gives its certificate (PEM), to be put on a trust list.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LARGEST_QUERY = 64 * 1024
POLICY = "1.3.6.1.4.1.99999.1.2"
SIZES = {"sha256": 32, "sha384": 48, "sha512": 64}


@dataclass
class Behaviour:
    """What the server does with the next queries."""

    mode: str = "grant"
    delay: float = 0.0
    served: int = 0


class Authority:
    """Key and self-signed certificate of the simulated authority."""

    def __init__(self, key: rsa.RSAPrivateKey, certificate: x509.Certificate) -> None:
        self.key, self.certificate = key, certificate
        self._asn1 = asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))

    @classmethod
    def new(cls) -> Authority:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
                x509.NameAttribute(NameOID.COMMON_NAME, "TSA mô phỏng"),
            ]
        )
        start = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(start + dt.timedelta(days=3650))
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .sign(key, hashes.SHA256())
        )
        return cls(key, certificate)

    @classmethod
    def at(cls, folder: Path) -> Authority:
        """The authority kept in a folder, made at the first start. The key file has mode 0600."""
        key_path, certificate_path = folder / "tsa.key.pem", folder / "tsa.cert.pem"
        if key_path.exists() and certificate_path.exists():
            key = load_pem_private_key(key_path.read_bytes(), None)
            assert isinstance(key, rsa.RSAPrivateKey)
            return cls(key, x509.load_pem_x509_certificate(certificate_path.read_bytes()))
        made = cls.new()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key_path.touch(mode=0o600)
        key_path.write_bytes(made.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        certificate_path.write_bytes(made.certificate_pem)
        return made

    @property
    def certificate_pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    def token(self, query: tsp.TimeStampReq) -> cms.ContentInfo:
        info = {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": query["message_imprint"],
            "serial_number": secrets.randbits(100),
            "gen_time": dt.datetime.now(dt.UTC).replace(microsecond=0),
        }
        if query["nonce"].native is not None:
            info["nonce"] = query["nonce"]
        content = tsp.TSTInfo(info).dump()
        hasher = hashes.Hash(hashes.SHA256())
        hasher.update(content)
        sha256 = algos.DigestAlgorithm({"algorithm": "sha256"})
        identity = tsp.SigningCertificateV2({"certs": [tsp.ESSCertIDv2({"cert_hash": self._asn1.sha256})]})
        attributes = cms.CMSAttributes(
            [
                cms.CMSAttribute({"type": "content_type", "values": ["tst_info"]}),
                cms.CMSAttribute({"type": "message_digest", "values": [hasher.finalize()]}),
                cms.CMSAttribute({"type": "signing_certificate_v2", "values": [identity]}),
            ]
        )
        signer = {
            "version": "v1",
            "sid": {
                "issuer_and_serial_number": {
                    "issuer": self._asn1.issuer,
                    "serial_number": self._asn1.serial_number,
                }
            },
            "digest_algorithm": sha256,
            "signature_algorithm": {"algorithm": "sha256_rsa"},
            "signed_attrs": attributes,
            "signature": self.key.sign(attributes.dump(), padding.PKCS1v15(), hashes.SHA256()),
        }
        certificates = [cms.CertificateChoices("certificate", self._asn1)] if query["cert_req"].native else []
        signed = {
            "version": "v3",
            "digest_algorithms": [sha256],
            "encap_content_info": {
                "content_type": "tst_info",
                "content": core.ParsableOctetString(content),
            },
            "certificates": certificates,
            "signer_infos": [signer],
        }
        return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)})

    def answer(self, body: bytes, mode: str) -> bytes:
        if mode == "garbage":
            return b"this is no timestamp"
        if mode == "refuse":
            return _refusal("system_failure", "told to refuse")
        try:
            query = tsp.TimeStampReq.load(body, strict=True)
            imprint = query["message_imprint"]
            algorithm = imprint["hash_algorithm"]["algorithm"].native
            size = len(imprint["hashed_message"].native)
        except ValueError:
            return _refusal("bad_data_format", "not a timestamp query")
        if SIZES.get(algorithm) != size:
            return _refusal("bad_alg", "hash not accepted")
        granted = {"status": {"status": "granted"}, "time_stamp_token": self.token(query)}
        return tsp.TimeStampResp(granted).dump()


def _refusal(failure: str, text: str) -> bytes:
    status = {"status": "rejection", "status_string": [text], "fail_info": {failure}}
    return tsp.TimeStampResp({"status": status}).dump()


def make_server(authority: Authority, port: int = 0) -> ThreadingHTTPServer:
    """A server on 127.0.0.1 (port 0: a free one); ``server.behaviour`` steers it."""
    behaviour = Behaviour()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if self.path == "/certificate":
                self._send(200, "application/x-pem-file", authority.certificate_pem)
            elif self.path in ("/", "/healthz"):
                self._send(200, "text/plain; charset=utf-8", b"ok")
            else:
                self._send(404, "text/plain; charset=utf-8", b"not found")

        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            if not 0 < size <= LARGEST_QUERY:
                self.close_connection = True
                self._send(413, "text/plain; charset=utf-8", b"query too long or empty")
                return
            body = self.rfile.read(size)
            if self.path == "/control":
                self._control(body)
                return
            time.sleep(behaviour.delay)
            behaviour.served += 1
            if behaviour.mode == "error":
                self._send(500, "text/plain; charset=utf-8", b"out of order")
                return
            self._send(200, "application/timestamp-reply", authority.answer(body, behaviour.mode))

        def _control(self, body: bytes) -> None:
            try:
                wanted = json.loads(body)
                behaviour.mode = {m: m for m in ("grant", "refuse", "garbage", "error")}[
                    wanted.get("mode", behaviour.mode)
                ]
                behaviour.delay = min(60.0, max(0.0, float(wanted.get("delay", 0))))
            except (ValueError, KeyError, TypeError, AttributeError):
                self._send(400, "text/plain; charset=utf-8", b"unknown mode or delay")
                return
            self._send(200, "application/json", json.dumps({"mode": behaviour.mode}).encode())

        def _send(self, status: int, media_type: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet: the supervisor keeps one log per process and needs no line per query."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    server.behaviour = behaviour  # type: ignore[attr-defined]
    return server


def serve_in_thread(authority: Authority) -> ThreadingHTTPServer:
    """A running server on a free port, for tests; stop it with ``shutdown()`` and ``server_close()``."""
    server = make_server(authority)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server
