"""Which imported figures are asked for, as conditions that their indexes answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from exports.hs_prefixes import nearest
from exports.models import TradeFigure
from exports.trade.periods import first_start, last_start
from exports.trade.series import Series

LONGEST_CODE = 8


@dataclass(frozen=True)
class Span:
    """Days that periods have to keep to; None: no bound."""

    inside_from: date | None = None
    inside_to: date | None = None
    ends_from: date | None = None
    begins_to: date | None = None

    def starts(self, basis: str) -> tuple[date | None, date | None]:
        """The earliest and the latest first day of a period."""
        firsts = [self.inside_from, self.ends_from and first_start(basis, self.ends_from)]
        lasts = [self.begins_to, self.inside_to and last_start(basis, self.inside_to)]
        return max(filter(None, firsts), default=None), min(filter(None, lasts), default=None)


@dataclass(frozen=True)
class Reported:
    """Of these series, those figures that fit all of what is not None."""

    series: Mapping[int, Series]
    every_series: bool
    prefixes: tuple[str, ...] | None = None  # none of them begins with another
    level: int | None = None
    partners: frozenset[str] | None = None
    span: Span = field(default_factory=Span)
    provisional: bool | None = None
    batch: int | None = None

    @property
    def under(self) -> dict[int, int]:
        """Of each series, that under which the totals of districts together are kept."""
        return {pk: series.totals_under_id or pk for pk, series in self.series.items()}

    @property
    def question(self) -> tuple[object, ...]:
        """All that is asked, the same in each process."""
        partners = None if self.partners is None else sorted(self.partners)
        series, asked = (
            sorted(self.series),
            (self.prefixes, self.level, self.span, self.provisional, self.batch),
        )
        return (*series, partners, *asked)

    def rows(self) -> QuerySet[TradeFigure]:
        """In the order of their numbers."""
        found = TradeFigure.objects.order_by("pk")
        for condition in self.conditions():
            found = found.filter(condition)
        return found

    def conditions(self) -> list[Q]:
        if not self.series or self.prefixes == () or self.partners == frozenset():
            return [Q(pk__in=())]
        # Asked by code, the series are named though it be all of them: the index of codes begins with them.
        named = not self.every_series or self.prefixes is not None
        found = [Q(series__in=sorted(self.series))] if named else []
        if self.prefixes is not None:
            found.append(of_prefixes(self.prefixes))
        if self.level is not None:
            found.append(Q(hs_code__length=self.level))
        if self.partners is not None:
            found.append(Q(partner__in=sorted(self.partners)))
        if self.provisional is not None:
            found.append(Q(provisional=self.provisional))
        if self.batch is not None:
            found.append(Q(batch=self.batch))
        return [*found, *self._periods()]

    def bounds(self) -> dict[tuple[date | None, date | None], list[int]]:
        """The series by the earliest and the latest first day of their figures."""
        found: dict[tuple[date | None, date | None], list[int]] = {}
        for pk, series in self.series.items():
            found.setdefault(self.span.starts(series.basis), []).append(pk)
        return found

    def _periods(self) -> Iterable[Q]:
        bounds = self.bounds()
        whole = len(bounds) == 1
        each = [
            _between(first, last) & (Q() if whole else Q(series__in=keys))
            for (first, last), keys in bounds.items()
        ]
        return [reduce(or_, each)] if any(each) else []


def of_prefixes(prefixes: Iterable[str]) -> Q:
    """Codes that begin with one of these digits, as ranges: an index answers those in any collation."""
    return reduce(
        or_,
        (Q(hs_code__gte=digits, hs_code__lte=digits.ljust(LONGEST_CODE, "9")) for digits in prefixes),
    )


def common(some: tuple[str, ...] | None, others: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """The prefixes of the codes that begin with one of each; None: any code."""
    if some is None or others is None:
        return others if some is None else some
    both = {max(one, other, key=len) for one in some for other in others
            if one.startswith(other) or other.startswith(one)}  # fmt: skip
    return tuple(nearest(both))


def _between(first: date | None, last: date | None) -> Q:
    condition = Q()
    if first is not None:
        condition &= Q(period_start__gte=first)
    if last is not None:
        condition &= Q(period_start__lte=last)
    return condition
