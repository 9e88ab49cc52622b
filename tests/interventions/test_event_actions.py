"""What an event must say, who may say it, and how one that was held counts, once."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from clusters.models import Cluster
from interventions.actions import Report, review_update
from interventions.event_actions import StaleEvent, hold_event
from interventions.history import history
from interventions.milestone_progress import milestone_rows
from interventions.models import Action, ActionUpdate, Authority, Event, Milestone, MilestoneAchievement, Plan
from interventions.querysets import upcoming_events
from tests.events import at_noon, change, enter, in_days

ReportOn = Callable[..., ActionUpdate]
GREEN = Report(work_status="", confidence="green")


@pytest.fixture
def camp(plan: Plan) -> Milestone:
    """Of KN-01: a camp every quarter."""
    return Milestone.objects.get(slug="iec-camp")


def refusals(write: Callable[..., Any], *arguments: Any, **said: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        write(*arguments, **said)
    error = caught.value
    return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}


def hold(event: Event, by: User, **said: Any) -> Event:
    event.refresh_from_db()
    return hold_event(by=by, event=event, revision=event.revision, **said)


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("title", {"title": " ", "title_hi": "\t"}),
    ("title", {"title": "x" * 10_000}),
    ("title", {"title": "a\0b"}),
    ("title", {"title": "one\ntwo"}),
    ("title_hi", {"title_hi": "\ud800"}),
    ("description", {"description": "क" * 10_000}),
    ("description_hi", {"description_hi": "a\x1bb"}),
    ("place", {"place": "x" * 201}),
    ("kind", {"kind": "party"}),
    ("status", {"status": "held"}),
    ("status", {"status": "cancelled"}),
    ("ends_on", {"starts_on": date(2026, 5, 2), "ends_on": date(2026, 5, 1)}),
    ("ends_at", {"starts_at": time(10), "ends_at": time(10)}),
    ("ends_at", {"starts_at": time(10), "ends_on": in_days(9)}),
    ("starts_at", {"ends_at": time(10)}),
    ("starts_on", {"starts_on": date(2019, 3, 31), "ends_on": in_days(0)}),
    ("ends_on", {"ends_on": date(9999, 12, 31)}),
    ("link", {"link": "javascript:alert(1)"}),
    ("online_link", {"online_link": "ftp://example.org/"}),
]


@pytest.mark.parametrize(("field", "said"), WRONG, ids=lambda value: str(value)[:50])
def test_what_does_not_hold_together_is_refused_at_its_field(
    officer: User, field: str, said: dict[str, Any]
) -> None:
    assert field in refusals(enter, officer, **said)
    assert not Event.objects.exists()


def test_an_event_of_the_own_office_alone(
    officer: User, other_officer: User, deputy: User, analyst: User
) -> None:
    event = enter(officer)
    assert event.organiser.slug == "diepc"
    assert event.history.latest().history_user == officer
    assert "organiser" in refusals(enter, other_officer)
    assert "organiser" in refusals(change, event, officer, organiser=Authority.objects.get(slug="fieo"))
    assert enter(deputy, organiser=Authority.objects.get(slug="fieo"))
    for nobody in (other_officer, analyst, User.objects.create(username="nobody")):
        with pytest.raises(PermissionDenied):
            change(event, nobody, title="Mine")
    with pytest.raises(PermissionDenied):
        enter(analyst)
    assert change(event, deputy, title="The DC's").revision == 1


def test_a_milestone_of_an_action_that_one_may_not_report_on(officer: User, deputy: User) -> None:
    """KN-19 names another authority than DIEPC."""
    milestone = Milestone.objects.get(slug="iec-camp")
    milestone.pk, milestone.slug = None, "of-kn-19"
    milestone.action = Action.objects.get(reference="KN-19")
    milestone.save()
    assert "milestone" in refusals(enter, officer, milestone=milestone)
    event = enter(deputy, milestone=milestone, starts_on=in_days(-1))
    assert change(event, officer, title="Kept").milestone == milestone
    with pytest.raises(PermissionDenied):
        hold(event, officer, report=GREEN)


def test_the_sequence_grows_with_what_a_calendar_shows(officer: User, camp: Milestone) -> None:
    event = enter(officer, at=at_noon(in_days(-2)))
    first = (event.uid, event.slug)
    said: list[tuple[dict[str, Any], int]] = [
        ({}, 0),
        ({"title": "A camp "}, 0),
        ({"milestone": camp}, 0),
        ({"clusters": frozenset(Cluster.objects.all()[:1])}, 0),
        ({"title_hi": "शिविर"}, 1),
        ({"starts_on": in_days(8), "ends_on": in_days(8)}, 2),
        ({"status": "cancelled"}, 3),
        ({"status": "planned"}, 4),
    ]
    for new, sequence in said:
        event = change(event, officer, **new)
        assert event.sequence == sequence, new
    assert (event.uid, event.slug) == first
    assert event.revision == 6, "what changes nothing writes nothing"
    assert event.changed_at > at_noon(in_days(-2))


def test_the_slug_is_of_the_title_and_never_twice(officer: User) -> None:
    slugs = [enter(officer, **said).slug for said in ({}, {}, {"title": "", "title_hi": "शिविर"})]
    assert len(set(slugs)) == 3
    assert [slug.rpartition("-")[0] for slug in slugs] == ["a-camp", "a-camp", "camp"]


def test_a_held_camp_counts_itself(officer: User, camp: Milestone) -> None:
    day = in_days(-1)
    event = enter(officer, milestone=camp, starts_on=day)
    held = hold(event, officer, report=Report(work_status="", confidence="green", done="Forty came."))
    assert (held.status, held.sequence, held.revision) == ("held", 0, 1)
    update = ActionUpdate.objects.get()
    assert held.counted_by == update
    assert (update.action, update.reported_by, update.work_status) == (camp.action, officer, "in_progress")
    found = MilestoneAchievement.objects.get()
    assert (found.milestone, found.achieved_on, found.quantity, found.cluster) == (camp, day, 1, None)
    action = Action.objects.with_facts().get(pk=camp.action_id)
    assert milestone_rows(action, timezone.localdate())[0].periods[-1].achieved == 1
    (entry,) = history(action, officer)
    assert "Forty came." in " ".join(entry.body)
    assert [(link.url, link.label) for link in entry.links] == [(held.get_absolute_url(), "Event: A camp")]


def test_it_counts_once(officer: User, deputy: User, camp: Milestone) -> None:
    event = enter(officer, milestone=camp, starts_on=in_days(-1))
    hold(event, officer, report=GREEN)
    for by, revision in ((officer, 0), (deputy, 1), (officer, 7)):
        said = refusals(hold_event, by=by, event=event, revision=revision, report=GREEN)
        assert said == {"": ["This event is already marked as held."]}
    assert MilestoneAchievement.objects.count() == ActionUpdate.objects.count() == 1


def test_what_was_held_stays_held(officer: User, camp: Milestone) -> None:
    event = enter(officer, milestone=camp, starts_on=in_days(-1))
    hold(event, officer, report=GREEN)
    wrong: dict[str, Any] = {
        "status": "cancelled",
        "milestone": None,
        "ends_on": in_days(0),
        "clusters": frozenset(Cluster.objects.all()[:1]),
    }
    for field, value in wrong.items():
        assert field in refusals(change, event, officer, **{field: value})
    assert change(event, officer, description="Thirty came.").sequence == 1


@pytest.mark.parametrize(
    "said",
    [
        {"starts_on": 1},
        {"starts_on": -1, "ends_on": 1},
        {"starts_on": 0, "starts_at": time(11), "ends_at": time(12, 1)},
        {"starts_on": 0, "starts_at": time(12, 1)},
    ],
)
def test_what_is_not_over_was_not_held(officer: User, camp: Milestone, said: dict[str, Any]) -> None:
    """Days from today."""
    said = {name: in_days(value) if isinstance(value, int) else value for name, value in said.items()}
    event = enter(officer, milestone=camp, **said)
    noon = at_noon(in_days(0))
    assert "not over yet" in refusals(hold, event, officer, report=GREEN, at=noon)[""][0]
    assert not ActionUpdate.objects.exists()


@pytest.mark.parametrize(
    "said", [{}, {"starts_at": time(9), "ends_at": time(12)}, {"starts_at": time(11, 59)}]
)
def test_what_is_over_today_can_be_held_today(officer: User, said: dict[str, Any]) -> None:
    event = enter(officer, starts_on=in_days(0), **said)
    assert hold(event, officer, at=at_noon(in_days(0))).status == "held"
    assert not ActionUpdate.objects.exists(), "it serves no milestone"


def test_a_cancelled_event_is_planned_again_before_it_was_held(officer: User) -> None:
    event = change(enter(officer, starts_on=in_days(-1)), officer, status="cancelled")
    assert "is cancelled" in refusals(hold, event, officer)[""][0]
    assert hold(change(event, officer, status="planned"), officer).status == "held"


def test_of_a_target_for_each_cluster_one_for_each(officer: User) -> None:
    """KN-02: three international events a year for each product category."""
    events = Milestone.objects.get(slug="international-events")
    two = frozenset(Cluster.objects.filter(slug__in=["leather", "plastic"]))
    for clusters, expected in ((two, {"leather", "plastic"}), (frozenset(), None)):
        before = set(MilestoneAchievement.objects.values_list("pk", flat=True))
        fair = enter(officer, kind="fair", milestone=events, clusters=clusters, starts_on=in_days(-3))
        hold(fair, officer, report=GREEN)
        new = MilestoneAchievement.objects.exclude(pk__in=before)
        assert [row.quantity for row in new] == [1] * new.count()
        counted = {row.cluster.slug for row in new}
        assert counted == (expected or set(Cluster.objects.values_list("slug", flat=True)))


def test_of_units_in_fairs_as_many_as_took_part(officer: User) -> None:
    units = Milestone.objects.get(slug="units-in-fairs")
    fair = enter(officer, kind="fair", milestone=units, starts_on=in_days(-3))
    assert "quantity" in refusals(hold, fair, officer, report=GREEN)
    hold(fair, officer, report=GREEN, quantity=12)
    assert MilestoneAchievement.objects.get().quantity == 12


def test_the_rules_of_every_update_hold(officer: User, camp: Milestone) -> None:
    event = enter(officer, milestone=camp, starts_on=in_days(-1))
    assert "confidence" in refusals(hold, event, officer)
    assert "reason" in refusals(hold, event, officer, report=Report(work_status="", confidence="red"))
    event.refresh_from_db()
    assert event.status == "planned"


def test_it_neither_reopens_an_action_nor_takes_its_confirmation(
    officer: User, deputy: User, camp: Milestone, report_on: ReportOn
) -> None:
    event = enter(officer, milestone=camp, starts_on=in_days(-1))
    closing = report_on("KN-01", officer, work_status="completed", done="All camps held.")
    for _state in ("awaiting", "closed"):
        assert "KN-01 is closed" in refusals(hold, event, officer, report=GREEN)[""][0]
        action = Action.objects.get(reference="KN-01")
        if action.awaiting_confirmation:
            review_update(by=deputy, update=closing, outcome="confirmed")
    assert not MilestoneAchievement.objects.exists()


def test_who_saves_an_older_state_is_told(officer: User, deputy: User) -> None:
    event = enter(officer, starts_on=in_days(-1))
    change(event, deputy, title="Another")
    for revision in (0, 9):
        with pytest.raises(StaleEvent):
            hold_event(by=officer, event=event, revision=revision)
    event.refresh_from_db()
    assert (event.title, event.status) == ("Another", "planned")


def test_upcoming_events(officer: User, django_assert_num_queries: Any) -> None:
    leather, plastic = (Cluster.objects.get(slug=slug) for slug in ("leather", "plastic"))
    for title, distance, said in (
        ("later", 9, {}),
        ("over", -1, {}),
        ("running", -2, {"ends_on": in_days(0)}),
        ("plastics", 3, {"clusters": frozenset([plastic])}),
        ("whole day", 4, {}),
        ("morning", 4, {"starts_at": time(9)}),
    ):
        enter(officer, title=title, starts_on=in_days(distance), **said)
    change(enter(officer, title="off", starts_on=in_days(1)), officer, status="cancelled")
    with django_assert_num_queries(2):
        found = upcoming_events(timezone.localdate(), 4)
    assert [event.title for event in found] == ["running", "plastics", "whole day", "morning"]
    assert [event.title for event in upcoming_events(timezone.localdate(), 2, [leather])] == [
        "running",
        "whole day",
    ]
