"""Accounts to try the portal with, and a demonstration that shows every state and says what it is."""

import re
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from interventions.models import (
    Action,
    ActionUpdate,
    Event,
    ExporterIssue,
    IssueEntry,
    Plan,
    PlanSnapshot,
)
from interventions.schedule import Schedule, WorkStatus
from kanpur_portal import roles

pytestmark = pytest.mark.usefixtures("printed_plan", "db")


def told(command: str, *options: str) -> str:
    said = StringIO()
    call_command(command, *options, stdout=said)
    return said.getvalue()


def passwords(said: str) -> dict[str, str]:
    return dict(re.findall(r"  .{20} ([a-z-]+) +(\S{16})\n", said))


def signs_in(username: str, password: str) -> bool:
    said = {"login": username, "password": password}
    return Client().post("/accounts/login/", said).status_code == 302


def test_an_account_for_each_role_with_a_password_of_its_own() -> None:
    shown = passwords(told("demo_accounts"))
    assert set(shown) == {"officer", "deputy-commissioner", "analyst", "data-editor", "administrator"}
    assert len(set(shown.values())) == 5
    for username, password in shown.items():
        user = User.objects.get(username=username)
        assert [group.name for group in user.groups.all()] == [username.replace("-", "_")]
        assert user.is_staff is (username == "administrator")
        assert not user.is_superuser
        assert signs_in(username, password)
    officer = User.objects.get(username="officer")
    assert [posting.authority.slug for posting in officer.postings.all()] == ["diepc"]
    assert {user.groups.get().name for user in User.objects.all()} == set(roles.ROLES)


def test_passwords_are_shown_once_and_made_anew_when_asked() -> None:
    first = passwords(told("demo_accounts"))
    again = told("demo_accounts")
    assert passwords(again) == {}
    assert "--reset" in again
    assert signs_in("officer", first["officer"])
    second = passwords(told("demo_accounts", "--reset"))
    assert set(second) == set(first)
    assert not signs_in("officer", first["officer"])
    assert signs_in("officer", second["officer"])
    assert User.objects.count() == 5


def test_an_account_that_somebody_took_away_is_made_again() -> None:
    told("demo_accounts")
    User.objects.get(username="analyst").delete()
    assert set(passwords(told("demo_accounts"))) == {"analyst"}


def test_no_demonstration_among_real_data(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="Set DEMO=1"):
        told("make_demo_data")
    assert not User.objects.exists()
    assert Plan.objects.get().starts_on is None
    assert "demo" not in Client().get("/plan/").text.lower()


class TestDemonstration:
    @pytest.fixture(autouse=True)
    def demonstration(self, settings: Any) -> None:
        settings.DEMO = True
        told("make_demo_data")

    def test_it_shows_every_state(self) -> None:
        actions = list(Action.objects.with_facts())
        standings = [action.standing() for action in actions]
        assert {action.work_status for action in actions} == set(WorkStatus.values)
        assert {standing.schedule for standing in standings} == set(Schedule)
        assert {standing.silent for standing in standings} == {True, False}
        assert any(action.awaiting_confirmation for action in actions)
        confidences = set(ActionUpdate.objects.values_list("confidence", flat=True))
        assert confidences == {"green", "amber", "red"}

    def test_a_second_time_it_adds_nothing(self) -> None:
        before = (ActionUpdate.objects.count(), PlanSnapshot.objects.count(), User.objects.count())
        told("make_demo_data")
        assert (ActionUpdate.objects.count(), PlanSnapshot.objects.count(), User.objects.count()) == before

    def test_the_trend_ends_with_today_as_it_is(self, client: Client) -> None:
        newest = PlanSnapshot.objects.latest("taken_on")
        assert newest.taken_on == timezone.localdate()
        assert newest.completed == Action.objects.filter(work_status="completed").count()
        assert newest.overdue == len(client.get("/plan.json?schedule=overdue").json()["results"])

    @pytest.mark.parametrize("language", ["", "/hi"])
    def test_every_page_says_what_it_is(self, client: Client, language: str) -> None:
        officer = Client()
        officer.force_login(User.objects.get(username="officer"))
        for reader, pages in (
            (
                client,
                ["/", "/plan/", "/plan/KN-05/", "/challenges/", "/sources/", "/about/", "/accounts/login/"],
            ),
            (officer, ["/my/", "/plan/KN-05/update/", "/my/tokens/"]),
        ):
            for page in pages:
                assert "demo-banner" in reader.get(language + page).text, page

    def test_its_events_are_of_every_status_and_say_so_too(self) -> None:
        events = Event.objects.all()
        assert {event.status for event in events} == set(Event.Status.values)
        for event in events:
            assert all(title.startswith("Demo: ") for title in (event.title,) if title)
            assert all(title.startswith("डेमो: ") for title in (event.title_hi,) if title)
        held = events.get(status="held")
        assert held.counted_by.achievements.get().achieved_on == held.ends_on

    def test_what_is_said_there_says_so_too(self) -> None:
        for update in ActionUpdate.objects.all():
            assert all(
                text.startswith("Demo: ")
                for text in (update.done, update.reason, update.pending_with)
                if text
            )

    def test_its_issues_are_in_every_state_and_say_so_too(self, client: Client) -> None:
        issues = ExporterIssue.objects.all()
        assert {issue.state for issue in issues} == set(ExporterIssue.State.values)
        assert issues.overdue(timezone.localdate()).exists()
        assert issues.exclude(reopened_at=None).exists()
        assert {issue.language for issue in issues} == {"en", "hi"}
        assert not issues.exclude(email="", phone="").exists()
        texts = [issue.text for issue in issues] + [entry.text for entry in IssueEntry.objects.all()]
        assert all(text.startswith(("Demo: ", "डेमो: ")) for text in texts if text)
        for issue in issues:
            assert issue.entries.earliest("at").at.date() == issue.received_at.date()
        assert "Demo: papers were asked for twice." in client.get("/issues/solved/").text
