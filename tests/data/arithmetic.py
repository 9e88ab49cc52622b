"""Shares, growth and ranks, worked out apart from the portal's own calculations."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal


def rounded(value: Decimal, as_printed: Decimal) -> Decimal:
    """To as many places as the printed number has."""
    return value.quantize(as_printed, ROUND_HALF_UP)


def percent(part: Decimal | int, whole: Decimal | int, places: str = "0.01") -> Decimal:
    return rounded(Decimal(part) / Decimal(whole) * 100, Decimal(places))


def grown(start: Decimal | int, percent_a_year: Decimal | int, years: int) -> Decimal:
    return rounded(Decimal(start) * (1 + Decimal(percent_a_year) / 100) ** years, Decimal("0.01"))


def place(name: str, rows: Iterable[tuple[str, Decimal | int]]) -> int:
    """Which place a row has when they are sorted from the largest down; equal values have no order."""
    ordered = sorted(rows, key=lambda row: row[1], reverse=True)
    assert len({value for _name, value in ordered}) == len(ordered)
    return [row_name for row_name, _value in ordered].index(name) + 1
