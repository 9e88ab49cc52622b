"""Imported figures added by the database: from the totals that imports keep, else from the figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import Case, CharField, Count, F, IntegerField, Q, QuerySet, Sum, TextField, Value, When
from django.db.models.functions import Cast, Length, Substr

from exports.models.trade import WORLD
from exports.trade import kept
from exports.trade.reported import Reported

# By series: how many figures there are of each level, of countries and of the world as one.
There = Mapping[int, dict[tuple[int, str], int]]


def there(reported: Reported) -> There:
    """What there is to be added."""
    found: dict[int, dict[tuple[int, str], int]] = defaultdict(dict)
    rows: Any
    totals = kept.totals_for(reported)
    if totals is None:
        whose = Case(
            When(partner=WORLD, then=Value(WORLD)), default=Value("countries"), output_field=CharField()
        )
        figures = reported.rows().order_by().annotate(level=Length("hs_code"), whose=whose)
        rows = figures.values("series_id", "level", "whose").annotate(added=Count("pk"))
    else:
        kept_rows = totals.order_by().annotate(whose=F("partners"))
        rows = kept_rows.values("series_id", "level", "whose").annotate(added=Sum("figures"))
    for row in rows:
        found[row["series_id"]][row["level"], row["whose"]] = row["added"]
    return found


def from_totals(reported: Reported, by: set[str], digits: int, partners: str) -> QuerySet[Any] | None:
    """None where no totals hold the question."""
    if "month" in by:
        return None
    dimension = "partner" if "partner" in by else "hs" if digits else "all"
    if digits and "partner" in by:
        return None
    found = kept.totals_for(reported, dimension, digits)
    if found is None:
        return None
    found = found.order_by().filter(partners=partners)
    names: dict[str, Any] = {}
    if "year" in by:
        names["by_year"] = F("year")
    if "partner" in by:
        names["by_partner"] = F("key")
    if digits:
        names["by_code"] = Substr("key", 1, digits)
    return found.values("series_id", **names).annotate(
        total=Sum("amount"), added=Sum("figures"), of_these_provisional=Sum("provisional")
    )


def from_figures(reported: Reported, by: set[str], digits: int, partners: str) -> QuerySet[Any]:
    day = Cast("period_start", TextField())
    names: dict[str, Any] = {}
    if "year" in by:
        names["by_year"] = Substr(day, 1, 4)
    if "month" in by:
        names["by_month"] = Substr(day, 1, 7)
    if "partner" in by:
        names["by_partner"] = F("partner")
    if digits:
        names["by_code"] = Substr("hs_code", 1, digits)
    world = Q(partner=WORLD)
    found = reported.rows().order_by().filter(world if partners == WORLD else ~world)
    provisional = Case(When(provisional=True, then=Value(1)), default=Value(0), output_field=IntegerField())
    return found.values("series_id", **names).annotate(
        total=Sum("amount"), added=Count("pk"), of_these_provisional=Sum(provisional)
    )
