"""S39: every way in which a signature can be wrong gets the right verdict, which names its trust list."""

from __future__ import annotations

import datetime as dt
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from lienthong.kernel import clock, errors
from lienthong.kernel.printing.public import render_with_places
from lienthong.kernel.signing.demo_ca import DemoAuthority, ensure_demo_ca
from lienthong.kernel.signing.fields import prepare
from lienthong.kernel.signing.filling import fill_number_and_date
from lienthong.kernel.signing.pdf_parts import form_fields, written
from lienthong.kernel.signing.providers.software import SoftwareProvider
from lienthong.kernel.signing.sign import _sign, open_for_update, sign_personal
from lienthong.kernel.signing.trust import TrustList
from lienthong.kernel.signing.verify import verify_pdf
from tests.kernel.signing.conftest import DATE, DECISION, NUMBER

DAY = dt.timedelta(days=1)


def verdict(pdf: bytes, trust: TrustList) -> tuple[str, tuple[str, ...]]:
    report = verify_pdf(pdf, trust)
    return report.verdict, report.reasons


def rewritten(pdf: bytes, change) -> bytes:
    """An incremental update made by ``change(writer)``, as an attacker would append it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    return written(writer)


def replace_page_content(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"0 0 99 99 re f"))
    writer.update_container(page)


def test_S39_page_content_replaced_after_the_seal_is_invalid(stages, authority):
    found = verify_pdf(rewritten(stages.sealed, replace_page_content), authority.trust())

    assert found.verdict == "invalid"
    assert [s.changes_after for s in found.signatures] == ["other", "other"]


def test_S39_page_content_replaced_between_the_signatures_is_invalid(stages, authority):
    assert verdict(rewritten(stages.numbered, replace_page_content), authority.trust())[0] == "invalid"


def test_S39_number_changed_after_the_seal_is_invalid(stages, authority):
    def change(writer):
        field = form_fields(writer)["number"]
        field[pdf_name("/V")] = generic.TextStringObject("Số: 99/QĐ-UBND")
        writer.update_container(field)

    found = verify_pdf(rewritten(stages.sealed, change), authority.trust())

    assert found.verdict == "invalid"
    assert found.agency.changes_after == "other"


def test_S39_annotation_laid_over_the_page_is_invalid(stages, authority):
    def change(writer):
        note = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Annot"),
                pdf_name("/Subtype"): pdf_name("/Square"),
                pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 500, 500))),
            }
        )
        page_ref, _ = writer.find_page_for_modification(0)
        writer.register_annotation(page_ref, writer.add_object(note))

    assert verdict(rewritten(stages.sealed, change), authority.trust())[0] == "invalid"


def test_S39_bytes_appended_after_the_end_are_reported(stages, authority):
    found = verify_pdf(stages.sealed + b"\n% something else", authority.trust())

    assert found.verdict == "invalid"


@settings(max_examples=60, deadline=None)
@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_S39_any_flipped_bit_is_reported(stages, authority, where, bit):
    at = int(where * len(stages.sealed))
    flipped = stages.sealed[:at] + bytes([stages.sealed[at] ^ (1 << bit)]) + stages.sealed[at + 1 :]

    assert verify_pdf(flipped, authority.trust()).verdict != "valid"


def test_S39_flipped_bits_inside_the_signature_container_are_reported(stages, authority):
    trust = authority.trust()
    start = stages.sealed.rindex(b"/Contents <") + len(b"/Contents <")
    end = stages.sealed.index(b">", start)
    passed = []
    for at in range(start, end, (end - start) // 120):
        for bit in (0, 5):
            flipped = stages.sealed[:at] + bytes([stages.sealed[at] ^ (1 << bit)]) + stages.sealed[at + 1 :]
            if flipped != stages.sealed and verify_pdf(flipped, trust).verdict == "valid":
                passed.append((at - start, bit))

    assert passed == []


@pytest.mark.parametrize(
    ("first", "last", "state", "reason"),
    [
        (-30 * DAY, -DAY, "expired", "Chứng thư chữ ký số đã hết hạn khi ký"),
        (DAY, 30 * DAY, "not_yet_valid", "Chứng thư chữ ký số chưa có hiệu lực khi ký"),
    ],
)
def test_S39_certificate_out_of_its_period_is_invalid(
    authority, provider, stages, timestamper, first, last, state, reason
):
    now = clock.now()
    ref = f"period-{state.replace('_', '-')}"
    authority.issue_person(
        ref, name="B", title="Phó", organisation="Sở", valid_from=now + first, valid_to=now + last
    )
    signer = provider.signer(ref)
    with pytest.raises(errors.Refused):
        sign_personal(stages.prepared, signer, timestamper=timestamper)

    signed = _sign(open_for_update(stages.prepared), signer, "signature", timestamper=timestamper)
    found = verify_pdf(signed, authority.trust())

    assert (found.verdict, found.personal.period, found.personal.trusted) == ("invalid", state, True)
    assert found.reasons == (reason,)


def test_S39_certificate_revoked_before_signing_is_invalid(authority, provider, stages, timestamper):
    authority.issue_person("revoked", name="D", title="Phó", organisation="Sở")
    signer = provider.signer("revoked")
    authority.revoke(signer.certificate.serial_number, at=clock.now() - dt.timedelta(minutes=1))
    signed = sign_personal(stages.prepared, signer, timestamper=timestamper)

    assert verdict(signed, authority.trust()) == (
        "invalid",
        ("Chứng thư chữ ký số đã bị thu hồi trước khi ký",),
    )


def test_S39_certificate_revoked_after_signing_stays_valid(authority, provider, stages, timestamper):
    authority.issue_person("later", name="E", title="Phó", organisation="Sở")
    signer = provider.signer("later")
    signed = sign_personal(stages.prepared, signer, timestamper=timestamper)
    authority.revoke(signer.certificate.serial_number, at=clock.now() + dt.timedelta(minutes=1))

    assert verdict(signed, authority.trust()) == ("valid", ())


def test_S39_certificate_that_ended_since_leaves_the_signature_valid(stages, authority):
    """K10: a time stamp keeps the value of a signature after the end of its certificate."""
    with clock.shifted(dt.timedelta(days=365 * 4)):
        assert verdict(stages.sealed, authority.trust()) == ("valid", ())


def test_S39_missing_timestamp_is_indeterminate(stages, officer, authority):
    signed = _sign(open_for_update(stages.prepared), officer, "signature", timestamper=None)

    assert verdict(signed, authority.trust()) == (
        "indeterminate",
        ("Chữ ký không có dấu thời gian nên không biết chắc ký lúc nào",),
    )


def test_S39_untrusted_signer_is_indeterminate(stages, timestamper, authority, tmp_path):
    stranger = ensure_demo_ca(tmp_path)
    stranger.issue_person("x", name="Kẻ mạo danh", title="Chủ tịch", organisation="UBND tỉnh Thanh Hóa")
    signer = SoftwareProvider(stranger.store, stranger.chain).signer("x")
    signed = sign_personal(stages.prepared, signer, timestamper=timestamper)

    # Nobody tampered with the file: another installation signed it, and that is all there is to say.
    found = verify_pdf(signed, authority.trust())
    assert found.verdict == "indeterminate"
    assert found.signatures[0].intact


def test_S39_unknown_revocation_is_indeterminate(stages, authority: DemoAuthority):
    blind = TrustList.build(anchors=authority.trust().anchors, intermediates=authority.trust().intermediates)

    assert verdict(stages.sealed, blind) == (
        "indeterminate",
        ("Không biết chứng thư có bị thu hồi hay không (thiếu danh sách thu hồi còn hạn)",),
    )


def test_S39_verdict_names_the_trust_list(stages, authority, tmp_path):
    ours, other = authority.trust(), ensure_demo_ca(tmp_path).trust()

    assert verify_pdf(stages.sealed, ours).trust_list == ours.version
    assert verify_pdf(stages.sealed, other).trust_list == other.version
    assert ours.version != other.version


def test_unsigned_file_is_indeterminate_and_says_so(stages, authority):
    assert verdict(stages.prepared, authority.trust()) == ("indeterminate", ("Tệp không có chữ ký số",))


@given(junk=st.binary(max_size=300))
def test_junk_is_invalid_and_never_a_fault(authority, junk):
    assert verify_pdf(junk, authority.trust()).verdict == "invalid"


def test_truncated_file_is_not_valid(stages, authority):
    for part in (0.2, 0.5, 0.9, 0.999):
        cut = stages.sealed[: int(len(stages.sealed) * part)]
        assert verify_pdf(cut, authority.trust()).verdict != "valid"


def test_earlier_revision_of_a_sealed_file_shows_no_seal(stages, authority):
    report = verify_pdf(stages.numbered, authority.trust())

    assert report.verdict == "valid"
    assert report.agency is None


def test_report_is_plain_json_with_times_in_utc(stages, authority):
    data = json.loads(json.dumps(verify_pdf(stages.sealed, authority.trust()).to_dict()))

    assert data["signatures"][0]["signed_at"].endswith("+00:00")
    assert data["filled"]["number"] == NUMBER


def test_forged_revocation_list_is_not_accepted(authority, tmp_path):
    other = ensure_demo_ca(tmp_path)

    with pytest.raises(ValueError, match="revocation list"):
        TrustList.build(
            anchors=authority.trust().anchors,
            intermediates=authority.trust().intermediates,
            revocation_lists=other.trust().revocation_lists,
        )


def test_signing_takes_the_time_of_our_clock(authority, officer, timestamper):
    moment = clock.now().replace(microsecond=0) + dt.timedelta(days=40)
    with clock.frozen(moment):
        prepared = prepare(*render_with_places("printing/document", DECISION))
        signed = fill_number_and_date(sign_personal(prepared, officer, timestamper=timestamper), NUMBER, DATE)
        report = verify_pdf(signed, authority.trust())

    assert report.verdict == "valid"
    assert report.personal.signed_at == moment
    assert report.personal.claimed_at == moment
