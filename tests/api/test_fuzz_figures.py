"""Whatever is asked of figures, totals and imports while there are many: no fault, and nothing read whole."""

import csv
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rest_framework.throttling import SimpleRateThrottle

from exports.import_filters import ImportFilter
from exports.trade import totals
from exports.trade.filters import ExportFigureFilter
from exports.trade.totals_filters import BY, TotalsFilter
from kanpur_portal.search.api import SearchFilter
from sources.filters import RESERVED
from tests.imports.batches import batch
from tests.imports.factories import random_figures

pytestmark = pytest.mark.slow

FIGURES, TOTALS = "/api/v1/export-figures/", "/api/v1/export-figures/totals/"
IMPORTS, SEARCH = "/api/v1/imports/", "/api/v1/search/"
# More than a page and more than the most totals here: who reads all of them is seen.
REPORTED = 600
MOST_READ = 101
FILTERS = {
    FIGURES: ExportFigureFilter,
    TOTALS: TotalsFilter,
    IMPORTS: ImportFilter,
    SEARCH: SearchFilter,
}
DAYS = ["2019-04-01", "2020-06-15", "2021-03-31", "0001-01-01", "9999-12-31", "2020-02-30", "2020"]
# What each parameter may be, and some of what it may not.
VALUES: dict[str, list[str]] = {
    "basis": ["FY", "CY", "month", "week"],
    "batch": ["B-1", "B-999999999", "B-0", "B-"],
    "bom": ["1", "0"],
    "by": [*BY, "year,partner", "hs8,month,partner", "group,cluster", "district,month", "year,year", ""],
    "cluster": ["leather", "hosiery", "none", "shoes"],
    "currency": ["INR", "USD", "EUR"],
    "cursor": ["", "p0", "p61", "p62", "p999999999", "r0", "r1", f"r{'9' * 18}", f"r{'9' * 19}"],
    "dataset": ["dgcis", "comtrade", "portal", "export-plan", "x"],
    "discrepancy": ["true", "false"],
    "document": ["export-plan", "x"],
    "flow": ["export", "import"],
    "format": ["json", "csv", "xlsx", "xml"],
    "from": DAYS,
    "group": ["eu", "gcc", "middle-east", "x"],
    "hs_code": ["6", "64", "640", "64039990", "0101", "99999999", "000000000", "leather", "०१"],
    "hs_level": ["0", "2", "8", "3"],
    "is_total": ["true", "false"],
    "kind": ["reported", "printed"],
    "layout": ["own", "dgcis", "xml"],
    "level": ["0", "4", "8", "5"],
    "line": ["1", "330", "999999", "1000000"],
    "ordering": ["period", "-period", "amount", "-amount", "hs_code", "id"],
    "page": ["1", "2", "7", "1000", "1000000", "1000000000", "1e9"],
    "page_size": ["1", "7", "100", "1001", "999999999"],
    "partner": ["DE", "world", "NA", "ZZ", "de"],
    "period_basis": ["FY", "CY", "month"],
    "period_from": DAYS,
    "period_to": DAYS,
    "product": ["leather", "%"],
    "provisional": ["true", "false"],
    "q": ["leather", "4201", "चमड़ा", "a OR b", "x" * 101],
    "reporter": ["india", "IN", "de", "kanpur-nagar", "world", "nowhere"],
    "state": ["applied", "checked", "x"],
    "to": DAYS,
    "type": ["product", "official", "x"],
}  # fmt: skip
HOSTILE = ["", " ", "\0", "\x1b[0m", "१२३", "٣", "１", "-1", "+1", "0x10", "1e400", "NaN", "9" * 40,
           "x" * 10_000, "'", "%", "\\", "\u202e", "\ufeff", "😀", "<script>", "{}", "null", "true",
           "../..", "B-१"]  # fmt: skip
