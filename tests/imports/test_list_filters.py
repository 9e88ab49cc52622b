"""The filters of export figures, each and together, against plain Python over the rows of the whole list."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from exports.models import GroupMembership, HSCode, ImportBatch
from tests.api.conftest import Program, errors
from tests.imports.factories import random_figures

URL = "/api/v1/export-figures/"
Row = dict[str, Any]
Naive = Callable[[Row], bool]


@pytest.fixture(scope="module", autouse=True)
def rows_of_both_kinds(printed_plan: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        random_figures(5, 700)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def public(db: None) -> Program:
    return Program()


def listed(public: Program, query: str = "") -> list[Row]:
    response = public.get(f"{URL}?page_size=1000&{query}")
    assert response.status_code == 200, response.content
    found = response.json()
    assert found["count"] == len(found["results"])
    return list(found["results"])


def code(row: Row) -> str:
    return row["hs_code"] or ""


def reported(row: Row) -> bool:
    return row["kind"] == "reported"


def of_cluster(slug: str) -> Naive:
    codes = tuple(HSCode.objects.filter(cluster__slug=slug).values_list("code", flat=True))
    return lambda row: code(row).startswith(codes) if reported(row) else row["cluster"] == slug


def of_group(slug: str) -> Naive:
    members = set(
        GroupMembership.objects.filter(group__slug=slug, member_to=None).values_list(
            "country__iso2", flat=True
        )
    )
    return lambda row: row["partner"] in members


def of_batch() -> tuple[str, Naive]:
    number = ImportBatch.objects.order_by("pk").first().number  # type: ignore[union-attr]
    return f"batch={number}", lambda row: row["batch"] == number


def filters() -> list[tuple[str, Naive]]:
    return [
        ("kind=reported", reported),
        ("kind=printed", lambda row: not reported(row)),
        ("hs_code=64", lambda row: code(row).startswith("64")),
        ("hs_code=640", lambda row: code(row).startswith("640")),
        ("hs_code=01", lambda row: code(row).startswith("01")),
        ("hs_level=6", lambda row: row["hs_level"] == 6),
        ("hs_level=0", lambda row: row["hs_level"] == 0),
        ("reporter=india", lambda row: row["reporter"] == "india"),
        ("reporter=IN", lambda row: row["reporter"] == "india"),
        ("reporter=de", lambda row: row["reporter"] == "de"),
        ("partner=DE", lambda row: row["partner"] == "DE"),
        ("partner=world", lambda row: row["partner"] == "world"),
        ("group=eu", of_group("eu")),
        ("group=gcc", of_group("gcc")),
        ("cluster=leather", of_cluster("leather")),
        ("cluster=hosiery", of_cluster("hosiery")),
        ("cluster=none", lambda row: not reported(row) and row["cluster"] is None),
        ("period_from=2019-04-01", lambda row: (row["period"]["start"] or "") >= "2019-04-01"),
        ("period_to=2021-03-31", lambda row: (row["period"]["end"] or "9") <= "2021-03-31"),
        ("period_to=2021-02-28", lambda row: (row["period"]["end"] or "9") <= "2021-02-28"),
        ("from=2020-06-15", lambda row: (row["period"]["end"] or "") >= "2020-06-15"),
        ("to=2019-06-15", lambda row: (row["period"]["start"] or "9") <= "2019-06-15"),
        ("basis=month", lambda row: row["period"]["basis"] == "month"),
        ("basis=FY", lambda row: row["period"]["basis"] == "FY"),
        ("period_basis=CY", lambda row: row["period"]["basis"] == "CY"),
        ("dataset=comtrade", lambda row: row["dataset"] == "comtrade"),
        ("dataset=export-plan", lambda row: row["dataset"] == "export-plan"),
        ("provisional=true", lambda row: row["provisional"] is True),
        ("provisional=false", lambda row: row["provisional"] is False),
        ("flow=import", lambda row: row["flow"] == "import"),
        ("currency=USD", lambda row: row["amount"]["currency"] == "USD"),
        ("is_total=true", lambda row: row["is_total"]),
        ("product=leather", lambda row: "leather" in row["product"].lower()),
        ("discrepancy=false", lambda row: not row["discrepancies"]),
        of_batch(),
    ]


def test_each_filter_leaves_what_a_naive_one_leaves(public: Program) -> None:
    everything = listed(public)
    for query, naive in filters():
        left = [row for row in everything if naive(row)]
        assert left, f"{query} proves nothing"
        assert listed(public, query) == left, query


def test_filters_together_leave_what_all_of_them_leave(public: Program) -> None:
    everything, chance, some = listed(public), random.Random(11), 0  # noqa: S311
    for _ in range(60):
        chosen = {found[0].split("=")[0]: found for found in chance.sample(filters(), 3)}.values()
        left = [row for row in everything if all(naive(row) for _query, naive in chosen)]
        some += bool(left)
        assert listed(public, "&".join(query for query, _naive in chosen)) == left, chosen
    assert some > 15


def of(row: Row, name: str) -> Any:
    return {"period": row["period"]["start"], "hs_code": code(row),
            "amount": float(row["amount"]["amount"] or 0)}[name]  # fmt: skip


@pytest.mark.parametrize("ordering", ["period", "-period", "amount", "-amount", "hs_code"])
def test_an_order_sorts_each_kind_by_itself(ordering: str, public: Program) -> None:
    name, falling = ordering.removeprefix("-"), ordering.startswith("-")
    query = "currency=INR" if name == "amount" else "flow=export"
    plain, ordered = listed(public, query), listed(public, f"{query}&ordering={ordering}")
    own = [row for row in plain if reported(row)]
    assert [row for row in ordered if reported(row)] == sorted(
        own, key=lambda row: of(row, name), reverse=falling
    )
    printed = [row for row in ordered if not reported(row)]
    assert ordered[: len(printed)] == printed
    known = [of(row, name) for row in printed if of(row, name)]
    assert known == sorted(known, reverse=falling)
    assert len(printed) == len(plain) - len(own)


def test_amounts_of_two_currencies_are_not_compared(public: Program) -> None:
    assert "currency" in errors(public.get(f"{URL}?ordering=-amount"))["ordering"][1]


BAD = {
    "kind": ["computed", "x"],
    "hs_level": ["3", "x", "-2"],
    "reporter": ["nowhere", "XX"],
    "partner": ["de", "Germany", "ZZ", "DE,FR"],
    "group": ["nobody", "middle-east"],
    "cluster": ["shoes"],
    "period_from": ["2020", "2020-13-01", "३", "yesterday"],
    "period_to": ["31.13.2021"],
    "from": ["x"],
    "basis": ["week"],
    "period_basis": ["week"],
    "dataset": ["nowhere"],
    "provisional": ["yes", "1"],
    "flow": ["transit"],
    "currency": ["EUR", "inr"],
    "batch": ["7", "B-", "B-999999", "B-७", "B-99999999999"],
    "ordering": ["amounts", "period,-amount", "id"],
    "cursor": ["x", "r", "r-1", "r१", "p1r2", "q5"],
    "page": ["0", "-1", "x", "१"],
    "page_size": ["1001", "0"],
    "hs_code": ["123456789"],
    "colour": ["red"],
}
HOSTILE = ["\x00", "\x07", "a" * 10_000, "१२", "-99999999999999999999", "'; DROP TABLE x; --", "%", "{}"]


@pytest.mark.parametrize("name", BAD)
def test_a_value_that_is_none_is_refused_by_name(name: str, public: Program) -> None:
    for value in BAD[name]:
        assert name in errors(public.get(URL + "?" + _query(name, value))), value
    for path in (URL, f"{URL}totals/"):
        for value in HOSTILE:
            assert public.get(f"{path}?{_query(name, value)}").status_code in (200, 400), value
    assert name in errors(public.get(f"{URL}?{name}=1&{name}=1"))


def _query(name: str, value: str) -> str:
    return urlencode({name: value})


@pytest.mark.parametrize(
    "query",
    [
        "period_from=0001-01-01",
        "period_to=0001-01-01",
        "from=9999-12-31",
        "to=0001-01-01",
        "period_to=9999-12-31",
    ],
)
def test_the_ends_of_the_calendar(query: str, public: Program) -> None:
    assert public.get(f"{URL}?{query}").status_code == 200
    assert public.get(f"{URL}totals/?{query}").status_code == 200


def test_a_group_without_a_list_of_members_says_so(public: Program) -> None:
    code_, message = errors(public.get(f"{URL}?group=middle-east"))["group"]
    assert (code_, "Middle East" in message) == ("members_unknown", True)


@pytest.mark.parametrize(
    "query", ["kind=reported", "hs_code=64&partner=DE", "provisional=true", "ordering=period"]
)
def test_more_rows_ask_no_more_queries(query: str, public: Program) -> None:
    def asked(size: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert public.get(f"{URL}?{query}&page_size={size}").status_code == 200
        return len(captured)

    asked(3)  # what is read once for a process
    few, many = asked(100), asked(1000)
    assert many <= few <= 12
