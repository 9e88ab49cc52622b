"""However many series and imports there are, a list and its totals ask the same number of queries."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exports.imports.series import _country
from exports.models import TradeSeries
from tests.imports.batches import batch
from tests.imports.factories import figure, refill_totals, series


def asked(query: str) -> int:
    """Once what is counted once for each state of the figures is remembered."""
    address = f"/api/v1/export-figures/{query}"
    Client().get(address)
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(address, HTTP_ACCEPT="*/*, anew/1").getvalue()
    return len(captured)


def figures_of(*countries: str) -> None:
    for code in countries:
        of = TradeSeries.objects.create(
            source="comtrade",
            reporter=_country(code),
            flow="export",
            hs_edition="",
            basis="CY",
            currency="USD",
        )
        figure(of, batch("applied"), period_start=date(2020, 1, 1))
    refill_totals()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "totals/?by=month&kind=reported",
        "totals/?by=district&kind=reported",
        "totals/?by=partner,month&provisional=false",
        "totals/?by=year&kind=reported",
        "?format=csv&kind=reported",
        "import-layout/",
    ],
)
def test_more_series_and_imports_ask_no_more_queries(query: str) -> None:
    figure(series("portal", "kanpur-nagar", "export", "", "month", "INR"), batch("applied"))
    figures_of("FR")
    few = asked(query)
    figures_of("IT", "US", "GB", "JP", "AE", "SA", "CN", "BR", "ES", "AU")
    assert asked(query) <= few + 2
