"""Whatever a client sends, allowed by the schema or not: no 500, and answers as the schema says."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.contrib.auth.models import User
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rest_framework.throttling import SimpleRateThrottle
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from interventions.actions import Report, file_update
from interventions.models import Action, Authority
from kanpur_portal import roles
from tests.factories import UserFactory, token_of

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# A body that is filed, and what the schema's own values may take the place of in it.
GOOD = {"work_status": "in_progress", "confidence": "green", "done": "A camp."}
FIELDS = [
    *GOOD,
    "reason",
    "pending_with",
    "pending_since",
    "evidence_link",
    "start_by",
    "finish_by",
    "achievements",
    "files",
]
EXAMPLES = settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def schema(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": None, "user": None})
    # As Django's own test client does: the test's transaction outlives its requests.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/schema/?format=json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def officer(printed_plan: None, db: None) -> User:
    """Of an office that the plan names, who has reported once."""
    user = UserFactory(role=roles.OFFICER, authority=Authority.objects.get(slug="diepc"))
    action = Action.objects.get(reference="KN-01")
    file_update(by=user, action=action, revision=0, report=Report("in_progress", "green", done="A camp."))
    return user


def headers_of(user: User) -> dict[str, str]:
    # schemathesis does not unpack what a WSGI application compressed.
    return {"Authorization": f"Token {token_of(user)}", "Accept-Encoding": "identity"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "not allowed"]
)
def test_every_operation_keeps_to_the_schema(mode: GenerationMode, schema: Any, officer: User) -> None:
    headers = headers_of(officer)
    checks = [*CHECKS, *([negative_data_rejection] if mode is GenerationMode.NEGATIVE else [])]
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == 121
    for operation in operations:
        if mode is GenerationMode.NEGATIVE and operation.path == "/api/v1/":
            continue  # it takes nothing that could be wrong

        @EXAMPLES
        @given(case=operation.as_strategy(generation_mode=mode))
        def fits(case: Any) -> None:
            case.validate_response(case.call(headers=headers), checks=checks, headers=headers)

        fits()


@pytest.mark.slow
def test_updates_on_an_action_that_there_is(schema: Any, officer: User) -> None:
    """Bodies that reach the rules: of a known action, most of them on its present revision."""
    headers = headers_of(officer)
    operation = schema["/api/v1/updates/"]["POST"]

    @settings(EXAMPLES, max_examples=120)
    @given(case=operation.as_strategy(), fresh=st.booleans(), strange=st.sets(st.sampled_from(FIELDS)))
    def fits(case: Any, fresh: bool, strange: set[str]) -> None:
        if isinstance(case.body, dict):
            present = Action.objects.get(reference="KN-01").revision
            said = {name: value for name, value in case.body.items() if name in strange}
            case.body = GOOD | said | {"action": "KN-01", "revision": present if fresh else 0}
        response = case.call(headers=headers)
        case.validate_response(response, checks=CHECKS, headers=headers)
        seen.add(response.status_code)

    seen: set[int] = set()
    fits()
    assert seen >= {201, 400, 409}, "the bodies did not reach the rules"
