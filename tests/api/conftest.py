"""A small plan with those who report on it, and the ways to speak to the API."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from interventions.actions import Report, file_update
from interventions.models import Action, ActionUpdate, Authority
from kanpur_portal import roles
from tests.factories import ActionFactory, AuthorityFactory, MilestoneFactory, UserFactory, token_of

UPDATES = "/api/v1/updates/"


@dataclass(frozen=True)
class Program:
    """A client that acts with a token."""

    token: str = ""

    def get(self, path: str, **headers: str) -> Any:
        return Client().get(path, headers=self._headers(headers))

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return Client().post(path, body, content_type="application/json", headers=self._headers(headers))

    def upload(self, path: str, fields: dict[str, Any]) -> Any:
        return Client().post(path, fields, headers=self._headers({}))

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return {**({"authorization": f"Token {self.token}"} if self.token else {}), **named}


@pytest.fixture
def public(db: None) -> Program:
    return Program()


@pytest.fixture
def authority(db: None) -> Authority:
    return AuthorityFactory(slug="an-office")


@pytest.fixture
def action(authority: Authority) -> Action:
    return ActionFactory(reference="KN-07", authority=authority)


@pytest.fixture
def milestone(action: Action) -> Any:
    return MilestoneFactory(action=action, slug="fairs")


@pytest.fixture
def officer(authority: Authority) -> User:
    return UserFactory(role=roles.OFFICER, authority=authority)


@pytest.fixture
def deputy(db: None) -> User:
    return UserFactory(role=roles.DEPUTY_COMMISSIONER)


@pytest.fixture
def officers_program(officer: User) -> Program:
    return Program(token_of(officer))


@pytest.fixture
def report_on() -> Callable[..., ActionUpdate]:
    """Files an update on an action, at the revision it is at."""

    def report(action: Action, by: User, **said: Any) -> ActionUpdate:
        revision = Action.objects.get(pk=action.pk).revision
        values = {"work_status": "in_progress", "confidence": "green", **said}
        return file_update(by=by, action=action, revision=revision, report=Report(**values))

    return report


@pytest.fixture
def body(action: Action) -> dict[str, Any]:
    """The least that an update says."""
    return {"action": "KN-07", "revision": 0, "work_status": "in_progress", "confidence": "green"}


def problem(response: Any, status: int) -> dict[str, Any]:
    """The problem that a response describes."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    described = response.json()
    assert described["status"] == status
    assert described["type"].endswith(f"/api/docs/#problem-{status}")
    assert described["title"]
    assert described["detail"]
    return described


def errors(response: Any, status: int = 400) -> dict[str | None, tuple[str, str]]:
    """Code and message of each error, by field."""
    return {
        error["field"]: (error["code"], error["message"]) for error in problem(response, status)["errors"]
    }
