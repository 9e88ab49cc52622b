"""Quarters and financial years (1 April to 31 March)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.periods import Every, Period, financial_year_label, period_of

days = st.dates(date(1990, 1, 1), date(2110, 12, 31))
EVERY_DAY_OF_A_LEAP_YEAR = [date(2027, 4, 1) + timedelta(days=number) for number in range(366)]


@pytest.mark.parametrize(
    ("day", "quarter", "year", "label"),
    [
        (date(2026, 4, 1), (date(2026, 4, 1), date(2026, 6, 30)), 2026, "2026-27"),
        (date(2026, 3, 31), (date(2026, 1, 1), date(2026, 3, 31)), 2025, "2025-26"),
        (date(2026, 6, 30), (date(2026, 4, 1), date(2026, 6, 30)), 2026, "2026-27"),
        (date(2026, 7, 1), (date(2026, 7, 1), date(2026, 9, 30)), 2026, "2026-27"),
        (date(2026, 12, 31), (date(2026, 10, 1), date(2026, 12, 31)), 2026, "2026-27"),
        (date(2028, 2, 29), (date(2028, 1, 1), date(2028, 3, 31)), 2027, "2027-28"),
        (date(2099, 5, 5), (date(2099, 4, 1), date(2099, 6, 30)), 2099, "2099-00"),
    ],
)
def test_periods_by_example(day: date, quarter: tuple[date, date], year: int, label: str) -> None:
    assert period_of(day, Every.QUARTER) == Period(*quarter)
    assert period_of(day, Every.YEAR) == Period(date(year, 4, 1), date(year + 1, 3, 31))
    assert financial_year_label(day) == label


def test_every_day_of_a_year_lies_in_exactly_one_of_its_four_quarters() -> None:
    quarters = {period_of(day, Every.QUARTER) for day in EVERY_DAY_OF_A_LEAP_YEAR}
    assert len(quarters) == 4
    for day in EVERY_DAY_OF_A_LEAP_YEAR:
        assert sum(day in quarter for quarter in quarters) == 1
    assert sum((quarter.last - quarter.first).days + 1 for quarter in quarters) == 366


@given(days, st.sampled_from(Every))
def test_a_day_lies_in_its_period_and_the_period_is_that_of_each_of_its_days(day: date, every: Every) -> None:
    period = period_of(day, every)
    assert day in period
    assert period_of(period.first, every) == period_of(period.last, every) == period
    assert period.first.day == 1
    assert period.first.month in ((4,) if every == Every.YEAR else (1, 4, 7, 10))
    assert period.first - timedelta(days=1) not in period
    assert period.last + timedelta(days=1) not in period


@given(days, st.sampled_from(Every))
def test_the_following_period_begins_on_the_next_day(day: date, every: Every) -> None:
    period = period_of(day, every)
    assert period.following.first == period.last + timedelta(days=1)
    assert period.following == period_of(period.following.first, every)


@given(days)
def test_four_quarters_make_a_year(day: date) -> None:
    year = period_of(day, Every.YEAR)
    quarter = period_of(year.first, Every.QUARTER)
    for _third in range(3):
        quarter = quarter.following
    assert quarter.last == year.last
    assert financial_year_label(day) == f"{year.first.year}-{year.last.year % 100:02}"
