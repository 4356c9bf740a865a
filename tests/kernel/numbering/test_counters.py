import datetime as dt
import threading

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.numbering.models import Counter
from lienthong.kernel.numbering.public import last, period_at, period_of, take

YEAR = {"organisation_id": 7, "period": "2026"}


@pytest.mark.django_db
class TestOneTransaction:
    def test_numbers_follow_one_another_from_the_start(self):
        assert [take("out", **YEAR) for _ in range(3)] == [1, 2, 3]
        assert [take("in", start=412, **YEAR) for _ in range(2)] == [412, 413]

    def test_series_agencies_and_periods_count_for_themselves(self):
        take("out", **YEAR)

        assert take("in", **YEAR) == 1
        assert take("out", organisation_id=8, period="2026") == 1
        assert take("out", organisation_id=7, period="2027") == 1
        assert take("out", organisation_id=None, period="2026") == 1
        assert take("out", organisation_id=None, period="2026") == 2

    def test_last_number_is_shown_without_taking_one(self):
        assert last("out", **YEAR) is None
        take("out", **YEAR)

        assert last("out", **YEAR) == 1

    def test_rolled_back_number_is_given_again(self):
        take("out", **YEAR)

        with pytest.raises(LookupError), transaction.atomic():
            take("out", **YEAR)
            raise LookupError

        assert take("out", **YEAR) == 2

    def test_one_number_costs_one_statement(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            take("out", **YEAR)


@pytest.mark.django_db(transaction=True)
class TestManyConnections:
    @pytest.fixture(autouse=True)
    def _no_counters(self, transactional_db):
        Counter.objects.all().delete()
        yield
        Counter.objects.all().delete()

    def test_number_outside_a_transaction_is_an_error(self):
        with pytest.raises(RuntimeError, match="transaction"):
            take("out", **YEAR)

        assert not Counter.objects.exists()

    def test_concurrent_issues_share_no_number_and_leave_no_hole(self):
        """Eight connections issue at once; every third issue fails after it took its number."""
        kept, broken, lock = [], [], threading.Lock()
        begin = threading.Barrier(8)

        def issue_many():
            try:
                begin.wait(timeout=20)
                for turn in range(30):
                    try:
                        with transaction.atomic():
                            number = take("out", **YEAR)
                            if turn % 3 == 2:
                                raise LookupError
                    except LookupError:
                        continue
                    with lock:
                        kept.append(number)
            except Exception as error:
                broken.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=issue_many) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)

        assert broken == []
        assert sorted(kept) == list(range(1, 8 * 20 + 1))

    def test_second_issue_waits_for_the_first_and_gets_its_number_back_on_roll_back(self):
        taken, waiting = [], threading.Event()

        def issue():
            try:
                waiting.set()
                with transaction.atomic():
                    taken.append(take("out", **YEAR))
            finally:
                connection.close()

        other = threading.Thread(target=issue)
        with pytest.raises(LookupError), transaction.atomic():
            assert take("out", **YEAR) == 1
            other.start()
            waiting.wait(timeout=20)
            other.join(timeout=0.3)
            assert taken == []
            raise LookupError
        other.join(timeout=20)

        assert taken == [1]


def test_period_changes_at_midnight_in_vietnam():
    before = dt.datetime(2026, 12, 31, 16, 59, 59, tzinfo=dt.UTC)
    after = dt.datetime(2026, 12, 31, 17, 0, 1, tzinfo=dt.UTC)

    assert (period_at(before, "day"), period_at(after, "day")) == ("2026-12-31", "2027-01-01")
    assert (period_at(before, "year"), period_at(after, "year")) == ("2026", "2027")


@given(st.dates(), st.dates(), st.sampled_from(["day", "month", "year", "ever"]))
def test_periods_sort_as_time_does(one, other, unit):
    first, second = sorted([one, other])

    assert period_of(first, unit) <= period_of(second, unit)
