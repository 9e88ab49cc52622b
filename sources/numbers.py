"""Numbers as the documents print them: value or range, qualifier, unit, period, and the printed form.

A record whose words state numbers keeps them in a list of JSON objects, in printed order:

    {"field": "rate", "value": "60", "high": null, "qualifier": "about", "unit": "percent",
     "as_printed": "60", "period": {"basis": "FY", "start": "2020-04-01", "end": "2021-03-31",
     "label": "2020-21"}}

`as_printed` is compulsory; `value` is null where the print is no number (a date, an HS code).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sources.periods import PeriodBasis
from sources.units import Money, money

_KEYS = {"field", "value", "high", "qualifier", "unit", "per", "as_printed", "period"}
_PERIOD_KEYS = {"basis", "start", "end", "label"}


@dataclass(frozen=True)
class PrintedPeriod:
    """The days that a number is of, both included, and what the document calls them."""

    basis: str  # PeriodBasis
    start: date | None = None
    end: date | None = None
    label: str = ""


@dataclass(frozen=True)
class PrintedNumber:
    """One number of a document; `high` is the upper end of a range."""

    as_printed: str
    value: Decimal | None = None
    high: Decimal | None = None
    qualifier: str = ""
    unit: str = ""
    per: str = ""  # "fair": for each of what the amount is
    field: str = ""
    period: PrintedPeriod | None = None

    @property
    def amount(self) -> Money | None:
        """The value in rupees or dollars; None where the unit is not of money."""
        return None if self.value is None else money(self.value, self.unit)

    @property
    def amount_high(self) -> Money | None:
        return None if self.high is None else money(self.high, self.unit)


def read_number(row: Mapping[str, Any]) -> PrintedNumber:
    """A number from its JSON object; raises ValueError where it is none."""
    if unknown := row.keys() - _KEYS:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
    if not row.get("as_printed"):
        raise ValueError("as_printed is missing")
    value, high = (None if row.get(key) is None else _decimal(row[key]) for key in ("value", "high"))
    if high is not None and (value is None or high < value):
        raise ValueError("high is below value")
    return PrintedNumber(
        as_printed=row["as_printed"],
        value=value,
        high=high,
        qualifier=row.get("qualifier", ""),
        unit=row.get("unit", ""),
        per=row.get("per", ""),
        field=row.get("field", ""),
        period=_period(row.get("period")),
    )


def validate_numbers(rows: Any) -> None:
    if not isinstance(rows, list):
        raise ValidationError(_("A list of numbers."))
    for row in rows:
        try:
            read_number(row)
        except (ValueError, AttributeError) as error:
            raise ValidationError(
                _("“%(row)s” is not a printed number: %(error)s."), params={"row": row, "error": error}
            ) from error


def _decimal(text: Any) -> Decimal:
    """From text alone: a number of JSON would already be a binary fraction."""
    try:
        value = Decimal(text) if isinstance(text, str) else None
    except InvalidOperation:
        value = None
    if value is None or not value.is_finite():
        raise ValueError("value and high are decimals in quotes")
    return value


def _period(row: Mapping[str, Any] | None) -> PrintedPeriod | None:
    if not row:
        return None
    if unknown := row.keys() - _PERIOD_KEYS:
        raise ValueError(f"unknown in period: {', '.join(sorted(unknown))}")
    start, end = (date.fromisoformat(row[key]) if row.get(key) else None for key in ("start", "end"))
    if start and end and end < start:
        raise ValueError("the period ends before it starts")
    return PrintedPeriod(PeriodBasis(row["basis"]), start, end, row.get("label", ""))
