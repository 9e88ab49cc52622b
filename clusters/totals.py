"""A printed total beside the sum of its rows, as text: both are shown, with the difference."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from clusters.calculations import check_sum
from sources.formatting import amount


@dataclass(frozen=True)
class TotalCells:
    """A printed total, the computed sum of its rows, and how much more is printed."""

    stated: str
    computed: str
    difference: str
    agrees: bool


def total_cells(
    total: Decimal | int, rows: Iterable[Decimal | int], unit: str = "", stated: str = ""
) -> TotalCells:
    """In the unit given; `stated` is the total in its printed form, with its qualifier."""
    check = check_sum(total, rows)
    return TotalCells(
        stated=stated or amount(check.stated, unit),
        computed=amount(check.computed, unit),
        difference=_signed(check.difference, unit),
        agrees=check.agrees,
    )


def _signed(value: Decimal, unit: str) -> str:
    """ "+1,773" or "−₹ 2 crore": with the sign of subtraction, which is no hyphen."""
    sign = "+" if value > 0 else "\N{MINUS SIGN}" if value < 0 else ""
    return sign + amount(abs(value), unit)
