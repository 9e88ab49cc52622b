"""The calendar files, read by a reader of our own: RFC 5545 as a telephone understands it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clusters.models import Cluster
from interventions.ics import calendar_file
from interventions.models import Authority, Event
from kanpur_portal import data_version
from tests.events import Component, at_noon, change, enter, entries, in_days, read_calendar

INDIA = ZoneInfo("Asia/Kolkata")
LONG = "निर्यात अभिलेख; लाइसेंस, प्रमाणपत्र\\शुल्क – 50% छूट: हाँ\n" * 30


def feed(url: str = "/calendar.ics") -> Component:
    response = Client().get(url)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return read_calendar(response.content)


def only(url: str = "/calendar.ics") -> Component:
    (entry,) = entries(feed(url))
    return entry


def test_an_empty_calendar_is_one_all_the_same(plan: Any) -> None:
    calendar = feed()
    assert (calendar.raw("VERSION"), calendar.raw("PRODID")[:3]) == ("2.0", "-//")
    assert entries(calendar) == []


def test_whole_days_end_on_the_day_after(officer: User) -> None:
    enter(officer, starts_on=date(2026, 12, 30), ends_on=date(2027, 1, 2))
    entry = only()
    assert entry.moment("DTSTART") == date(2026, 12, 30)
    assert entry.moment("DTEND") == date(2027, 1, 3)
    assert entry.parameters("DTSTART") == entry.parameters("DTEND") == {"VALUE": "DATE"}


@pytest.mark.parametrize("day", [date(2026, 12, 14), date(2027, 7, 1)], ids=["winter", "summer"])
def test_times_are_those_of_india_all_year(officer: User, day: date) -> None:
    enter(officer, starts_on=day, starts_at=time(10), ends_at=time(16, 30))
    entry = only()
    assert entry.parameters("DTSTART") == {"TZID": "Asia/Kolkata"}
    begins = entry.moment("DTSTART")
    assert begins == datetime(day.year, day.month, day.day, 4, 30, tzinfo=UTC)
    assert entry.moment("DTEND") == datetime(day.year, day.month, day.day, 11, 0, tzinfo=UTC)


def test_the_zone_is_described_and_has_no_summer_time(plan: Any) -> None:
    (zone,) = (part for part in feed().parts if part.name == "VTIMEZONE")
    (standard,) = zone.parts
    assert zone.raw("TZID") == "Asia/Kolkata"
    assert standard.name == "STANDARD"
    assert standard.raw("TZOFFSETFROM") == standard.raw("TZOFFSETTO") == "+0530"
    assert standard.raw("DTSTART") == "19700101T000000"


def test_an_end_that_is_not_known_is_left_out(officer: User) -> None:
    enter(officer, starts_at=time(10))
    assert "DTEND" not in only().properties


def test_what_a_telephone_shows(officer: User) -> None:
    event = enter(
        officer,
        title="Camp; papers, stamps \\ and more",
        place="Hall 1, Vikas Bhavan",
        title_hi="शिविर",
        description="Bring: IEC, GST\nand a pen",
        online_link="https://example.org/a?b=1,2;3",
    )
    english, hindi = only(), only("/hi/calendar.ics")
    assert english.raw("UID") == hindi.raw("UID") == str(event.uid)
    assert english.text("SUMMARY") == "Camp; papers, stamps \\ and more"
    assert english.parameters("SUMMARY") == {"LANGUAGE": "en"}
    assert (hindi.text("SUMMARY"), hindi.parameters("SUMMARY")) == ("शिविर", {"LANGUAGE": "hi"})
    # What is given in one language is shown in it to readers of the other, and says so.
    assert english.parameters("LOCATION") == hindi.parameters("LOCATION") == {"LANGUAGE": "en"}
    assert english.text("LOCATION") == "Hall 1, Vikas Bhavan"
    assert english.text("DESCRIPTION").startswith("Bring: IEC, GST\nand a pen\n")
    assert english.text("DESCRIPTION").endswith("https://example.org/a?b=1,2;3")
    assert english.raw("URL") == f"http://testserver/calendar/events/{event.slug}/"
    assert hindi.raw("URL") == f"http://testserver/hi/calendar/events/{event.slug}/"
    assert english.text("CONTACT") == event.organiser.short_name


def test_long_lines_are_folded_between_signs(officer: User) -> None:
    """The reader itself refuses a line of more than 75 octets and a sign that is cut in two."""
    event = enter(officer, title_hi="काठी" * 35, description_hi=LONG, title="")
    entry = only("/hi/calendar.ics")
    assert entry.text("SUMMARY") == "काठी" * 35
    assert entry.text("DESCRIPTION") == event.description_hi == LONG.strip()


def test_ten_thousand_signs_in_one_line_are_folded_rightly(officer: User) -> None:
    """No form lets them in; a row that has them breaks no telephone."""
    event = enter(officer)
    event.description = "शिविर 😀 a" * 1000
    (entry,) = entries(read_calendar(calendar_file([event], name="x", site="http://testserver")))
    assert entry.text("DESCRIPTION") == event.description


def test_a_cancelled_event_stays_as_cancelled(officer: User) -> None:
    event = enter(officer)
    before = only()
    change(event, officer, status="cancelled")
    after = only()
    assert (before.raw("STATUS"), after.raw("STATUS")) == ("CONFIRMED", "CANCELLED")
    assert (before.raw("SEQUENCE"), after.raw("SEQUENCE")) == ("0", "1")
    assert before.raw("UID") == after.raw("UID")


def test_the_stamp_is_that_of_the_last_change(officer: User) -> None:
    event = enter(officer, at=at_noon(in_days(-5)))
    assert only().moment("DTSTAMP") == at_noon(in_days(-5)).astimezone(UTC)
    change(event, officer, at=at_noon(in_days(-3)), title="Another")
    assert only().moment("DTSTAMP") == only().moment("LAST-MODIFIED") == at_noon(in_days(-3)).astimezone(UTC)


@pytest.mark.parametrize("signed", [False, True])
def test_what_is_unchanged_is_not_sent_again(officer: User, signed: bool) -> None:
    client = Client()
    if signed:
        client.force_login(officer)
    event = enter(officer)
    first = client.get("/calendar.ics")
    same = client.get("/calendar.ics", headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    change(event, officer, title="Another")
    data_version.forget()
    assert client.get("/calendar.ics", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_clusters_calendar_has_its_own_and_those_for_all(officer: User) -> None:
    leather, plastic = (frozenset(Cluster.objects.filter(slug=slug)) for slug in ("leather", "plastic"))
    enter(officer, title="leather", clusters=leather)
    enter(officer, title="both", clusters=leather | plastic)
    enter(officer, title="all")
    titles = {
        name: sorted(entry.text("SUMMARY") for entry in entries(feed(f"/calendar{name}.ics")))
        for name in ("", "/leather", "/plastic", "/hosiery")
    }
    assert titles == {
        "": ["all", "both", "leather"],
        "/leather": ["all", "both", "leather"],
        "/plastic": ["all", "both"],
        "/hosiery": ["all"],
    }
    leathers = feed("/hi/calendar/leather.ics").text("X-WR-CALNAME")
    assert Cluster.objects.get(slug="leather").name_hi in leathers


def test_what_is_long_over_leaves_the_calendar(officer: User) -> None:
    enter(officer, starts_on=in_days(-365), title="a year ago")
    enter(officer, starts_on=in_days(-366), title="more")
    assert only().text("SUMMARY") == "a year ago"


@pytest.mark.parametrize("url", ["/calendar/steel.ics", "/calendar/events/none.ics", "/calendar/%00.ics"])
def test_a_calendar_that_is_not_there(plan: Any, url: str) -> None:
    assert Client().get(url).status_code == 404


def test_one_event_for_the_own_calendar(officer: User) -> None:
    event = enter(officer)
    enter(officer, title="Another")
    url = f"/calendar/events/{event.slug}.ics"
    assert only(url).raw("UID") == str(event.uid)
    assert Client().get(url)["Content-Disposition"] == f'attachment; filename="{event.slug}.ics"'


@pytest.mark.usefixtures("version_is_remembered")
def test_a_feed_asks_no_more_for_many_events(officer: User, django_assert_max_num_queries: Any) -> None:
    client = Client()
    client.force_login(officer)
    for number in range(12):
        enter(officer, title=f"Camp {number}", clusters=frozenset(Cluster.objects.all()))
    with django_assert_max_num_queries(6):  # session, user, clusters of events, events
        client.get("/calendar.ics")


words = st.text(
    st.characters(blacklist_categories=["Cc", "Cs"]) | st.sampled_from("क़ि्\n\\;,:\"'"), max_size=300
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=words, description=words, minutes=st.integers(1, 60 * 24 * 9))
def test_whatever_is_written_is_read_again(plan: Any, title: str, description: str, minutes: int) -> None:
    begins = datetime(2026, 12, 14, 9, 5, tzinfo=INDIA)
    ends = begins + timedelta(minutes=minutes)
    event = Event(
        kind="fair",
        title=title,
        description=description,
        starts_on=begins.date(),
        starts_at=begins.time(),
        ends_on=ends.date(),
        ends_at=ends.time(),
        organiser=Authority(short_name="DIEPC"),
        slug="a",
        changed_at=begins,
    )
    (entry,) = entries(read_calendar(calendar_file([event], name=title, site="https://x.example")))
    assert (entry.text("SUMMARY") if title else "") == title
    assert (entry.text("DESCRIPTION") if description else "") == description
    assert (entry.moment("DTSTART"), entry.moment("DTEND")) == (begins, ends)
