"""The page of a market, with the next events of the calendar. Open to everyone."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clusters.models import Cluster
from exports.market_page import market_page
from exports.models import Country, CountryGroup, MarketLink
from interventions.event_page import EventRow, event_row
from interventions.querysets import upcoming_events

HOME = "IN"  # a member of SAARC, and where the goods come from: no market of theirs
_EVENTS = 3


@login_not_required
@require_safe
def market(request: HttpRequest, iso2: str) -> HttpResponse:
    country = get_object_or_404(Country, iso2=iso2.upper())
    if country.iso2 == HOME:
        return redirect("markets")
    if iso2 != country.iso2:
        return redirect(country, permanent=True)
    return render(request, "exports/market.html", _context(country))


@login_not_required
@require_safe
def group(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "exports/market.html", _context(get_object_or_404(CountryGroup, slug=slug)))


def _context(market: Country | CountryGroup) -> dict[str, Any]:
    day = timezone.localdate()
    return {**market_page(market, day), "events": _events(market)}


def _events(market: Country | CountryGroup) -> list[EventRow]:
    """An event names no market: the next ones for the clusters whose goods the documents name for it."""
    of_market = Q(country=market) if isinstance(market, Country) else Q(group=market)
    named = MarketLink.objects.filter(of_market).values("cluster")
    clusters = list(Cluster.objects.filter(pk__in=named))
    found = upcoming_events(timezone.localdate(), _EVENTS, clusters) if clusters else []
    return [event_row(event) for event in found]
