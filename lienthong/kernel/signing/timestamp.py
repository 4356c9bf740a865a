"""Timestamps of RFC 3161: asking an authority over HTTP, and the answering side.

A signature without its timestamp is never handed out: when the authority does not answer, signing fails.
"""

from __future__ import annotations

import secrets
import urllib.error
import urllib.request

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.utils.translation import gettext_lazy as _
from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute
from pyhanko.sign.timestamps import TimeStamper

from lienthong.kernel import clock, errors

TIMEOUT = 5.0
LARGEST_ANSWER = 256 * 1024
POLICY = "1.3.6.1.4.1.99999.1.1"
"""Policy named in tokens of the demonstration authority; an arc for examples, not registered."""
_ACCEPTED = {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}


class TimestampAuthority:
    """The answering side: signs the time of :mod:`lienthong.kernel.clock` with its own key."""

    def __init__(
        self,
        key: rsa.RSAPrivateKey,
        certificate: asn1_x509.Certificate,
        chain: list[asn1_x509.Certificate],
    ) -> None:
        self._key, self._certificate, self._chain = key, certificate, chain

    def answer(self, request: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """A token, or a refusal with the failure bit of RFC 3161 §2.4.2."""
        imprint = request["message_imprint"]
        algorithm = imprint["hash_algorithm"]["algorithm"].native
        if algorithm not in _ACCEPTED:
            return refusal("bad_alg", "hash algorithm not accepted")
        if len(imprint["hashed_message"].native) != _ACCEPTED[algorithm].digest_size:
            return refusal("bad_data_format", "length of the imprint does not fit its algorithm")
        token = self._token(request)
        return tsp.TimeStampResp(
            {"status": tsp.PKIStatusInfo({"status": "granted"}), "time_stamp_token": token}
        )

    def _token(self, request: tsp.TimeStampReq) -> cms.ContentInfo:
        now = clock.now()
        info = {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": request["message_imprint"],
            "serial_number": secrets.randbits(120),
            "gen_time": now.replace(microsecond=0),
            "accuracy": {"seconds": 1},
            "tsa": asn1_x509.GeneralName(name="directory_name", value=self._certificate.subject),
        }
        if request["nonce"].native is not None:
            info["nonce"] = request["nonce"]
        content = tsp.TSTInfo(info).dump()
        digest = hashes.Hash(hashes.SHA256())
        digest.update(content)
        attributes = cms.CMSAttributes(
            [
                simple_cms_attribute("content_type", "tst_info"),
                simple_cms_attribute("signing_certificate_v2", as_signing_certificate_v2(self._certificate)),
                simple_cms_attribute("message_digest", digest.finalize()),
            ]
        )
        signature = self._key.sign(attributes.dump(), padding.PKCS1v15(), hashes.SHA256())
        sha256 = algos.DigestAlgorithm({"algorithm": "sha256"})
        signer = {
            "version": "v1",
            "sid": {
                "issuer_and_serial_number": {
                    "issuer": self._certificate.issuer,
                    "serial_number": self._certificate.serial_number,
                }
            },
            "digest_algorithm": sha256,
            "signature_algorithm": {"algorithm": "sha256_rsa"},
            "signed_attrs": attributes,
            "signature": signature,
        }
        wanted = [self._certificate, *self._chain] if request["cert_req"].native else []
        signed = cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [sha256],
                "encap_content_info": {
                    "content_type": "tst_info",
                    "content": core.ParsableOctetString(content),
                },
                "certificates": [cms.CertificateChoices("certificate", c) for c in wanted],
                "signer_infos": [signer],
            }
        )
        return cms.ContentInfo({"content_type": "signed_data", "content": signed})


def refusal(failure: str, text: str) -> tsp.TimeStampResp:
    """An answer that grants nothing."""
    status = {"status": "rejection", "status_string": [text], "fail_info": {failure}}
    return tsp.TimeStampResp({"status": status})


class LocalTimeStamper(TimeStamper):
    """Asks an authority in the same process (demonstration, tests)."""

    def __init__(self, authority: TimestampAuthority) -> None:
        super().__init__()
        self._authority = authority

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return self._authority.answer(req)


class HttpTimeStamper(TimeStamper):
    """Asks an authority by HTTP (RFC 3161 §3.4). No answer in time, or no good one: ``Unavailable``."""

    def __init__(self, url: str, *, timeout: float = TIMEOUT) -> None:
        if not url.startswith(("http://", "https://")):
            raise errors.Invalid(_("Địa chỉ dịch vụ dấu thời gian phải bắt đầu bằng http:// hoặc https://"))
        super().__init__()
        self._url, self._timeout = url, timeout

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        request = urllib.request.Request(  # noqa: S310 - the scheme is checked above
            self._url, data=req.dump(), headers={"Content-Type": "application/timestamp-query"}
        )
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as answer:  # noqa: S310
                body = answer.read(LARGEST_ANSWER + 1)
            if len(body) > LARGEST_ANSWER:
                raise ValueError("answer too long")
            response = tsp.TimeStampResp.load(body, strict=True)
            self._check(req, response)
            return response
        except (OSError, ValueError, urllib.error.URLError) as error:
            raise unavailable() from error

    @staticmethod
    def _check(request: tsp.TimeStampReq, response: tsp.TimeStampResp) -> None:
        """A token for other data would make a signature that nobody accepts later: refuse it now."""
        if response["status"]["status"].native not in ("granted", "granted_with_mods"):
            raise ValueError("refused by the authority")
        info = response["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
        if info["message_imprint"].dump() != request["message_imprint"].dump():
            raise ValueError("token for other data")


def unavailable() -> errors.Unavailable:
    return errors.Unavailable(
        _("Dịch vụ dấu thời gian không trả lời. Văn bản chưa được ký; hãy thử lại sau ít phút"),
        code="timestamp_unavailable",
    )
