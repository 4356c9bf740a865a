"""Keys in files and in a token."""

from __future__ import annotations

import datetime as dt

import pytest

from lienthong.kernel import clock, errors
from lienthong.kernel.signing.demo_ca import DemoAuthority, ensure_demo_ca
from lienthong.kernel.signing.keystore import KeyStore


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
