import datetime as dt

import jsonschema
import pytest
from django.db import IntegrityError, transaction

from lienthong.kernel.legal import aspects
from lienthong.kernel.legal.models import DocumentKind, LegalConstant
from lienthong.kernel.legal.public import LegalUnknown, kind, kind_by_abbreviation, kind_by_name, kinds, value

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def constants(national_pack):
    rows = aspects.load_constants(national_pack("legal_constants.yaml"))
    aspects.apply_constants(rows)
    return rows


@pytest.fixture
def document_kinds(national_pack):
    aspects.apply_kinds(aspects.load_kinds(national_pack("document_kinds.yaml")))


@pytest.mark.parametrize(
    ("name", "schema", "key"),
    [
        ("legal_constants.yaml", aspects.CONSTANT_SCHEMA, aspects.constant_key),
        ("document_kinds.yaml", aspects.KIND_SCHEMA, aspects.kind_key),
    ],
)
def test_every_entry_fits_its_schema_under_a_key_of_its_own(national_pack, name, schema, key):
    entries = national_pack(name)

    for entry in entries:
        jsonschema.validate(entry, schema)
    assert len({key(entry) for entry in entries}) == len(entries)


def test_constants_load_once_and_again_without_change(constants):
    assert aspects.plan_constants(constants) == []
    counts = aspects.apply_constants(constants)

    assert counts == {"create": 0, "change": 0, "remove": 0, "keep": 0, "same": len(constants)}
    assert LegalConstant.objects.count() == len(constants) == 183


@pytest.mark.parametrize(
    ("key", "on", "expected", "confidence"),
    [
        ("one_stop.transfer_cut_off", "2018-06-21", "15:00", "confirmed"),
        ("one_stop.transfer_cut_off", "2025-07-01", "15:00", "secondary"),
        ("one_stop.transfer_cut_off", "2026-11-24", "15:00", "confirmed"),
        ("one_stop.clock_after_supplement", "2026-11-24", "restart", "secondary"),
        ("complaint.acceptance", "2026-06-30", 10, "confirmed"),
        ("complaint.acceptance", "2026-07-01", 7, "confirmed"),
        ("form.control.number", "2025-09-14", "05", "confirmed"),
        ("form.control.number", "2025-09-15", "06", "secondary"),
    ],
)
def test_constant_of_the_day(constants, key, on, expected, confidence):
    found = value(key, dt.date.fromisoformat(on))

    assert (found.value, found.confidence) == (expected, confidence)


def test_day_before_the_first_decree_is_an_error(constants):
    with pytest.raises(LegalUnknown):
        value("one_stop.transfer_cut_off", dt.date(2018, 6, 20))


def test_border_between_two_periods_moves_in_one_apply(constants):
    moved = [dict(row) for row in constants if row["key"] == "complaint.acceptance"]
    old, new = moved
    old["valid_to"] = dt.date(2026, 8, 31)
    later = {**new, "valid_from": dt.date(2026, 9, 1)}

    counts = aspects.apply_constants([old, later], removed=[new])

    assert (counts["create"], counts["change"], counts["remove"]) == (1, 1, 1)
    assert value("complaint.acceptance", dt.date(2026, 8, 1)).value == 10


def test_overlap_in_a_pack_is_refused_while_applying(constants):
    clash = {**constants[0], "valid_from": dt.date(2019, 1, 1), "valid_to": dt.date(2019, 12, 31)}

    with pytest.raises(IntegrityError), transaction.atomic():
        aspects.apply_constants([clash])


def test_there_are_29_kinds_and_3_copies(document_kinds):
    assert len(kinds(TODAY)) == 29
    assert [row.abbreviation for row in kinds(TODAY, copies=True)] == ["SY", "TrS", "SL"]
    assert DocumentKind.objects.count() == 32


def test_abbreviations_are_case_sensitive(document_kinds):
    assert kind_by_abbreviation("TTr", TODAY).code == "to-trinh"
    assert kind_by_abbreviation("TTR", TODAY) is None
    assert kind_by_abbreviation("QyĐ", TODAY).code == "quy-dinh"
    assert kind_by_abbreviation("QĐ", TODAY).code == "quyet-dinh"


def test_official_letter_has_no_abbreviation(document_kinds):
    assert kind("cong-van", TODAY).abbreviation == ""
    assert kind_by_abbreviation("CV", TODAY) is None
    assert kind_by_abbreviation("", TODAY) is None


def test_kind_is_found_by_its_exchanged_name_with_or_without_accents(document_kinds):
    assert kind_by_name("Quyết định", TODAY).code == "quyet-dinh"
    assert kind_by_name("TO TRINH", TODAY).code == "to-trinh"
    assert kind_by_name("Quy dinh", TODAY).code == "quy-dinh"
    assert kind_by_name("Sổ tay", TODAY) is None


def test_kind_before_the_decree_is_an_error(document_kinds):
    with pytest.raises(LegalUnknown):
        kind("cong-van", dt.date(2020, 3, 4))


def test_two_kinds_cannot_share_an_abbreviation_at_one_time(document_kinds):
    row = kind("cong-van", TODAY)
    row.abbreviation = "QĐ"

    with pytest.raises(IntegrityError, match="legal_kind_abbreviations"), transaction.atomic():
        row.save()
