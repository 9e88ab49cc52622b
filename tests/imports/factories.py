"""Random trade figures with a fixed seed, and the totals of them worked out naively."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from exports.models import ImportBatch, Reporter, TradeFigure, TradeSeries, TradeTotal
from tests.imports.batches import batch

CODES = ["", "64", "6403", "6404", "640399", "64039990", "64041110", "42", "4205", "42050010", "42010000"]
CODES += ["39", "391721", "39172100", "61", "610711", "61071100", "84", "84440090", "0101", "01012100"]
PARTNERS = ["world", "DE", "FR", "US", "AE", "GB", "SA", "JP", "IN"]
REPORTERS = [
    ("kanpur-nagar", "Kanpur Nagar", "district", ""),
    ("unnao", "Unnao", "district", ""),
    ("agra", "Agra", "district", ""),
    ("uttar-pradesh", "Uttar Pradesh", "state", ""),
    ("india", "India", "country", "IN"),
    ("de", "Germany", "country", "DE"),
]
# source, reporter, flow, edition, basis, currency
SERIES = [
    ("dgcis", "india", "export", "HS 2017", "FY", "INR"),
    ("dgcis", "india", "export", "HS 2017", "FY", "USD"),
    ("dgcis", "india", "import", "HS 2022", "FY", "INR"),
    ("comtrade", "india", "export", "HS 2017", "CY", "USD"),
    ("comtrade", "de", "import", "", "CY", "USD"),
    ("portal", "kanpur-nagar", "export", "HS 2022", "month", "INR"),
    ("portal", "unnao", "export", "HS 2022", "month", "INR"),
    ("portal", "agra", "export", "HS 2022", "month", "INR"),
    ("portal", "agra", "export", "HS 2022", "FY", "INR"),
    ("portal", "uttar-pradesh", "export", "", "month", "INR"),
]
UNITS = ["kg", "pairs", "=u", 'a "u"', "म²", "t,"]


def reporter(slug: str) -> Reporter:
    name, level, iso2 = next(row[1:] for row in REPORTERS if row[0] == slug)
    values = {"name": name, "name_hi": name, "level": level, "iso2": iso2}
    return Reporter.objects.get_or_create(slug=slug, defaults=values)[0]


def series(source: str, whose: str, flow: str, edition: str, basis: str, currency: str) -> TradeSeries:
    values = {"source": source, "flow": flow, "hs_edition": edition, "basis": basis, "currency": currency}
    of = reporter(whose)
    first = TradeSeries.objects.filter(reporter__level="district", totals_under=None, **values).first()
    under = first if of.level == "district" else None
    return TradeSeries.objects.get_or_create(reporter=of, **values, defaults={"totals_under": under})[0]


def figure(of: TradeSeries, by: ImportBatch, **said: Any) -> TradeFigure:
    values = {"hs_code": "6403", "partner": "DE", "period_start": date(2020, 4, 1), "amount": 12345}
    return TradeFigure.objects.create(series=of, batch=by, **{**values, **said})


def random_figures(
    seed: int, rows: int, *, batches: int = 2, years: Sequence[int] = range(2017, 2023)
) -> None:
    """So many figures in all series, in no order of anything; with their totals."""
    chance = random.Random(seed)  # noqa: S311
    known = [series(*key) for key in SERIES]
    by = [batch(retrieved_on=date(2026, 1, number + 1)) for number in range(batches)]
    found: dict[tuple[Any, ...], TradeFigure] = {}
    while len(found) < rows:
        of = chance.choice(known)
        month = {"FY": 4, "CY": 1, "month": chance.randint(1, 12)}[of.basis]
        start = date(chance.choice(years), month, 1)
        key = (of.pk, chance.choice(CODES), chance.choice(PARTNERS), start)
        quantity = chance.choice([None, chance.randrange(10**7)])
        found[key] = TradeFigure(
            series=of,
            hs_code=key[1],
            partner=key[2],
            period_start=start,
            amount=chance.choice([0, 5, 100, chance.randrange(10**6), chance.randrange(10**13)]),
            quantity=quantity,
            quantity_unit="" if quantity is None else chance.choice(UNITS),
            provisional=chance.random() < 0.2,
            batch=chance.choice(by),
        )
    TradeFigure.objects.bulk_create(found.values())
    refill_totals()


def refill_totals() -> None:
    """All totals anew, from all figures: one at a time, in plain Python."""
    TradeTotal.objects.all().delete()
    sums: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    under = dict(TradeSeries.objects.exclude(totals_under=None).values_list("pk", "totals_under"))
    for row in TradeFigure.objects.all():
        for dimension, key in keys(row):
            partners = "world" if row.partner == "world" else "countries"
            of = row.series_id if dimension == "all" else under.get(row.series_id, row.series_id)
            total = sums[of, len(row.hs_code), partners, dimension, key, row.period_start.year]
            total[0] += row.amount
            total[1] += 1
            total[2] += row.provisional
    names = ("series_id", "level", "partners", "dimension", "key", "year")
    TradeTotal.objects.bulk_create(
        TradeTotal(
            **dict(zip(names, key, strict=True)), amount=amount, figures=figures, provisional=provisional
        )
        for key, (amount, figures, provisional) in sums.items()
    )


def keys(row: TradeFigure) -> Iterable[tuple[str, str]]:
    """All, the first digits at each level that the code has, and the country."""
    yield "all", ""
    yield from (("hs", row.hs_code[:level]) for level in (2, 4, 6, 8) if level <= len(row.hs_code))
    if row.partner != "world":
        yield "partner", row.partner
