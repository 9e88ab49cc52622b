"""Caching, other sites, limits: what the API says in its headers."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from rest_framework.throttling import SimpleRateThrottle

from interventions.models import Action, ActionUpdate
from kanpur_portal import data_version
from kanpur_portal.api_filters import StrictFilterBackend
from kanpur_portal.throttling import HEADERS, WindowThrottle
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


@pytest.fixture
def ten_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": "10/min", "user": "20/min"})
    monkeypatch.setattr(WindowThrottle, "timer", lambda throttle: 6_000_015.0)


def test_each_counted_answer_says_what_is_left(
    ten_a_minute: None, public: Program, officers_program: Program
) -> None:
    for program, limit in ((public, 10), (officers_program, 20)):
        for number in (1, 2):
            told = program.get(f"{ACTIONS}?page_size={number}")
            assert [told[name] for name in HEADERS] == [str(limit), str(limit - number), "45"]
    refused = [public.get(f"{ACTIONS}?page_size={number}") for number in range(11, 22)][-1]
    problem(refused, 429)
    assert [refused[name] for name in HEADERS] == ["10", "0", "45"]
    assert refused["Retry-After"] == "45"


def test_a_new_minute_begins_anew(
    ten_a_minute: None, public: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = [public.get(f"{ACTIONS}?page_size={number}").status_code for number in range(1, 13)]
    assert first == [200] * 10 + [429] * 2
    monkeypatch.setattr(WindowThrottle, "timer", lambda throttle: 6_000_060.0)
    again = public.get(f"{ACTIONS}?page_size=99")
    assert (again.status_code, again["RateLimit-Remaining"]) == (200, "9")


@pytest.mark.usefixtures("version_is_remembered")
def test_an_answer_that_was_kept_is_not_counted_and_tells_nothing_of_others(
    ten_a_minute: None, db: None
) -> None:
    client = Client()  # one process, with its memory
    whole = client.get(ACTIONS)
    assert whole["RateLimit-Remaining"] == "9"
    for _ in range(20):
        assert not set(HEADERS) & set(client.get(ACTIONS).headers)
        assert client.get(ACTIONS, headers={"if-none-match": whole["ETag"]}).status_code == 304
    assert client.get(f"{ACTIONS}?page_size=7")["RateLimit-Remaining"] == "8"


def test_a_network_of_ipv6_is_one_reader(ten_a_minute: None, db: None) -> None:
    for number in range(1, 3):
        address = f"2001:db8:1:2::{number}"
        told = Client(REMOTE_ADDR=address).get(f"{ACTIONS}?page_size={number}")
    assert told["RateLimit-Remaining"] == "8"
    other = Client(REMOTE_ADDR="2001:db8:1:3::1").get(f"{ACTIONS}?page_size=3")
    assert other["RateLimit-Remaining"] == "9"


@pytest.mark.parametrize("query", ["", "?format=csv"])
def test_head_has_the_tag_of_get(query: str, action: Action) -> None:
    tag = Client().get(ACTIONS + query)["ETag"]
    head = Client().head(ACTIONS + query)
    assert head["ETag"] == tag
    held = Client().head(ACTIONS + query, headers={"if-none-match": tag})
    assert held.status_code == 304


@pytest.mark.parametrize("path", [ACTIONS, f"{ACTIONS}KN-07/", "/api/v1/", "/api/schema/"])
def test_every_answer_has_a_tag_also_compressed(
    path: str, action: Action, officers_program: Program, public: Program
) -> None:
    for program in (public, officers_program):
        for encoding in ("identity", "gzip"):
            tag = program.get(path, accept_encoding=encoding)["ETag"]
            held = program.get(path, accept_encoding=encoding, if_none_match=tag)
            assert held.status_code == 304, (program, encoding)
            # The same rows in other bytes: a strong tag would promise the same bytes.
            assert tag.startswith("W/") == (encoding == "gzip")


@pytest.mark.parametrize("reader", ["public", "officers_program"])
def test_a_table_that_streams_has_a_tag_of_the_data(
    reader: str, request: pytest.FixtureRequest, public: Program
) -> None:
    program: Program = request.getfixturevalue(reader)
    table = "/api/v1/export-figures/?format=csv"
    whole = program.get(table)
    assert whole.streaming
    assert whole.getvalue()
    assert program.get(table, if_none_match=whole["ETag"]).status_code == 304
    assert program.get(f"{table}&flow=import", if_none_match=whole["ETag"]).status_code == 200
    data_version.bump()
    data_version.forget()
    assert program.get(table, if_none_match=whole["ETag"]).status_code == 200


def test_caches_in_between_tell_readers_apart(public: Program) -> None:
    varied = {name.strip() for name in public.get(ACTIONS)["Vary"].split(",")}
    assert {"Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Cookie"} <= varied


def test_the_index_refuses_what_it_does_not_know(public: Program) -> None:
    problem(public.get("/api/v1/?colour=red"), 400)
    assert public.get("/api/v1/?format=json").status_code == 200


def test_another_host_is_a_problem_too(db: None) -> None:
    response = Client(HTTP_HOST="elsewhere.example").get(ACTIONS)
    assert response["Content-Type"] == "application/problem+json"
    assert (response.status_code, response.json()["type"]) == (400, "/api/docs/#problem-400")


def test_a_mistake_of_the_portal_is_a_problem_without_details(
    public: Program, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    def fail(*args: Any) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr(StrictFilterBackend, "filter_queryset", fail)
    response = Client(raise_request_exception=False).get(ACTIONS)
    problem(response, 500)
    assert b"secret" not in response.content


def test_a_client_cannot_pass_for_another(public: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": "1/min", "user": "9/min"})
    assert public.get(f"{ACTIONS}?page_size=1", x_forwarded_for="1.1.1.1").status_code == 200
    problem(public.get(f"{ACTIONS}?page_size=2", x_forwarded_for="2.2.2.2"), 429)
