"""One table: every address, by every role, with every method. What is not in it does not exist."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from interventions.actions import Report, file_update
from interventions.models import (
    Action,
    ActionUpdate,
    Authority,
    Event,
    EvidenceFile,
    ExporterIssue,
    IssueKey,
)
from kanpur_portal import roles
from kanpur_portal.models import DatasetVersion
from sources.models import CorrectionRequest
from tests.events import enter
from tests.factories import UserFactory
from tests.imports.batches import batch
from tests.role_table import FILES, ROLES, TABLE

pytestmark = pytest.mark.slow

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
WRITES_NOTHING = ("PUT", "PATCH", "DELETE")


def routes(resolver: URLResolver, before: str = "", namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the portal by its name, or by its route where it has none."""
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            name = f"{namespace}:{pattern.name}" if namespace and pattern.name else pattern.name
            yield name or route, pattern
        else:
            yield from routes(pattern, route, pattern.namespace or namespace)


def of_a_model(name: str) -> bool:
    """A page of the back office for one model: tests/admin opens each of them."""
    models = ((model._meta.app_label, model._meta.model_name) for model in admin.site._registry)
    return any(
        name.startswith((f"admin:{room}_{model}_", f"admin/{room}/{model}/")) for room, model in models
    )


@pytest.fixture(scope="module")
def people(printed_plan: None, django_db_blocker: Any) -> Iterator[dict[str, User | None]]:
    with django_db_blocker.unblock(), transaction.atomic():
        posted = {slug: Authority.objects.get(slug=slug) for slug in ("diepc", "fieo")}
        found: dict[str, User | None] = {
            "anonymous": None,
            "officer": UserFactory(role=roles.OFFICER, authority=posted["diepc"]),
            "officer elsewhere": UserFactory(role=roles.OFFICER, authority=posted["fieo"]),
            "deputy commissioner": UserFactory(role=roles.DEPUTY_COMMISSIONER),
            "analyst": UserFactory(role=roles.ANALYST),
            "administrator": UserFactory(role=roles.ADMINISTRATOR, is_staff=True),
            "data editor": UserFactory(role=roles.DATA_EDITOR),
        }
        for user in filter(None, found.values()):
            user.set_password("correct horse 42")
            user.save()
        officer = found["officer"]
        assert officer
        action = Action.objects.get(reference="KN-07")
        file = EvidenceFile.objects.create(
            pk=7,
            owner=officer,
            action=action,
            file=ContentFile(b"%PDF-1.7", "a.pdf"),
            name="a.pdf",
            content_type="application/pdf",
            size=8,
            sha256="0" * 64,
        )
        CorrectionRequest.objects.create(pk=7, document=action.document, line=1044, text="A misprint?")
        batch(pk=7)
        batch("checked", pk=8)
        since = timezone.now()
        DatasetVersion.objects.create(
            number=7, made_at=since, data_version=1, sha256="0" * 64, size=1, datasets={}
        )
        ExporterIssue.objects.create(
            pk=7,
            topic="other",
            text="The bank keeps the money.",
            language="en",
            held_by=posted["diepc"],
            held_since=since,
            received_at=since,
            counted_from=since.date(),
        )
        IssueKey.objects.create(issue_id=7, digest=IssueKey.digest_of("the-secret-of-it"))
        Event.objects.filter(pk=enter(officer).pk).update(slug="a-camp")
        report = Report("completed", "green", done="Standards agreed.", evidence_files=(file,))
        file_update(by=officer, action=action, revision=0, report=report)
        connection.check_constraints()  # as printed_plan does
        yield found
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def sessions(people: dict[str, User | None], django_db_blocker: Any) -> dict[str, Session | None]:
    """Each signs in once."""
    with django_db_blocker.unblock():
        return {role: user and session_of(user) for role, user in people.items()}


def session_of(user: User) -> Session:
    client = Client()
    client.force_login(user)
    return Session.objects.get(pk=client.cookies[settings.SESSION_COOKIE_NAME].value)


def outcome(response: HttpResponseBase) -> str:
    address = response.get("Location", "")
    if response.status_code in (301, 302):
        asked = {"/accounts/login/": "l", "/accounts/reauthenticate/": "a"}
        return asked.get(address.removeprefix("/hi").split("?")[0], "r")
    return {200: "o", 201: "o", 400: "e", 422: "e", 401: "u", 403: "f", 404: "n", 405: "m"}[
        response.status_code
    ]


