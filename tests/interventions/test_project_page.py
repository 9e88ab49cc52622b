"""The page of the leather development project: its report, whole, and nothing counted as the district's."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clusters.models import Organisation, Statement
from interventions.models import Project, ProjectActivity, ProjectObjective, ProjectPartner, ProjectResult
from interventions.project_page import project_page
from sources.models import Discrepancy
from tests.dom import by_id, elements, given, read, words
from tests.printed import assert_each_once, assert_sourced, records_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printed_plan")]

PATH = "/projects/kanpur-leather-development-project/"
LANGUAGES = pytest.mark.parametrize("language", ["", "/hi"])


def page_of(client: Client, language: str = "") -> Any:
    response = client.get(f"{language}{PATH}")
    assert response.status_code == 200
    return read(response.text)


@LANGUAGES
def test_every_record_of_the_report_once(client: Client, language: str) -> None:
    records = records_of(PATH)
    kinds = {type(record) for record in records}
    assert kinds == {Statement, ProjectObjective, ProjectActivity, ProjectResult, ProjectPartner}
    assert_each_once(page_of(client, language), records)


def test_each_leads_to_its_line_and_flags(client: Client) -> None:
    assert_sourced(page_of(client), records_of(PATH))


@LANGUAGES
def test_name_duration_and_cluster(client: Client, language: str) -> None:
    page = page_of(client, language)
    project = Project.objects.get()
    assert words(elements(page, "h1")[0]) == (project.name_hi if language else project.name)
    facts = words(elements(page, "dl", class_="facts")[0])
    assert "October 2015 – March 2018" in facts
    assert ("31 मार्च 2018" if language else "1 October 2015 to 31 March 2018") in facts
    links = {given(link)["href"] for link in elements(page, "a")}
    assert {f"{language}/clusters/leather/", f"{language}/trainings/"} <= links


@LANGUAGES
def test_the_words_are_those_of_the_report(client: Client, language: str) -> None:
    page = page_of(client, language)
    for model in (ProjectObjective, ProjectActivity, ProjectResult):
        for record in model.objects.all():
            english = [words(text) for text in elements(by_id(page, record.anchor), "span", lang="en")]
            assert any(record.printed in text for text in english), record.anchor


@pytest.mark.parametrize(
    ("slug", "counts"),
    [
        ("result-4", ["8 pilot demonstration units"]),
        ("result-5", ["3 tanneries"]),
        ("result-8", ["6 tanneries", "27 energy conservation proposals"]),
        ("result-2-line-27-2", ["1,00,000 users (world)", "17,000 users (India)"]),
        ("result-3", []),  # “first-ever” is no count
    ],
)
def test_the_counts_of_a_result(client: Client, slug: str, counts: list[str]) -> None:
    row = by_id(page_of(client), f"projectresult-{slug}")
    (cell,) = elements(row, "td")[1:2]
    assert [words(item) for item in elements(cell, "li")] == counts


def test_donor_and_partners_lead_to_their_organisations(client: Client) -> None:
    page = page_of(client)
    roles = {}
    for partner in ProjectPartner.objects.select_related("organisation"):
        row = by_id(page, partner.anchor)
        assert elements(row, "a", href=partner.organisation.get_absolute_url())
        roles[partner.slug] = partner.role in words(row)
    assert roles == {"dpiit": True, "clri": True, "uplia": True}
    for organisation in Organisation.objects.filter(document__slug="leather-project"):
        assert elements(page, "a", href=organisation.get_absolute_url()), organisation


@pytest.mark.parametrize(
    ("language", "place"), [("", "Banthar (district Unnao"), ("/hi", "बन्थर (जनपद उन्नाव")]
)
def test_places_say_in_which_district_they_lie(client: Client, language: str, place: str) -> None:
    page = page_of(client, language)
    address = f"{language}/clusters/leather/#place-banthar"
    (banthar,) = (item for item in elements(page, "li") if elements(item, "a", href=address))
    assert words(banthar).startswith(place)


def test_no_count_is_the_districts(client: Client) -> None:
    assert "none is a figure of the district" in words(page_of(client))


def test_without_a_printed_duration_the_days_alone_are_shown(client: Client) -> None:
    Project.objects.update(numbers=[])
    facts = words(elements(page_of(client), "dl", class_="facts")[0])
    assert "1 October 2015 to 31 March 2018" in facts
    assert "as printed" not in facts


def test_its_own_lines_are_flagged(client: Client) -> None:
    project = Project.objects.get()
    flags = Discrepancy.objects.flags_for([project])[project._meta.label, project.pk]
    page = page_of(client)
    assert flags
    assert all(elements(page, "a", href=flag.get_absolute_url()) for flag in flags)


def test_no_such_project(client: Client) -> None:
    assert client.get("/projects/no-such-project/").status_code == 404


def test_the_file_has_the_results(client: Client) -> None:
    (link,) = (link for link in elements(page_of(client), "a") if "format=json" in given(link)["href"])
    assert client.get(given(link)["href"]).json()["count"] == ProjectResult.objects.count()


def test_queries_do_not_grow_with_the_rows() -> None:
    def asked() -> int:
        project = Project.objects.select_related("document", "cluster").get()
        with CaptureQueriesContext(connection) as queries:
            project_page(project)
        return len(queries)

    all_of_them = asked()
    ProjectResult.objects.exclude(slug="result-4").delete()
    Statement.objects.filter(document__slug="leather-project", numbers=[]).delete()
    assert asked() == all_of_them <= 11
