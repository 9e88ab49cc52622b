"""The page of a market has the next events of the clusters whose goods the documents name for it."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from clusters.models import Cluster
from interventions.models import Event
from kanpur_portal import roles
from tests.dom import elements, read, words
from tests.events import change, enter, in_days
from tests.factories import UserFactory

LANGUAGES = pytest.mark.parametrize("language", ["", "/hi"])
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printed_plan")]


@pytest.fixture
def deputy() -> User:
    return UserFactory(role=roles.DEPUTY_COMMISSIONER)


def clusters(*slugs: str) -> frozenset[Cluster]:
    return frozenset(Cluster.objects.filter(slug__in=slugs))


def listed(client: Client, address: str) -> list[str]:
    tables = elements(read(client.get(address).text), "table", class_="events")
    return [words(link) for table in tables for link in elements(table, "a")]


@LANGUAGES
def test_the_next_events_of_its_clusters(client: Client, deputy: User, language: str) -> None:
    """Chile is named for plastic products alone."""
    enter(deputy, title="For plastics", clusters=clusters("plastic", "leather"), starts_on=in_days(3))
    enter(deputy, title="For everybody", starts_on=in_days(2))
    enter(deputy, title="For leather", clusters=clusters("leather"), starts_on=in_days(1))
    enter(deputy, title="Over", clusters=clusters("plastic"), starts_on=in_days(-1))
    off = enter(deputy, title="Cancelled", clusters=clusters("plastic"), starts_on=in_days(1))
    change(off, deputy, status=Event.Status.CANCELLED)
    assert listed(client, f"{language}/markets/CL/") == ["For everybody", "For plastics"]


def test_three_at_most(client: Client, deputy: User) -> None:
    for day in range(1, 6):
        enter(deputy, title=f"Day {day}", starts_on=in_days(day))
    assert listed(client, "/markets/groups/gcc/") == ["Day 1", "Day 2", "Day 3"]


def test_a_country_that_no_document_names_has_none(client: Client, deputy: User) -> None:
    enter(deputy, title="For everybody")
    assert listed(client, "/markets/KW/") == []
