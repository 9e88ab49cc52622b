"""The calendar ready for its pages: events as rows under their months, and one event whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from clusters.models import Cluster
from interventions.event_rules import may_change, may_enter_events, may_hold
from interventions.filters import EventFilter
from interventions.models import Event
from interventions.permissions import Reader
from sources.bilingual import Words, localized, worded
from sources.downloads import api_list_files
from sources.list_pages import filter_chips

PER_PAGE = 50
# What the list shows where nothing else is asked for.
UPCOMING = "upcoming"
# The tag that a status is shown with.
_TAGS = {"planned": "not_started", "held": "completed", "cancelled": "dropped"}


@dataclass(frozen=True)
class EventRow:
    """One event; all of it ready to be printed."""

    url: str
    title: Words
    kind: str
    when: str
    place: Words
    online_link: str
    organiser: str
    clusters: str
    status: str
    status_label: str
    tag: str


@dataclass(frozen=True)
class Month:
    """The events that begin in a month."""

    name: str
    rows: tuple[EventRow, ...]


def event_row(event: Event) -> EventRow:
    """The event comes with its details."""
    return EventRow(
        url=event.get_absolute_url(),
        title=worded(event, "title"),
        kind=str(event.get_kind_display()),
        when=when(event),
        place=worded(event, "place"),
        online_link=event.online_link,
        organiser=localized(event.organiser, "short_name"),
        clusters=", ".join(localized(cluster, "name") for cluster in event.clusters.all()),
        status=event.status,
        status_label=str(event.get_status_display()),
        tag=_TAGS[event.status],
    )


def when(event: Event) -> str:
    """ "Monday, 14 December 2026, 10:00 to 16:00", "14 to 16 December 2026", as people write it."""
    if event.starts_on == event.ends_on:
        day = _("%(weekday)s, %(day)s") % {
            "weekday": date_format(event.starts_on, "l"),
            "day": date_format(event.starts_on),
        }
        if event.starts_at is None:
            return day
        begins = time_format(event.starts_at)
        if event.ends_at is None:
            return _("%(day)s, from %(begins)s") % {"day": day, "begins": begins}
        ends = time_format(event.ends_at)
        return _("%(day)s, %(begins)s to %(ends)s") % {"day": day, "begins": begins, "ends": ends}
    if event.starts_at and event.ends_at:
        ends_with_time = ((event.starts_on, event.starts_at), (event.ends_on, event.ends_at))
        first, last = (f"{date_format(day)}, {time_format(at)}" for day, at in ends_with_time)
        return _("%(first)s to %(last)s") % {"first": first, "last": last}
    return _days(event.starts_on, event.ends_on)


def _days(first: date, last: date) -> str:
    """What the two days have in common is said once."""
    if (first.year, first.month) == (last.year, last.month):
        begins = str(first.day)
    else:
        begins = date_format(first, "MONTH_DAY_FORMAT" if first.year == last.year else "DATE_FORMAT")
    return _("%(first)s to %(last)s") % {"first": begins, "last": date_format(last)}


def months(events: Iterable[Event]) -> list[Month]:
    """In the order of the events."""
    grouped = groupby(events, key=lambda event: (event.starts_on.year, event.starts_on.month))
    return [
        Month(date_format(date(*month, 1), "YEAR_MONTH_FORMAT"), tuple(event_row(event) for event in found))
        for month, found in grouped
    ]


def calendar_page(filterset: EventFilter, request: HttpRequest) -> dict[str, Any]:
    """What surrounds the list: the filters, ways to subscribe, and what to say where it is empty."""
    valid = filterset.is_valid()
    chips = filter_chips(filterset, reverse("calendar")) if valid else []
    active = filterset.active()
    # What is shown anyway cannot be taken away.
    if active.get("when") == UPCOMING:
        chips = chips[1:]
    return {
        "filterset": filterset,
        "chips": chips,
        "feeds": feeds(request),
        "files": api_list_files("events", **active),
        "any_entered": Event.objects.exists(),
        "only_upcoming": set(active) == {"when"} and active["when"] == UPCOMING,
        "may_enter": request.user.is_authenticated and may_enter_events(request.user),
    }


def feeds(request: HttpRequest) -> list[dict[str, str]]:
    """The calendars to subscribe to, the whole one first, each under both of its addresses."""
    paths = [(_("All clusters"), reverse("calendar-ics"))]
    paths += [
        (localized(cluster, "name"), reverse("cluster-calendar-ics", args=[cluster.slug]))
        for cluster in Cluster.objects.all()
    ]
    host = request.get_host()
    return [
        {"name": name, "url": request.build_absolute_uri(path), "webcal": f"webcal://{host}{path}"}
        for name, path in paths
    ]


def event_page(event: Event, reader: Reader) -> dict[str, Any]:
    """The event comes with its details."""
    signed_in = reader.is_authenticated
    milestone = event.milestone
    return {
        "event": event,
        "row": event_row(event),
        "description": worded(event, "description"),
        "clusters": [
            {"name": localized(cluster, "name"), "url": reverse("cluster", args=[cluster.slug])}
            for cluster in event.clusters.all()
        ],
        "serves": milestone
        and {
            "title": localized(milestone, "title"),
            "action": milestone.action.reference,
            "url": milestone.get_absolute_url(),
        },
        "counted": event.counted_by and event.counted_by.get_absolute_url(),
        "may_change": signed_in and may_change(reader, event),
        "may_hold": signed_in
        and event.status == Event.Status.PLANNED
        and event.is_over(timezone.now())
        and may_hold(reader, event),
    }
