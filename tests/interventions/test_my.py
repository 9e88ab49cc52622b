"""What an officer owes: every row once, in the order in which it wants attention."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from interventions.models import Action, ActionUpdate, Authority, Plan
from interventions.schedule import CLOSED
from kanpur_portal import roles
from tests.dom import elements, given, read, words
from tests.factories import UserFactory

SignedIn = Callable[[User], Client]


def groups(client: Client, language: str = "") -> dict[str, list[str]]:
    """The headings of the page, with the references below each."""
    response = client.get(f"{language}/my/")
    assert response.status_code == 200
    (main,) = elements(read(response.text), "main")
    found: dict[str, list[str]] = {}
    heading = ""
    for child in main.children:
        if not isinstance(child, str) and child.name == "h2":
            heading = words(child)
        elif not isinstance(child, str) and child.name == "ul" and "owed" in given(child).get("class", ""):
            rows = elements(child, "p", class_="row-title")
            found[heading] = [words(row).split(" · ")[0] for row in rows]
    return found


def lead(client: Client, language: str = "") -> str:
    return words(elements(read(client.get(f"{language}/my/").text), "p", class_="lead")[0])


def test_an_officer_lands_here_and_sees_the_rows_of_their_authority(
    busy_plan: Plan, officer: User, signed_in: SignedIn
) -> None:
    found = groups(signed_in(officer))
    own = Action.objects.filter(authorities__slug="diepc")
    assert sorted(reference for rows in found.values() for reference in rows) == sorted(
        own.values_list("reference", flat=True)
    ), "each once"
    # KN-12, 21 … are short-term rows on which nobody has begun in eight months.
    behind = [
        action.reference
        for action in own.with_facts()
        if action.standing().behind and not action.awaiting_confirmation
    ]
    assert "KN-12" in behind
    assert {heading.rpartition(" (")[0]: rows for heading, rows in found.items()} == {
        "Awaiting confirmation": ["KN-07"],
        "Behind": behind,
        "No report in the last 30 days": [
            action.reference
            for action in own.with_facts()
            if action.standing().silent and not action.standing().behind
        ],
        "Up to date": ["KN-04", "KN-05", "KN-11"],
        "Closed": ["KN-06", "KN-08"],
    }
    assert all(heading.endswith(f"({len(rows)})") for heading, rows in found.items())


@pytest.mark.parametrize("language", ["", "/hi"])
def test_the_numbers_are_those_of_the_plan(
    busy_plan: Plan, officer: User, signed_in: SignedIn, language: str
) -> None:
    client = signed_in(officer)
    silent = len(client.get("/plan.json?authority=diepc&silent=yes").json()["results"])
    overdue = len(client.get("/plan.json?authority=diepc&schedule=overdue").json()["results"])
    assert [int(word) for word in lead(client, language).replace(",", " ").split() if word.isdigit()] == [
        silent,
        overdue,
    ]


def test_one_report_settles_one_row(
    plan: Plan, officer: User, signed_in: SignedIn, report_on: Callable[..., ActionUpdate]
) -> None:
    Plan.objects.update(starts_on=timezone.localdate() - timedelta(days=200))
    client = signed_in(officer)
    assert lead(client).startswith("You owe 28 updates, 9 are behind.")
    report_on("KN-05", officer)
    assert lead(client).startswith("You owe 27 updates, 8 are behind.")
    report_on("KN-12", officer, work_status="not_started", confidence="green")
    assert lead(client).startswith("You owe 26 updates, 8 are behind."), "reported, and still not begun"
    assert "KN-12" in groups(client)["Behind (8)"]


def test_one_row_is_told_in_the_singular(
    plan: Plan, other_officer: User, signed_in: SignedIn, report_on: Callable[..., ActionUpdate]
) -> None:
    client = signed_in(other_officer)
    assert lead(client) == "You owe 1 update, 0 are behind."
    report_on("KN-04", other_officer)
    assert lead(client) == "You owe 0 updates, 0 are behind."


def test_every_row_leads_to_its_form(busy_plan: Plan, officer: User, signed_in: SignedIn) -> None:
    client = signed_in(officer)
    page = read(client.get("/my/").text)
    forms = [given(link)["href"] for link in elements(page, "a") if given(link)["href"].endswith("/update/")]
    assert len(forms) == 28
    assert all(client.get(form).status_code == 200 for form in forms[:5])


def test_the_deputy_commissioner_decides(busy_plan: Plan, deputy: User, signed_in: SignedIn) -> None:
    found = groups(signed_in(deputy))
    assert sum(map(len, found.values())) == 29
    assert found["Awaiting your confirmation (1)"] == ["KN-07"]


def test_a_row_of_several_authorities_is_seen_once(plan: Plan, officer: User, signed_in: SignedIn) -> None:
    for slug in ("upepb", "dgft"):
        officer.postings.create(authority=Authority.objects.get(slug=slug))
    rows = [reference for rows in groups(signed_in(officer)).values() for reference in rows]
    assert len(rows) == len(set(rows)) == 29


@pytest.mark.parametrize("language", ["", "/hi"])
def test_who_reports_nothing_is_told_so(
    plan: Plan, analyst: User, signed_in: SignedIn, language: str
) -> None:
    client = signed_in(analyst)
    assert groups(client, language) == {}
    if not language:
        assert "reports nothing" in lead(client)
        unposted = UserFactory(role=roles.OFFICER)
        assert "No action names your authority" in signed_in(unposted).get("/my/").text


def test_closed_rows_are_the_closed(busy_plan: Plan, officer: User, signed_in: SignedIn, client: Any) -> None:
    closed = Action.objects.filter(work_status__in=CLOSED).values_list("reference", flat=True)
    assert groups(signed_in(officer))["Closed (2)"] == list(closed)
