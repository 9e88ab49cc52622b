"""The table of the markets that the documents name. Open to everyone."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from exports.charts import markets_chart
from exports.filters import MarketLinkFilter
from exports.market_list import MARKET_COLUMNS, market_records, market_rows
from exports.market_map import market_map
from exports.models import MarketLink
from sources.downloads import file_addresses, file_response
from sources.list_pages import filter_chips, refusal


@login_not_required
@require_safe
def markets(request: HttpRequest) -> HttpResponse:
    filterset = _filtered(request)
    valid = filterset.is_valid()
    links = list(filterset.qs) if valid else []
    day = timezone.localdate()
    context: dict[str, Any] = {
        "filterset": filterset,
        "markets": market_rows(links, day),
        "market_map": market_map(links),
        "chart": markets_chart(links) if valid and not filterset.active() else None,
        "day": day,
        "chips": filter_chips(filterset, reverse("markets")) if valid else [],
        "files": file_addresses("markets-file", query=request.GET.urlencode()),
    }
    return render(request, "exports/markets.html", context, status=200 if valid else 400)


@login_not_required
@require_safe
def markets_file(request: HttpRequest, file_format: str) -> HttpResponse:
    filterset = _filtered(request)
    if not filterset.is_valid():
        return refusal(filterset)
    rows = market_rows(filterset.qs, timezone.localdate())
    return file_response("markets", file_format, MARKET_COLUMNS, market_records(rows))


def _filtered(request: HttpRequest) -> MarketLinkFilter:
    links = MarketLink.objects.select_related("document", "cluster", "hs_code", "country", "group")
    return MarketLinkFilter(request.GET, queryset=links)
