"""The index of provenance: which record takes what from which line."""

import time
from collections import Counter
from typing import Any

import pytest

from sources.models import Discrepancy, Document, Reading
from sources.passages import citing_models
from tests.api.conftest import Program, errors

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("printed_plan", "db")]

PASSAGES = "/api/v1/passages/"


def found(public: Program, query: str = "") -> list[dict[str, Any]]:
    """All pages together."""
    rows: list[dict[str, Any]] = []
    address: str | None = f"{PASSAGES}?page_size=1000{query}"
    while address:
        response = public.get(address.removeprefix("http://testserver"))
        assert response.status_code == 200, response.content
        page = response.json()
        rows += page["results"]
        address = page["next"]
    assert len(rows) == page["count"]
    return rows


@pytest.fixture(scope="module")
def everything(printed_plan: None, django_db_blocker: Any) -> list[dict[str, Any]]:
    with django_db_blocker.unblock():
        return found(Program())


def test_every_record_appears_with_each_of_its_ranges(everything: list[dict[str, Any]]) -> None:
    expected: Counter[tuple[Any, ...]] = Counter()
    for model in citing_models():
        for record in model._default_manager.select_related("document", *model.passage_related):
            id_ = "/".join(map(str, record.natural_key()))
            pieces = [piece for piece in record.quote.split("\n") if piece.strip()]
            for lines, piece in zip(record.lines.split(","), pieces, strict=True):
                first, _, last = lines.strip().partition("-")
                expected[
                    record.document.slug, int(first), int(last or first), piece, model._meta.label_lower, id_
                ] += 1
    shown = Counter(
        (
            row["document"],
            row["first_line"],
            row["last_line"],
            row["quote"],
            row["record"]["type"],
            row["record"]["id"],
        )
        for row in everything
    )
    assert shown == expected
    assert len(expected) > 2000


def test_they_are_in_the_order_of_the_documents(everything: list[dict[str, Any]]) -> None:
    keys = [
        (
            row["document"],
            row["first_line"],
            row["last_line"],
            row["record"]["type"],
            row["record"]["id"],
        )
        for row in everything
    ]
    assert keys == sorted(keys)


def test_a_record_names_its_page_and_its_place_in_the_api(
    everything: list[dict[str, Any]], public: Program
) -> None:
    without = {row["record"]["type"] for row in everything if row["record"]["api_url"] is None}
    assert without == set()
    assert all(row["record"]["url"].startswith("http://testserver/") for row in everything)
    assert all(row["record"]["label"] for row in everything)
    seen = {row["record"]["type"]: row["record"]["api_url"] for row in everything if row["record"]["api_url"]}
    assert len(seen) == sum(bool(model.api_resource) for model in citing_models())
    for url in seen.values():
        assert public.get(url.removeprefix("http://testserver")).status_code == 200


@pytest.mark.parametrize(
    ("document", "line"),
    [
        ("export-plan", 254),
        ("export-plan", 326),
        ("export-plan", 947),
        ("leather-project", 31),
        ("leather-city", 3),
    ],
)
def test_the_passages_of_a_line_are_those_that_cover_it(
    document: str, line: int, public: Program, everything: list[dict[str, Any]]
) -> None:
    naive = [
        row
        for row in everything
        if row["document"] == document and row["first_line"] <= line <= row["last_line"]
    ]
    assert naive
    assert found(public, f"&document={document}&line={line}") == naive
    assert found(public, f"&line={line}") == [
        row for row in everything if row["first_line"] <= line <= row["last_line"]
    ]


def test_a_line_that_nothing_is_taken_from(public: Program) -> None:
    assert found(public, "&document=leather-city&line=999") == []


@pytest.mark.parametrize("type_", ["clusters.statistic", "sources.reading", "interventions.actionpart"])
def test_the_passages_of_a_type_and_of_a_document(
    type_: str, public: Program, everything: list[dict[str, Any]]
) -> None:
    naive = [row for row in everything if row["record"]["type"] == type_]
    assert naive
    assert found(public, f"&type={type_}") == naive
    for slug in Document.objects.values_list("slug", flat=True):
        own = [row for row in everything if row["document"] == slug]
        assert found(public, f"&document={slug}") == own
        assert found(public, f"&document={slug}&type={type_}") == [
            row for row in own if row["record"]["type"] == type_
        ]


