"""What the portal computes from printed figures: exact, and never in place of what is printed."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class SumCheck:
    """A printed total beside the sum of its rows."""

    stated: Decimal
    computed: Decimal

    @property
    def difference(self) -> Decimal:
        """How much more is printed than the rows add up to; below zero where it is less."""
        return self.stated - self.computed

    @property
    def agrees(self) -> bool:
        return self.stated == self.computed


def check_sum(stated: Decimal | int, rows: Iterable[Decimal | int]) -> SumCheck:
    """The sum of the rows of a column, beside the total that the document prints for it."""
    return SumCheck(Decimal(stated), sum(map(Decimal, rows), Decimal(0)))


def share(part: Decimal | int, whole: Decimal | int) -> Decimal:
    """How many percent of the whole a part is, to two places; half a hundredth goes up."""
    return (Decimal(part) * 100 / Decimal(whole)).quantize(_HUNDREDTH, ROUND_HALF_UP)


def rank(value: Decimal | int, values: Iterable[Decimal | int]) -> int:
    """The place of a value among others, the largest first; equal values share a place."""
    return 1 + sum(1 for other in values if other > value)


def grown(base: Decimal, percent: Decimal, years: int) -> Decimal:
    """What a value comes to after so many years of growth, compounded, to two places."""
    return (base * (1 + percent / 100) ** years).quantize(_HUNDREDTH, ROUND_HALF_UP)


def yearly_growth(first: Decimal, last: Decimal, years: int) -> Decimal:
    """The growth of one year, compounded, in percent and to two places, that leads from first to last."""
    return (((last / first) ** (Decimal(1) / years) - 1) * 100).quantize(_HUNDREDTH, ROUND_HALF_UP)
