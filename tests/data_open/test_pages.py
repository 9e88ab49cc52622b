"""The pages: every dataset is offered and explained, in both languages, at a cost that rows do not raise."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clusters.models import Place
from kanpur_portal import data_version
from kanpur_portal.models import DatasetVersion
from kanpur_portal.open_data import pages
from kanpur_portal.open_data.datasets import DATASETS
from kanpur_portal.open_data.licence import PUBLISHER, attribution

pytestmark = pytest.mark.usefixtures("printed_plan", "db")


def test_every_dataset_is_offered_in_every_format(get: Callable[..., Any]) -> None:
    page = get("/data/").content.decode()
    for name in DATASETS:
        assert f'href="/data/{name}/"' in page
        for ending in ("csv", "jsonl", "parquet", "xlsx"):
            assert f'href="/data/{name}.{ending}"' in page


def test_no_spreadsheet_is_offered_where_it_would_be_refused(
    get: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "XLSX_ROWS", DATASETS["hs-codes"].count())
    assert 'href="/data/hs-codes.xlsx"' in get("/data/hs-codes/").content.decode()
    monkeypatch.setattr(pages, "XLSX_ROWS", DATASETS["hs-codes"].count() - 1)
    data_version.bump()
    data_version.forget()
    page = get("/data/hs-codes/").content.decode()
    assert 'href="/data/hs-codes.parquet"' in page
    assert "/data/hs-codes.xlsx" not in page.partition("<pre")[0]


@pytest.mark.parametrize("prefix", ["", "/hi"])
def test_the_licence_claims_no_more_than_is_known(prefix: str, get: Callable[..., Any]) -> None:
    page = get(f"{prefix}/data/").content.decode()
    assert "Published under Government Open Data License - India" in page
    assert 'id="licence"' in page
    if not prefix:
        assert "still to be confirmed by the administrator" in page


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("prefix", ["", "/hi"])
def test_the_dictionary_has_every_column_with_its_meaning(prefix: str, get: Callable[..., Any]) -> None:
    for name, dataset in DATASETS.items():
        page = get(f"{prefix}/data/{name}/").content.decode()
        for column in dataset.columns:
            assert f'<code lang="en">{column.name}</code>' in page
        assert f"pandas.read_parquet(&quot;http://testserver/data/{name}.parquet&quot;)" in page
    assert "dtype={&quot;code&quot;: &quot;string&quot;}" in get("/data/hs-codes/").content.decode()


def test_a_meaning_that_begins_with_a_value_leaves_it_as_programs_write_it(get: Callable[..., Any]) -> None:
    page = get("/data/export-figures/").content.decode()
    assert ">null: not stated.<" in page
    assert ">Address of the row in the API.<" in page
    assert ">currency की पूर्ण" in get("/hi/data/export-figures/").content.decode()


@pytest.mark.parametrize("title", [f"{PUBLISHER}: all tables", "all tables"])
def test_the_attribution_names_the_portal_where_the_form_of_the_licence_does(title: str) -> None:
    said = attribution(title, date(2026, 4, 1), "https://example.org/data/")
    assert said.startswith(
        f"Data has been published by {PUBLISHER} and sourced from {PUBLISHER}: all tables. "
    )
    assert "(01/04/2026). https://example.org/data/. Published under " in said


def test_the_figures_are_offered_for_another_portal(get: Callable[..., Any]) -> None:
    link = 'href="/api/v1/export-figures/import-layout/"'
    assert link in get("/hi/data/export-figures/").content.decode()
    assert link not in get("/data/clusters/").content.decode()


def test_home_and_the_foot_of_each_page_lead_to_the_data(get: Callable[..., Any]) -> None:
    home = get("/").content.decode()
    assert home.count('href="/data/"') >= 2
    assert '<link rel="alternate" type="application/ld+json" href="/data.json"' in home
    assert get("/data/nothing/").status_code == 404


@pytest.mark.usefixtures("few")
def test_more_rows_do_not_cost_more_queries() -> None:
    Place.objects.filter(pk__gt=Place.objects.order_by("pk")[4].pk).delete()
    data_version.forget()
    few = queries_of("/data/places/", "/data/", "/data/places.csv")
    place = Place.objects.first()
    for number in range(40):
        place.pk, place.slug, place.position = None, f"another-{number}", 5000 + number
        place.save(force_insert=True)
    data_version.forget()
    assert queries_of("/data/places/", "/data/", "/data/places.csv") <= few


def test_the_versions_come_in_pages_at_the_same_cost() -> None:
    made = [
        DatasetVersion(
            number=number, made_at=timezone.now(), data_version=number, sha256="0" * 64, size=1, datasets={}
        )
        for number in range(1, 122)
    ]
    DatasetVersion.objects.bulk_create(made[:50])
    data_version.forget()
    few = queries_of("/data/versions/")
    DatasetVersion.objects.bulk_create(made[50:])
    data_version.forget()
    assert queries_of("/data/versions/") <= few
    first, last = (Client().get(f"/data/versions/?page={page}").content.decode() for page in (1, 3))
    assert "/data/versions/121/" in first
    assert "/data/versions/71/" not in first
    assert "the first version" not in first
    assert last.count("the first version") == 1
    assert "/data/versions/1/" in last
    for wrong in ("4", "0", "x", "९"):
        assert Client().get(f"/data/versions/?page={wrong}").status_code == 404


@pytest.mark.usefixtures("few")
def test_each_dataset_leads_to_the_filters_of_its_list(get: Callable[..., Any]) -> None:
    lists = get("/api/docs/").content.decode()
    for name in DATASETS:
        assert f'href="/api/docs/#list-{name}"' in get(f"/data/{name}/").content.decode()
        assert f'id="list-{name}"' in lists


def queries_of(*paths: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as made:
        for path in paths:
            response = Client().get(path)
            assert response.status_code == 200
            response.getvalue() if response.streaming else response.content
    return len(made)
