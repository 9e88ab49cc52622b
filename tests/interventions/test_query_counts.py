"""No page asks the database more often because there is more to show."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clusters.models import Cluster
from interventions.actions import Achievement
from interventions.models import ActionUpdate, Authority, Challenge, Milestone, Plan
from interventions.monitoring import digest_letter, take_snapshot
from kanpur_portal import data_version, roles
from tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("version_is_remembered")


@pytest.fixture
def asked() -> Callable[[Callable[[], Any]], int]:
    """How many queries a call makes, when all that is remembered is remembered."""

    def count(call: Callable[[], Any]) -> int:
        call()
        data_version.current()
        with CaptureQueriesContext(connection) as queries:
            call()
        return len(queries)

    return count


def visit(client: Client, url: str) -> Callable[[], Any]:
    def call() -> None:
        assert client.get(url).status_code == 200

    return call


@pytest.mark.parametrize("language", ["", "/hi"])
@pytest.mark.parametrize("twin", ["/plan/", "/plan.csv", "/plan.json"])
def test_the_list_of_29_rows_and_of_one(
    busy_plan: Plan, officer: User, signed_in: Callable[[User], Client], asked: Any, language: str, twin: str
) -> None:
    """Signed in, for what is kept for the public asks nothing."""
    client = signed_in(officer)
    one = asked(visit(client, f"{language}{twin}?q=KN-23"))  # a row with parts
    assert asked(visit(client, f"{language}{twin}?q=export")) == one
    # All of it: once more for the clusters without actions.
    assert asked(visit(client, f"{language}{twin}")) <= one + 1
    assert one <= 20


def test_the_public_asks_nothing_twice(busy_plan: Plan, client: Client, asked: Any) -> None:
    for url in (
        "/plan/",
        "/plan/KN-07/",
        "/",
        "/challenges/",
        "/sources/export-plan/",
        "/hi/plan/?cluster=plastic",
    ):
        assert asked(visit(client, url)) == 0, url


def test_a_filter_by_schedule_asks_once_more(
    busy_plan: Plan, officer: User, signed_in: Callable[[User], Client], asked: Any
) -> None:
    client = signed_in(officer)
    plain = asked(visit(client, "/plan/?heading=common"))
    assert asked(visit(client, "/plan/?heading=common&schedule=overdue")) <= plain + 1
    assert asked(visit(client, "/plan/?heading=common&schedule=overdue&silent=yes")) <= plain + 2


def test_an_action_with_a_long_history(
    officer: User,
    deputy: User,
    report_on: Callable[..., ActionUpdate],
    signed_in: Callable[[User], Client],
    asked: Any,
) -> None:
    client = signed_in(officer)
    units = Milestone.objects.get(slug="units-in-fairs")
    today = timezone.localdate()

    def report(distance: int) -> None:
        report_on(
            "KN-04",
            officer if distance % 2 else deputy,
            finish_by=today + timedelta(distance),
            date_reason="Agreed.",
            achievements=(Achievement(units, today, distance),),
        )

    report(1)
    page, form = (asked(visit(client, url)) for url in ("/plan/KN-04/", "/plan/KN-04/update/"))
    for distance in range(2, 8):
        report(distance)
    assert asked(visit(client, "/plan/KN-04/")) == page
    assert asked(visit(client, "/plan/KN-04/update/")) == form
    assert max(page, form) <= 30


def test_pages_of_challenges(officer: User, signed_in: Callable[[User], Client], asked: Any) -> None:
    client = signed_in(officer)
    pages = [
        asked(visit(client, f"/clusters/{cluster.slug}/challenges/")) for cluster in Cluster.objects.all()
    ]
    assert len(set(pages)) == 1
    first = Challenge.objects.filter(parameter__cluster__slug="plastic").first()
    Challenge.objects.filter(parameter__cluster__slug="plastic").exclude(pk=first.pk).delete()
    assert asked(visit(client, "/clusters/plastic/challenges/")) == pages[0]


def test_what_one_owes(
    busy_plan: Plan, officer: User, signed_in: Callable[[User], Client], asked: Any
) -> None:
    """DIEPC owes 28 rows, DGFT six."""
    dgft = UserFactory(role=roles.OFFICER, authority=Authority.objects.get(slug="dgft"))
    assert asked(visit(signed_in(officer), "/my/")) == asked(visit(signed_in(dgft), "/my/"))


def test_the_home_page(
    busy_plan: Plan,
    officer: User,
    report_on: Callable[..., ActionUpdate],
    signed_in: Callable[[User], Client],
    asked: Any,
) -> None:
    client = signed_in(officer)
    before = asked(visit(client, "/"))
    for _more in range(3):
        report_on("KN-05", officer)
    assert asked(visit(client, "/")) == before


def test_documents_and_discrepancies(officer: User, signed_in: Callable[[User], Client], asked: Any) -> None:
    client = signed_in(officer)
    full = asked(visit(client, "/sources/export-plan/"))
    assert asked(visit(client, "/sources/study-mission/")) == full, "a document that nothing cites"
    assert asked(visit(client, "/discrepancies/")) < 12


def test_the_nightly_tasks(busy_plan: Plan, officer: User, other_officer: User, asked: Any) -> None:
    today = timezone.localdate()
    assert asked(lambda: digest_letter(officer, today)) == asked(lambda: digest_letter(other_officer, today))
    assert asked(lambda: take_snapshot(busy_plan, today)) < 10, "for 29 actions"
