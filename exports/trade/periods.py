"""The periods of imported figures: the first day and the basis say all."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from exports.models import TradeSeries
from sources.periods import PeriodBasis, add_months, financial_year_label

# Of printed and of imported figures.
EVERY_BASIS = [*(basis.value for basis in PeriodBasis), TradeSeries.Basis.MONTH.value]
Basis = TradeSeries.Basis
MONTHS = {Basis.FINANCIAL_YEAR: 12, Basis.CALENDAR_YEAR: 12, Basis.MONTH: 1}


def last_day(basis: str, start: date) -> date:
    return add_months(start, MONTHS[Basis(basis)]) - timedelta(days=1)


def label(basis: str, start: date) -> str:
    """ "2023-24" for a financial year, "2023" for a calendar year, "2023-04" for a month."""
    if basis == Basis.FINANCIAL_YEAR:
        return financial_year_label(start)
    return f"{start.year}" if basis == Basis.CALENDAR_YEAR else f"{start.year}-{start.month:02d}"


def first_start(basis: str, day: date) -> date:
    """The earliest first day of a period that ends on that day or later."""
    return _month(_index(day) - MONTHS[Basis(basis)] + 1)


def last_start(basis: str, day: date) -> date:
    """The latest first day of a period that has ended by that day."""
    whole = day.day == calendar.monthrange(day.year, day.month)[1]
    return _month(_index(day) - MONTHS[Basis(basis)] + (1 if whole else 0))


def _index(day: date) -> int:
    return day.year * 12 + day.month - 1


def _month(index: int) -> date:
    """The first day of a month that is counted from year 0; before the first year, the first day of all."""
    return date(index // 12, index % 12 + 1, 1) if index >= 12 else date.min