def printed_on(public: Program, line: int, document: str = "export-plan") -> dict[str, set[Any]]:
    """The units under which each number is carried, by how it is printed."""
    values: dict[str, set[Any]] = {}
    for row in found(public, f"&document={document}&line={line}"):
        for value in row["values"]:
            values.setdefault(value["as_printed"], set()).add((value["value"], value["unit"]))
    return values


def test_the_numbers_of_known_lines(public: Program) -> None:
    line = printed_on(public, 326)
    assert ("1132.07", "INR crore") in line["1132.07"]
    assert ("26.23", "percent") in line["26.23"]
    assert {("30000", "persons")} <= printed_on(public, 284)["30,000"]
    assert {("10000", "hides per day")} == printed_on(public, 447)["10,000"]


def test_a_number_is_not_taken_from_within_a_longer_one(public: Program) -> None:
    """Figure 5 is captioned on line 372; line 366 has a 5 only within an HS code."""
    assert "5" not in printed_on(public, 366)
    assert ("5", "table or figure") in {
        (value["as_printed"], value["unit"])
        for row in found(public, "&document=export-plan&line=372&type=clusters.exhibit")
        for value in row["values"]
    }


def test_a_value_says_what_it_is(public: Program) -> None:
    values = [
        value
        for row in found(public, "&document=export-plan&type=exports.exportfigure")
        for value in row["values"]
        if value["field"] == "value"
    ]
    assert values
    for value in values:
        assert list(value) == ["field", "value", "high", "qualifier", "unit", "per", "as_printed", "period"]
        assert value["value"] == value["value"].rstrip("0") or "." not in value["value"]
        assert set(value["period"]) == {"basis", "start", "end", "label"}


def test_what_is_no_number_keeps_its_print(public: Program) -> None:
    values = printed_on(public, 735)
    assert values["630533"] == {(None, "HS code")}


def test_a_passage_names_the_discrepancies_of_its_own_lines(everything: list[dict[str, Any]]) -> None:
    refs: dict[tuple[str, int], set[str]] = {}
    for reading in Reading.objects.select_related("document", "discrepancy"):
        for lines in reading.line_ranges:
            for line in range(lines.first, lines.last + 1):
                refs.setdefault((reading.document.slug, line), set()).add(reading.discrepancy.ref)
    flagged = 0
    for row in everything:
        lines = range(row["first_line"], row["last_line"] + 1)
        own = set().union(*(refs.get((row["document"], line), set()) for line in lines))
        assert row["discrepancies"] == sorted(own)
        flagged += bool(own)
    assert flagged >= Discrepancy.objects.count()


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("line=0", "line"),
        ("line=x", "line"),
        ("line=-1", "line"),
        ("line=1000000", "line"),
        ("document=nothing", "document"),
        ("type=clusters.nothing", "type"),
        ("lines=254", "lines"),
        ("line=1&line=2", "line"),
    ],
)
def test_a_wrong_question_is_refused(query: str, field: str, public: Program) -> None:
    assert field in errors(public.get(f"{PASSAGES}?{query}"))


def test_a_type_is_refused_with_those_that_there_are(public: Program) -> None:
    _code, message = errors(public.get(f"{PASSAGES}?type=x"))["type"]
    assert "clusters.statistic" in message


def test_it_is_quick(officers_program: Program) -> None:
    """Far from the limit, for the machine of the tests is busy."""
    for address in (f"{PASSAGES}?page_size=1000", "/api/v1/market-links/?page_size=1000"):
        officers_program.get(address)
        start = time.perf_counter()
        assert officers_program.get(address).status_code == 200
        assert time.perf_counter() - start < 5


def test_a_question_without_an_answer_is_an_empty_list(public: Program) -> None:
    assert found(public, "&type=trainings.topic&document=export-plan") == []
