"""The rows of export figures: one shape for both kinds, by page, by cursor and as a streamed table."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from rest_framework.serializers import BaseSerializer, Serializer

from exports.api.figures import ExportFigureSerializer
from exports.models import TradeFigure, TradeSeries
from exports.trade import csv_stream, figures
from exports.trade.csv_stream import Interrupted
from tests.api.conftest import Program, errors, problem
from tests.imports.batches import batch
from tests.imports.factories import figure, random_figures, refill_totals, series

URL = "/api/v1/export-figures/"
PRINTED = 62
REPORTED = 400


@pytest.fixture(scope="module", autouse=True)
def rows_of_both_kinds(printed_plan: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        random_figures(3, REPORTED)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def public(db: None) -> Program:
    return Program()


def names(serializer: BaseSerializer[Any]) -> dict[str, Any]:
    """The fields that a serializer declares, nested ones within theirs."""
    assert isinstance(serializer, Serializer)
    return {
        name: names(field) if isinstance(field, Serializer) else None
        for name, field in serializer.fields.items()
    }


def of_dict(row: dict[str, Any]) -> dict[str, Any]:
    return {name: of_dict(value) if isinstance(value, dict) else None for name, value in row.items()}


def table(response: Any) -> list[dict[str, str]]:
    assert response.status_code == 200
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return list(csv.DictReader(StringIO(content.decode(), newline="")))


def test_both_kinds_have_the_fields_that_are_declared_in_their_order(public: Program) -> None:
    declared = names(ExportFigureSerializer())
    rows = public.get(f"{URL}?page_size=1000").json()["results"]
    assert [row["kind"] for row in rows] == ["printed"] * PRINTED + ["reported"] * REPORTED
    for row in rows:
        shape = of_dict(row)
        assert shape == declared
        assert list(shape) == list(declared)
        assert list(row["source"]) == list(declared["source"])


def test_an_imported_row_says_what_was_reported_and_by_which_import(public: Program) -> None:
    of = series("comtrade", "de", "import", "HS 2022", "month", "USD")
    by = batch(retrieved_on="2026-02-03")
    made = figure(of, by, hs_code="010121", partner="AE", amount=1230, quantity=1500, quantity_unit="kg",
                  period_start="2024-02-01", provisional=True)  # fmt: skip
    row = public.get(f"{URL}t-{made.pk}/").json()
    assert row["slug"] == f"t-{made.pk}"
    assert (row["hs_code"], row["hs_level"], row["hs_edition"]) == ("010121", 6, "HS 2022")
    assert row["hs_label"]
    assert (row["reporter"], row["reporter_label"]) == ("de", "Germany")
    assert (row["partner"], row["partner_label"]) == ("AE", "United Arab Emirates")
    assert row["amount"] | {"as_printed": ""} == row["amount"]
    assert (row["amount"]["value"], row["amount"]["amount"]) == ("12.3", "12.30")
    assert (row["quantity"], row["quantity_unit"], row["provisional"]) == ("1.5", "kg", True)
    assert row["period"] == {"basis": "month", "start": "2024-02-01", "end": "2024-02-29", "label": "2024-02"}
    assert (row["dataset"], row["batch"], row["retrieved_on"]) == ("comtrade", by.number, "2026-02-03")
    page = f"http://testserver/data/imports/{by.pk}/"
    assert row["source"] == {"document": None, "lines": "", "quote": "", "url": page, "locator": ""}


@pytest.mark.parametrize(("basis", "start", "end", "label"), [
    ("FY", "2019-04-01", "2020-03-31", "2019-20"),
    ("FY", "1999-04-01", "2000-03-31", "1999-00"),
    ("CY", "2020-01-01", "2020-12-31", "2020"),
    ("month", "2023-12-01", "2023-12-31", "2023-12"),
])  # fmt: skip
def test_the_period_of_each_basis(basis: str, start: str, end: str, label: str, public: Program) -> None:
    made = figure(series("portal", "india", "export", "", basis, "INR"), batch(), period_start=start)
    assert public.get(f"{URL}t-{made.pk}/").json()["period"] == {
        "basis": basis, "start": start, "end": end, "label": label
    }  # fmt: skip


def test_a_row_that_is_not_there_and_a_row_with_parameters(public: Program) -> None:
    problem(public.get(f"{URL}t-999999999/"), 404)
    problem(public.get(f"{URL}t-99999999999999999999/"), 404)
    made = TradeFigure.objects.first()
    assert made is not None
    assert "kind" in errors(public.get(f"{URL}t-{made.pk}/?kind=reported"))
    assert table(public.get(f"{URL}t-{made.pk}/?format=csv"))[0]["slug"] == f"t-{made.pk}"


@pytest.mark.parametrize("size", [7, 61, 62, 63, 100, 1000])
def test_a_walk_by_cursor_meets_each_row_once(size: int, public: Program) -> None:
    """Also while rows come: those that come behind it are met, none is met twice."""
    whole = [row["slug"] for row in public.get(f"{URL}?page_size=1000&hs_level=8").json()["results"]]
    of, by, came = TradeSeries.objects.first(), batch(), []
    assert of is not None
    following, met = f"{URL}?hs_level=8&page_size={size}&cursor=", []
    while following:
        page = public.get(following).json()
        assert page["previous"] is None
        met += [row["slug"] for row in page["results"]]
        if len(came) < 3 and page["next"]:
            made = figure(of, by, hs_code="99999999", period_start=f"19{len(came) + 10}-04-01")
            came.append(f"t-{made.pk}")
            refill_totals()
        following = (page["next"] or "").removeprefix("http://testserver")
    assert met == whole + came
    assert page["count"] == len(met)


def test_pages_by_number_go_over_into_a_cursor(public: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "REACH", 100)
    whole = [row["slug"] for row in public.get(f"{URL}?page_size=1000&cursor=").json()["results"]]
    following, met, addresses = f"{URL}?page_size=50", [], []
    while following:
        addresses.append(following)
        page = public.get(following).json()
        met += [row["slug"] for row in page["results"]]
        following = (page["next"] or "").removeprefix("http://testserver")
    assert met == whole
    assert len(whole) == PRINTED + REPORTED
    assert "page=2" in addresses[1]
    assert "cursor=" in addresses[2]
    assert "cursor" in errors(public.get(f"{URL}?page_size=50&page=4"))["page"][1]


def test_a_cursor_goes_with_no_page_and_no_order(public: Program) -> None:
    assert "page" in errors(public.get(f"{URL}?cursor=&page=2"))
    assert "cursor" in errors(public.get(f"{URL}?cursor=&ordering=period"))


@pytest.mark.parametrize(
    "query",
    [
        "",
        "&kind=reported&hs_code=64",
        "&cluster=leather",
        "&ordering=-period",
        "&kind=printed",
        "&partner=DE&provisional=true",
        "&hs_code=9999",
    ],
)
def test_the_streamed_table_is_the_pages_together(query: str, public: Program) -> None:
    streamed = public.get(f"{URL}?format=csv{query}")
    assert streamed.streaming
    paged = public.get(f"{URL}?format=csv&page_size=1000{query}")
    assert not paged.streaming
    whole = table(streamed)
    assert whole == table(paged)
    assert int(streamed["X-Total-Count"]) == len(whole) == int(paged["X-Total-Count"])
    assert ("Content-Length" in streamed, streamed["Content-Type"]) == (False, "text/csv; charset=utf-8")


def test_a_streamed_table_has_no_formula_and_a_mark_only_where_it_is_asked_for(public: Program) -> None:
    marked = b"".join(public.get(f"{URL}?format=csv&bom=1").streaming_content)
    plain = b"".join(public.get(f"{URL}?format=csv").streaming_content)
    assert marked == b"\xef\xbb\xbf" + plain
    units = {row["quantity_unit"] for row in table(public.get(f"{URL}?format=csv"))}
    assert {"'=u", 'a "u"', "म²", "t,", ""} <= units


def test_an_xlsx_file_has_every_row_or_is_refused(public: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    assert public.get(f"{URL}?format=xlsx&kind=reported")["X-Total-Count"] == str(REPORTED)
    monkeypatch.setattr("kanpur_portal.pagination.MOST_ROWS_OF_A_SPREADSHEET", 399)
    assert "format" in errors(public.get(f"{URL}?format=xlsx&kind=reported"))


def test_every_list_is_whole_as_a_table_and_in_pages_as_json(public: Program) -> None:
    rows = public.get("/api/v1/swot-items/").json()
    assert len(rows["results"]) == 100 < rows["count"]
    assert len(table(public.get("/api/v1/swot-items/?format=csv"))) == rows["count"]
    assert len(table(public.get("/api/v1/swot-items/?format=csv&page=2"))) == rows["count"] - 100


def test_a_table_that_would_end_short_breaks_off(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """A revoked import in the middle: the answer has said more rows than there are."""
    monkeypatch.setattr(csv_stream, "_CHUNK", 10)
    response = Client().get(f"{URL}?format=csv&kind=reported", headers={"accept-encoding": "gzip"})
    TradeFigure.objects.filter(pk=TradeFigure.objects.latest("pk").pk).delete()
    with pytest.raises(Interrupted):
        b"".join(response.streaming_content)


def test_an_unchanged_page_is_a_304_and_a_stream_passes_through(public: Program) -> None:
    whole = public.get(f"{URL}?kind=reported")
    assert public.get(f"{URL}?kind=reported", if_none_match=whole["ETag"]).status_code == 304
    head = Client().head(f"{URL}?format=csv")
    assert (head.status_code, head["X-Total-Count"]) == (200, str(PRINTED + REPORTED))
