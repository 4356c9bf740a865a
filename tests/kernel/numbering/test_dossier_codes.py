import datetime as dt

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.config.options import ROOT
from lienthong.kernel.errors import Invalid
from lienthong.kernel.legal.public import LegalUnknown
from lienthong.kernel.numbering import aspects
from lienthong.kernel.numbering.dossier_codes import make, read, shape_on
from lienthong.kernel.numbering.models import CodeShape, Counter
from lienthong.kernel.numbering.public import issue_dossier_code, read_dossier_code, take
from lienthong.kernel.packs.reading import read_yaml

ENTRIES = read_yaml("dossier_codes.yaml", (ROOT / "packs/vn/dossier_codes.yaml").read_bytes())[0]
SHAPES = [CodeShape(**values) for values in aspects.load_code_shapes(ENTRIES)]
OLD, OWN, CENTRAL = SHAPES


@pytest.mark.parametrize(
    ("text", "shape", "agency", "day", "number", "owner"),
    [
        ("000.00.12.H40-190115-0001", "dossier_2018", "000.00.12.H40", (2019, 1, 15), 1, ""),
        ("003.01.12.H40-240229-0417", "dossier_2018", "003.01.12.H40", (2024, 2, 29), 417, ""),
        ("H40.12-251120-0001", "dossier_2025_own", "H40.12", (2025, 11, 20), 1, ""),
        ("H40.12.3-251120-10000", "dossier_2025_own", "H40.12.3", (2025, 11, 20), 10000, ""),
        ("H40.012.03-260301-010001", "dossier_2025_central_service", "H40.012.03", (2026, 3, 1), 1, "01"),
        ("H40-251120-0001", "dossier_2025_own", "H40", (2025, 11, 20), 1, ""),
    ],
)
def test_code_is_read_into_its_parts(text, shape, agency, day, number, owner):
    code = read(SHAPES, text)

    assert (code.shape, code.agency, code.received_on, code.number, code.owner) == (
        shape,
        agency,
        dt.date(*day),
        number,
        owner,
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "H40.12-251320-0001",
        "H40.12-251120-001",
        "H40.12-251120-0000",
        "H40.12-251120-00001",
        "H40.12-190115-0001",
        "000.00.12.H40-251120-0001",
        "h40.12-251120-0001",
        "H40.12-251120-0001\n",
        "H40.12-251120-٠٠٠١",
        "H40..12-251120-0001",
        "BNG-2511-77",
    ],
)
def test_text_that_is_no_code_of_its_day_is_not_read(text):
    assert read(SHAPES, text) is None


def test_ten_thousandth_dossier_of_a_day_gets_a_fifth_digit():
    code = make(OWN, "H40.12", dt.date(2025, 11, 20), 10_000)

    assert (code.text, code.overflowed) == ("H40.12-251120-10000", False)


def test_ten_thousandth_dossier_under_the_2018_text_is_flagged():
    code = make(OLD, "000.00.12.H40", dt.date(2019, 1, 15), 10_000)

    assert (code.text, code.overflowed) == ("000.00.12.H40-190115-10000", True)
    assert read(SHAPES, code.text) == code


@pytest.mark.parametrize(
    ("day", "shape"),
    [((2019, 1, 6), OLD), ((2025, 9, 14), OLD), ((2025, 9, 15), OWN), ((2026, 11, 24), OWN)],
)
def test_shape_is_that_of_the_day(day, shape):
    assert shape_on(SHAPES, dt.date(*day)) is shape


@pytest.mark.parametrize(("day", "central"), [((2019, 1, 5), False), ((2026, 1, 24), True)])
def test_day_without_a_shape_is_an_error(day, central):
    with pytest.raises(LegalUnknown):
        shape_on(SHAPES, dt.date(*day), central=central)


