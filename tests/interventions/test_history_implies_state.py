"""Whatever officers report in whatever order: the state of an action is what its history implies."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interventions.actions import Report, StaleRevision, file_update, review_update
from interventions.models import Action, ActionUpdate, DateChange, Plan, UpdateReview
from interventions.schedule import WorkStatus

START = datetime(2026, 8, 3, 12, tzinfo=ZoneInfo("Asia/Kolkata"))
texts = st.sampled_from(["", "Rain.", "शिविर लगा।"])


@dataclass
class Told:
    """A report that may or may not hold together, on the right revision or an older one."""

    by: str
    work_status: str
    confidence: str
    reason: str
    done: str
    finish_in: int | None
    start_in: int | None
    revision_off: int


@dataclass
class Reviewed:
    by: str
    outcome: str
    note: str
    newest: bool


people = st.sampled_from(["officer", "deputy", "other"])
told = st.builds(
    Told,
    by=people,
    work_status=st.sampled_from(WorkStatus.values),
    confidence=st.sampled_from(["green", "green", "amber"]),
    reason=texts,
    done=texts,
    finish_in=st.none() | st.integers(-2, 60),
    start_in=st.none() | st.integers(-2, 60),
    revision_off=st.sampled_from([0, 0, 0, 0, -1, 1]),
)
reviewed = st.builds(
    Reviewed,
    by=people,
    outcome=st.sampled_from(["confirmed", "confirmed", "returned"]),
    note=texts,
    newest=st.booleans(),
)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def implied(action: Action) -> tuple[Any, ...]:
    """The state that the updates, reviews and date changes of an action tell, read one after the other."""
    updates = [(update.reported_at, update) for update in ActionUpdate.objects.filter(action=action)]
    reviews = [(review.reviewed_at, review) for review in UpdateReview.objects.filter(update__action=action)]
    events = [event for _at, event in sorted([*updates, *reviews], key=lambda item: item[0])]
    status, awaiting = "not_started", False
    dates: dict[str, date | None] = {"start_by": None, "finish_by": None}
    for event in events:
        closing = isinstance(event, ActionUpdate) and event.work_status in ("completed", "dropped")
        if not closing and (isinstance(event, ActionUpdate) or event.outcome == "confirmed"):
            status = getattr(event, "update", event).work_status
        elif closing and event.work_status == "completed" and status == "not_started":
            status = "in_progress"
        awaiting = closing
        for change in DateChange.objects.filter(update=event) if isinstance(event, ActionUpdate) else ():
            assert change.old_date == dates[change.which], "the old date is the one that stood before"
            dates[change.which] = change.new_date
    return status, awaiting, dates["start_by"], dates["finish_by"], len(events)


def stored(action: Action) -> tuple[Any, ...]:
    return Action.objects.values_list(
        "work_status", "awaiting_confirmation", "start_by", "finish_by", "revision"
    ).get(pk=action.pk)


def everything() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (ActionUpdate, UpdateReview, DateChange)]


def carry_out(step: Told | Reviewed, by: User, at: datetime) -> bool:
    """Whether it was accepted. What is refused writes nothing."""
    action = Action.objects.get(reference="KN-07")
    before = (stored(action), everything())
    try:
        with transaction.atomic():
            if isinstance(step, Told):
                file_update(
                    by=by,
                    action=action,
                    revision=action.revision + step.revision_off,
                    report=spoken(step, at),
                    at=at,
                )
            else:
                update = action.updates.order_by("-number" if step.newest else "number").first()
                if update is None:
                    return False
                review_update(by=by, update=update, outcome=step.outcome, note=step.note, at=at)
    except (ValidationError, PermissionDenied, StaleRevision):
        assert (stored(action), everything()) == before
        return False
    return True


def spoken(step: Told, at: datetime) -> Report:
    def day(distance: int | None) -> date | None:
        return None if distance is None else at.date() + timedelta(distance)

    return Report(
        work_status=step.work_status,
        confidence=step.confidence,
        reason=step.reason,
        done=step.done,
        start_by=day(step.start_in),
        finish_by=day(step.finish_in),
        date_reason="" if step.start_in is None and step.finish_in is None else "Agreed.",
    )


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(told | reviewed, min_size=1, max_size=14))
def test_the_state_is_what_the_history_implies(
    plan: Plan, officer: User, deputy: User, other_officer: User, steps: list[Told | Reviewed]
) -> None:
    people = {"officer": officer, "deputy": deputy, "other": other_officer}
    with undone():
        action = Action.objects.get(reference="KN-07")
        for number, step in enumerate(steps):
            accepted = carry_out(step, people[step.by], START + timedelta(days=number))
            assert stored(action) == implied(action)
            if accepted and isinstance(step, Reviewed):
                assert step.by == "deputy"
            if accepted:
                assert step.by != "other"
        for update in action.updates.filter(review__isnull=False):
            assert update.review.reviewed_by != update.reported_by
            assert update.work_status in ("completed", "dropped")
        numbers = list(action.updates.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))


def test_each_step_is_accepted_in_some_order(plan: Plan, officer: User, deputy: User) -> None:
    """What the test above tries is not refused all the time."""
    says = Told("officer", "in_progress", "green", "", "", 9, None, 0)
    closes = Told("officer", "completed", "green", "", "Held.", None, None, 0)
    reopens = Told("deputy", "partly_done", "amber", "Rain.", "", None, None, 0)
    confirms = Reviewed("deputy", "confirmed", "", newest=True)
    returns = Reviewed("deputy", "returned", "Rain.", newest=True)
    people = {"officer": officer, "deputy": deputy}
    for number, step in enumerate([says, closes, returns, closes, confirms, reopens]):
        assert carry_out(step, people[step.by], START + timedelta(days=number)), step
    action = Action.objects.get(reference="KN-07")
    assert stored(action) == implied(action) == ("partly_done", False, None, START.date() + timedelta(9), 6)
