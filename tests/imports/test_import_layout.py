"""Imported figures as a file that another portal imports as it is, and that it writes again byte by byte."""

from __future__ import annotations

import csv
import itertools
import random
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exports.imports.layouts.cells import UNITS
from exports.imports.own_layout import COLUMNS, HEADING, HS_EDITIONS, Figure, line
from exports.models import (
    ExportFigure,
    ImportBatch,
    Reporter,
    TradeFigure,
    TradeFigureChange,
    TradeSeries,
    TradeTotal,
)
from exports.trade import import_layout
from exports.trade.csv_stream import Interrupted
from exports.trade.figures import Figures
from exports.trade.import_layout import file_in_own_layout
from exports.trade.reported import Reported
from kanpur_portal import roles
from tests.api.conftest import Program, errors
from tests.factories import UserFactory, token_of
from tests.imports.batches import batch
from tests.imports.bringing import checked
from tests.imports.factories import figure, random_figures, refill_totals, reporter, series
from tests.imports.test_layout_own import FIGURES

URL = "/api/v1/export-figures/"
OWN = f"{URL}import-layout/"
REPORTED = 300
# Of each basis with its first month.
STARTS = {"FY": 4, "CY": 1, "month": 12}


@pytest.fixture(scope="module")
def rows_of_both_kinds(printed_plan: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        random_figures(7, REPORTED)
        # What is imported has units without a sign that CSV would quote.
        TradeFigure.objects.exclude(quantity=None).update(quantity_unit="kg")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def public(db: None) -> Program:
    return Program()


def exported(query: str = "") -> str:
    response = Client().get(f"{OWN}?{query}")
    assert response.status_code == 200, response.content
    text = b"".join(response.streaming_content).decode()
    assert int(response["X-Total-Count"]) == text.count("\r\n") - 1
    return text


def file_of(figures: list[Figure]) -> str:
    """In the order in which a portal writes them."""
    return HEADING + "".join(map(line, sorted(figures, key=key_of)))


def key_of(of: Figure) -> tuple[Any, ...]:
    named = (of.source, of.reporter, of.flow, of.hs_edition, of.basis, of.currency)
    return (*named, of.hs_code, of.partner, of.period_start)


def series_of(of: Figure) -> TradeSeries:
    names = ("source", "flow", "hs_edition", "basis", "currency")
    values = {name: getattr(of, name) for name in names}
    return TradeSeries.objects.get_or_create(**values, reporter=Reporter.objects.get(slug=of.reporter))[0]


def every_kind() -> list[Figure]:
    """A figure or more of each source, reporter, flow, basis, currency, edition, level, unit and year."""
    chance, found = random.Random(1), {}  # noqa: S311
    whose = itertools.cycle(["india", "kanpur-nagar", "world", "de", "np"])
    editions, units = itertools.cycle(["", *HS_EDITIONS]), itertools.cycle(["", *sorted(UNITS)])
    choices = (
        TradeSeries.Source.values,
        ExportFigure.Flow.values,
        TradeSeries.Basis.values,
        TradeSeries.Currency.values,
    )
    for source, flow, basis, currency in itertools.product(*choices):
        slug, edition = next(whose), next(editions)
        for code in ("", "64", "6403", "640399", "64039990", "01012100"):
            unit = next(units)
            of = Figure(
                source, slug, flow, edition, code, chance.choice(["world", "DE", "NA", "IN", "ZW"]), basis,
                date(chance.randrange(1990, 2020), STARTS[basis], 1), currency,
                chance.choice([0, 5, 100, chance.randrange(10**6), chance.randrange(10**12)]),
                chance.choice([0, 1, 1500, 12_000, chance.randrange(10**9)]) if unit else None, unit,
                provisional=chance.random() < 0.3,
            )  # fmt: skip
            found[key_of(of)] = of
    return list(found.values())


def brought(text: str) -> ImportBatch:
    """The file brought, checked and applied as a data editor's program does it."""
    editor = Program(token_of(UserFactory(role=roles.DATA_EDITOR)))
    file = SimpleUploadedFile("figures.csv", text.encode())
    said = {"layout": "own", "retrieved_on": "2026-04-01", "file": file}
    filed = editor.upload("/api/v1/imports/", said)
    assert filed.status_code == 201, filed.content
    found = checked(ImportBatch.objects.get(pk=int(filed.json()["number"].removeprefix("B-"))))
    applied = editor.post(f"/api/v1/imports/{found.number}/apply/", {"rejected": 0})
    assert applied.status_code == 202, applied.content
    found = checked(found)
    assert (found.state, found.refusal) == ("applied", "")
    return found


def empty_the_portal() -> None:
    """All figures, their series and the countries that files have made reporters."""
    for model in (TradeFigureChange, TradeFigure, TradeTotal, TradeSeries, ImportBatch):
        model.objects.all().delete()
    Reporter.objects.filter(slug__in=["de", "np"]).delete()


@pytest.mark.usefixtures("reporters")
def test_exported_imported_elsewhere_and_exported_again_it_is_the_same_byte_by_byte(db: None) -> None:
    figures = every_kind()
    every = {
        "source": TradeSeries.Source.values,
        "hs_edition": ["", *HS_EDITIONS],
        "basis": TradeSeries.Basis.values,
        "quantity_unit": ["", *UNITS],
    }
    for name, values in every.items():
        assert {getattr(of, name) for of in figures} == set(values)
    random.Random(2).shuffle(figures)  # noqa: S311
    brought(HEADING + "".join(map(line, figures)))
    first = exported()
    assert first == file_of(figures)
    empty_the_portal()
    assert exported() == HEADING
    found = brought(first)
    assert (found.added, found.changed, found.unchanged, found.rejected) == (len(figures), 0, 0, 0)
    assert exported() == first
    assert brought(first).unchanged == len(figures)


@pytest.mark.usefixtures("reporters")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(figures=st.lists(FIGURES, max_size=8))
def test_the_database_writes_the_lines_that_python_writes(db: None, figures: list[Figure]) -> None:
    named = [of._replace(reporter="india") if of.reporter == "IN" else of for of in figures]
    of_each = {key_of(of): of for of in named}
    by = batch()
    TradeFigure.objects.bulk_create(
        TradeFigure(
            series=series_of(of),
            hs_code=of.hs_code,
            partner=of.partner,
            period_start=of.period_start,
            amount=of.amount,
            quantity=of.quantity,
            quantity_unit=of.quantity_unit,
            provisional=of.provisional,
            batch=by,
        )
        for of in of_each.values()
    )
    found = Reported(series=TradeSeries.objects.in_bulk(), every_series=True, batch=by.pk)
    text = b"".join(file_in_own_layout(Figures(printed=None, reported=found))).decode()
    assert text == file_of(list(of_each.values()))
    TradeFigure.objects.all().delete()


@pytest.mark.parametrize(
    "query",
    [
        "hs_code=64",
        "hs_level=0",
        "reporter=IN",
        "partner=world",
        "group=eu",
        "cluster=leather",
        "period_from=2019-04-01&period_to=2021-03-31",
        "basis=month&currency=INR",
        "dataset=comtrade",
        "provisional=true",
        "flow=import&kind=reported",
        "hs_code=9999",
        "cluster=none",
        "kind=printed",
        "document=export-plan",
    ],
)
def test_the_filters_are_those_of_the_list(rows_of_both_kinds: None, query: str, public: Program) -> None:
    listed = public.get(f"{URL}?page_size=1000&{query}").json()["results"]
    expected = {
        (row["dataset"], row["reporter"], row["flow"], row["hs_edition"] or "", row["hs_code"] or "",
         row["partner"], row["period"]["basis"], row["period"]["start"], row["amount"]["currency"],
         row["amount"]["amount"], row["quantity"] or "", row["quantity_unit"] or "",
         str(row["provisional"]).lower())
        for row in listed if row["kind"] == "reported"
    }  # fmt: skip
    found = list(csv.reader(StringIO(exported(query))))
    assert tuple(found[0]) == COLUMNS
    assert len(found) == len(expected) + 1
    assert {tuple(row) for row in found[1:]} == expected
    nothing = {"hs_code=9999", "cluster=none", "kind=printed", "document=export-plan"}
    assert bool(expected) == (query not in nothing)


@pytest.mark.usefixtures("rows_of_both_kinds")
class TestAnswer:
    def test_its_headers(self, public: Program) -> None:
        response = public.get(OWN)
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        name = 'attachment; filename="export-figures-import-layout.csv"'
        assert (response["Content-Disposition"], response["X-Total-Count"]) == (name, str(REPORTED))
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["RateLimit-Limit"] == "600"
        assert "Content-Length" not in response
        assert public.get(OWN, if_none_match=response["ETag"]).status_code == 304
        head = Client().head(OWN)
        assert (head.status_code, head["X-Total-Count"]) == (200, str(REPORTED))

    def test_a_mark_only_where_it_is_asked_for(self, public: Program) -> None:
        marked = b"".join(public.get(f"{OWN}?bom=1").streaming_content)
        assert marked == b"\xef\xbb\xbf" + exported().encode()

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("page=1", "page"),
            ("page_size=100", "page_size"),
            ("cursor=", "cursor"),
            ("ordering=period", "ordering"),
            ("format=json", "format"),
            ("format=xlsx", "format"),
            ("partnr=DE", "partnr"),
            ("partner=DE&partner=FR", "partner"),
            ("hs_code=" + "9" * 10_000, "hs_code"),
            ("reporter=%00", "reporter"),
            ("partner=%E0%A5%A7", "partner"),
        ],
    )
    def test_what_it_has_not_is_refused_by_name(self, query: str, field: str, public: Program) -> None:
        assert field in errors(public.get(f"{OWN}?{query}"))

    def test_what_would_end_short_breaks_off(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(import_layout, "_CHUNK", 10)
        response = Client().get(OWN, headers={"accept-encoding": "gzip"})
        TradeFigure.objects.filter(pk=TradeFigure.objects.latest("pk").pk).delete()
        with pytest.raises(Interrupted):
            b"".join(response.streaming_content)


def test_the_statements_do_not_grow_with_the_rows(db: None) -> None:
    def counted() -> int:
        refill_totals()
        exported()  # what is remembered
        with CaptureQueriesContext(connection) as asked:
            exported()
        return len(asked)

    of, by = series("portal", "india", "export", "", "CY", "INR"), batch()
    figure(of, by, period_start=date(2020, 1, 1))
    few = counted()
    for year in range(1950, 2010):
        whose = reporter("kanpur-nagar" if year % 2 else "de")
        figure(series("portal", whose.slug, "export", "", "CY", "INR"), by, period_start=date(year, 1, 1))
    assert counted() == few < 20
