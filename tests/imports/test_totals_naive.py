"""Totals of figures against plain Python over the same figures, and against DuckDB over its table."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from exports.models import GroupMembership, HSCode, TradeFigure, TradeSeries, TradeTotal
from exports.trade import totals
from tests.api.conftest import Program, errors
from tests.imports.factories import random_figures
from tests.imports.test_list_rows import table

URL = "/api/v1/export-figures/totals/"
Found = dict[tuple[Any, ...], tuple[Decimal, int, int]]
NAMES = ("year", "month", "hs_code", "partner", "group", "cluster")


@pytest.fixture(scope="module", autouse=True)
def rows_of_both_kinds(printed_plan: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        random_figures(8, 900)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def public(db: None) -> Program:
    return Program()


def asked(public: Program, query: str) -> dict[str, Any]:
    response = public.get(f"{URL}?{query}")
    assert response.status_code == 200, response.content
    return dict(response.json())


def shown(answer: dict[str, Any]) -> Found:
    return {
        (row["dataset"], row["reporter"] or "districts", row["flow"], row["hs_edition"] or "", row["basis"],
         row["currency"], *(row[name] or "" for name in NAMES)):
        (Decimal(row["amount"]), row["figures"], row["provisional"])
        for row in answer["results"]
    }  # fmt: skip


def places(figure: TradeFigure, by: set[str], members: Any, codes: Any) -> Iterator[tuple[str, ...]]:
    """Under what a figure is added: nowhere, once, or in several groups and clusters."""
    start, basis = figure.period_start, figure.series.basis
    if "month" in by and basis != "month":
        return
    if "district" in by and figure.series.reporter.level != "district":
        return
    digits = next((int(name[2:]) for name in by if name.startswith("hs")), 0)
    year = f"{start.year}-{(start.year + 1) % 100:02d}" if basis == "FY" else str(start.year)
    groups = [name for name, own in members.items() if figure.partner in own] if "group" in by else [""]
    clusters = (
        [name for name, own in codes.items() if figure.hs_code.startswith(own)] if "cluster" in by else [""]
    )
    for group in groups:
        for cluster in clusters:
            yield (
                year if "year" in by else "",
                f"{start:%Y-%m}" if "month" in by else "",
                figure.hs_code[:digits],
                figure.partner if "partner" in by else "",
                group,
                cluster,
            )


def pool(series: TradeSeries, by: set[str], asked: Any) -> tuple[str, ...]:
    """What is added: districts together where several are asked for and none is told apart."""
    like = (series.flow, series.hs_edition, series.basis, series.currency)
    whose = series.reporter.slug
    if series.reporter.level == "district" and not {"district", "reporter"} & by:
        districts = [
            other for other in asked
            if other.reporter.level == "district" and other.source == series.source
            and (other.flow, other.hs_edition, other.basis, other.currency) == like
        ]  # fmt: skip
        whose = "districts" if len(districts) > 1 else whose
    return (series.source, whose, *like)


def naive(  # noqa: C901
    figures: list[TradeFigure], by: set[str], level: int | None = None, asked: Any = None
) -> tuple[Found, Counter[str]]:
    asked = TradeSeries.objects.select_related("reporter") if asked is None else asked
    members: dict[str, set[str]] = defaultdict(set)
    for slug, iso2 in GroupMembership.objects.filter(member_to=None).values_list(
        "group__slug", "country__iso2"
    ):
        members[slug].add(iso2)
    codes: dict[str, Any] = defaultdict(tuple)
    for slug, code in HSCode.objects.values_list("cluster__slug", "code"):
        codes[slug] += (code,)
    digits = next((int(name[2:]) for name in by if name.startswith("hs")), 0)
    apart: dict[Any, dict[tuple[str, str], list[tuple[TradeFigure, tuple[str, ...]]]]]
    apart = defaultdict(lambda: defaultdict(list))
    left: Counter[str] = Counter()
    for figure in figures:
        for place in places(figure, by, members, codes):
            apart[pool(figure.series, by, asked)][place[4:]].append((figure, place))
    found: dict[Any, list[Any]] = defaultdict(lambda: [Decimal(0), 0, 0])
    for series, parts in apart.items():
        for rows in parts.values():
            levels = [len(figure.hs_code) for figure, _place in rows]
            fit = [found for found in levels if found >= digits and level in (None, found)]
            deepest = max(fit, default=None)
            left["other_level"] += sum(found != deepest for found in levels)
            rows = [(figure, place) for figure, place in rows if len(figure.hs_code) == deepest]
            world = all(figure.partner == "world" for figure, _place in rows)
            left["world_beside_countries"] += 0 if world else sum(f.partner == "world" for f, _p in rows)
            for figure, place in rows:
                if world or figure.partner != "world":
                    key = (*series, *place)
                    found[key][0] += Decimal(figure.amount) / 100
                    found[key][1] += 1
                    found[key][2] += figure.provisional
    return {key: tuple(value) for key, value in found.items()}, +left  # type: ignore[misc]


def everything() -> list[TradeFigure]:
    return list(TradeFigure.objects.select_related("series__reporter"))


BY = ["year", "month", "hs2", "hs6", "partner", "group", "cluster", "reporter", "district"]


@pytest.mark.parametrize(
    "by",
    [
        names
        for size in (1, 2)
        for names in combinations(BY, size)
        if sum(n.startswith("hs") for n in names) < 2
    ]
    + [("year", "hs4", "partner"), ("year", "group", "cluster"), ("month", "hs8", "partner")],
    ids=",".join,
)
def test_totals_are_those_of_plain_python(by: tuple[str, ...], public: Program) -> None:
    answer = asked(public, f"kind=reported&by={','.join(by)}")
    found, left = naive(everything(), set(by))
    assert shown(answer) == found
    told = {row["reason"]: row["figures"] for row in answer["left_out"]}
    assert {reason: told.get(reason, 0) for reason in left} == left
    assert answer["count"] == len(answer["results"])


FILTERS: list[tuple[str, Any]] = [
    ("hs_code=64", lambda f: f.hs_code.startswith("64")),
    ("hs_code=640", lambda f: f.hs_code.startswith("640")),
    ("partner=US", lambda f: f.partner == "US"),
    ("partner=world", lambda f: f.partner == "world"),
    ("reporter=india", lambda f: f.series.reporter.slug == "india"),
    ("reporter=kanpur-nagar", lambda f: f.series.reporter.slug == "kanpur-nagar"),
    ("currency=USD", lambda f: f.series.currency == "USD"),
    ("provisional=true", lambda f: f.provisional),
    ("period_from=2019-01-01&basis=CY", lambda f: f.series.basis == "CY" and f.period_start.year >= 2019),
    ("period_from=2019-02-01&basis=month",
     lambda f: f.series.basis == "month" and f.period_start >= date(2019, 2, 1)),
    ("to=2020-12-31", lambda f: f.period_start <= date(2020, 12, 31)),
    ("flow=import", lambda f: f.series.flow == "import"),
]  # fmt: skip


def test_totals_of_filtered_figures_are_those_of_plain_python(public: Program) -> None:
    chance, figures = random.Random(2), everything()  # noqa: S311
    for _ in range(50):
        chosen = list({found[0].split("=")[0]: found for found in chance.sample(FILTERS, 2)}.values())
        by = chance.choice(
            ["year", "hs2", "hs4", "partner", "year,partner", "year,hs2", "reporter", "cluster"]
        )
        query = "&".join([f"kind=reported&by={by}", *(query for query, _fits in chosen)])
        if query.count("basis=") > 1:
            continue
        own = [figure for figure in figures if all(fits(figure) for _query, fits in chosen)]
        every = TradeSeries.objects.select_related("reporter")
        series = [of for of in every if "reporter=" not in query or f"reporter={of.reporter.slug}" in query]
        assert shown(asked(public, query)) == naive(own, set(by.split(",")), asked=series)[0], query


@pytest.mark.parametrize("level", [0, 2, 4, 6, 8])
def test_the_level_of_the_codes_can_be_chosen(level: int, public: Program) -> None:
    answer = asked(public, f"kind=reported&level={level}")
    assert shown(answer) == naive(everything(), {"year"}, level)[0]
    assert {row["level"] for row in answer["results"]} == {level}


def test_the_kept_totals_and_the_figures_say_the_same(
    public: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    queries = [
        "by=year",
        "by=hs2,year",
        "by=partner",
        "by=year&hs_code=6403",
        "by=cluster",
        "by=year&group=eu",
        "by=partner&reporter=kanpur-nagar",
        "by=district,hs2",
    ]
    kept = [asked(public, f"kind=reported&{query}") for query in queries]
    monkeypatch.setattr("exports.trade.kept.totals_for", lambda *_args, **_options: None)
    assert [asked(public, f"kind=reported&{query}&discrepancy=false") for query in queries] == kept


def test_totals_come_from_what_imports_keep(public: Program) -> None:
    TradeTotal.objects.update(amount=100)
    amounts = {row["amount"] for row in asked(public, "kind=reported&by=year&hs_code=64039990")["results"]}
    assert amounts and amounts <= {f"{number}.00" for number in range(1, 20)}


def test_totals_against_duckdb_on_the_streamed_table(public: Program, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    file = tmp_path / "figures.csv"
    file.write_bytes(b"".join(public.get("/api/v1/export-figures/?format=csv").streaming_content))
    rows = duckdb.sql(
        f"""SELECT dataset, reporter, flow, "period.label", "amount.currency", partner,
              sum("amount.amount"::DECIMAL(30, 2)), count(*)
            FROM read_csv('{file}', types={{'hs_code': 'VARCHAR', 'amount.amount': 'DECIMAL(30, 2)'}})
            WHERE kind = 'reported' AND hs_level = 8 AND partner <> 'world' AND "period.basis" <> 'month'
            GROUP BY ALL ORDER BY ALL"""  # noqa: S608
    ).fetchall()
    answer = asked(public, "kind=reported&by=year,partner&level=8")
    mine = [
        (row["dataset"], row["reporter"], row["flow"], row["year"], row["currency"], row["partner"],
         Decimal(row["amount"]), row["figures"])
        for row in answer["results"] if row["basis"] != "month" and row["partners"] == "countries"
    ]  # fmt: skip
    assert len(mine) > 50
    assert sorted(mine) == sorted(rows)


def test_printed_figures_are_added_within_a_table_and_the_rest_is_named(public: Program) -> None:
    answer = asked(public, "kind=printed&by=year,cluster")
    (leather,) = [row for row in answer["results"] if row["table"] == "Table 5"]
    # 1132.07 + 442.33 + 1054.42 + 1032.32 + 56.01 + 18.60 + 580.07 crore, lines 323 to 329 of the plan
    assert (leather["amount"], leather["currency"], leather["figures"]) == ("43158200000.00", "INR", 7)
    assert (leather["year"], leather["cluster"], leather["kind"]) == ("2019-20", "leather", "computed")
    told = {row["reason"]: row["figures"] for row in answer["left_out"]}
    assert told["printed_total"] == 6
    assert sum(told.values()) + sum(row["figures"] for row in answer["results"]) == 62


def test_a_table_of_totals_has_its_numbers_as_numbers(public: Program) -> None:
    rows = table(public.get(f"{URL}?by=year,partner&kind=reported&format=csv"))
    answer = asked(public, "by=year,partner&kind=reported")["results"]
    assert [(row["amount"], row["partner"], row["left_out"]) for row in rows] == [
        (row["amount"], row["partner"], str(row["left_out"])) for row in answer
    ]


@pytest.mark.parametrize(("name", "value"), [
    ("by", "week"), ("by", "year,year"), ("by", "hs2,hs4"), ("by", "year,"), ("by", "x" * 200),
    ("level", "3"), ("page", "1"), ("page_size", "10"), ("ordering", "period"), ("cursor", ""),
    ("colour", "red"),
])  # fmt: skip
def test_what_totals_do_not_take_is_refused_by_name(name: str, value: str, public: Program) -> None:
    assert name in errors(public.get(f"{URL}?{name}={value}"))


def test_too_many_totals_and_too_many_figures_are_refused(
    public: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(totals, "MOST_GROUPS", 20)
        assert "by" in errors(public.get(f"{URL}?by=partner,hs8"))
        assert "by" in errors(public.get(f"{URL}?by=year,partner"))
    monkeypatch.setattr(totals, "MOST_ADDED", 20)
    assert "by" in errors(public.get(f"{URL}?by=month"))


def test_more_figures_ask_no_more_queries(public: Program) -> None:
    def count(query: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            asked(public, query)
        return len(captured)

    asked(public, "by=year")
    few = count("by=year,partner&hs_code=64039990&kind=reported&discrepancy=false")
    assert count("by=year,partner&kind=reported&discrepancy=false&flow=export") <= few + 12
    assert count("by=group,cluster&kind=reported") < 8 * 4 * 8
