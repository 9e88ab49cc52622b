"""The series of imported figures as plain rows: a list asks for all of them each time."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Q

from exports.models import TradeSeries


class Whose(NamedTuple):
    """A reporter."""

    slug: str
    name: str
    level: str


class Series(NamedTuple):
    """See `TradeSeries`."""

    pk: int
    reporter: Whose
    source: str
    flow: str
    hs_edition: str
    basis: str
    currency: str
    totals_under_id: int | None


_WHOSE = [f"reporter__{name}" for name in Whose._fields]
_OWN = [name for name in Series._fields if name not in ("pk", "reporter")]


def series_by_number(*conditions: Q) -> dict[int, Series]:
    """Those that fit all conditions."""
    found = TradeSeries.objects.filter(*conditions).order_by("pk").values_list("pk", *_WHOSE, *_OWN)
    return {pk: Series(pk, Whose(slug, name, level), *own) for pk, slug, name, level, *own in found}
