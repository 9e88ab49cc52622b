"""The page of a study mission: another country's, and counted nowhere."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clusters.models import Organisation, Statement
from sources.models import Discrepancy
from tests.dom import by_id, elements, given, read, words
from tests.printed import assert_each_once, assert_sourced, records_of
from trainings.models import StudyMission
from trainings.study_mission_page import study_mission_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printed_plan")]

PATH = "/trainings/study-missions/indonesia-iosm/"
LANGUAGES = pytest.mark.parametrize("language", ["", "/hi"])


def page_of(client: Client, language: str = "") -> Any:
    response = client.get(f"{language}{PATH}")
    assert response.status_code == 200
    return read(response.text)


@LANGUAGES
def test_every_statement_of_the_news_item_once(client: Client, language: str) -> None:
    records = records_of(PATH)
    assert len(records) == Statement.objects.filter(document__slug="study-mission").count() > 10
    page = page_of(client, language)
    assert_each_once(page, records)
    for record in records:
        assert record.printed in words(by_id(page, record.get_absolute_url().partition("#")[2]))


def test_each_leads_to_its_line_and_flags(client: Client) -> None:
    page = page_of(client)
    assert_sourced(page, records_of(PATH))
    mission = StudyMission.objects.get()
    for flag in Discrepancy.objects.flags_for([mission])[mission._meta.label, mission.pk]:
        assert elements(page, "a", href=flag.get_absolute_url()), flag


@LANGUAGES
def test_from_where_to_where(client: Client, language: str) -> None:
    mission = StudyMission.objects.select_related("country_from", "country_to").get()
    page = page_of(client, language)
    facts = words(elements(page, "dl", class_="facts")[0])
    for country in (mission.country_from, mission.country_to):
        assert (country.name_hi if language else country.name) in facts
    assert mission.programme in facts
    assert words(elements(page, "h1")[0]) == (mission.name_hi if language else mission.name)


def test_the_notice_and_what_is_not_printed(client: Client) -> None:
    page = page_of(client)
    (notice,) = elements(page, "div", class_="notice-warning")
    assert "A delegation from Pakistan to Indonesia" in words(notice)
    assert "never counted" in words(notice)
    facts = words(elements(page, "dl", class_="facts")[0])
    assert "Date not printed" in facts
    assert "11 persons" in facts


def test_a_mission_of_the_district_has_no_such_notice(client: Client) -> None:
    StudyMission.objects.update(of_the_district=True, held_on="2026-03-01")
    page = page_of(client)
    assert not elements(page, "div", class_="notice-warning")
    assert "1 March 2026" in words(elements(page, "dl", class_="facts")[0])


def test_its_organisations(client: Client) -> None:
    page = page_of(client)
    organisations = Organisation.objects.filter(document__slug="study-mission")
    assert organisations.count() == 6
    for organisation in organisations:
        assert elements(page, "a", href=organisation.get_absolute_url()), organisation


def test_no_such_mission(client: Client) -> None:
    assert client.get("/trainings/study-missions/italy/").status_code == 404


def test_the_file(client: Client) -> None:
    (link,) = (link for link in elements(page_of(client), "a") if "format=json" in given(link)["href"])
    assert client.get(given(link)["href"]).json()["count"] == 1


def test_queries_do_not_grow_with_the_rows() -> None:
    def asked() -> int:
        missions = StudyMission.objects.select_related("document", "country_from", "country_to")
        mission = missions.get()
        with CaptureQueriesContext(connection) as queries:
            study_mission_page(mission)
        return len(queries)

    all_of_them = asked()
    Statement.objects.filter(document__slug="study-mission", numbers=[]).delete()
    assert asked() == all_of_them <= 5
