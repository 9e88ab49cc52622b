"""Who may open what: every address, every role, every method, in one table.

An address that is not in the table fails here, so none is open or closed by accident.
The pages of the back office are swept by tests/admin.
"""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import translation

from interventions.models import Action, ActionUpdate, Plan
from kanpur_portal import roles
from tests.factories import UserFactory

pytest_plugins = ["tests.interventions.conftest"]

Row = tuple[str, list[object], str, str]

# In the order of a row: nobody signed in, an officer whose authority the action names, one whose
# authority it does not name, Deputy Commissioner, analyst, administrator.
ROLES = ("anonymous", "officer", "other officer", "deputy commissioner", "analyst", "administrator")
ALL_READ, NOBODY_WRITES = "200 200 200 200 200 200", "405 405 405 405 405 405"
SIGNED_IN, LOGIN_FIRST = "302 200 200 200 200 200", "302 405 405 405 405 405"
UPDATE_ID = 0  # stands for the number of an update that exists

# Name of the address, what stands in it, GET, POST. Forms are sent empty: 422 is one that says what it lacks.
TABLE: list[Row] = [
    *(
        (name, arguments, ALL_READ, NOBODY_WRITES)
        for name, arguments in (
            ("home", []),
            ("healthz", []),
            ("readyz", []),
            ("plan", []),
            ("plan-file", ["csv"]),
            ("plan-file", ["json"]),
            ("action", ["KN-01"]),
            ("challenges", []),
            ("cluster-challenges", ["leather"]),
            ("challenges-file", ["leather", "csv"]),
            ("sources", []),
            ("source", ["export-plan"]),
            ("source-file", ["export-plan", "json"]),
            ("discrepancies", []),
            ("discrepancies-file", ["csv"]),
            ("about", []),
            ("accessibility", []),
            ("privacy", []),
            ("licence", []),
            ("api-docs", []),
            ("api-schema", []),
            ("api-index", []),
            ("api-actions-list", []),
            ("api-actions-detail", ["KN-01"]),
            ("api-authorities-list", []),
            ("api-authorities-detail", ["diepc"]),
            ("api-challenges-list", []),
            ("api-challenges-detail", ["leather-raw-materials-c1"]),
            ("api-interventions-list", []),
            ("api-interventions-detail", ["leather-raw-materials-i1"]),
            ("api-discrepancies-list", []),
            ("api-discrepancies-detail", ["D-001"]),
            ("account_inactive", []),
        )
    ),
    ("api-updates-list", [], ALL_READ, "401 400 400 400 400 400"),
    ("api-updates-detail", [UPDATE_ID], ALL_READ, "401 405 405 405 405 405"),
    ("action-update", ["KN-01"], "302 200 403 200 403 403", "302 422 403 422 403 403"),
    ("action-review", ["KN-07"], "302 405 405 405 405 405", "302 403 403 422 403 403"),
    # There is no such file: 404 for those who may ask for one.
    ("evidence", ["KN-01", 1], "302 404 404 404 403 404", "302 405 405 405 405 405"),
    ("my", [], SIGNED_IN, LOGIN_FIRST),
    ("my-tokens", [], SIGNED_IN, "302 422 422 422 422 422"),
    ("styleguide", [], "302 403 403 403 403 200", LOGIN_FIRST),
    ("account_login", [], "200 302 302 302 302 302", "422 302 302 302 302 302"),
    ("account_logout", [], SIGNED_IN, "302 302 302 302 302 302"),
    ("account_reauthenticate", [], SIGNED_IN, "302 422 422 422 422 422"),
    ("account_change_password", [], SIGNED_IN, "302 422 422 422 422 422"),
    ("account_set_password", [], "302 302 302 302 302 302", "302 302 302 302 302 302"),
    ("mfa_index", [], SIGNED_IN, LOGIN_FIRST),
    *(
        (name, [], "302 302 302 302 302 302", "302 302 302 302 302 302")
        for name in (
            "mfa_authenticate",
            "mfa_reauthenticate",
            "mfa_activate_totp",
            "mfa_generate_recovery_codes",
        )
    ),
    *(
        (name, [], "302 404 404 404 404 404", "302 404 404 404 404 404")
        for name in ("mfa_deactivate_totp", "mfa_download_recovery_codes")
    ),
    ("mfa_view_recovery_codes", [], "302 404 404 404 404 404", LOGIN_FIRST),
]


