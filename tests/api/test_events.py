"""The calendar in the API: the filters of the page, all events unless something is asked for."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from clusters.models import Cluster
from interventions.models import Authority
from kanpur_portal import roles
from tests.api.conftest import Program, errors
from tests.events import enter, in_days
from tests.factories import UserFactory

URL = "/api/v1/events/"


@pytest.fixture
def officer(printed_plan: None, db: None) -> User:
    return UserFactory(role=roles.OFFICER, authority=Authority.objects.get(slug="diepc"))


def titles(program: Program, query: str = "") -> list[str]:
    return [row["title"] for row in program.get(URL + query).json()["results"]]


def test_a_row_says_all_that_was_entered(public: Program, officer: User) -> None:
    event = enter(officer, clusters=frozenset(Cluster.objects.filter(slug="leather")), place="Hall 1")
    (row,) = public.get(URL).json()["results"]
    assert public.get(row["api_url"].removeprefix("http://testserver")).json() == row
    expected: dict[str, Any] = {
        "slug": event.slug,
        "uid": str(event.uid),
        "type": "camp",
        "kind": "reported",
        "starts_on": in_days(7).isoformat(),
        "starts_at": None,
        "ends_on": in_days(7).isoformat(),
        "place": "Hall 1",
        "organiser": "diepc",
        "clusters": ["leather"],
        "milestone": None,
        "status": "planned",
        "url": f"http://testserver/calendar/events/{event.slug}/",
    }
    assert row | expected == row


def test_the_filters_are_those_of_the_page(public: Program, officer: User) -> None:
    enter(officer, title="past", starts_on=in_days(-1))
    enter(officer, title="fair", kind="fair")
    assert titles(public) == ["past", "fair"]
    assert titles(public, "?when=upcoming") == titles(public, "?type=fair") == ["fair"]
    assert titles(public, "?when=past&cluster=leather") == ["past"]


def test_bad_filters_name_what_is_allowed(public: Program, officer: User) -> None:
    assert "buyer_seller_meet" in errors(public.get(f"{URL}?type=party"))["type"][1]
    assert "leather" in errors(public.get(f"{URL}?cluster=steel"))["cluster"][1]
    assert "cluster" in errors(public.get(f"{URL}?cluster=leather&cluster=plastic"))