def ask(session: Session | None, method: str, url: str) -> str:
    client = Client()
    if session:
        session.save()  # as when its owner signed in, whatever became of it since
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    response = client.generic(method, url.format(update=ActionUpdate.objects.get().pk))
    b"".join(response)  # a file is closed when it has been read
    return outcome(response)


def by_each(sessions: dict[str, Session | None], method: str, url: str) -> str:
    cache.clear()  # nobody is refused for having tried too often
    return "".join(ask(sessions[role], method, url) for role in ROLES)


def alike(found: str, expected: str) -> bool:
    """The same code for each role; where the table leaves it open, one that writes nothing."""
    return all(
        one == other or (other == "?" and one in "omer") for one, other in zip(found, expected, strict=True)
    )


@pytest.mark.parametrize("name", TABLE)
def test_who_may_do_what(sessions: dict[str, Session | None], db: None, name: str) -> None:
    url, read, post, write, options = TABLE[name]
    expected = {
        "GET": read,
        "HEAD": read,
        "POST": post,
        **dict.fromkeys(WRITES_NOTHING, write),
        "OPTIONS": options,
    }
    for method, codes in expected.items():
        found = by_each(sessions, method, url)
        assert alike(found, codes), (method, found, codes)


@pytest.mark.parametrize(
    "name", [name for name in TABLE if not name.startswith(("api-", "api/", "healthz", "readyz", *FILES))]
)
def test_the_same_in_hindi(sessions: dict[str, Session | None], db: None, name: str) -> None:
    url, read, post, _write, _options = TABLE[name]
    for method, codes in (("GET", read), ("POST", post)):
        found = by_each(sessions, method, f"/hi{url}")
        assert alike(found, codes), (method, found, codes)


def test_every_address_is_in_the_table() -> None:
    found = {name for name, _pattern in routes(get_resolver()) if not of_a_model(name)}
    assert found == set(TABLE)


def test_every_role_is_tried() -> None:
    assert {role.replace(" ", "_") for role in ROLES} == {"anonymous", "officer_elsewhere", *roles.ROLES}
    assert all(len(row) == 5 and {len(codes) for codes in row[1:]} == {len(ROLES)} for row in TABLE.values())


def test_who_has_no_role_may_read_and_nothing_else(people: dict[str, User | None], db: None) -> None:
    """Deny by default: an account without a role, also one that is posted somewhere."""
    nobody = UserFactory(authority=Authority.objects.get(slug="diepc"))
    nobody.set_password("correct horse 42")
    nobody.save()
    session = session_of(nobody)
    analyst = ROLES.index("analyst")
    for name, (url, read, post, *_) in TABLE.items():
        cache.clear()
        assert ask(session, "GET", url) == read[analyst], name
        assert ask(session, "POST", url) == post[analyst], name


@pytest.mark.parametrize(
    ("reference", "by_page", "by_program"),
    [("KN-08", "lofofff", "uofofff"), ("KN-04", "looofff", "uooofff"), ("KN-19", "lffofff", "uffofff")],
)
def test_a_whole_report_by_each_role(
    people: dict[str, User | None], db: None, reference: str, by_page: str, by_program: str
) -> None:
    """KN-08 names DIEPC, KN-04 FIEO beside it, KN-19 neither."""
    found = {"page": "", "api": ""}
    for user in people.values():
        for way in found:
            client = Client()
            if user:
                client.force_login(user)
            with transaction.atomic():
                said = {"revision": 0, "work_status": "in_progress", "confidence": "green"}
                if way == "api":
                    body = {"action": reference, **said}
                    response = client.post("/api/v1/updates/", body, content_type="application/json")
                else:
                    response = client.post(f"/plan/{reference}/update/", said)
                filed = Action.objects.get(reference=reference).updates.exists()
                transaction.set_rollback(True)
            code = "o" if response.status_code in (201, 302) and filed else outcome(response)
            assert filed == (code == "o")
            found[way] += code
    assert found == {"page": by_page, "api": by_program}
