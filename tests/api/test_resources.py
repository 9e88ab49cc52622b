"""Every list of the API on the documents as loaded: what a row carries, and at what cost."""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from rest_framework.serializers import Serializer

from kanpur_portal.api_views import RESOURCES
from sources.lines import cited_lines
from sources.models import Citation, Document, Reading
from sources.passages import citing_models
from tests.api.conftest import Program, errors

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("printed_plan")]

VIEWSETS = dict(RESOURCES)
# What offices report, code lists, facts that no document prints, the documents, and indexes of other rows.
WITHOUT_SOURCE = {
    "updates",
    "events",
    "tanneries",
    "countries",
    "country-groups",
    "group-memberships",
    "trade-agreements",
    "agreement-partners",
    "market-notes",
    "documents",
    "passages",
    "discrepancies",
    "correction-requests",
    "imports",
}
SOURCED = sorted(VIEWSETS.keys() - WITHOUT_SOURCE)
Listed = Callable[[str], list[dict[str, Any]]]
LOADED = sorted(VIEWSETS.keys() - {"updates", "events", "tanneries", "correction-requests", "imports"})
CITING = {model: model.api_resource for model in citing_models() if model.api_resource}


def address(name: str) -> str:
    return f"/api/v1/{name}/"


def rows(program: Program, name: str, **headers: str) -> list[dict[str, Any]]:
    """Every row of a list, all pages together."""
    found: list[dict[str, Any]] = []
    following: str | None = f"http://testserver{address(name)}?page_size=1000"
    while following:
        response = program.get(local(following), **headers)
        assert response.status_code == 200, response.content
        page = response.json()
        found += page["results"]
        following = page["next"]
    assert page["count"] == len(found)
    return found


def local(url: str) -> str:
    assert url.startswith("http://testserver/")
    return url.removeprefix("http://testserver")


@pytest.fixture(scope="module")
def listed(printed_plan: None) -> Listed:
    """Every row of a list, asked for once: no test here writes."""
    return cache(lambda name: rows(Program(), name))


@pytest.fixture
def refs_of_lines() -> dict[tuple[str, int], set[str]]:
    """Naively, from the readings."""
    found: dict[tuple[str, int], set[str]] = {}
    for reading in Reading.objects.select_related("document", "discrepancy"):
        for lines in reading.line_ranges:
            for line in range(lines.first, lines.last + 1):
                found.setdefault((reading.document.slug, line), set()).add(reading.discrepancy.ref)
    return found


def test_every_list_is_tried() -> None:
    assert len(VIEWSETS) == len(RESOURCES)
    assert {name for name, _field in CITING.values()} - {"discrepancies"} == set(SOURCED)


@pytest.mark.parametrize("name", SOURCED)
def test_a_row_names_its_source_its_kind_and_its_flags(
    name: str, listed: Listed, refs_of_lines: dict[tuple[str, int], set[str]]
) -> None:
    documents = set(Document.objects.values_list("slug", flat=True))
    for row in listed(name):
        source = row["source"]
        assert list(source) == ["document", "lines", "quote", "url", "locator"]
        assert source["document"] in documents
        assert source["quote"].strip()
        assert source["locator"].strip()
        first = source["lines"].split(",")[0].split("-")[0]
        assert local(source["url"]) == f"/sources/{source['document']}/#L{first}"
        assert row["kind"] == "printed"
        flags = (
            refs_of_lines.get((source["document"], line), set()) for line in cited_lines(source["lines"])
        )
        assert row["discrepancies"] == sorted(set().union(*flags))


@pytest.mark.parametrize("name", LOADED)
def test_the_address_of_a_row_leads_to_the_same_row(name: str, public: Program, listed: Listed) -> None:
    found = listed(name)
    assert found
    if name == "passages":
        return  # an index without rows of its own: its records are tried below
    for row in [*found[:3], found[-1]]:
        assert public.get(local(row["api_url"])).json() == row
    assert len({row["api_url"] for row in found}) == len(found)


@pytest.mark.parametrize("name", LOADED)
def test_the_page_of_a_row_is_there(name: str, public: Program, listed: Listed) -> None:
    urls = {row["url"].partition("#")[0] for row in listed(name) if "url" in row}
    for url in urls:
        assert resolve(urlsplit(local(url)).path)
    for url in sorted(urls)[:2]:
        assert public.get(local(url)).status_code == 200, url


@pytest.mark.parametrize("model", CITING, ids=lambda model: model._meta.label)
def test_every_record_is_in_the_list_that_it_names(model: type[Citation], listed: Listed) -> None:
    name, _field = CITING[model]
    shown = {local(row["api_url"]) for row in listed(name)}
    found = {record.get_api_url() for record in model._default_manager.select_related(*model.passage_related)}
    assert found
    assert found <= shown


