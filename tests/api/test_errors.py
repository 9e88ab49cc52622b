"""Whatever is sent wrong is refused with the name of the field and what is allowed; nothing is a 500."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from interventions.models import Action, ActionUpdate, Milestone
from tests.api.conftest import UPDATES, Program, errors, problem
from tests.factories import ClusterFactory, HeadingFactory

ACTIONS = "/api/v1/actions/"
LISTS = ["actions", "authorities", "updates", "challenges", "interventions", "discrepancies", "documents"]


@pytest.mark.parametrize("name", LISTS)
def test_an_unknown_filter_is_named_with_those_there_are(name: str, public: Program) -> None:
    response = public.get(f"/api/v1/{name}/?page=1&timelin=short&{'x' * 300}=1")
    found = errors(response)
    assert found.keys() == {"timelin", "x" * 40}
    assert {code for code, _message in found.values()} == {"unknown_filter"}
    allowed = "page_size" if name == "documents" else {"actions": "timeline"}.get(name, "q, ")
    if name != "updates":
        assert allowed.strip(", ") in found["timelin"][1]


@pytest.mark.parametrize(
    ("query", "field", "allowed"),
    [
        ("timeline=soon", "timeline", "short, intermediate, long, continuous"),
        ("status=done", "status", "not_started, in_progress, partly_done, completed, dropped"),
        ("schedule=late", "schedule", "overdue"),
        ("silent=maybe", "silent", "yes, no"),
        ("cluster=silk", "cluster", "leather, none"),
        ("heading=no-such", "heading", "exports"),
        ("authority=no-such", "authority", "an-office"),
        ("authority=%00", "authority", ""),
        ("q=" + "x" * 101, "q", "100"),
        ("q=%00", "q", ""),
        ("page_size=1001", "page_size", "1 to 1000"),
        ("page_size=0", "page_size", "1 to 1000"),
        ("page_size=-5", "page_size", "1 to 1000"),
        ("page_size=all", "page_size", "1 to 1000"),
        ("page_size=", "page_size", "1 to 1000"),
        ("page_size=" + "9" * 5000, "page_size", "1 to 1000"),
        ("page_size=٣", "page_size", "1 to 1000"),
        ("page=0", "page", "from 1"),
        ("page=last", "page", "from 1"),
        ("format=xml", "format", "json, csv, xlsx"),
        ("format=", "format", "json, csv, xlsx"),
        ("timeline=short&timeline=long", "timeline", "one value"),
        ("format=csv&bom=yes", "bom", "0"),
    ],
)
def test_a_value_that_is_not_allowed(
    query: str, field: str, allowed: str, public: Program, action: Action
) -> None:
    ClusterFactory(slug="leather")
    HeadingFactory(slug="exports")
    found = errors(public.get(f"{ACTIONS}?{query}"))
    assert found.keys() == {field}
    assert allowed in found[field][1]


@pytest.mark.parametrize("value", ["yesterday", "2026-02-30", "0", "%00", "99999-01-01"])
def test_a_day_that_is_none(value: str, public: Program) -> None:
    assert "2026-04-30" in errors(public.get(f"{UPDATES}?since={value}"))["since"][1]


def test_several_errors_are_told_together(public: Program) -> None:
    response = public.get(f"{ACTIONS}?timeline=soon&status=done&foo=1")
    assert errors(response).keys() == {"timeline", "status", "foo"}
    assert "timeline: " in problem(response, 400)["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "actions/KN-99/",
        "actions/kn-01/",
        "actions/KN-07/parts/",
        "updates/0/",
        "updates/99999999999999999999999999/",
        "updates/-1/",
        "authorities/no-such/",
        "discrepancies/D-999/",
        f"challenges/{'x' * 2000}/",
        f"challenges/{quote('ø/%00')}/",
        "no-such-list/",
        "actions/?page=2",
    ],
)
def test_what_is_not_there(path: str, public: Program, action: Action) -> None:
    problem(public.get(f"/api/v1/{path}"), 404)


@pytest.mark.parametrize(
    "path", ["/api/", "/api/nothing", "/api/v2/actions/", "/api/v1/actionss", "/api/%00"]
)
@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "options"])
def test_addresses_below_api_that_there_are_not(path: str, method: str, db: None) -> None:
    problem(getattr(Client(), method)(path), 404)


def test_a_forgotten_slash_is_added(public: Program) -> None:
    response = public.get("/api/v1/actions?timeline=short")
    assert (response.status_code, response["Location"]) == (301, "/api/v1/actions/?timeline=short")
    assert Client().get("/api/docs")["Location"] == "/api/docs/"


def test_parameters_of_a_list_are_none_of_a_row(public: Program, action: Action) -> None:
    found = errors(public.get(f"{ACTIONS}KN-07/?timeline=short&page=2"))
    assert found.keys() == {"page", "timeline"}
    assert "bom, format" in found["page"][1]


@pytest.mark.parametrize(
    "path", [ACTIONS, f"{ACTIONS}KN-07/", "/api/v1/", "/api/v1/discrepancies/", f"{UPDATES}1/"]
)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_only_updates_are_written(path: str, method: str, officers_program: Program, action: Action) -> None:
    headers = {"authorization": f"Token {officers_program.token}"}
    response = getattr(Client(), method)(path, headers=headers)
    assert "GET, HEAD, OPTIONS" in problem(response, 405)["detail"]
    assert response["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("accept", ["text/html", "image/png", "x" * 9000, "application/json;q"])
def test_forms_of_answer_that_are_not_offered(accept: str, public: Program) -> None:
    response = public.get(ACTIONS, accept=accept)
    if accept.startswith("application/json"):
        assert response.status_code == 200
    else:
        assert "application/json, text/csv" in problem(response, 406)["detail"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'{"action": ', "not JSON"),
        (b"\xff\xfe\xff", "not JSON"),
        (b'{"revision": NaN}', "not JSON"),
        (b'{"revision": %s}' % (b"9" * 5000), "not JSON"),
        (b"[" * 100_000, "too deeply"),
        (b'{"done": "\x01"}', "not JSON"),
    ],
    ids=["cut", "bytes", "NaN", "long number", "deep", "control"],
)
def test_a_body_that_is_no_json(content: bytes, says: str, officers_program: Program) -> None:
    headers = {"authorization": f"Token {officers_program.token}"}
    response = Client().post(UPDATES, content, content_type="application/json", headers=headers)
    assert says in problem(response, 400)["detail"]


@pytest.mark.parametrize("body", [None, [], "KN-07", 7, [{"action": "KN-07"}]])
def test_a_body_that_is_no_object(body: Any, officers_program: Program) -> None:
    assert errors(officers_program.post(UPDATES, json.dumps(body))).keys() == {None}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"action": "KN-99"}, "action"),
        ({"action": None}, "action"),
        ({"action": ["KN-07"]}, "action"),
        ({"action": {"reference": "KN-07"}}, "action"),
        ({"action": "KN-07\x00"}, "action"),
        ({"action": "\ud800"}, "action"),
        ({"revision": "new"}, "revision"),
        ({"revision": -1}, "revision"),
        ({"revision": 0.5}, "revision"),
        ({"revision": None}, "revision"),
        ({"work_status": None}, "work_status"),
        ({"work_status": ["in_progress"]}, "work_status"),
        ({"work_status": 1}, "work_status"),
        ({"confidence": {}}, "confidence"),
        ({"done": {"text": "A camp."}}, "done"),
        ({"done": None}, "done"),
        ({"done": True}, "done"),
        ({"done": "A camp.\x00"}, "done"),
        ({"done": "\ud800"}, "done"),
        ({"reason": ["x"]}, "reason"),
        ({"pending_since": "31-12-2025"}, "pending_since"),
        ({"pending_since": 20251231}, "pending_since"),
        ({"pending_since": "2026-02-30"}, "pending_since"),
        ({"evidence_link": "https://exa mple.org"}, "evidence_link"),
        ({"evidence_link": "https://[::1"}, "evidence_link"),
        ({"finish_by": "2027-01-01T00:00"}, "finish_by"),
        ({"achievements": {}}, "achievements"),
        ({"achievements": "fairs"}, "achievements"),
        ({"achievements": ["fairs"]}, "achievements[0]"),
        ({"achievements": [{}] * 101}, "achievements"),
        ({"files": ["camp.pdf"]}, "files"),
        ({"reported_by": "somebody"}, "reported_by"),
        ({"x" * 500: 1}, "x" * 40),
        ({"": 1}, None),
        ({"done[0]": "A camp."}, "done[0]"),
        ({"achievements[0]milestone": "fairs"}, "achievements[0]milestone"),
    ],
)
def test_a_field_of_the_wrong_kind(
    said: dict[str, Any], field: str | None, officers_program: Program, body: dict[str, Any]
) -> None:
    found = errors(officers_program.post(UPDATES, json.dumps(body | said)))
    assert found.keys() == {field}
    assert not ActionUpdate.objects.exists()


@pytest.mark.parametrize("name", ["remark", "done[0]", "achievements[x]milestone", "achievements[0"])
def test_a_field_of_a_form_that_there_is_not(
    name: str, officers_program: Program, body: dict[str, Any]
) -> None:
    assert errors(officers_program.upload(UPDATES, body | {name: "x"})).keys() == {name}


def test_each_field_that_is_missing_is_named(officers_program: Program) -> None:
    for body in ({}, ""):
        found = errors(officers_program.post(UPDATES, body))
        assert found.keys() == {"action", "revision", "work_status", "confidence"}
        assert {code for code, _message in found.values()} == {"required"}


def test_errors_of_a_field_and_unknown_fields_come_together(officers_program: Program) -> None:
    found = errors(officers_program.post(UPDATES, {"action": "KN-99", "remark": "x"}))
    assert {"action", "remark"} <= found.keys()
    assert "work_status" in found["remark"][1]


def test_a_body_that_is_too_large(officers_program: Program, body: dict[str, Any]) -> None:
    headers = {"authorization": f"Token {officers_program.token}"}
    large = json.dumps(body | {"done": "x" * 1024 * 1024})
    response = Client().post(UPDATES, large, content_type="application/json", headers=headers)
    assert "1 MB" in problem(response, 413)["detail"]
    problem(officers_program.upload(UPDATES, body | {"done": "x" * 1024 * 1024}), 413)


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("application/xml; charset=\x80", 415),
        ("x" * 300, 415),
        ("multipart/form-data", 400),
        ("multipart/form-data; boundary=", 400),
        ("multipart/form-data; boundary=\xff", 400),
    ],
)
def test_a_body_of_another_type(content_type: str, status: int, officers_program: Program) -> None:
    headers = {"authorization": f"Token {officers_program.token}"}
    response = Client().post(UPDATES, b"action=KN-07", content_type=content_type, headers=headers)
    described = problem(response, status)
    if status == 415:
        assert "application/json, multipart/form-data" in described["detail"]


def test_a_form_with_more_fields_than_anybody_needs(officers_program: Program) -> None:
    problem(officers_program.upload(UPDATES, {f"field{number}": "x" for number in range(2100)}), 400)
    problem(officers_program.upload(UPDATES, {f"files[{number}]": "x" for number in range(50)}), 400)


def test_messages_are_in_the_language_of_the_reader(public: Program, action: Action) -> None:
    response = public.get(f"{ACTIONS}?timeline=soon", accept_language="hi")
    assert response["Content-Language"] == "hi"
    assert "Accept-Language" in response["Vary"]
    assert public.get(f"{ACTIONS}?timeline=soon", accept_language="xx, q=;;")["Content-Language"] == "en"


def test_a_hundred_achievements_are_read_at_a_bounded_cost(
    officers_program: Program,
    milestone: Milestone,
    body: dict[str, Any],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    many = [{"milestone": "fairs", "achieved_on": "2026-01-01", "quantity": 1}] * 101
    with django_assert_max_num_queries(10):
        assert errors(officers_program.post(UPDATES, body | {"achievements": many})).keys() == {
            "achievements"
        }
