"""The register of discrepancies: what its filters show, on the page, in its files and in the API."""

from typing import Any

import pytest
from django.test import Client

from kanpur_portal import data_version
from sources.models import Discrepancy, Reading
from sources.presenters import discrepancy_counts
from tests.dom import by_id, elements, given, read, words
from tests.factories import DiscrepancyFactory, DocumentFactory, ReadingFactory

LANGUAGES = pytest.mark.parametrize("language", ["", "/hi"])
QUERIES = (
    {},
    {"type": "misprint"},
    {"status": "open"},
    {"document": "leather-project"},
    {"line": "254"},
    {"document": "export-plan", "line": "254"},
    {"document": "leather-project", "line": "254"},
    {"type": "sum_mismatch", "document": "export-plan"},
    {"q": "TURNOVER"},
    {"q": "D-014"},
    {"q": "no such words"},
)

pytestmark = pytest.mark.usefixtures("printed_plan", "db")


def expected(query: dict[str, str]) -> list[str]:
    """The entries that a query means, found in a plain way."""
    found = []
    for entry in Discrepancy.objects.prefetch_related("readings__document"):
        readings = [
            reading
            for reading in entry.readings.all()
            if query.get("document") in (None, reading.document.slug)
            and (
                "line" not in query
                or any(one.first <= int(query["line"]) <= one.last for one in reading.line_ranges)
            )
        ]
        text = " ".join([entry.ref, entry.summary, entry.summary_hi, entry.shown, entry.shown_hi])
        text += "".join(f" {reading.quote}" for reading in entry.readings.all())
        if (
            readings
            and query.get("type") in (None, entry.kind)
            and query.get("status") in (None, entry.status)
            and query.get("q", "").lower() in text.lower()
        ):
            found.append(entry.ref)
    return found


@LANGUAGES
@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_page_files_and_api_show_the_same(client: Client, language: str, query: dict[str, str]) -> None:
    refs = expected(query)
    page = read(client.get(f"{language}/discrepancies/", query).text)
    assert [given(entry)["id"] for entry in elements(page, "article")] == refs
    rows = client.get("/discrepancies.json", query).json()["results"]
    assert list(dict.fromkeys(row["ref"] for row in rows)) == refs
    assert len(rows) == Reading.objects.filter(discrepancy__ref__in=refs).count()
    answer = client.get("/api/v1/discrepancies/", query | {"page_size": "1000"}).json()
    assert [row["ref"] for row in answer["results"]] == refs


def test_the_queries_tell_entries_apart() -> None:
    found = [tuple(expected(query)) for query in QUERIES]
    assert found[QUERIES.index({"document": "leather-project", "line": "254"})] == ()
    assert len(set(found)) == 8  # every entry is open, and line 254 is flagged in one document alone


@LANGUAGES
@pytest.mark.parametrize(
    "query", ["type=gossip", "status=lost", "document=tea", "line=0", "line=x", "colour=red"]
)
def test_a_wrong_filter_is_refused(client: Client, language: str, query: str) -> None:
    response = client.get(f"{language}/discrepancies/?{query}")
    assert response.status_code == 400
    assert elements(read(response.text), class_="error-summary")
    assert client.get(f"{language}/discrepancies.csv?{query}").status_code == 400
    assert client.get(f"/api/v1/discrepancies/?{query}").status_code == 400


def test_an_entry_shows_all_of_itself(client: Client) -> None:
    entry = Discrepancy.objects.get(ref="D-014")
    shown = words(by_id(read(client.get("/discrepancies/").text), "D-014"))
    for text in (entry.summary, entry.shown, "scope", "open"):
        assert text in shown
    for reading in entry.readings.all():
        assert reading.value_as_printed in shown
        assert reading.printed in shown


def test_each_count_opens_what_it_counts(client: Client) -> None:
    found = list(Discrepancy.objects.filter(status="open"))
    counts = [count for count in discrepancy_counts(found, {"status": "open"}) if count["value"]]
    assert len(counts) > 4
    for count in counts:
        page = read(client.get(count["url"]).text)
        assert len(elements(page, "article")) == count["value"], count["label"]


@LANGUAGES
def test_chips_take_one_filter_away(client: Client, language: str) -> None:
    page = read(client.get(f"{language}/discrepancies/?type=misprint&document=export-plan").text)
    links = {given(chip)["href"] for chip in elements(page, "a", class_="chip")}
    address = f"{language}/discrepancies/"
    assert links == {f"{address}?document=export-plan", f"{address}?type=misprint"}


def test_the_queries_do_not_grow_with_the_register(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    document = DocumentFactory(slug="another")
    ReadingFactory(discrepancy=DiscrepancyFactory(ref="D-901", reading=None), document=document)
    data_version.forget()
    with django_assert_max_num_queries(12) as before:
        client.get("/discrepancies/?q=misprint")
    for number in range(902, 910):
        found = DiscrepancyFactory(ref=f"D-{number}", reading=None)
        ReadingFactory(discrepancy=found, document=document)
    data_version.forget()
    with django_assert_max_num_queries(len(before)):
        client.get("/discrepancies/?q=misprint")
