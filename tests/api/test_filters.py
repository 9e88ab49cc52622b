"""The filters of the lists: each against a naive one over the rows of the whole list."""

from collections.abc import Callable
from typing import Any

import pytest

from kanpur_portal.api_views import RESOURCES
from sources.filters import RESERVED
from sources.lines import cited_lines
from tests.api.conftest import Program, errors

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("printed_plan")]

Row = dict[str, Any]


def overlaps(row: Row, first: str, last: str) -> bool:
    period = row["period"]
    return bool(period["start"]) and period["start"] <= last and period["end"] >= first


def of_prefix(digits: str) -> Callable[[Row], bool]:
    return lambda row: bool(row["hs_code"]) and row["hs_code"].startswith(digits)


def held_on(row: Row, day: str) -> bool:
    return (row["member_from"] or "0000") <= day <= (row["member_to"] or "9999")


# list, query, which rows it leaves
FILTERS: list[tuple[str, str, Callable[[Row], bool]]] = [
    ("statements", "document=leather-city", lambda row: row["source"]["document"] == "leather-city"),
    ("places", "line=150", lambda row: 150 in cited_lines(row["source"]["lines"])),
    ("footnotes", "line=726", lambda row: 726 in cited_lines(row["source"]["lines"])),
    (
        "statements",
        "document=export-plan&line=447",
        lambda row: row["source"]["document"] == "export-plan" and 447 in cited_lines(row["source"]["lines"]),
    ),
    ("statistics", "discrepancy=true", lambda row: bool(row["discrepancies"])),
    ("statistics", "discrepancy=false", lambda row: not row["discrepancies"]),
    ("statistics", "cluster=leather", lambda row: row["cluster"] == "leather"),
    ("statistics", "cluster=none", lambda row: row["cluster"] is None),
    ("statistics", "measure=turnover", lambda row: row["measure"] == "turnover"),
    ("statistics", "period_basis=none", lambda row: row["period"]["basis"] == "none"),
    ("industry-rows", "is_total=true", lambda row: row["is_total"]),
    ("organisations", "cluster=hosiery", lambda row: "hosiery" in row["clusters"]),
    ("organisations", "cluster=none", lambda row: not row["clusters"]),
    ("organisations", "type=training", lambda row: row["type"] == "training"),
    ("swot-items", "type=threat", lambda row: row["type"] == "threat"),
    (
        "swot-items",
        "type=strength&cluster=plastic",
        lambda row: (row["type"], row["cluster"]) == ("strength", "plastic"),
    ),
    ("exhibits", "type=table", lambda row: row["type"] == "table"),
    ("exhibits", "image_missing=true", lambda row: row["image_missing"]),
    ("hs-codes", "level=6", lambda row: row["level"] == 6),
    ("hs-codes", "code=64", lambda row: row["code"].startswith("64")),
    ("market-links", "role=target", lambda row: row["role"] == "target"),
    ("market-links", "country=IT", lambda row: row["country"] == "IT"),
    ("market-links", "group=gcc", lambda row: row["group"] == "gcc"),
    ("market-links", "hs_code=42", of_prefix("42")),
    ("market-links", "product=fasten", lambda row: "fasten" in row["product"].lower()),
    ("market-links", "reporter=kanpur-nagar", lambda row: row["reporter"] == "kanpur-nagar"),
    ("key-issues", "product=saddlery", lambda row: "saddlery" in row["product"].lower()),
    ("countries", "named=true", lambda row: row["named"]),
    ("countries", "named=false", lambda row: not row["named"]),
    (
        "group-memberships",
        "group=eu&on=2021-01-01",
        lambda row: row["group"] == "eu" and held_on(row, "2021-01-01"),
    ),
    ("group-memberships", "on=1960-01-01", lambda row: held_on(row, "1960-01-01")),
    ("trade-agreements", "certainty=confirmed", lambda row: row["certainty"] == "confirmed"),
    ("agreement-partners", "agreement=asean-goods", lambda row: row["agreement"] == "asean-goods"),
    ("agreement-partners", "status=in_force", lambda row: row["status"] == "in_force"),
    ("ports", "type=air", lambda row: row["type"] == "air"),
    ("export-figures", "reporter=india", lambda row: row["reporter"] == "india"),
    ("export-figures", "flow=import", lambda row: row["flow"] == "import"),
    ("export-figures", "hs_code=39", of_prefix("39")),
    ("export-figures", "period_basis=FY", lambda row: row["period"]["basis"] == "FY"),
    ("export-figures", "is_total=false", lambda row: not row["is_total"]),
    ("export-figures", "from=2020-04-01", lambda row: overlaps(row, "2020-04-01", "9999")),
    ("export-figures", "to=2019-12-31", lambda row: overlaps(row, "0000", "2019-12-31")),
    (
        "export-figures",
        "from=2019-06-01&to=2020-06-01",
        lambda row: overlaps(row, "2019-06-01", "2020-06-01"),
    ),
    ("scheme-rules", "scheme=mda", lambda row: row["scheme"] == "mda"),
    ("omitted-lines", "reason=image_missing", lambda row: row["reason"] == "image_missing"),
    (
        "project-results",
        "project=kanpur-leather-development-project",
        lambda row: row["project"] == "kanpur-leather-development-project",
    ),
    ("project-partners", "role=donor", lambda row: row["role"] == "donor"),
    ("resources", "type=portal", lambda row: row["type"] == "portal"),
    ("study-missions", "of_the_district=false", lambda row: not row["of_the_district"]),
]