def addresses(resolver: object = None) -> Iterator[str]:
    """The names of all addresses but those of the back office."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield entry.name or str(entry.pattern)
        elif getattr(entry, "app_name", None) != "admin":
            yield from addresses(entry)


def test_every_address_is_in_the_table() -> None:
    unnamed = {"^(?!docs/)"}  # what else is asked for below /api/: tests/api/test_errors.py
    assert set(addresses()) - unnamed == {name for name, *_ in TABLE}


@pytest.fixture
def clients(
    busy_plan: Plan,
    officer: User,
    other_officer: User,
    deputy: User,
    analyst: User,
    signed_in: Callable[[User], Client],
) -> list[Client]:
    """A client for each role, in the order of ROLES."""
    administrator = UserFactory(username="administrator", role=roles.ADMINISTRATOR, is_staff=True)
    users = [officer, other_officer, deputy, analyst, administrator]
    found = [Client(), *(signed_in(user) for user in users)]
    for client, user in zip(found[1:], users, strict=True):
        client.signed_in_as = user  # type: ignore[attr-defined]
    return found


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def address(name: str, arguments: list[object]) -> str:
    if UPDATE_ID in arguments:
        arguments = [ActionUpdate.objects.latest("pk").pk]
    return reverse(name, args=arguments)


def answers(clients: list[Client], method: str, row: Row) -> str:
    """The status of each role's answer. Limits are forgotten, and who signed out signs in again."""
    found = []
    for client in clients:
        cache.clear()
        found.append(str(getattr(client, method)(address(row[0], row[1])).status_code))
        if row[0] == "account_logout" and (user := getattr(client, "signed_in_as", None)):
            client.force_login(user)
    return " ".join(found)


def test_the_table(clients: list[Client]) -> None:
    wrong = {}
    for row in TABLE:
        found = [answers(clients, method, row) for method in ("get", "head", "post")]
        if found != [row[2], row[2], row[3]]:
            wrong[row[0]] = found
    assert wrong == {}


# What the library's forms answer with to PUT is the form, as to an empty POST; they write nothing.
FORMS_THAT_ANSWER = {"account_login", "account_logout", "account_reauthenticate", "account_change_password"}


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_nothing_takes_other_methods(clients: list[Client], method: str) -> None:
    refusals = {"302", "401", "403", "404", "405"}
    found = {row[0]: set(answers(clients, method, row).split()) for row in TABLE}
    taken = {name for name, statuses in found.items() if not statuses <= refusals}
    assert taken <= (FORMS_THAT_ANSWER if method == "put" else set())


def test_asking_what_is_allowed_breaks_nothing(clients: list[Client]) -> None:
    found = {row[0]: answers(clients, "options", row) for row in TABLE}
    assert [name for name, statuses in found.items() if "500" in statuses] == []


WRITES = {
    "page": ("302 302 403 302 403 403", [0, 1, 0, 1, 0, 0]),
    "api": ("401 201 403 201 403 403", [0, 1, 0, 1, 0, 0]),
}


@pytest.mark.parametrize("way", WRITES)
def test_who_may_report(clients: list[Client], way: str) -> None:
    """A whole update: only the officer whose authority is named and the Deputy Commissioner file it."""
    statuses, filed = [], []
    for client in clients:
        action = Action.objects.get(reference="KN-01")
        before = action.updates.count()
        said = {"revision": action.revision, "work_status": "in_progress", "confidence": "green"}
        if way == "page":
            response = client.post(reverse("action-update", args=["KN-01"]), said)
        else:
            said["action"] = "KN-01"
            response = client.post(reverse("api-updates-list"), said, content_type="application/json")
        statuses.append(str(response.status_code))
        filed.append(action.updates.count() - before)
    assert (" ".join(statuses), filed) == WRITES[way]
