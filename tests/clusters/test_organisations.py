"""The page of organisations: every one of them, by kind, in both languages."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clusters.models import Organisation
from clusters.organisation_page import organisation_page
from tests.dom import by_id, elements, given, read, words
from tests.printed import assert_each_once, assert_sourced, records_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printed_plan")]

LANGUAGES = pytest.mark.parametrize("language", ["", "/hi"])


def page_of(client: Client, language: str = "") -> Any:
    response = client.get(f"{language}/organisations/")
    assert response.status_code == 200
    return read(response.text)


@LANGUAGES
def test_every_organisation_once_with_both_names(client: Client, language: str) -> None:
    page = page_of(client, language)
    records = records_of("/organisations/")
    assert len(records) == Organisation.objects.count() > 40
    assert_each_once(page, records)
    for organisation in Organisation.objects.all():
        row = words(by_id(page, organisation.anchor))
        assert organisation.name in row
        assert organisation.name_hi in row


def test_each_leads_to_its_lines_and_flags(client: Client) -> None:
    assert_sourced(page_of(client), records_of("/organisations/"))


def test_one_that_is_named_all_over_the_plan_leads_to_every_place(client: Client) -> None:
    diepc = Organisation.objects.select_related("document").get(slug="diepc")
    row = by_id(page_of(client), diepc.anchor)
    places = elements(row, "a", class_="source")
    assert [given(place)["href"] for place in places] == [
        f"/sources/export-plan/#L{lines.first}" for lines in diepc.line_ranges
    ]
    assert len(places) == 34


@LANGUAGES
def test_by_kind_and_under_the_clusters_that_list_them(client: Client, language: str) -> None:
    page = page_of(client, language)
    kinds = [given(heading)["id"] for heading in elements(page, "h2") if "id" in given(heading)]
    assert kinds == [kind for kind in Organisation.Kind.values if Organisation.objects.filter(kind=kind)]
    row = by_id(page, "organisation-iia")
    links = {given(link)["href"] for link in elements(row, "a")}
    assert {f"{language}/clusters/{slug}/" for slug in ("engineering", "plastic", "hosiery")} <= links
    assert f"{language}/clusters/leather/" not in links


def test_place_as_printed_and_none_where_none_is(client: Client) -> None:
    page = page_of(client)
    assert "Place as printed: Chakeri, Kanpur" in words(
        by_id(page, "organisation-hindustan-aeronautics-limited")
    )
    assert "Place as printed" not in words(by_id(page, "organisation-ey"))


def test_the_files_have_every_row(client: Client) -> None:
    page = page_of(client)
    (link,) = (link for link in elements(page, "a") if "format=json" in given(link)["href"])
    answer = client.get(given(link)["href"])
    assert answer.status_code == 200
    assert answer.json()["count"] == len(answer.json()["results"]) == Organisation.objects.count()
    assert client.get(given(link)["href"].replace("json", "csv")).status_code == 200


def test_queries_do_not_grow_with_the_rows() -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            organisation_page()
        return len(queries)

    all_of_them = asked()
    Organisation.objects.filter(clusters__slug="engineering").delete()
    assert asked() == all_of_them <= 6