@pytest.mark.parametrize(
    ("shape", "agency", "owner"),
    [
        (OLD, "H40.12", ""),
        (OWN, "000.00.12.H40", ""),
        (OWN, "H40.12", "01"),
        (CENTRAL, "H40.12", "01"),
        (CENTRAL, "H40.012.03", "1"),
        (CENTRAL, "H40.012.03", "x1"),
    ],
)
def test_identifier_or_owner_of_another_shape_is_refused(shape, agency, owner):
    with pytest.raises(Invalid):
        make(shape, agency, dt.date(2026, 3, 1), 1, owner)


@given(
    st.sampled_from([(OLD, "000.00.12.H40", ""), (OWN, "H40.12", ""), (OWN, "H40.1.22.333", "")])
    | st.tuples(st.just(CENTRAL), st.just("H40.012.03"), st.integers(0, 99).map("{:02}".format)),
    st.data(),
)
def test_code_that_was_made_is_read_back(how, data):
    shape, agency, owner = how
    day = data.draw(st.dates(shape.valid_from, shape.valid_to or dt.date(2060, 1, 1)))
    number = data.draw(st.integers(1, 10**7))

    code = make(shape, agency, day, number, owner)

    assert read(SHAPES, code.text) == code


def test_entries_of_the_national_pack_fit_their_schema():
    for entry in ENTRIES:
        jsonschema.validate(entry, aspects.CODE_SHAPE_SCHEMA)


@pytest.mark.django_db
class TestIssuing:
    @pytest.fixture(autouse=True)
    def _shapes(self):
        aspects.apply_code_shapes(aspects.load_code_shapes(ENTRIES))

    def test_dossiers_of_a_day_are_counted_by_agency(self):
        at = dt.datetime(2026, 11, 24, 3, 5, tzinfo=dt.UTC)

        codes = [
            issue_dossier_code(organisation_id=org, agency=f"H56.{org}", received_at=at)
            for org in (18, 18, 19)
        ]

        assert [code.text for code in codes] == [
            "H56.18-261124-0001",
            "H56.18-261124-0002",
            "H56.19-261124-0001",
        ]

    def test_count_begins_again_at_midnight_in_vietnam(self):
        last_second = dt.datetime(2026, 11, 24, 16, 59, 59, tzinfo=dt.UTC)
        moments = [last_second, last_second + dt.timedelta(seconds=2)]

        codes = [
            issue_dossier_code(organisation_id=18, agency="H56.18", received_at=at).text for at in moments
        ]

        assert codes == ["H56.18-261124-0001", "H56.18-261125-0001"]

    def test_nationwide_service_counts_for_itself(self):
        at = dt.datetime(2026, 11, 24, 3, 5, tzinfo=dt.UTC)
        issue_dossier_code(organisation_id=18, agency="H56.018.01", received_at=at)

        code = issue_dossier_code(organisation_id=18, agency="H56.018.01", received_at=at, owner="05")

        assert code.text == "H56.018.01-261124-050001"

    def test_dossier_ten_thousand_of_a_day_does_not_overflow(self):
        at = dt.datetime(2026, 11, 24, 3, 5, tzinfo=dt.UTC)
        take("dossier", organisation_id=18, period="2026-11-24", start=9_999)

        code = issue_dossier_code(organisation_id=18, agency="H56.18", received_at=at)

        assert code.text == "H56.18-261124-10000"
        assert read_dossier_code(code.text) == code

    def test_wrong_identifier_costs_no_number(self):
        at = dt.datetime(2026, 11, 24, 3, 5, tzinfo=dt.UTC)

        with pytest.raises(Invalid):
            issue_dossier_code(organisation_id=18, agency="000.00.18.H56", received_at=at)

        assert not Counter.objects.exists()

    def test_shapes_apply_again_without_change(self):
        counts = aspects.apply_code_shapes(aspects.load_code_shapes(ENTRIES))

        assert counts == {"create": 0, "change": 0, "remove": 0, "keep": 0, "same": 3}
