"""Where an action stands against its dates. The only definition; nothing of it is stored.

The plan's timelines are windows to *start* in (export-plan, line 1035: "Short term:
Should be initiated within 6 months, Intermediate: to be initiated between 6- 12 months,
long terms after 12 months"). So an action that has not started is measured against the
end of its window, one that has started against the finish date that its office has set.
Long-term rows have no printed end, continuous rows are never overdue: they have milestones.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from sources.periods import add_months

DUE_SOON_DAYS = 30
SILENT_DAYS = 30


class Timeline(models.TextChoices):
    SHORT = "short", _("short term")
    INTERMEDIATE = "intermediate", _("intermediate")
    LONG = "long", _("long term")
    CONTINUOUS = "continuous", _("continuous initiative")


class WorkStatus(models.TextChoices):
    NOT_STARTED = "not_started", _("not started")
    IN_PROGRESS = "in_progress", _("in progress")
    PARTLY_DONE = "partly_done", _("partly done")
    COMPLETED = "completed", _("completed")
    DROPPED = "dropped", _("dropped")


CLOSED = frozenset({WorkStatus.COMPLETED, WorkStatus.DROPPED})


class Schedule(models.TextChoices):
    ON_TIME = "on_time", _("on time")
    DUE_SOON = "due_soon", _("due soon")
    OVERDUE = "overdue", _("overdue")
    NO_DATE = "no_date", _("no date")
    CONTINUOUS = "continuous", _("continuous")
    CLOSED = "closed", _("closed")


@dataclass(frozen=True)
class Window:
    """The days in which an action is to be initiated; None where the plan prints no bound."""

    opens: date | None
    closes: date | None


# Months after the start of the plan: (window opens, window closes).
_WINDOW_MONTHS: dict[str, tuple[int, int | None]] = {
    Timeline.SHORT: (0, 6),
    Timeline.INTERMEDIATE: (6, 12),
    Timeline.LONG: (12, None),
}


def start_window(timeline: str, plan_starts_on: date | None) -> Window:
    """The printed window as dates; without bounds while the plan has no start date."""
    if plan_starts_on is None or timeline not in _WINDOW_MONTHS:
        return Window(None, None)
    opens, closes = _WINDOW_MONTHS[timeline]
    return Window(
        add_months(plan_starts_on, opens),
        None if closes is None else add_months(plan_starts_on, closes),
    )


@dataclass(frozen=True)
class Facts:
    """What the schedule of one action depends on."""

    timeline: str
    work_status: str
    plan_starts_on: date | None
    start_by: date | None  # set by the office in place of the printed window's end
    finish_by: date | None  # set by the office; the plan prints none
    last_update_on: date | None


@dataclass(frozen=True)
class Standing:
    schedule: Schedule
    due_on: date | None
    days_late: int
    silent: bool

    @property
    def behind(self) -> bool:
        return self.schedule == Schedule.OVERDUE


def due_date(facts: Facts) -> date | None:
    """The next date that the action is held to; a finish date holds also for one that has not started."""
    if facts.work_status in CLOSED or facts.timeline == Timeline.CONTINUOUS:
        return None
    if facts.work_status != WorkStatus.NOT_STARTED:
        return facts.finish_by
    start_by = facts.start_by or start_window(facts.timeline, facts.plan_starts_on).closes
    return min((day for day in (start_by, facts.finish_by) if day), default=None)


def is_silent(facts: Facts, today: date) -> bool:
    """Nothing reported for more than 30 days on an action that is still open.

    Before the first report the days are counted from the start of the plan. While the
    plan has no start date, an action never reported on is silent.
    """
    if facts.work_status in CLOSED:
        return False
    since = facts.last_update_on or facts.plan_starts_on
    return since is None or (today - since).days > SILENT_DAYS


def standing(facts: Facts, today: date) -> Standing:
    """Schedule, date, lateness and silence of one action on one day."""
    due_on = due_date(facts)
    if facts.work_status in CLOSED:
        schedule = Schedule.CLOSED
    elif facts.timeline == Timeline.CONTINUOUS:
        schedule = Schedule.CONTINUOUS
    elif due_on is None:
        schedule = Schedule.NO_DATE
    elif due_on < today:
        schedule = Schedule.OVERDUE
    elif due_on <= today + timedelta(days=DUE_SOON_DAYS):
        schedule = Schedule.DUE_SOON
    else:
        schedule = Schedule.ON_TIME
    days_late = (today - due_on).days if schedule == Schedule.OVERDUE and due_on else 0
    return Standing(schedule, due_on, days_late, is_silent(facts, today))