def rows(public: Program, name: str, query: str = "") -> list[Row]:
    response = public.get(f"/api/v1/{name}/?page_size=1000&{query}")
    assert response.status_code == 200, response.content
    return list(response.json()["results"])


@pytest.mark.parametrize(("name", "query", "left"), FILTERS, ids=[f"{row[0]}?{row[1]}" for row in FILTERS])
def test_a_filter_leaves_what_a_naive_one_leaves(
    name: str, query: str, left: Callable[[Row], bool], public: Program
) -> None:
    naive = [row for row in rows(public, name) if left(row)]
    assert naive, "the example leaves nothing, and proves nothing"
    assert rows(public, name, query) == naive


def filters_of(viewset: Any) -> list[str]:
    filterset = getattr(viewset, "filterset_class", None)
    return list(filterset.base_filters) if filterset else []


def test_every_filter_is_tried() -> None:
    """Those of all printed rows and of clusters once, every other by the list that has it."""
    shared = {"document", "line", "discrepancy", "cluster"}
    tried = {(name, part.split("=")[0]) for name, query, _left in FILTERS for part in query.split("&")}
    elsewhere = {"actions", "authorities", "updates", "challenges", "interventions", "discrepancies"}
    elsewhere |= {"passages", "tanneries", "correction-requests", "events", "imports"}
    lists = [viewset for name, viewset in RESOURCES if name not in elsewhere]
    offered = {found for viewset in lists for found in filters_of(viewset)}
    names = {found for _name, found in tried}
    # Those of imported figures need some: tests/imports/test_list_filters.py.
    of_figures = {
        found for name, viewset in RESOURCES if name == "export-figures" for found in filters_of(viewset)
    }
    assert names <= offered <= names | of_figures
    assert shared <= names
    assert not names & RESERVED


@pytest.mark.parametrize("name", [name for name, _viewset in RESOURCES])
def test_an_empty_filter_filters_nothing(name: str, public: Program) -> None:
    empty = "&".join(f"{found}=" for found in filters_of(dict(RESOURCES)[name]))
    assert rows(public, name, empty) == rows(public, name)


@pytest.mark.parametrize(
    ("name", "query", "field", "allowed"),
    [
        ("statistics", "cluster=steel", "cluster", "none"),
        ("statistics", "cluster=steel", "cluster", "leather"),
        ("statistics", "measure=weight", "measure", "turnover"),
        ("statistics", "discrepancy=maybe", "discrepancy", "true"),
        ("market-links", "country=it", "country", "IT"),
        ("market-links", "role=x", "role", "untapped"),
        ("export-figures", "from=yesterday", "from", "2026-04-30"),
        ("export-figures", "period_basis=year", "period_basis", "FY"),
        ("hs-codes", "level=3", "level", "6"),
        ("scheme-rules", "scheme=none", "scheme", "mda"),
        ("omitted-lines", "reason=lost", "reason", "image_missing"),
        ("places", "line=0", "line", "1"),
    ],
)
def test_a_value_that_there_is_not_is_refused_with_those_that_there_are(
    name: str, query: str, field: str, allowed: str, public: Program
) -> None:
    assert allowed in errors(public.get(f"/api/v1/{name}/?{query}"))[field][1]
