"""Writes of the calendar. Page, admin and demonstration all come through here.

An event that is marked as held counts towards the milestone it serves, once: in the same
transaction an ordinary update is filed on the milestone's action, by the officer who marks it and
by the rules of every update, with one achievement of 1 on the event's last day (of a milestone
that holds for each cluster, one for each cluster that the event is for; of one that counts
something within events, such as units in fairs, as many as the officer says). The event's row is
locked and names that update from then on, so that a second marking is refused. Refused too is one
before the event is over, and where the action is closed or awaits confirmation, for an update
would reopen it or take its confirmation away. What was held cannot be cancelled, and its days,
clusters and milestone stay: the achievement is append-only. A slip is corrected as others are, by
a further update of the action.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from clusters.models import Cluster
from interventions.actions import Achievement, Report, file_update
from interventions.event_rules import TEXTS, before_value, check_event, may_change, may_enter_events, may_hold
from interventions.models import Action, Authority, Event, Milestone
from interventions.schedule import CLOSED, WorkStatus

# What a calendar shows of an event.
_SHOWN = (*TEXTS, "kind", "starts_on", "starts_at", "ends_on", "ends_at", "organiser", "status")
# A slug begins with the title and ends with the first signs of the identifier: no two are alike.
_TITLE_IN_SLUG, _IDENTIFIER_IN_SLUG = 60, 8


class StaleEvent(Exception):
    """Somebody else wrote the event after the writer had opened it."""

    def __init__(self, event: Event, since: int) -> None:
        super().__init__(f"{event.slug} is at revision {event.revision}, not {since}")
        self.event = event


@dataclass(frozen=True)
class Particulars:
    """What an officer says of an event. Without times it takes whole days; no clusters means all."""

    kind: str
    starts_on: date
    ends_on: date
    organiser: Authority
    title: str = ""
    title_hi: str = ""
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""
    place_hi: str = ""
    description: str = ""
    description_hi: str = ""
    online_link: str = ""
    link: str = ""
    clusters: frozenset[Cluster] = frozenset()
    milestone: Milestone | None = None
    status: str = Event.Status.PLANNED

    def __post_init__(self) -> None:
        # White space alone says nothing, wherever the text comes from.
        for name in TEXTS:
            object.__setattr__(self, name, getattr(self, name).strip())

    def fields(self) -> dict[str, Any]:
        """By the fields of the model, without the clusters, which are rows of their own."""
        return {name: value for name, value in vars(self).items() if name != "clusters"}


@transaction.atomic
def enter_event(*, by: User, said: Particulars, at: datetime | None = None) -> Event:
    """A new event. Raises PermissionDenied or a ValidationError keyed by field; nothing is written then."""
    at = at or timezone.now()
    if not may_enter_events(by):
        raise PermissionDenied(_("You may not enter events."))
    check_event(said, by=by, today=timezone.localdate(at), before=None)
    uid = uuid4()
    name = slugify(said.title)[:_TITLE_IN_SLUG].strip("-") or slugify(said.kind)
    slug = f"{name}-{uid.hex[:_IDENTIFIER_IN_SLUG]}"
    event = Event(uid=uid, slug=slug, changed_at=at, **said.fields())
    _save(event, by)
    event.clusters.set(said.clusters)
    return event


@transaction.atomic
def change_event(
    *, by: User, event: Event, revision: int, said: Particulars, at: datetime | None = None
) -> Event:
    """Other particulars; cancelling is one. `revision` is the one the writer saw.

    What is already so is not written again: no calendar is told of a change that is none. Raises
    PermissionDenied, StaleEvent or a ValidationError keyed by field; nothing is written then.
    """
    at = at or timezone.now()
    event = _locked(event, may_change(by, event))
    _as_seen(event, revision)
    check_event(said, by=by, today=timezone.localdate(at), before=event)
    changed = [name for name in vars(said) if getattr(said, name) != before_value(event, name)]
    if not changed:
        return event
    for name, value in said.fields().items():
        setattr(event, name, value)
    event.sequence += any(name in _SHOWN for name in changed)
    event.revision += 1
    event.changed_at = at
    _save(event, by)
    if "clusters" in changed:
        event.clusters.set(said.clusters)
    return event


@transaction.atomic
def hold_event(
    *,
    by: User,
    event: Event,
    revision: int,
    report: Report | None = None,
    quantity: int | None = None,
    at: datetime | None = None,
) -> Event:
    """Say that the event was held, and let it count (see above).

    `report` says how the milestone's action stands, and is needed where there is one; its status and
    achievements are put in here. `quantity` is needed where the milestone counts something within events.
    Raises PermissionDenied, StaleEvent or a ValidationError keyed by field; nothing is written then.
    """
    at = at or timezone.now()
    event = _locked(event, may_hold(by, event))
    if event.status == Event.Status.HELD:
        raise ValidationError(_("This event is already marked as held."))
    _as_seen(event, revision)
    if event.status == Event.Status.CANCELLED:
        raise ValidationError(_("This event is cancelled: plan it again before you mark it as held."))
    if not event.is_over(at):
        raise ValidationError(_("This event is not over yet: mark it as held afterwards."))
    if event.milestone:
        action = Action.objects.locked(event.milestone.action_id)
        full = _counting_report(event, event.milestone, action, report, quantity)
        event.counted_by = file_update(by=by, action=action, revision=action.revision, report=full, at=at)
    event.status = Event.Status.HELD
    event.revision += 1
    event.changed_at = at
    _save(event, by)
    return event


def counts_within(milestone: Milestone) -> bool:
    """Whether the milestone counts something within events (units in fairs) and not the events."""
    return milestone.measure == Milestone.Measure.GROWTH_PERCENT


def _counting_report(
    event: Event, milestone: Milestone, action: Action, report: Report | None, quantity: int | None
) -> Report:
    if action.work_status in CLOSED or action.awaiting_confirmation:
        raise ValidationError(
            _("%(action)s is closed or awaits confirmation: file an update on it first.")
            % {"action": action.reference}
        )
    if report is None:
        raise ValidationError({"confidence": _("Say whether the action will be done in time.")})
    number = quantity if counts_within(milestone) else 1
    if number is None:
        raise ValidationError({"quantity": _("Say how many.")})
    status = WorkStatus.IN_PROGRESS if action.work_status == WorkStatus.NOT_STARTED else action.work_status
    clusters = _counted_clusters(event, milestone)
    achieved = tuple(Achievement(milestone, event.ends_on, number, cluster) for cluster in clusters)
    return replace(report, work_status=status, achievements=achieved)


def _counted_clusters(event: Event, milestone: Milestone) -> list[Cluster | None]:
    if not milestone.each_cluster:
        return [None]
    return list(event.clusters.all()) or list(Cluster.objects.all())


def _locked(event: Event, allowed: bool) -> Event:
    """The event as it stands, held until the transaction ends."""
    if not allowed:
        raise PermissionDenied(_("You may change only events of the authority that you are posted to."))
    return Event.objects.locked(event.pk)


def _as_seen(event: Event, revision: int) -> None:
    if event.revision != revision:
        raise StaleEvent(event, revision)


def _save(event: Event, by: User) -> None:
    event._history_user = by  # type: ignore[attr-defined]
    event.save()
