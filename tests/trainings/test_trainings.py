"""The page of trainings: the headcount as printed, no sum, and another country's mission apart."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.dom import by_id, elements, given, read, words
from tests.printed import assert_each_once, assert_sourced, records_of
from trainings.models import Programme, Resource, StudyMission, Topic
from trainings.training_page import training_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printed_plan")]

LANGUAGES = pytest.mark.parametrize("language", ["", "/hi"])


def page_of(client: Client, language: str = "") -> Any:
    response = client.get(f"{language}/trainings/")
    assert response.status_code == 200
    return read(response.text)


@LANGUAGES
def test_every_record_once(client: Client, language: str) -> None:
    records = records_of("/trainings/")
    assert {type(record) for record in records} == {Programme, Topic, Resource}
    assert_each_once(page_of(client, language), records)


def test_each_leads_to_its_line_and_flags(client: Client) -> None:
    assert_sourced(page_of(client), records_of("/trainings/"))


def test_the_headcount_as_printed(client: Client) -> None:
    panel = by_id(page_of(client), "programme-leather-project-trainings")
    figures = [words(figure) for figure in elements(panel, "p", class_="figure-value")]
    assert figures == ["32", "over 1,400", "22"]
    badges = [words(tag) for tag in elements(panel, "span", class_="tag")]
    assert badges == ["printed"] * 3
    assert Programme.objects.get().printed in words(panel)
    assert "not a sum of sessions" in words(panel)


@LANGUAGES
def test_names_in_the_readers_language(client: Client, language: str) -> None:
    page = page_of(client, language)
    for model in (Programme, Topic, Resource):
        for record in model.objects.all():
            name = record.name_hi if language else record.name
            assert name in words(by_id(page, record.anchor))


def test_five_topics_are_stated_and_three_named(client: Client) -> None:
    page = page_of(client)
    (notice,) = elements(page, "div", class_="notice-warning")
    assert "The report states 5 topics and names 3" in words(notice)
    assert "D-151" in words(by_id(page, Topic.objects.all()[0].anchor))


def test_no_notice_where_all_are_named(client: Client) -> None:
    Resource.objects.filter(count_unit="topics").update(count=3)
    assert not elements(page_of(client), "div", class_="notice-warning")


def test_the_portal_is_linked_as_printed(client: Client) -> None:
    page = page_of(client)
    (link,) = elements(by_id(page, "resource-leather-panel-technical-reports"), "a", rel="noopener external")
    assert words(link) == "www.leatherpanel.org"
    assert given(link)["href"] == "https://www.leatherpanel.org"
    assert "26 technical reports" in words(by_id(page, "resource-leather-panel-technical-reports"))
    assert "not printed" in words(by_id(page, "resource-leather-panel-portal"))


def test_the_award_is_told_in_the_reports_words(client: Client) -> None:
    page = page_of(client)
    path = "/projects/kanpur-leather-development-project/#projectresult-result-3"
    (link,) = elements(page, "a", href=path)
    assert words(link) == "Result 3 of Kanpur Leather Development Project"
    assert "innovation award system" in words(page)


@LANGUAGES
def test_the_study_mission_stands_apart(client: Client, language: str) -> None:
    mission = StudyMission.objects.get()
    page = page_of(client, language)
    (panel,) = (
        section
        for section in elements(page, "section", class_="panel")
        if elements(section, "a", href=f"{language}/trainings/study-missions/indonesia-iosm/")
    )
    if not language:
        assert "Another country's: not counted among the district's trainings" in words(panel)
    assert (mission.name_hi if language else mission.name) in words(panel)
    assert "Study missions" not in [words(heading) for heading in elements(page, "h2")]


def test_a_mission_of_the_district_would_not_stand_apart(client: Client) -> None:
    StudyMission.objects.update(of_the_district=True)
    headings = [words(heading) for heading in elements(page_of(client), "h2")]
    assert "Study missions" in headings
    assert "Another country's: not counted among the district's trainings" not in headings


def test_the_files_have_every_row(client: Client) -> None:
    page = page_of(client)
    links = [given(link)["href"] for link in elements(page, "a") if "format=json" in given(link)["href"]]
    counts = [client.get(link).json()["count"] for link in links]
    assert counts == [model.objects.count() for model in (Programme, Topic, Resource, StudyMission)]


def test_without_data_the_page_says_so(client: Client) -> None:
    for model in (Programme, Topic, Resource):
        model.objects.all().delete()
    page = page_of(client)
    assert elements(page, "div", class_="empty-state")


def test_queries_do_not_grow_with_the_rows() -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            training_page()
        return len(queries)

    all_of_them = asked()
    Topic.objects.exclude(slug="tannery-effluent-treatment").delete()
    Resource.objects.exclude(slug="leather-panel-portal").delete()
    assert asked() == all_of_them <= 8
