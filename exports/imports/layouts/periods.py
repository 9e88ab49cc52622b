"""Years, financial years and months as files write them, each as its first day."""

from __future__ import annotations

import re
from datetime import date

from exports.imports.layouts.cells import BadCell, text_trouble
from sources.periods import add_months

_YEAR = re.compile(r"(?P<year>[0-9]{4})", re.ASCII)
_FINANCIAL_YEAR = re.compile(r"(?P<year>[0-9]{4}) ?[-–/] ?(?P<next>[0-9]{2}|[0-9]{4})", re.ASCII)
_MONTH = re.compile(r"(?P<year>[0-9]{4})-?(?P<month>[0-9]{2})", re.ASCII)
_EARLIEST = 1900
_MONTHS = {"FY": 12, "CY": 12, "month": 1}


def period(text: str, basis: str, today: date) -> date:
    """The first day of "2024-25" (FY), "2024" (CY) or "2024-03" (month). Raises BadCell."""
    text = text.strip()
    start = {"FY": _financial_year, "CY": _calendar_year, "month": _month}[basis](text)
    if start is None:
        other = _financial_year(text) or _calendar_year(text) or _month(text)
        raise BadCell("other_basis" if other else text_trouble(text) or "not_a_period")
    return _ended(start, basis, today)


def period_start(text: str, basis: str, today: date) -> date:
    """The date, where a period of the basis begins on it. Raises BadCell."""
    try:
        start = date.fromisoformat(text.strip())
    except ValueError as error:
        raise BadCell(text_trouble(text) or "not_a_period") from error
    # Python reads weeks too: 2022-W52-7 is a first of January.
    if start.isoformat() != text.strip() or start.year < _EARLIEST:
        raise BadCell("not_a_period")
    if start.day != 1 or (basis == "FY" and start.month != 4) or (basis == "CY" and start.month != 1):
        raise BadCell("other_basis")
    return _ended(start, basis, today)


def _ended(start: date, basis: str, today: date) -> date:
    """What is not over yet cannot have its figure: only a whole period is taken."""
    if start > today or add_months(start, _MONTHS[basis]) > today:
        raise BadCell("future_period")
    return start


def _day(year: str, month: int) -> date | None:
    return date(int(year), month, 1) if int(year) >= _EARLIEST and 1 <= month <= 12 else None


def _calendar_year(text: str) -> date | None:
    match = _YEAR.fullmatch(text)
    return _day(match["year"], 1) if match else None


def _financial_year(text: str) -> date | None:
    match = _FINANCIAL_YEAR.fullmatch(text)
    if not match or not str(int(match["year"]) + 1).endswith(match["next"]):
        return None
    return _day(match["year"], 4)


def _month(text: str) -> date | None:
    match = _MONTH.fullmatch(text)
    return _day(match["year"], int(match["month"])) if match else None
