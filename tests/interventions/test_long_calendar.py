"""A list that is longer than a page of the API is not cut where it is taken as a file."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from interventions.models import Event
from tests.dom import elements, given, read, words
from tests.events import enter

ROWS = 1001


@pytest.fixture
def many_events(officer: User) -> None:
    one = enter(officer, starts_on=timezone.localdate() + timedelta(days=5))
    fields = [field.attname for field in Event._meta.concrete_fields if field.attname != "id"]
    kept = {name: getattr(one, name) for name in fields}
    uid = Event._meta.get_field("uid")
    Event.objects.bulk_create(
        Event(**kept | {"slug": f"camp-{number}", "uid": uid.get_default()}) for number in range(1, ROWS)
    )


@pytest.mark.usefixtures("many_events")
def test_the_calendars_files_have_every_event_or_say_how_many_there_are(client: Client) -> None:
    page = read(client.get("/calendar/").text)
    links = {
        words(link): given(link)["href"]
        for link in elements(page, "a")
        if "/api/v1/events" in str(given(link).get("href"))
    }
    csv = client.get(next(url for url in links.values() if "format=csv" in url))
    assert csv.status_code == 200
    assert len(csv.text.splitlines()) == ROWS + 1
    answer = client.get(next(url for url in links.values() if "format=json" in url)).json()
    assert answer["count"] == ROWS
    assert answer["next"]
