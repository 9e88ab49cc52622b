"""Imported figures added by the database: from the totals that imports keep, else from the figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import Case, CharField, Count, F, IntegerField, Q, QuerySet, Sum, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Length, Substr

from exports.models import TradeTotal
from exports.partners import WORLD
from exports.trade import kept
from exports.trade.reported import Reported

# By series, or the first of districts together: how many figures of each level, of countries and the world.
There = Mapping[int, dict[tuple[int, str], int]]


def pool(*, together: bool) -> F | Coalesce:
    """The series in which figures are added: that of each district, or the one for all of them."""
    return Coalesce("series__totals_under_id", "series_id") if together else F("series_id")


def there(reported: Reported, totals: QuerySet[TradeTotal] | None, *, together: bool) -> There:
    """What there is to be added, from the totals that hold the question, if any."""
    found: dict[int, dict[tuple[int, str], int]] = defaultdict(dict)
    rows: Any
    names = {"pool": pool(together=together)}
    if totals is None:
        whose = Case(
            When(partner=WORLD, then=Value(WORLD)), default=Value("countries"), output_field=CharField()
        )
        figures = reported.rows().order_by().annotate(level=Length("hs_code"), whose=whose)
        rows = figures.values("level", "whose", **names).annotate(added=Count("pk"))
    else:
        kept_rows = totals.order_by().annotate(whose=F("partners"))
        rows = kept_rows.values("level", "whose", **names).annotate(added=Sum("figures"))
    for row in rows:
        found[row["pool"]][row["level"], row["whose"]] = row["added"]
    return found


def from_totals(
    reported: Reported, by: set[str], digits: int, partners: str, *, together: bool
) -> QuerySet[Any] | None:
    """None where no totals hold the question."""
    if "month" in by:
        return None
    dimension = "partner" if "partner" in by else "hs" if digits else "all"
    if digits and "partner" in by:
        return None
    found = kept.totals_for(reported, dimension, digits, together=together)
    if found is None:
        return None
    found = found.order_by().filter(partners=partners)
    names: dict[str, Any] = {"pool": pool(together=together)}
    if "year" in by:
        names["by_year"] = F("year")
    if "partner" in by:
        names["by_partner"] = F("key")
    if digits:
        names["by_code"] = Substr("key", 1, digits)
    return found.values(**names).annotate(
        total=Sum("amount"), added=Sum("figures"), of_these_provisional=Sum("provisional")
    )


def from_figures(
    reported: Reported, by: set[str], digits: int, partners: str, *, together: bool
) -> QuerySet[Any]:
    day = Cast("period_start", TextField())
    names: dict[str, Any] = {"pool": pool(together=together)}
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
    return found.values(**names).annotate(
        total=Sum("amount"), added=Count("pk"), of_these_provisional=Sum(provisional)
    )
