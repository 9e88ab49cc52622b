"""Imported figures as rows of the API: plain dictionaries of the shape that the serializer declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.db.models import QuerySet

from exports import partners
from exports.minor_units import money, plain, quantity
from exports.models import ImportBatch, TradeFigure
from exports.nomenclature import wordings
from exports.trade import periods
from exports.trade.series import Series
from sources.api import page_url

SLUG = "t-{}"


class Figure(NamedTuple):
    """The columns that a row is made from."""

    id: int
    series_id: int
    hs_code: str
    partner: str
    period_start: date
    amount: int
    quantity: int | None
    quantity_unit: str
    provisional: bool
    batch_id: int


def figures(found: QuerySet[TradeFigure]) -> Iterator[Figure]:
    return map(Figure._make, found.values_list(*Figure._fields))


@dataclass(frozen=True)
class Addresses:
    """Where rows and imports are found, on the host that was asked."""

    api: str
    imports: str

    @classmethod
    def of(cls, request: Any) -> Addresses:
        row = page_url(request, "api-export-figures-detail", SLUG.format(0))
        page = page_url(request, "import", 0)
        return cls(row.removesuffix("0/"), page.removesuffix("0/"))


def rows_of(
    found: Iterable[Figure], series: Mapping[int, Series], addresses: Addresses
) -> list[dict[str, Any]]:
    found = list(found)
    batches = ImportBatch.objects.in_bulk({figure.batch_id for figure in found})
    return [row(figure, series[figure.series_id], batches[figure.batch_id], addresses) for figure in found]


def row(figure: Figure, series: Series, batch: ImportBatch, addresses: Addresses) -> dict[str, Any]:
    """One figure, with the import that wrote it as its source."""
    code, start, basis = figure.hs_code, figure.period_start, series.basis
    page = f"{addresses.imports}{batch.pk}/"
    amount = money(figure.amount)
    return {
        "slug": SLUG.format(figure.id),
        "url": page,
        "api_url": f"{addresses.api}{figure.id}/",
        "position": None,
        "cluster": None,
        "product": "",
        "product_hi": "",
        "hs_code": code or None,
        "hs_level": len(code),
        "hs_label": wordings().get(code),
        "hs_edition": series.hs_edition or None,
        "reporter": series.reporter.slug,
        "reporter_label": series.reporter.name,
        "reporter_as_printed": "",
        "partner": figure.partner,
        "partner_label": partner_labels().get(figure.partner, figure.partner),
        "flow": series.flow,
        "amount": {
            "value": plain(amount),
            "high": None,
            "qualifier": "",
            "unit": series.currency,
            "as_printed": "",
            "amount": amount,
            "amount_high": None,
            "currency": series.currency,
        },
        "quantity": None if figure.quantity is None else quantity(figure.quantity),
        "quantity_unit": figure.quantity_unit or None,
        "provisional": figure.provisional,
        "period": _period(basis, start),
        "period_lines": "",
        "is_total": False,
        "row": "",
        "share": None,
        "note": "",
        "dataset": series.source,
        "batch": batch.number,
        "retrieved_on": batch.retrieved_on.isoformat(),
        "numbers": [],
        "kind": "reported",
        "source": {"document": None, "lines": "", "quote": "", "url": page, "locator": ""},
        "discrepancies": [],
    }


@lru_cache(maxsize=10_000)
def _period(basis: str, start: date) -> dict[str, str]:
    return {
        "basis": basis,
        "start": start.isoformat(),
        "end": periods.last_day(basis, start).isoformat(),
        "label": periods.label(basis, start),
    }


@cache
def partner_labels() -> Mapping[str, str]:
    """Names in English by ISO code: the data are the same for every reader."""
    return {code: partners.name_of(code, "en") for code in (*partners.codes(), partners.WORLD)}
