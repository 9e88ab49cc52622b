"""Dates as the documents mean them: months that end where the month ends, and the Indian financial year."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month where it is shorter.

    31 August plus 6 months is 28 February, or 29 in a leap year.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


class PeriodBasis(StrEnum):
    """What a printed period counts in; periods on different bases are never compared or added."""

    FINANCIAL_YEAR = "FY"
    CALENDAR_YEAR = "CY"
    RANGE = "range"
    POINT = "point"
    NONE = "none"


class Every(StrEnum):
    QUARTER = "quarter"
    YEAR = "year"


_MONTHS = {Every.QUARTER: 3, Every.YEAR: 12}


@dataclass(frozen=True, order=True)
class Period:
    """Days first to last, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def following(self) -> "Period":
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        start = self.last + timedelta(days=1)
        return Period(start, add_months(start, months) - timedelta(days=1))


def period_of(day: date, every: Every) -> Period:
    """The quarter or the financial year (1 April to 31 March) that a day lies in."""
    months = _MONTHS[every]
    start_year = day.year if day.month >= 4 else day.year - 1
    passed = (day.year - start_year) * 12 + day.month - 4
    first = add_months(date(start_year, 4, 1), passed // months * months)
    return Period(first, add_months(first, months) - timedelta(days=1))


def financial_year_label(day: date) -> str:
    """ "2026-27" for any day from 1 April 2026 to 31 March 2027."""
    start = period_of(day, Every.YEAR).first.year
    return f"{start}-{(start + 1) % 100:02d}"
