"""Archive copies by the eyes of others: our structural checks of PDF/A-2b, qpdf and Poppler, before and after signing."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from lienthong.kernel.printing.public import blank_number, render, render_with_places
from lienthong.kernel.signing.demo_ca import ensure_demo_ca
from lienthong.kernel.signing.fields import prepare
from lienthong.kernel.signing.filling import fill_number_and_date
from lienthong.kernel.signing.providers.software import SoftwareProvider
from lienthong.kernel.signing.sign import seal, sign_invisible, sign_personal
from lienthong.kernel.signing.timestamp import LocalTimeStamper
from tests.kernel.printing.pdfa import broken, encrypted, violations
from tests.kernel.printing.test_document import DECISION, LETTER
from tests.kernel.printing.test_slips import COMMON

CERTIFICATE = {
    "title": "Trích lục khai sinh",
    "issuer": "UBND XÃ",
    "number_line": blank_number("TLKS-BS"),
    "fields": [["Họ tên", "Lê Minh Khang"], ["Nơi sinh", None]],
    "qr": COMMON["qr"],
}
REGISTER = {
    "title": "Sổ theo dõi hồ sơ",
    "issuer": "UBND XÃ",
    "columns": [{"key": "n", "name": "STT"}, {"key": "a", "name": "Nhận hồ sơ"}],
    "rows": [{"n": number, "a": "24/11"} for number in range(1, 80)],
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every paper once, as it leaves the house."""
    authority = ensure_demo_ca(tmp_path_factory.mktemp("keys"))
    authority.issue_person(
        "officer", name="Nguyễn Văn A", title="Chủ tịch", organisation="UBND tỉnh Thanh Hóa"
    )
    authority.issue_agency("agency", name="Ủy ban nhân dân tỉnh Thanh Hóa", code="H56")
    keys = SoftwareProvider(authority.store, authority.chain)
    officer, agency = keys.signer("officer"), keys.signer("agency")
    stamps = LocalTimeStamper(authority.timestamp_authority())
    prepared = prepare(*render_with_places("printing/document", DECISION, pdf_a=True))
    personal = sign_personal(prepared, officer, timestamper=stamps)
    numbered = fill_number_and_date(personal, "Số: 05/QĐ-UBND", "Thanh Hóa, ngày 24 tháng 11 năm 2026")
    result = prepare(*render_with_places("printing/certificate", CERTIFICATE, pdf_a=True))
    receipt = render("printing/slip_receipt", COMMON, pdf_a=True)
    return {
        "letter": render("printing/document", LETTER, pdf_a=True),
        "register": render("printing/register", REGISTER, pdf_a=True),
        "slip": receipt,
        "signed slip": sign_invisible(receipt, agency, timestamper=stamps),
        "prepared decision": prepared,
        "decision signed by the leader": personal,
        "sealed decision": seal(numbered, agency, timestamper=stamps),
        "result signed by the leader": sign_personal(result, officer, timestamper=stamps),
    }


PAPERS = (
    "letter", "register", "slip", "signed slip", "prepared decision", "decision signed by the leader", "sealed decision",
    "result signed by the leader",
)  # fmt: skip


@pytest.fixture(scope="module")
def on_disk(made: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    folder = tmp_path_factory.mktemp("papers")

    def write(name: str) -> Path:
        path = folder / f"{name}.pdf"
        path.write_bytes(made[name])
        return path

    return write


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed: what other programs say is not checked")
    return found


def said(*words: object) -> str:
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("name", PAPERS)
def test_paper_keeps_the_rules_of_pdf_a_whatever_was_signed_on_it(name: str, made: dict[str, bytes]) -> None:
    assert violations(made[name]) == []


@pytest.mark.parametrize("name", PAPERS)
def test_qpdf_finds_no_error_in_the_structure(name: str, on_disk: Callable[[str], Path]) -> None:
    assert "No syntax or stream encoding errors found" in said(program("qpdf"), "--check", on_disk(name))


@pytest.mark.parametrize("name", PAPERS)
def test_poppler_sees_no_script_and_no_encryption_and_every_font_embedded(
    name: str, on_disk: Callable[[str], Path]
) -> None:
    facts = dict(
        line.split(":", 1) for line in said(program("pdfinfo"), on_disk(name)).splitlines() if ":" in line
    )
    fonts = said(program("pdffonts"), on_disk(name)).splitlines()[2:]

    assert (facts["JavaScript"].strip(), facts["Encrypted"].strip()) == ("no", "no")
    assert fonts
    # … name, type, encoding, emb, sub, uni, object id
    assert {line.split()[-5] for line in fonts} == {"yes"}


@pytest.mark.parametrize(
    ("name", "signatures"),
    [
        ("signed slip", 1),
        ("decision signed by the leader", 1),
        ("result signed by the leader", 1),
        ("sealed decision", 2),
    ],
)
def test_pdfsig_calls_every_signature_valid(
    name: str, signatures: int, on_disk: Callable[[str], Path]
) -> None:
    assert said(program("pdfsig"), on_disk(name)).count("Signature is Valid") == signatures


@pytest.mark.parametrize(
    ("how", "clause"),
    [
        ("metadata", "6.6.4"),
        ("intent", "6.2.3"),
        ("font", "6.2.11.4"),
        ("script", "6.5.1"),
        ("file", "6.8"),
        ("annotation", "6.3.3"),
        ("appearances", "6.4.1"),
    ],
)
def test_control_one_broken_rule_is_seen(how: str, clause: str, made: dict[str, bytes]) -> None:
    found = violations(broken(made["letter"], how))

    assert any(f"({clause})" in line for line in found)


def test_control_encryption_and_an_ordinary_file_are_seen(made: dict[str, bytes]) -> None:
    assert any("6.1.3" in line for line in violations(encrypted(made["letter"])))
    assert violations(render("printing/document", LETTER)) != []
