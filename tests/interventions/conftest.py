"""People who report on the transcribed plan, and ways to report."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from interventions.actions import Report, file_update, review_update
from interventions.models import Action, ActionUpdate, Authority, Plan
from kanpur_portal import roles
from sources.periods import add_months
from tests.factories import UserFactory


@pytest.fixture
def plan(printed_plan: None, db: None) -> Plan:
    return Plan.objects.get()


@pytest.fixture
def officer(plan: Plan) -> User:
    """Posted to DIEPC, which nearly every action names."""
    diepc = Authority.objects.get(slug="diepc")
    return UserFactory(username="officer", email="officer@example.org", role=roles.OFFICER, authority=diepc)


@pytest.fixture
def other_officer(plan: Plan) -> User:
    """Posted to FIEO, which KN-04 alone names."""
    fieo = Authority.objects.get(slug="fieo")
    return UserFactory(username="other", email="other@example.org", role=roles.OFFICER, authority=fieo)


@pytest.fixture
def deputy(plan: Plan) -> User:
    return UserFactory(username="deputy", role=roles.DEPUTY_COMMISSIONER)


@pytest.fixture
def analyst(plan: Plan) -> User:
    return UserFactory(username="analyst", role=roles.ANALYST)


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A client in which the user is signed in."""

    def client_of(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return client_of


@pytest.fixture
def report_on(plan: Plan) -> Callable[..., ActionUpdate]:
    """Files an update on an action, at the revision it is at."""

    def report(reference: str, by: User, at: Any = None, **said: Any) -> ActionUpdate:
        action = Action.objects.get(reference=reference)
        values = {"work_status": "in_progress", "confidence": "green", **said}
        return file_update(by=by, action=action, revision=action.revision, report=Report(**values), at=at)

    return report


@pytest.fixture
def busy_plan(plan: Plan, officer: User, deputy: User, report_on: Callable[..., ActionUpdate]) -> Plan:
    """A plan of eight months, with an action in every status and schedule."""
    today, now = timezone.localdate(), timezone.now()
    Plan.objects.update(starts_on=add_months(today, -8))
    report_on("KN-04", officer, finish_by=today + timedelta(90), date_reason="Agreed.")
    report_on("KN-05", officer, confidence="amber", reason="Rain.")
    for reference, said in (
        ("KN-06", {"work_status": "completed", "done": "Agreed."}),
        ("KN-08", {"work_status": "dropped", "reason": "Taken up elsewhere."}),
    ):
        review_update(by=deputy, update=report_on(reference, officer, **said), outcome="confirmed")
    report_on("KN-07", officer, work_status="completed", done="Standards agreed.")
    report_on("KN-09", officer, at=now - timedelta(40), work_status="partly_done")
    said = {"work_status": "not_started", "start_by": today + timedelta(20), "date_reason": "Agreed."}
    report_on("KN-11", officer, **said)
    return plan
