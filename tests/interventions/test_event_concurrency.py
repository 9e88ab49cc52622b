"""Two people at the same event at the same time: with threads and transactions that are real."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from interventions.actions import Report, file_update
from interventions.event_actions import Particulars, StaleEvent, change_event, enter_event, hold_event
from interventions.models import Action, ActionUpdate, Event, MilestoneAchievement
from kanpur_portal import roles
from tests.events import in_days
from tests.factories import ActionFactory, AuthorityFactory, MilestoneFactory, UserFactory
from tests.interventions.test_concurrency import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
GREEN = Report(work_status="", confidence="green")


@pytest.fixture
def people(transactional_db: None) -> list[User]:
    """Two officers of one office, and the Deputy Commissioner."""
    office = AuthorityFactory(slug="diepc")
    ActionFactory(reference="KN-01", authority=office)
    officers = [UserFactory(role=roles.OFFICER, authority=office) for _number in range(2)]
    return [*officers, UserFactory(role=roles.DEPUTY_COMMISSIONER)]


@pytest.fixture
def camp(people: list[User]) -> Event:
    """Yesterday's, of a milestone of KN-01."""
    organiser = people[0].postings.get().authority
    milestone = MilestoneFactory(action=Action.objects.get())
    said = Particulars("camp", in_days(-1), in_days(-1), organiser, title="A camp", milestone=milestone)
    return enter_event(by=people[0], said=said)


def test_marked_as_held_by_several_at_once_it_counts_once(people: list[User], camp: Event) -> None:
    outcomes = at_once(
        *(
            lambda by=by: hold_event(by=by, event=camp, revision=0, report=GREEN)  # type: ignore[misc]
            for by in (*people, people[0])
        )
    )
    assert sum(isinstance(outcome, Event) for outcome in outcomes) == 1, outcomes
    assert sum(isinstance(outcome, ValidationError) for outcome in outcomes) == 3, outcomes
    assert MilestoneAchievement.objects.count() == ActionUpdate.objects.count() == 1
    camp.refresh_from_db()
    assert camp.counted_by == ActionUpdate.objects.get()


def test_held_by_one_and_cancelled_by_another(people: list[User], camp: Event) -> None:
    values = {**vars(_said(camp)), "status": "cancelled"}
    held, cancelled = at_once(
        lambda: hold_event(by=people[0], event=camp, revision=0, report=GREEN),
        lambda: change_event(by=people[1], event=camp, revision=0, said=Particulars(**values)),
    )
    camp.refresh_from_db()
    assert {type(held), type(cancelled)} == {Event, StaleEvent}
    assert camp.status == ("held" if isinstance(held, Event) else "cancelled")
    assert MilestoneAchievement.objects.exists() == (camp.status == "held")


def test_a_report_on_the_action_at_the_same_time_does_not_hinder_it(people: list[User], camp: Event) -> None:
    action = Action.objects.get()
    report = Report("in_progress", "green")
    held, _reported = at_once(
        lambda: hold_event(by=people[0], event=camp, revision=0, report=GREEN),
        lambda: file_update(by=people[1], action=action, revision=0, report=report),
    )
    assert isinstance(held, Event)
    assert MilestoneAchievement.objects.count() == 1


def _said(event: Event) -> Particulars:
    return Particulars(
        event.kind, event.starts_on, event.ends_on, event.organiser, event.title, milestone=event.milestone
    )
