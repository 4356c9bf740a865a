"""Keys of officers and organisations in the database, and the installation's authority, providers and timestamps."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.utils.translation import gettext as _
from pyhanko.sign.timestamps import TimeStamper

from lienthong.kernel import clock, errors
from lienthong.kernel.signing.demo_ca import TIMESTAMP, DemoAuthority
from lienthong.kernel.signing.models import ORGANISATION, PERSON, SigningKey
from lienthong.kernel.signing.providers.pkcs11 import Pkcs11Provider
from lienthong.kernel.signing.providers.software import SoftwareProvider
from lienthong.kernel.signing.signer import Provider, Signer
from lienthong.kernel.signing.timestamp import HttpTimeStamper, LocalTimeStamper
from lienthong.kernel.signing.trust import TrustList


def ensure_demo_authority() -> bool:
    """Make the demonstration authority under ``settings.KEYS_DIR`` if it is not there. True when it was made now."""
    authority = DemoAuthority(settings.KEYS_DIR)
    missing = not authority.store.has(TIMESTAMP)
    authority.ensure()
    return missing


def signer_for_officer(officer_id: object) -> Signer:
    """The signer of an officer: the newest certificate in force. Raises ``NotFound`` when there is none."""
    return _signer(PERSON, officer_id)


def signer_for_organisation(organisation_id: object) -> Signer:
    """The signer of an agency's seal. Raises ``NotFound`` when there is none."""
    return _signer(ORGANISATION, organisation_id)


def issue_person_certificate(
    officer_id: object, *, name: str, title: str, organisation: str, picture: bytes | None = None
) -> SigningKey:
    """A demonstration certificate for an officer who has none in force; else the present one, unchanged."""

    def issue(authority: DemoAuthority, ref: str) -> x509.Certificate:
        return authority.issue_person(
            ref, name=name, title=title, organisation=organisation, number=str(officer_id)
        )

    return _issue(PERSON, officer_id, picture, issue)


def issue_agency_certificate(
    organisation_id: object, *, name: str, code: str = "", picture: bytes | None = None
) -> SigningKey:
    """A demonstration certificate for an agency that has none in force; else the present one, unchanged."""
    return _issue(
        ORGANISATION,
        organisation_id,
        picture,
        lambda authority, ref: authority.issue_agency(ref, name=name, code=code),
    )


def revoke_key(key: SigningKey) -> SigningKey:
    """Withdraw a key for good (lost token, transfer): it signs no more, and the revocation list says so."""
    if key.revoked_at is None:
        key.revoked_at = clock.now()
        key.save(update_fields=["revoked_at"])
        if key.provider == SoftwareProvider.name:
            _authority(str(settings.KEYS_DIR)).revoke(int(key.serial, 16), at=key.revoked_at)
    return key


def default_timestamper() -> TimeStamper:
    """By ``settings.TIMESTAMP_URL``; empty: the demonstration authority in this process, in demonstration mode only.
    Raises ``Unavailable`` when neither is set: a signature without a timestamp is not made."""
    url = settings.TIMESTAMP_URL
    if url:
        return _http_timestamper(url)
    if settings.DEMONSTRATION:
        return _local_timestamper(str(settings.KEYS_DIR))
    raise errors.Unavailable(
        _("Chưa cấu hình dịch vụ dấu thời gian (LIENTHONG_TIMESTAMP_URL) nên chưa ký được"),
        code="timestamp_unconfigured",
    )


def default_trust() -> TrustList:
    """Certificates and lists in ``KEYS_DIR/trust`` and, in demonstration mode, the installation's own authority."""
    listed = TrustList.from_folder(Path(settings.KEYS_DIR) / "trust")
    if not settings.DEMONSTRATION:
        return listed
    own = _authority(str(settings.KEYS_DIR)).trust()
    return own.joined(listed) if listed.anchors else own


def _signer(owner_type: str, owner_id: object) -> Signer:
    key = _current(owner_type, owner_id)
    if key is None:
        raise errors.NotFound(
            _("Chưa có chứng thư chữ ký số còn hiệu lực; hãy đề nghị quản trị viên cấp"),
            code="no_certificate",
        )
    return _provider(key.provider).signer(key.key_ref, picture=bytes(key.picture) if key.picture else None)


def _current(owner_type: str, owner_id: object) -> SigningKey | None:
    now = clock.now()
    return (
        SigningKey.objects.filter(
            owner_type=owner_type,
            owner_id=str(owner_id),
            revoked_at=None,
            valid_from__lte=now,
            valid_to__gte=now,
        )
        .order_by("-valid_from", "-pk")
        .first()
    )


def _issue(
    owner_type: str,
    owner_id: object,
    picture: bytes | None,
    issue: Callable[[DemoAuthority, str], x509.Certificate],
) -> SigningKey:
    present = _current(owner_type, owner_id)
    if present is not None:
        return present
    if not settings.DEMONSTRATION:
        raise errors.Refused(
            _("Chỉ cấp chứng thư thử ở chế độ trình diễn; hãy đăng ký chứng thư thật"),
            code="not_demonstration",
        )
    ref = f"{owner_type}-{owner_id}-{secrets.token_hex(4)}".lower()
    certificate = issue(_authority(str(settings.KEYS_DIR)), ref)
    return SigningKey.objects.create(
        owner_type=owner_type,
        owner_id=str(owner_id),
        provider=SoftwareProvider.name,
        key_ref=ref,
        picture=picture,
        **describe(certificate),
    )


def describe(certificate: x509.Certificate) -> dict[str, Any]:
    """The columns of :class:`SigningKey` that come from a certificate."""
    return {
        "certificate": certificate.public_bytes(Encoding.PEM).decode("ascii"),
        "serial": f"{certificate.serial_number:x}",
        "valid_from": certificate.not_valid_before_utc,
        "valid_to": certificate.not_valid_after_utc,
    }


def _provider(name: str) -> Provider:
    if name == SoftwareProvider.name:
        return _software(str(settings.KEYS_DIR))
    if name == Pkcs11Provider.name:
        return _pkcs11(
            getattr(settings, "PKCS11_MODULE", ""),
            getattr(settings, "PKCS11_TOKEN", ""),
            getattr(settings, "PKCS11_PIN", ""),
        )
    raise errors.Unavailable(_("Nơi giữ khóa ký số này chưa được cài đặt"), code="provider_unknown")


@lru_cache(maxsize=8)
def _authority(folder: str) -> DemoAuthority:
    authority = DemoAuthority(folder)
    authority.ensure()
    return authority


@lru_cache(maxsize=8)
def _software(folder: str) -> SoftwareProvider:
    authority = _authority(folder)
    return SoftwareProvider(authority.store, authority.chain)


@lru_cache(maxsize=8)
def _pkcs11(module: str, token: str, pin: str) -> Pkcs11Provider:
    return Pkcs11Provider(module, token, pin, [])


@lru_cache(maxsize=8)
def _http_timestamper(url: str) -> HttpTimeStamper:
    return HttpTimeStamper(url)


@lru_cache(maxsize=8)
def _local_timestamper(folder: str) -> LocalTimeStamper:
    return LocalTimeStamper(_authority(folder).timestamp_authority())