@pytest.mark.parametrize("name", LOADED)
def test_the_table_has_the_rows_and_the_numbers_of_json(name: str, public: Program, listed: Listed) -> None:
    response = public.get(f"{address(name)}?page_size=1000&format=csv")
    assert response.status_code == 200
    table = list(csv.DictReader(StringIO(response.content.decode(), newline="")))
    found = listed(name)[:1000]
    assert len(table) == len(found)
    for line, row in zip(table, found, strict=True):
        assert None not in line.values()
        for column, text in line.items():
            value: Any = row
            for part in column.split("."):
                value = value and value[part]
            if isinstance(value, str):
                assert text in (value, f"'{value}")
            elif isinstance(value, bool):
                assert text == str(value).lower()
            elif isinstance(value, int):
                assert int(text) == value
            elif value is None:
                assert text == ""


@pytest.mark.parametrize("name", sorted(VIEWSETS))
def test_a_page_too_large_is_refused(name: str, public: Program) -> None:
    assert "page_size" in errors(public.get(f"{address(name)}?page_size=1001"))


@pytest.mark.parametrize("name", sorted(VIEWSETS))
def test_an_unknown_filter_is_named(name: str, public: Program) -> None:
    code, message = errors(public.get(f"{address(name)}?colour=red"))["colour"]
    assert code == "unknown_filter"
    assert message


@pytest.mark.parametrize("name", LOADED)
def test_the_pages_together_are_the_whole_list(name: str, public: Program, listed: Listed) -> None:
    whole = listed(name)
    size = max(1, -(-len(whole) // 3))
    paged: list[Any] = []
    following: str | None = f"http://testserver{address(name)}?page_size={size}"
    while following:
        page = public.get(local(following)).json()
        paged += page["results"]
        following = page["next"]
    assert paged == whole


def shape(sql: str) -> str:
    """A query without its values."""
    return re.sub(r"\([%s, ]+\)|\b[0-9]+\b|'[^']*'", "?", re.sub(r"(%s|[0-9]+)(, (%s|[0-9]+))+", "?", sql))


@pytest.mark.parametrize("name", LOADED)
@pytest.mark.parametrize("query", ["", "&format=csv"], ids=["json", "csv"])
def test_no_query_is_asked_for_each_row(name: str, query: str, officers_program: Program) -> None:
    """A token, for it passes by what is kept for anonymous readers."""
    asked = f"{address(name)}?page_size=1000{query}"
    officers_program.get(asked)
    with CaptureQueriesContext(connection) as captured:
        officers_program.get(asked)
    shapes = Counter(shape(found["sql"]) for found in captured.captured_queries)
    assert {sql: times for sql, times in shapes.items() if times > 1} == {}
    assert len(captured) <= len(citing_models()) + 12


@pytest.mark.parametrize("name", LOADED)
def test_the_data_are_the_same_in_hindi(name: str, officers_program: Program) -> None:
    english, hindi = (rows(officers_program, name, accept_language=language) for language in ("en", "hi"))
    assert english == hindi


# What a row shows under a name that is not the field's.
ELSEWHERE = {
    "period_basis",
    "period_start",
    "period_end",
    "period_label",
    "cap_unit",
    "numbers",
    "authorities",
}


@pytest.mark.parametrize("name", SOURCED)
def test_every_field_of_a_record_is_in_its_row(name: str) -> None:
    viewset = VIEWSETS[name]
    shown = set(sources_of(viewset.serializer_class()))
    fields = {field.name for field in viewset.queryset.model._meta.get_fields() if not field.auto_created}
    assert fields - shown <= ELSEWHERE


def sources_of(serializer: Any) -> Iterator[str]:
    """The field of the record that each field of a row is taken from."""
    for name, field in serializer.fields.items():
        yield (field.source or name).split(".")[0]
        if isinstance(field, Serializer):
            yield from sources_of(field)


def test_the_index_names_every_list() -> None:
    listed = Client().get("/api/v1/").json()["resources"]
    assert [row["name"] for row in listed] == list(VIEWSETS)


@time_machine.travel(datetime(2026, 5, 4, 12, tzinfo=UTC), tick=False)
def test_the_first_printed_action_whole(public: Program) -> None:
    """Compared with the committed file: a change of the API's contract is a change that a reader sees."""
    assert public.get(address("actions")).json()["count"] == 29
    golden = json.loads((Path(__file__).parent / "golden" / "action_KN-01.json").read_text())
    assert public.get(f"{address('actions')}KN-01/").json() == golden
