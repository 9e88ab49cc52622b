"""Who a request acts for."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kanpur_portal.models import ApiToken
from tests.api.conftest import UPDATES, Program, problem
from tests.factories import token_of

ACTIONS = "/api/v1/actions/"


def test_a_token_acts_for_its_user(officer: User, body: dict[str, str]) -> None:
    response = Program(token_of(officer)).post(UPDATES, body)
    assert response.status_code == 201
    assert response.json()["reported_by"] == officer.first_name


def test_only_a_hash_of_the_key_is_kept(officer: User) -> None:
    key = token_of(officer)
    assert key not in str(ApiToken.objects.values().get()["digest"])


@pytest.mark.parametrize("key", ["", "x", "x" * 10_000, "two words", "\x80\xff", "' OR 1=1"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unknown_token_is_refused_also_for_reading(key: str, method: str, db: None) -> None:
    response = getattr(Client(), method)(UPDATES, headers={"authorization": f"Token {key}"})
    assert "not known" in problem(response, 401)["detail"]
    assert response["WWW-Authenticate"] == "Token"


def test_an_expired_token_is_refused(officer: User) -> None:
    response = Program(token_of(officer, valid_for=timedelta(seconds=-1))).get(ACTIONS)
    assert "expired" in problem(response, 401)["detail"]


def test_a_token_ends_with_its_user(officer: User) -> None:
    program = Program(token_of(officer))
    assert program.get(ACTIONS).status_code == 200
    officer.is_active = False
    officer.save()
    problem(program.get(ACTIONS), 401)


def test_a_token_that_was_ended_no_longer_works(officers_program: Program) -> None:
    ApiToken.objects.all().delete()
    problem(officers_program.get(ACTIONS), 401)


@pytest.mark.parametrize("header", ["Basic eDp5", "Bearer x", "nonsense", " "])
def test_other_schemes_are_read_as_anonymous(header: str, db: None) -> None:
    assert Client().get(ACTIONS, headers={"authorization": header}).status_code == 200
    response = Client().post(UPDATES, {}, content_type="application/json", headers={"authorization": header})
    problem(response, 401)


def test_the_scheme_is_written_in_any_case(officer: User) -> None:
    response = Client().get(ACTIONS, headers={"authorization": f"token  {token_of(officer)} "})
    assert response.status_code == 200


def test_everyone_reads_everything(public: Program) -> None:
    index = public.get("/api/v1/").json()
    names = [row["name"] for row in index["resources"]]
    assert {"actions", "updates", "statistics", "export-figures", "passages", "discrepancies"} <= set(names)
    for row in index["resources"]:
        assert public.get(row["url"]).json()["count"] == 0
    assert public.get(index["schema"]).status_code == 200
    assert index["documentation"] == "http://testserver/api/docs/"


def test_the_day_of_the_last_use_is_kept_with_one_write(officer: User) -> None:
    program = Program(token_of(officer))
    assert ApiToken.objects.get().last_used_on is None
    program.get(ACTIONS)
    assert ApiToken.objects.get().last_used_on == timezone.localdate()
    with CaptureQueriesContext(connection) as captured:
        program.get(ACTIONS)
    assert not [found for found in captured.captured_queries if found["sql"].startswith("UPDATE")]
