"""The search for programs: what the page of results finds, in the same order, with where to read on."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kanpur_portal.search.engine import search
from kanpur_portal.search.entries import Kind
from tests.api.conftest import Program, errors

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("printed_plan", "db")]

SEARCH = "/api/v1/search/"


def found(public: Program, query: str) -> dict[str, Any]:
    response = public.get(f"{SEARCH}?{query}")
    assert response.status_code == 200, response.content
    return dict(response.json())


@pytest.mark.parametrize("typed", ["saddlery", "चमड़ा", "4201", "Germany", "KN-07", "air freight", "DIEPC"])
def test_it_finds_what_the_page_finds_in_the_same_order(typed: str, public: Program) -> None:
    answer = found(public, f"q={typed}&page_size=1000")
    hits = search(typed).hits
    assert answer["count"] == len(hits) > 0
    shown = [(row["type"], row["code"], row["name"]) for row in answer["results"]]
    assert shown == [(hit.entry.kind, hit.entry.code, hit.entry.name.english) for hit in hits]


@pytest.mark.parametrize("kind", Kind.values)
def test_a_row_leads_to_its_page_and_its_list(kind: str, public: Program) -> None:
    """One word for each type of results that the documents have; the addresses are there."""
    words = {"official": "footwear", "training": "training", "discrepancy": "total", "scheme": "freight"}
    rows = found(public, f"q={words.get(kind, 'leather')}&type={kind}&page_size=3")["results"]
    assert rows or kind in ("event", "solved-issue"), "no document prints these"
    for row in rows:
        assert row["type"] == kind
        assert row["name"]
        assert row["matched"]
        assert public.get(row["url"].removeprefix("http://testserver").partition("#")[0]).status_code == 200
        assert (row["api_url"] is None) == (kind == "official")
        if row["api_url"]:
            listed = public.get(row["api_url"].removeprefix("http://testserver"))
            assert listed.status_code == 200
            assert listed.json().get("source") == row["source"] or row["source"] is None


def test_names_come_in_both_languages_whatever_the_readers(public: Program) -> None:
    english, hindi = (
        public.get(f"{SEARCH}?q=saddlery", accept_language=language).json() for language in ("en", "hi")
    )
    assert english == hindi
    assert (english["results"][0]["name"], english["results"][0]["name_hi"]) == ("Saddlery", "सैडलरी")


def test_it_says_how_the_question_was_read(public: Program) -> None:
    misspelt = found(public, "q=saddelry")
    assert misspelt["spellings"] == [{"typed": "saddelry", "taken_for": ["saddlery"]}]
    assert misspelt["results"][0]["matched"]
    assert found(public, "q=safety shoes")["trade_words"]
    assert found(public, "q=saddlery zzzz")["words_missing"] == 1
    nothing = found(public, "q=zzzzzzzz")
    assert (nothing["count"], nothing["results"]) == (0, [])


def test_pages_and_types_narrow_it(public: Program) -> None:
    whole = found(public, "q=leather&page_size=1000")
    second = found(public, "q=leather&page_size=10&page=2")
    assert second["results"] == whole["results"][10:20]
    assert (second["count"], bool(second["next"]), bool(second["previous"])) == (whole["count"], True, True)
    products = found(public, "q=leather&type=product&page_size=1000")["results"]
    assert products == [row for row in whole["results"] if row["type"] == "product"]


@pytest.mark.parametrize(
    ("query", "field", "allowed"),
    [
        ("", "q", "required"),
        ("q=", "q", "required"),
        ("q=%00", "q", "Null"),
        ("q=" + "x" * 101, "q", "100"),
        ("q=a&q=b", "q", "one value"),
        ("q=a&kind=product", "kind", "q, type"),
        ("q=a&type=prodct", "type", "product"),
        ("q=a&page_size=1001", "page_size", "1 to 1000"),
        ("q=a&format=csv", "format", "json"),
    ],
)
def test_what_it_does_not_take_is_refused_by_name(
    query: str, field: str, allowed: str, public: Program
) -> None:
    refused = errors(public.get(f"{SEARCH}?{query}"))
    assert refused.keys() == {field}
    assert allowed in refused[field][1]


def test_strange_words_are_only_words(public: Program) -> None:
    for typed in ("%F0%9F%98%80", "%22%27%3B--", "%E0%A5%AA%E0%A5%A8", "%01%1B", "-5", "1e9", "a%20" * 33):
        assert public.get(f"{SEARCH}?q={typed}").status_code in (200, 400)


@pytest.mark.usefixtures("version_is_remembered")
def test_no_query_is_asked_for_a_result(officers_program: Program) -> None:
    officers_program.get(f"{SEARCH}?q=leather")
    with CaptureQueriesContext(connection) as few:
        officers_program.get(f"{SEARCH}?q=leather&page_size=1")
    with CaptureQueriesContext(connection) as many:
        officers_program.get(f"{SEARCH}?q=leather&page_size=200")
    assert len(many) == len(few)


def test_answers_are_not_kept_for_others(public: Program) -> None:
    """There are as many as words: each is counted."""
    left = [int(public.get(f"{SEARCH}?q=saddlery")["RateLimit-Remaining"]) for _ in range(2)]
    assert left[1] == left[0] - 1
