"""Totals that were kept of each district become those of districts together, as imports keep them now."""

from importlib import import_module

import pytest
from django.apps import apps

from exports.models import TradeFigure, TradeSeries, TradeTotal
from tests.imports.factories import random_figures, refill_totals

keep_together = import_module("exports.migrations.0005_districts_together").keep_together


def kept() -> list[tuple[object, ...]]:
    key = ("series", "dimension", "key", "level", "partners", "year")
    return sorted(TradeTotal.objects.values_list(*key, "amount", "figures", "provisional"))


@pytest.mark.django_db
def test_what_was_kept_apart_is_added() -> None:
    random_figures(31, 400)
    TradeSeries.objects.update(totals_under=None)
    refill_totals()
    districts = TradeSeries.objects.filter(reporter__level="district", basis="month").order_by("pk")
    others = list(TradeTotal.objects.exclude(series__in=districts).order_by("pk").values())
    apart = TradeTotal.objects.count()
    keep_together(apps, None)
    first, *rest = districts
    assert [series.totals_under for series in (first, *rest)] == [None, first, first]
    assert TradeSeries.objects.exclude(totals_under=None).count() == len(rest) == 2
    assert TradeTotal.objects.count() < apart
    assert list(TradeTotal.objects.exclude(series__in=districts).order_by("pk").values()) == others
    assert TradeFigure.objects.count() == 400
    added = kept()
    refill_totals()
    assert added == kept(), "as they are added one figure at a time"
