import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from lienthong.kernel.legal.models import LegalConstant
from lienthong.kernel.legal.public import LegalUnknown, constants_on, value

pytestmark = pytest.mark.django_db


def constant(key="one_stop.rounds", valid_from="2025-07-01", valid_to=None, **more):
    values = {"value": 1, "unit": "count", "source": "NĐ 1/2025", "confidence": "confirmed", **more}
    return LegalConstant.objects.create(key=key, valid_from=valid_from, valid_to=valid_to, **values)


def test_value_is_that_of_the_date():
    constant(valid_from="2018-06-21", valid_to="2025-06-30", value=1)
    constant(valid_from="2025-07-01", value=2, confidence="secondary")

    old, new = value("one_stop.rounds", dt.date(2025, 6, 30)), value("one_stop.rounds", dt.date(2025, 7, 1))

    assert (old.value, old.is_confirmed) == (1, True)
    assert (new.value, new.is_confirmed, new.source) == (2, False, "NĐ 1/2025")


@pytest.mark.parametrize("day", [dt.date(2018, 6, 20), dt.date(2025, 7, 1)])
def test_date_without_law_is_an_error_not_another_days_value(day):
    constant(valid_from="2018-06-21", valid_to="2025-06-30")

    with pytest.raises(LegalUnknown) as caught:
        value("one_stop.rounds", day)

    assert (caught.value.code, caught.value.status) == ("legal_unknown", 409)
    assert f"{day:%d/%m/%Y}" in str(caught.value)


def test_unknown_key_is_an_error():
    with pytest.raises(LegalUnknown):
        value("no.such.key", dt.date(2026, 1, 1))


def test_row_of_unknown_start_covers_no_date():
    constant(valid_from=None)

    with pytest.raises(LegalUnknown):
        value("one_stop.rounds", dt.date(2026, 1, 1))


def test_instant_is_no_date():
    with pytest.raises(TypeError):
        value("one_stop.rounds", dt.datetime(2026, 1, 1, tzinfo=dt.UTC))


def test_province_row_goes_before_the_country_there_and_nowhere_else():
    constant(value=7)
    constant(value=5, area="Ninh Bình")

    on = dt.date(2026, 1, 1)

    assert value("one_stop.rounds", on, "Ninh Bình").value == 5
    assert value("one_stop.rounds", on, "Thanh Hóa").value == 7
    assert value("one_stop.rounds", on).value == 7


def test_province_row_says_nothing_about_the_country():
    constant(area="Ninh Bình")

    with pytest.raises(LegalUnknown):
        value("one_stop.rounds", dt.date(2026, 1, 1))


@pytest.mark.parametrize(
    ("valid_from", "valid_to"),
    [("2025-06-30", "2025-07-01"), ("2026-01-01", "2026-01-02"), (None, "2025-07-01"), ("2030-01-01", None)],
)
def test_overlapping_periods_are_refused_by_the_database(valid_from, valid_to):
    constant(valid_from="2025-07-01", valid_to=None)

    with pytest.raises(IntegrityError, match="legal_constant_periods"), transaction.atomic():
        constant(valid_from=valid_from, valid_to=valid_to)


def test_touching_periods_and_other_areas_are_no_overlap():
    constant(valid_from="2025-07-01")
    constant(valid_to="2025-06-30", valid_from="2018-06-21")
    constant(valid_from="2025-07-01", area="Ninh Bình")

    assert LegalConstant.objects.count() == 3


def test_change_made_elsewhere_is_seen_at_the_next_look_up():
    constant(value=1)
    assert value("one_stop.rounds", dt.date(2026, 1, 1)).value == 1

    with connection.cursor() as cursor:
        cursor.execute("update legal_legalconstant set value = '9'")

    assert value("one_stop.rounds", dt.date(2026, 1, 1)).value == 9


def test_look_up_costs_one_statement_once_loaded(django_assert_num_queries):
    constant()
    value("one_stop.rounds", dt.date(2026, 1, 1))

    with django_assert_num_queries(1):
        value("one_stop.rounds", dt.date(2026, 1, 1))


def test_constants_of_a_date_are_listed_by_prefix():
    constant("a.one")
    constant("a.two", valid_from="2027-01-01")
    constant("b.one")

    assert list(constants_on(dt.date(2026, 1, 1), "a.")) == ["a.one"]


def test_emptied_version_row_costs_loads_but_never_a_stale_answer():
    constant(value=1)
    assert value("one_stop.rounds", dt.date(2026, 1, 1)).value == 1

    with connection.cursor() as cursor:
        cursor.execute("update legal_legalconstant set value = '9'")
        cursor.execute("delete from legal_legalversion")

    assert value("one_stop.rounds", dt.date(2026, 1, 1)).value == 9
    constant("other.key")
    assert value("other.key", dt.date(2026, 1, 1)).value == 1
