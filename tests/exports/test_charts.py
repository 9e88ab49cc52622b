"""The pictures of exports and markets carry every number of their tables, and none else."""

import itertools
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from exports.charts import chart_named
from exports.models import ExportFigure, MarketLink
from sources.formatting import printed_amount
from tests.dom import by_id, elements, given, read, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printed_plan")]

# Each with the cluster and the locator of its rows.
TABLES = {
    "district-table-3": (None, "Table 3"),
    "leather-table-3": ("leather", "Table 3"),
    "leather-table-5": ("leather", "Table 5"),
    "engineering-section-55-table-of-exports": ("engineering", "Section 5.5, table of exports"),
    "plastic-table-9": ("plastic", "Table 9"),
}
PAGES = {
    "/districts/kanpur-nagar/": ["district-table-3"],
    "/clusters/leather/": ["leather-table-3", "leather-table-5", "leather-markets"],
    "/clusters/engineering/": ["engineering-section-55-table-of-exports", "engineering-markets"],
    "/clusters/plastic/": ["plastic-table-9", "plastic-markets"],
    "/markets/": ["markets"],
}


def fixture(name: str) -> list[dict[str, Any]]:
    rows = json.loads(Path(settings.BASE_DIR, "fixtures", f"{name}.json").read_text())
    return [row["fields"] for row in rows]


def printed_rows(name: str) -> list[dict[str, Any]]:
    """From the fixture, not from the portal's own code: the rows of the table without its total."""
    cluster, locator = TABLES[name]
    return [
        row
        for row in fixture("exports__exportfigure")
        if row["locator"] == locator and not row.get("is_total")
        if cluster in (None, *(row["cluster"] or []))
    ]


def values(name: str) -> list[dict[str, Any]]:
    chart = chart_named(name)
    assert chart
    found: list[dict[str, Any]] = chart.specification["data"]["values"]
    return found


@pytest.mark.parametrize("name", TABLES)
class TestTables:
    def test_every_row_is_a_bar_and_no_total(self, name: str) -> None:
        wanted = [(row["slug"], float(row["value"])) for row in printed_rows(name)]
        assert [(bar["key"], bar["low"]) for bar in values(name)] == wanted
        assert len(wanted) > 1

    def test_the_picture_says_every_amount_as_the_table_does(self, name: str) -> None:
        chart = chart_named(name)
        assert chart
        seen = " ".join(words(text) for text in elements(read(chart.svg), "text"))
        for figure in ExportFigure.objects.filter(slug__in=[row["slug"] for row in printed_rows(name)]):
            assert printed_amount(figure.measured_number) in seen
            assert not figure.product or name == "plastic-table-9" or figure.product in seen

    def test_different_periods_stand_apart(self, name: str) -> None:
        chart = chart_named(name)
        assert chart
        periods = {(row["period_start"], row["period_end"]) for row in printed_rows(name)}
        series = name == "plastic-table-9"
        assert ("facet" in chart.specification) == (len(periods) > 1 and not series)
        panels = {bar["panel"] for bar in values(name)}
        assert len(panels) == (1 if series else len(periods))

    def test_it_says_of_which_lines_it_is(self, name: str) -> None:
        chart = chart_named(name)
        assert chart and chart.marks
        wanted = {int(line) for row in printed_rows(name) for line in row["lines"].split(",")}
        ends = [[int(end) for end in part.split("-")] for part in chart.marks.lines.split(",")]
        assert {line for part in ends for line in range(part[0], part[-1] + 1)} == wanted
        assert chart.specification["usermeta"]["lines"] == chart.marks.lines


def test_a_series_is_of_one_basis() -> None:
    assert [bar["name"] for bar in values("plastic-table-9")] == [
        f"financial year {year}" for year in ("2015-16", "2016-17", "2017-18", "2018-19", "2019-20")
    ]


def test_the_printed_total_is_named_and_no_bar() -> None:
    chart = chart_named("leather-table-5")
    assert chart
    assert "4,315.82" in chart.note
    assert "4,315.82" not in chart.svg


def test_markets_by_role_against_the_fixture() -> None:
    named: dict[tuple[Any, str], set[Any]] = defaultdict(set)
    for row in fixture("exports__marketlink"):
        named[row["cluster"] and row["cluster"][0], row["role"]].add(
            tuple(row["country"] or []) + tuple(row["group"] or [])
        )
    assert sorted(bar["low"] for bar in values("markets")) == sorted(map(len, named.values()))
    for cluster in ("leather", "engineering", "plastic", "hosiery"):
        own = {role: len(found) for (of, role), found in named.items() if of == cluster}
        assert {bar["key"].strip(): bar["low"] for bar in values(f"{cluster}-markets")} == own


@pytest.mark.parametrize(("path", "language"), list(zip(PAGES, itertools.cycle(["", "/hi"]), strict=False)))
def test_pages_show_them_with_their_files(client: Client, path: str, language: str) -> None:
    page = read(client.get(f"{language}{path}").text)
    figures = [figure for figure in elements(page, "figure") if not elements(figure, class_="map-panels")]
    files = [
        given(link)["href"]
        for figure in figures
        for link in elements(figure, "a")
        if given(link)["href"].endswith(".vl.json")
    ]
    assert files == [f"{language}/charts/{name}.vl.json" for name in PAGES[path]]
    assert all(elements(figure, "svg") for figure in figures)
    for file in files:
        assert client.get(file).json()["data"]["values"]


def test_lost_images_are_named(client: Client) -> None:
    section = by_id(read(client.get("/clusters/hosiery/").text), "exports")
    lost = "Prominent import countries in 2020-21 of the HSN Code 610711"
    assert f"{lost} : not available" in words(section).replace(f"{lost}:", f"{lost} :")


def test_an_unknown_picture_is_not_there(client: Client) -> None:
    assert client.get("/charts/leather-table-99.vl.json").status_code == 404
    assert client.get("/charts/..%2Fx.vl.json").status_code == 404


def test_a_table_in_two_units_is_not_drawn() -> None:
    row = ExportFigure.objects.get(slug="india-plastic-product-fy2015-16")
    ExportFigure.objects.filter(pk=row.pk).update(unit="USD million")
    assert chart_named("plastic-table-9") is None


def test_queries_do_not_grow_with_the_rows(client: Client) -> None:
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert chart_named("leather-markets")
        counts.append(len(queries))
        if len(counts) == 1:
            for link in MarketLink.objects.filter(cluster__slug="leather")[:5]:
                link.pk, link.slug = None, f"{link.slug}-again"
                link.save()
    assert counts[0] == counts[1] <= 6


def test_a_table_without_a_number_is_named_in_the_readers_language() -> None:
    with translation.override("hi"):
        chart = chart_named("engineering-section-55-table-of-exports")
    assert chart
    assert chart.title.startswith("खण्ड 5.5, ")
    assert "Section" not in chart.title
