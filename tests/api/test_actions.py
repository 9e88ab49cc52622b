"""The printed rows of the plan in the API: what they carry, and at what cost."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from interventions.actions import Achievement, review_update, stage_evidence
from interventions.models import Action, ActionUpdate, Milestone, Plan
from kanpur_portal import roles
from tests.api.conftest import Program
from tests.factories import (
    ActionFactory,
    AliasFactory,
    AuthorityFactory,
    ChallengeFactory,
    DiscrepancyFactory,
    InterventionFactory,
    MilestoneFactory,
    PartFactory,
    UserFactory,
    token_of,
)

ACTIONS = "/api/v1/actions/"
LISTS = ["actions", "authorities", "updates", "challenges", "interventions", "discrepancies"]


def references(response: Any) -> list[str]:
    assert response.status_code == 200, response.content
    return [row["reference"] for row in response.json()["results"]]


def test_an_action_of_one_authority_and_nothing_reported(public: Program, action: Action) -> None:
    shown = public.get(f"{ACTIONS}KN-07/").json()
    assert shown["printed"] == action.quote
    assert shown["authorities"] == [
        {"slug": "an-office", "role": "lead", "as_printed": "AUTH", "position": 1}
    ]
    assert (shown["cluster"], shown["last_update"], shown["start_by"]) == (None, None, None)
    assert (shown["parts"], shown["milestones"], shown["interventions"]) == ([], [], [])
    assert (shown["kind"], shown["schedule"]["kind"]) == ("printed", "computed")
    assert shown["source"] == {
        "document": "a-plan",
        "lines": action.lines,
        "quote": action.quote,
        "url": f"http://testserver/sources/a-plan/#L{action.lines}",
        "locator": "Section 9",
    }


def test_parts_milestones_and_interventions_come_with_the_action(public: Program, action: Action) -> None:
    PartFactory(action=action, position=2, quote="The second")
    PartFactory(action=action, position=1, quote="The first")
    MilestoneFactory(action=action, slug="fairs")
    InterventionFactory(slug="go-to-fairs").actions.add(action)
    shown = public.get(f"{ACTIONS}KN-07/").json()
    assert [part["printed"] for part in shown["parts"]] == ["The first", "The second"]
    assert all(part["source"]["quote"] == part["printed"] for part in shown["parts"])
    assert [milestone["slug"] for milestone in shown["milestones"]] == ["fairs"]
    assert shown["interventions"] == ["go-to-fairs"]


def test_the_newest_update_and_the_state_that_it_leaves(
    public: Program, action: Action, officer: User, deputy: User, report_on: Callable[..., ActionUpdate]
) -> None:
    report_on(action, officer)
    newest = report_on(action, deputy, work_status="completed", done="All of it.")
    shown = public.get(f"{ACTIONS}KN-07/").json()
    assert (shown["work_status"], shown["awaiting_confirmation"], shown["revision"]) == (
        "in_progress",
        True,
        2,
    )
    assert shown["last_update"]["kind"] == "reported"
    assert (shown["last_update"]["id"], shown["last_update"]["authority"]) == (newest.pk, None)
    listed = public.get(shown["updates_url"]).json()["results"]
    assert [update["number"] for update in listed] == [2, 1]


@time_machine.travel(datetime(2026, 5, 4, 12, tzinfo=UTC), tick=False)
def test_the_schedule_is_computed_on_the_day_of_the_answer(public: Program, action: Action) -> None:
    Plan.objects.update(starts_on=date(2025, 10, 31))
    shown = public.get(f"{ACTIONS}KN-07/").json()
    assert shown["plan_starts_on"] == "2025-10-31"
    schedule = shown["schedule"]
    assert "plan_starts_on + 6 months" in schedule.pop("formula")
    assert schedule == {
        "kind": "computed",
        "value": "overdue",
        "due_on": "2026-04-30",
        "days_late": 4,
        "silent": True,
        "as_of": "2026-05-04",
    }


def test_a_row_that_cites_a_line_of_a_discrepancy_names_it(public: Program, action: Action) -> None:
    found = DiscrepancyFactory(reading__lines=f"{action.lines}-{int(action.lines) + 1}")
    part = PartFactory(action=action, lines=str(int(action.lines) + 1))
    PartFactory(action=action, lines="4000")
    shown = public.get(f"{ACTIONS}KN-07/").json()
    assert shown["discrepancies"] == [found.ref]
    assert [row["discrepancies"] for row in shown["parts"]] == [[found.ref], []]
    assert part.pk
    detail = public.get(f"/api/v1/discrepancies/{found.ref}/").json()
    assert (detail["type"], detail["status"]) == ("misprint", "open")
    (reading,) = detail["readings"]
    assert reading["kind"] == "printed"
    assert reading["source"]["document"] == "a-plan"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["KN-01", "KN-02", "KN-03"]),
        ("timeline=long", ["KN-02"]),
        ("timeline=", ["KN-01", "KN-02", "KN-03"]),
        ("status=in_progress", ["KN-03"]),
        ("authority=an-office", ["KN-01"]),
        ("cluster=none&timeline=short", ["KN-01", "KN-03"]),
        ("schedule=no_date", ["KN-01", "KN-02", "KN-03"]),
        ("silent=no", ["KN-03"]),
        ("q=kn-02", ["KN-02"]),
        ("page_size=2&page=2", ["KN-03"]),
    ],
)
def test_the_filters_are_those_of_the_page(
    query: str,
    found: list[str],
    public: Program,
    authority: Any,
    deputy: User,
    report_on: Callable[..., ActionUpdate],
) -> None:
    ActionFactory(reference="KN-01", authority=authority)
    ActionFactory(reference="KN-02", timeline="long")
    report_on(ActionFactory(reference="KN-03"), deputy)
    assert references(public.get(f"{ACTIONS}?{query}")) == found


@pytest.mark.parametrize("name", ["", *(f"{name}/" for name in LISTS)])
def test_the_data_are_the_same_in_every_language(name: str, officers_program: Program, busy: None) -> None:
    """What is kept for anonymous readers is kept once for all. A token, for it passes by what is kept."""
    english, hindi = (
        officers_program.get(f"/api/v1/{name}", accept_language=language).json() for language in ("en", "hi")
    )
    assert english == hindi
    assert english.get("count", 1) > 0


@pytest.fixture
def busy(action: Action, milestone: Milestone, officer: User, report_on: Callable[..., ActionUpdate]) -> None:
    _one_more_of_everything(action, milestone, officer, report_on)


def _one_more_of_everything(
    action: Action, milestone: Milestone, officer: User, report_on: Callable[..., ActionUpdate]
) -> None:
    authority = AuthorityFactory()
    AliasFactory(authority=authority)
    for made in (action, ActionFactory(authority=authority)):
        PartFactory(action=made)
        MilestoneFactory(action=made)
    intervention = InterventionFactory()
    intervention.actions.add(action)
    InterventionFactory(parent=intervention, parameter=intervention.parameter)
    ChallengeFactory(parameter=intervention.parameter)
    DiscrepancyFactory(reading__lines="1-5000")
    (evidence,) = stage_evidence(by=officer, action=action, files=[SimpleUploadedFile("a.pdf", b"%PDF-1.7")])
    update = report_on(
        action,
        officer,
        work_status="completed",
        done="All of it.",
        achievements=(Achievement(milestone, date(2026, 1, 1), 2),),
        evidence_files=(evidence,),
        finish_by=timezone.localdate() + timedelta(days=30 + action.updates.count()),
        date_reason="Set at the meeting.",
    )
    review_update(by=UserFactory(role=roles.DEPUTY_COMMISSIONER), update=update, outcome="returned", note="?")


@pytest.mark.parametrize("reader", ["public", "deputy"])
@pytest.mark.parametrize("name", LISTS)
def test_the_number_of_queries_does_not_grow_with_the_rows(
    name: str,
    reader: str,
    busy: None,
    action: Action,
    milestone: Milestone,
    officer: User,
    report_on: Callable[..., ActionUpdate],
    django_assert_num_queries: DjangoAssertNumQueries,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    role = roles.DEPUTY_COMMISSIONER if reader == "deputy" else roles.ANALYST
    program = Program(token_of(UserFactory(role=role)))
    address = f"/api/v1/{name}/"
    program.get(address)  # what a process asks the database for once
    with django_assert_max_num_queries(20) as few:
        before = program.get(address).json()["count"]
    for _ in range(4):
        _one_more_of_everything(action, milestone, officer, report_on)
    with django_assert_num_queries(len(few)):
        assert program.get(address).json()["count"] >= before + 4