EXAMPLES = settings(deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module", autouse=True)
def many_figures(printed_plan: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        random_figures(13, REPORTED)
        for state in ("checked", "refused", "revoked"):
            batch(state)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def small_limits(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(totals, "MOST_GROUPS", MOST_READ - 1)
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": None, "user": None})


@contextmanager
def read() -> Iterator[list[int]]:
    """For each query how many rows of the imports' tables it gave."""
    counts: list[int] = []

    def asked(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        counts.append(0)
        context["cursor"].place = len(counts) - 1 if "exports_trade" in sql else None
        return execute(sql, parameters, many, context)

    def counted(name: str) -> Callable[..., Any]:
        def fetch(cursor: CursorWrapper, *args: Any) -> Any:
            rows = getattr(cursor.cursor, name)(*args)
            if (place := cursor.__dict__.get("place")) is not None:
                counts[place] += len(rows) if name != "fetchone" else 1
            return rows

        return fetch

    with pytest.MonkeyPatch.context() as patch, connection.execute_wrapper(asked):
        for name in ("fetchone", "fetchmany", "fetchall"):
            patch.setattr(CursorWrapper, name, counted(name), raising=False)
        patch.setattr(CursorWrapper, "__iter__", lambda cursor: iter(cursor.fetchall()))
        yield counts


def questions(path: str) -> st.SearchStrategy[list[tuple[str, str]]]:
    """Some parameters of the list, most of them with values that mean something; at times one twice."""
    names = sorted({*FILTERS[path].base_filters, *RESERVED})
    pair = st.sampled_from(names).flatmap(
        lambda name: st.tuples(
            st.just(name),
            st.one_of(*[st.sampled_from(VALUES[name])] * 5, st.sampled_from(HOSTILE), st.text(max_size=5)),
        )
    )
    return st.lists(pair, max_size=5, unique_by=lambda found: found[0]).flatmap(
        lambda pairs: st.sampled_from([pairs] * 9 + [pairs + pairs[:1]])
    )


def test_every_parameter_has_values() -> None:
    """One that is added has to be named here too."""
    assert {name for kind in FILTERS.values() for name in kind.base_filters} | RESERVED == VALUES.keys()


def asks(path: str, pairs: list[tuple[str, str]], most_queries: int) -> int:
    query = urlencode(pairs, errors="surrogatepass")
    with read() as counts:
        response = Client().get(f"{path}?{query}")
        body = response.getvalue()
    assert response.status_code in (200, 400, 404, 406), query
    if response.status_code != 200:
        problem = json.loads(body)
        assert (problem["status"], bool(problem["detail"])) == (response.status_code, True), query
        assert response.status_code != 400 or problem["errors"], query
        return response.status_code
    asked = dict(pairs)
    whole = asked.get("format") in ("csv", "xlsx") and not {"page", "page_size", "cursor"} & asked.keys()
    if not whole or path == TOTALS:
        assert max(counts, default=0) <= MOST_READ, query
        assert len(counts) <= most_queries, query
    if asked.get("format") == "csv":
        rows = list(csv.reader(StringIO(body.decode("utf-8-sig"), newline="")))
        assert not whole or int(response["X-Total-Count"]) == len(rows) - 1, query
    elif asked.get("format") != "xlsx":
        found = json.loads(body)
        assert len(found["results"]) <= found["count"], query
    return 200


@pytest.mark.parametrize(
    ("path", "examples", "most_queries"), [(FIGURES, 150, 16), (TOTALS, 100, 400), (IMPORTS, 25, 6)]
)
def test_no_question_is_a_fault_and_none_reads_all_rows(path: str, examples: int, most_queries: int) -> None:
    seen: set[int] = set()

    @settings(EXAMPLES, max_examples=examples)
    @given(questions(path))
    @example([])
    def fits(pairs: list[tuple[str, str]]) -> None:
        seen.add(asks(path, pairs, most_queries))

    fits()
    assert seen >= {200, 400}


def test_no_words_are_a_fault_of_the_search() -> None:
    Client().get(f"{SEARCH}?q=leather")  # reads all that can be found, once for a process
    for strange in [*HOSTILE, *VALUES["q"]]:
        asks(SEARCH, [("q", strange)], 12)
        asks(SEARCH, [("q", "leather"), ("type", strange)], 12)


@pytest.mark.parametrize("number", ["0", "9" * 18, "9" * 19, "-1", "१", "%00", "1.0", "9" * 2_000])
def test_no_number_of_a_figure_is_a_fault(number: str) -> None:
    for ending in ("", "?format=csv", "?cursor="):
        assert Client().get(f"{FIGURES}t-{number}/{ending}").status_code in (400, 404)


@pytest.mark.parametrize(
    "pairs",
    [
        [("by", "hs8,month,partner")],
        [("by", "year,hs8,partner"), ("kind", "reported")],
        [("by", "group,cluster,hs8,partner,month")],
        [("by", "year,partner"), ("group", "eu"), ("hs_code", "6")],
        [("by", "reporter"), ("provisional", "true"), ("hs_code", "0"), ("to", "9999-12-31")],
    ],
    ids=str,
)
def test_large_totals_are_refused_or_small(pairs: list[tuple[str, str]]) -> None:
    assert asks(TOTALS, pairs, 400) in (200, 400)


@pytest.mark.parametrize(
    ("pairs", "status"),
    [
        ([("page", "1000000")], 404),
        ([("page", "1000000000")], 400),
        ([("page", "1e9")], 400),
        ([("page_size", "1000000000")], 400),
        ([("cursor", "r999999999999999999")], 200),
        ([("cursor", "p999999999"), ("kind", "printed")], 200),
        ([("cursor", "r9999999999999999999")], 400),
        ([("cursor", ""), ("page", "1")], 400),
        ([("hs_code", "6"), ("page_size", "100")], 200),
    ],
    ids=str,
)
def test_the_ends_of_the_list(pairs: list[tuple[str, str]], status: int) -> None:
    assert asks(FIGURES, pairs, 16) == status
