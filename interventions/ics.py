"""The calendar as a file of RFC 5545, which phones and mail programs read and subscribe to.

The same rows give the same bytes: nothing in it is of the moment at which it is asked for (DTSTAMP
is the row's last change), so that whoever holds it already is answered with 304. Texts are in the
language of the address, in the other where there is none, and say in which.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Timezone, TimezoneStandard, vDuration, vText
from icalendar import Event as Entry

from interventions.models import Event
from sources.bilingual import localized, worded

PRODUCT = "-//Kanpur cluster portal//Calendar//EN"
# How often a calendar should ask again.
ASK_EVERY = timedelta(hours=12)
# For how long an event that is over stays in the calendar to which people subscribe.
KEPT_FOR = timedelta(days=365)
ZONE = "Asia/Kolkata"


def calendar_file(events: Iterable[Event], *, name: str, site: str) -> bytes:
    """The events, come with their details, as a calendar of that name; `site` begins each address."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for field in ("name", "x-wr-calname"):
        calendar.add(field, vText(name))
    calendar.add("x-wr-timezone", ZONE)
    calendar.add("refresh-interval", vDuration(ASK_EVERY), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", vDuration(ASK_EVERY))
    calendar.add_component(_zone())
    for event in events:
        calendar.add_component(_entry(event, site))
    return bytes(calendar.to_ical())


def _zone() -> Timezone:
    """Five and a half hours before Greenwich all year round."""
    zone = Timezone()
    zone.add("tzid", ZONE)
    offset = timedelta(hours=5, minutes=30)
    standard = TimezoneStandard()
    # Written out, for a library's table of the zone goes back to the summer time of the war.
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 (by that clock)
    standard.add("tzoffsetfrom", offset)
    standard.add("tzoffsetto", offset)
    standard.add("tzname", "IST")
    zone.add_component(standard)
    return zone


def _entry(event: Event, site: str) -> Entry:
    entry = Entry()
    entry.add("uid", str(event.uid))
    for field in ("dtstamp", "last-modified"):
        entry.add(field, event.changed_at.astimezone(UTC))
    entry.add("sequence", event.sequence)
    cancelled = event.status == Event.Status.CANCELLED
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if event.begins is None:
        entry.add("dtstart", event.starts_on)
        entry.add("dtend", event.ends_on + timedelta(days=1))  # the first day after it
        entry.add("transp", "TRANSPARENT")
    else:
        entry.add("dtstart", event.begins)
        if event.ends:
            entry.add("dtend", event.ends)
    for field, source in (("summary", "title"), ("location", "place")):
        if (words := worded(event, source)).text:
            entry.add(field, words.text, parameters={"language": words.language})
    _describe(entry, event)
    entry.add("categories", [str(event.get_kind_display())])
    entry.add("contact", localized(event.organiser, "short_name"))
    entry.add("url", site + event.get_absolute_url())
    return entry


def _describe(entry: Entry, event: Event) -> None:
    words = worded(event, "description")
    links = ((_("Take part online: %(address)s"), event.online_link), (_("More: %(address)s"), event.link))
    lines = [words.text, *(text % {"address": address} for text, address in links if address)]
    if text := "\n".join(line for line in lines if line):
        language = words.language if words.text else get_language()
        entry.add("description", vText(text, params={"language": language}))
