"""Caching, other sites, limits: what the API says in its headers."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from rest_framework.throttling import SimpleRateThrottle

from interventions.models import Action, ActionUpdate
from tests.api.conftest import Program, problem

ACTIONS = "/api/v1/actions/"


@pytest.mark.parametrize("query", ["", "?format=csv", "?format=xlsx"])
@pytest.mark.parametrize("reader", ["public", "officers_program"])
@pytest.mark.django_db(transaction=True)
def test_an_unchanged_answer_is_a_short_304(
    reader: str,
    query: str,
    request: pytest.FixtureRequest,
    action: Action,
    officer: User,
    report_on: Callable[..., ActionUpdate],
) -> None:
    program: Program = request.getfixturevalue(reader)
    whole = program.get(ACTIONS + query)
    assert whole["ETag"]
    again = program.get(ACTIONS + query, if_none_match=whole["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"
    report_on(action, officer)
    changed = program.get(ACTIONS + query, if_none_match=whole["ETag"])
    assert changed.status_code == 200
    assert changed["ETag"] != whole["ETag"]


def test_no_cache_keeps_what_only_staff_are_shown(officers_program: Program, public: Program) -> None:
    assert officers_program.get(ACTIONS)["Cache-Control"] == "private, no-cache"
    assert public.get(ACTIONS)["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path", [ACTIONS, "/api/v1/", "/api/schema/", f"{ACTIONS}?timeline=soon", "/api/v1/x/"]
)
def test_pages_of_other_sites_may_read(path: str, public: Program) -> None:
    response = public.get(path, origin="https://example.org")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert {"ETag", "Link", "X-Total-Count"} <= set(response["Access-Control-Expose-Headers"].split(", "))


def test_pages_of_other_sites_may_not_write(officers_program: Program, body: dict[str, Any]) -> None:
    asked = Client().options(
        ACTIONS, headers={"origin": "https://example.org", "access-control-request-method": "POST"}
    )
    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "authorization" not in asked["Access-Control-Allow-Headers"].lower()
    written = officers_program.post("/api/v1/updates/", body)
    assert written.status_code == 201
    assert "Access-Control-Allow-Origin" not in written


def test_the_pages_of_the_portal_are_not_open_to_other_sites(public: Program) -> None:
    assert "Access-Control-Allow-Origin" not in public.get("/about/")


@pytest.mark.parametrize(
    "path", [ACTIONS, f"{ACTIONS}KN-07/", "/api/v1/", "/api/v1/updates/", f"{ACTIONS}?format=csv"]
)
def test_head_and_options(path: str, action: Action) -> None:
    head = Client().head(path)
    assert (head.status_code, head.content) == (200, b"")
    options = Client().options(path)
    assert options.status_code == 200
    assert "GET" in options["Allow"]
    assert options["Content-Type"] == "application/json"


def test_options_for_an_officer_describe_the_body(officers_program: Program) -> None:
    headers = {"authorization": f"Token {officers_program.token}"}
    assert Client().options("/api/v1/updates/", headers=headers).status_code == 200


@pytest.mark.parametrize("reader", ["public", "officers_program"])
def test_too_many_requests_are_told_when_to_come_again(
    reader: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    program: Program = request.getfixturevalue(reader)
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": "2/min", "user": "2/min"})
    for number in range(2):
        assert program.get(f"{ACTIONS}?page_size={number + 1}").status_code == 200
    refused = program.get(f"{ACTIONS}?page_size=3")
    problem(refused, 429)
    assert 1 <= int(refused["Retry-After"]) <= 60


def test_a_client_cannot_pass_for_another(public: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": "1/min", "user": "9/min"})
    assert public.get(f"{ACTIONS}?page_size=1", x_forwarded_for="1.1.1.1").status_code == 200
    problem(public.get(f"{ACTIONS}?page_size=2", x_forwarded_for="2.2.2.2"), 429)
