"""Sums and counts of imported figures from the totals that each import keeps current."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Max, Min, Q, QuerySet, Sum

from exports.models import ImportBatch, TradeFigure, TradeTotal
from exports.models.trade import KEPT_DIGITS
from exports.partners import WORLD
from exports.trade.periods import Basis, last_day
from exports.trade.reported import Reported
from exports.trade.series import series_by_number
from sources.caching import remembered

_A_DAY = 24 * 60 * 60


def count(reported: Reported) -> int:
    """How many figures are asked for, exactly.

    From the totals where they hold the question; else counted once for each state of the figures, and
    remembered: no page of a list counts millions of rows again.
    """
    if (totals := totals_for(reported)) is not None:
        return totals.aggregate(figures=Sum("figures"))["figures"] or 0
    asked = hashlib.sha256(repr(reported.question).encode()).hexdigest()
    counted = remembered(
        f"figures-{asked}-{state()}", lambda: str(reported.rows().order_by().count()), seconds=_A_DAY
    )
    return int(counted)


def days() -> tuple[date, date] | None:
    """The first and the last day of the periods of all imported figures; None where there is none.

    Remembered for each state of the figures: of the months, totals know no more than the year.
    """
    first, _between, last = remembered(f"figures-days-{state()}", _days, seconds=_A_DAY).partition("/")
    return (date.fromisoformat(first), date.fromisoformat(last)) if first else None


def _days() -> str:
    series = series_by_number()
    starts = (
        TradeFigure.objects.order_by()
        .values_list("series")
        .annotate(Min("period_start"), Max("period_start"))
    )
    ends = [(first, last_day(series[pk].basis, last)) for pk, first, last in starts]
    return f"{min(first for first, _last in ends)}/{max(last for _first, last in ends)}" if ends else ""


def state() -> str:
    """Changes with each import that is applied or revoked."""
    at = ImportBatch.objects.aggregate(Max("applied_at"), Max("revoked_at"))
    last = TradeFigure.objects.order_by("-pk").values_list("pk", flat=True).first()
    return "-".join(str(part).replace(" ", "") for part in (*at.values(), last))


def totals_for(
    reported: Reported, dimension: str = "all", digits: int = 0, *, together: bool = True
) -> QuerySet[TradeTotal] | None:
    """The totals whose sum is that of the figures asked for; None where no totals hold the question.

    `dimension` and `digits` say by what they are to be told apart, where it is more than year and series;
    `together`: districts need not be told apart.
    """
    if reported.provisional is not None or reported.batch is not None:
        return None
    partners = reported.partners
    single = partners is not None and partners != frozenset([WORLD])  # of countries named one by one
    by_code, by_partner = reported.prefixes is not None or dimension == "hs", single or dimension == "partner"
    under = reported.under if by_code or by_partner else {pk: pk for pk in reported.series}
    years = _years(reported, under)
    if years is None or (by_code and by_partner):
        return None
    if (by_code or by_partner) and not _whole(reported, together=together):
        return None
    found = TradeTotal.objects.filter(years)
    if reported.level is not None:
        found = found.filter(level=reported.level)
    if partners is not None:
        found = found.filter(partners="countries" if single else WORLD)
    if by_code:
        return _by_code(found, reported.prefixes, digits)
    if by_partner:
        found = found.filter(dimension="partner")
        return found.filter(key__in=sorted(partners or ())) if single else found
    return found.filter(dimension="all", key="")


def _by_code(
    found: QuerySet[TradeTotal], prefixes: tuple[str, ...] | None, digits: int
) -> QuerySet[TradeTotal] | None:
    """Kept under `digits` digits, or those of the prefixes; shorter codes than a prefix have none of it."""
    found = found.filter(dimension="hs")
    if prefixes is None:
        return found.filter(key__length=digits)
    lengths = {max(len(prefix), digits) for prefix in prefixes}
    if not lengths <= set(KEPT_DIGITS):
        return None
    ranges = (
        Q(key__gte=prefix, key__lte=prefix.ljust(8, "9"), key__length=max(len(prefix), digits))
        for prefix in prefixes
    )
    return found.filter(reduce(or_, ranges, Q(pk__in=())))


def _whole(reported: Reported, *, together: bool) -> bool:
    """Whether what is kept under these series is theirs alone; and of one district, if not `together`."""
    under = set(reported.under.values())
    if reported.every_series and together:
        return True
    if not together and len(under) < len(reported.series):
        return False
    every = TradeTotal.objects.filter(dimension="all", key="")
    if reported.level is not None:
        every = every.filter(level=reported.level)
    others = every.filter(Q(series__in=under) | Q(series__totals_under__in=under))
    return not others.exclude(series__in=sorted(reported.series)).exists()


def _years(reported: Reported, under: Mapping[int, int]) -> Q | None:
    """The years of the periods asked for; None where a year is asked for in part."""
    each = []
    for (first, last), keys in reported.bounds().items():
        years = Q(series__in=sorted({under[pk] for pk in keys}))
        bases = {reported.series[pk].basis for pk in keys}
        if (first is not None or last is not None) and len(bases) > 1:
            return None
        month, monthly = (4 if bases == {Basis.FINANCIAL_YEAR} else 1), bases == {Basis.MONTH}
        if first is not None:
            if monthly and first > date(first.year, 1, 1):
                return None
            years &= Q(year__gte=first.year + (first > date(first.year, month, 1)))
        if last is not None:
            if monthly and last < date(last.year, 12, 1):
                return None
            years &= Q(year__lte=last.year - (last < date(last.year, month, 1)))
        each.append(years)
    return reduce(or_, each, Q(pk__in=()))
