"""Periods that begin or end within a year: lists, their counts and totals keep to the same figures."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.db import transaction

from exports.trade import kept
from tests.api.conftest import Program, errors
from tests.imports.factories import random_figures

URL = "/api/v1/export-figures/"
DAYS = ["2019-01-01", "2019-01-02", "2019-04-01", "2019-06-15", "2020-03-31", "2020-12-30", "2020-12-31"]
KEEPS = {
    "period_from": lambda period, day: period["start"] >= day,
    "period_to": lambda period, day: period["end"] <= day,
    "from": lambda period, day: period["end"] >= day,
    "to": lambda period, day: period["start"] <= day,
}


@pytest.fixture(scope="module", autouse=True)
def figures_of_each_basis(printed_plan: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        random_figures(23, 250, years=range(2018, 2022))
        yield
        transaction.set_rollback(True)


@pytest.fixture
def public(db: None) -> Program:
    return Program()


def listed(public: Program, query: str) -> list[dict[str, Any]]:
    answer = public.get(f"{URL}?kind=reported&page_size=1000&{query}").json()
    assert answer["count"] == len(answer["results"]), query
    return list(answer["results"])


@pytest.mark.parametrize("basis", ["FY", "CY", "month"])
def test_a_day_within_a_year_cuts_lists_counts_and_totals_alike(basis: str, public: Program) -> None:
    everything = listed(public, f"basis={basis}")
    held = 0
    for (name, keeps), day in product(KEEPS.items(), DAYS):
        query = f"basis={basis}&{name}={day}"
        rows = listed(public, query)
        assert rows == [row for row in everything if keeps(row["period"], day)], query
        totals = public.get(f"{URL}totals/?kind=reported&by=reporter&{query}").json()
        counted = sum(row["figures"] for row in totals["results"] + totals["left_out"])
        assert counted == len(rows), query
        held += 0 < len(rows) < len(everything)
    assert held > 15


def test_what_documents_alone_have_is_asked_of_them_alone(public: Program) -> None:
    for query in ("discrepancy=true", "is_total=true", "line=330", "document=export-plan", "product=leather"):
        rows = public.get(f"{URL}?page_size=1000&{query}").json()["results"]
        assert {row["kind"] for row in rows} <= {"printed"}, query


@pytest.mark.parametrize("ordering", ["amount", "-amount"])
def test_amounts_are_put_in_order_in_one_currency_alone(ordering: str, public: Program) -> None:
    assert "currency" in errors(public.get(f"{URL}?ordering={ordering}"))["ordering"][1]
    assert public.get(f"{URL}?ordering={ordering}&currency=INR").status_code == 200


def test_questions_that_totals_hold_count_no_figure(public: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """And those of part of a year that they do not hold are counted from the figures."""
    asked: list[str] = []
    monkeypatch.setattr(kept, "remembered", lambda key, make, **_: asked.append(key) or make())
    for query in ("basis=FY&period_from=2019-06-15", "basis=month&period_from=2019-01-01", "hs_code=64"):
        listed(public, query)
    assert not asked
    for query in ("basis=month&period_from=2019-02-01", "basis=month&period_to=2019-11-30", "hs_code=640"):
        listed(public, query)
    assert len(asked) == 3
