"""Chromium on the portal, with a watch on it: no other host is asked, and the console stays silent."""

import itertools
import os
import shutil
import time
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import transaction
from django.db.models import Model
from django.test import Client, override_settings
from django.utils import timezone
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, expect
from pytest_django.live_server_helper import LiveServer

from interventions.models import ActionUpdate, Authority, Posting
from kanpur_portal import roles
from kanpur_portal.models import DataVersion
from tests.browser.steps import PASSWORD
from tests.conftest import put_in_place
from tests.parts import unavailable

# Playwright keeps an event loop in this thread, in which Django would refuse to use the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
]
PARTS_OF_A_PAGE = ("stylesheet", "script", "image", "font")
PATIENCE_MS = 10_000
expect.set_options(timeout=PATIENCE_MS)
_versions = itertools.count(time.time_ns() // 1_000_000)


@pytest.fixture(scope="session")
def chromium() -> str:
    found = filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    if not (path := next(found, None)):
        unavailable("there is no Chromium on this machine: sudo apt install chromium")
    return path


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium: str) -> dict[str, Any]:
    return {"executable_path": chromium, "args": FLAGS}


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    return live_server.url


@pytest.fixture(autouse=True)
def fresh_pages(transactional_db: None) -> None:
    """The server outlives the test: what it keeps for one version of the data is not for the next test's."""
    _new_version()


def _new_version() -> None:
    DataVersion.objects.update_or_create(
        pk=1, defaults={"number": next(_versions), "changed_at": timezone.now()}
    )


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the windows of a test asked of other hosts or complained of; anything left here fails the test."""
    found: list[str] = []
    yield found
    assert not found, "\n".join(found)


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext], live_server: LiveServer, complaints: list[str]
) -> Callable[..., BrowserContext]:
    """Every window is watched."""

    def on_request(request: Request) -> None:
        if not request.url.startswith((live_server.url + "/", "data:", "blob:")):
            complaints.append(f"asked another host: {request.url}")

    def on_response(response: Response) -> None:
        if response.status >= 400 and response.request.resource_type in PARTS_OF_A_PAGE:
            complaints.append(f"status {response.status}: {response.url}")

    def on_console(message: ConsoleMessage) -> None:
        # A page or partial that answers 4xx on purpose is reported too; the test looks at those itself.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            complaints.append(f"console: {message.text}")

    def watched(**options: Any) -> BrowserContext:
        context = new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        context.on("request", on_request)
        context.on("response", on_response)
        context.on("console", on_console)
        context.on("weberror", lambda error: complaints.append(f"script: {error.error}"))
        return context

    return watched


@pytest.fixture(scope="session")
def demonstration(loaded_rows: list[list[Model]], django_db_blocker: Any) -> list[list[Model]]:
    """The plan with reports in every state, and somebody in each role: all rows, table by table."""
    with django_db_blocker.unblock(), transaction.atomic():
        put_in_place(loaded_rows)
        with override_settings(DEMO=True), patch("kanpur_portal.management.commands.load.FIXTURES", ()):
            call_command("make_demo_data", verbosity=0)  # what it would load stands there
        colleague = User.objects.create(username="colleague")
        colleague.groups.set([Group.objects.get(name=roles.OFFICER)])
        Posting.objects.create(user=colleague, authority=Authority.objects.get(slug="diepc"))
        reported = ActionUpdate.objects.filter(action__reference="KN-06").values_list(
            "work_status", flat=True
        )
        assert list(reported) == ["in_progress"], "the story has changed: the tests go on from KN-06"
        for user in User.objects.all():
            user.set_password(PASSWORD)
            user.save()
        tables = [model._base_manager.all() for model in apps.get_models(include_auto_created=True)]
        contents = [list(rows) for rows in tables if rows.model._meta.managed]
        transaction.set_rollback(True)
    return contents


@pytest.fixture
def portal(fresh_pages: None, demonstration: list[list[Model]]) -> None:
    """Put back in a twentieth of a second, where loading the plan takes two."""
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
    ContentType.objects.clear_cache()
    with transaction.atomic():  # foreign keys are looked at when all is there
        for rows in filter(None, demonstration):
            type(rows[0])._base_manager.bulk_create(rows)
    _new_version()


@pytest.fixture
def signed_in(
    new_context: Callable[..., BrowserContext], live_server: LiveServer, portal: None
) -> Callable[..., Page]:
    """A window in which that user is signed in; the form of the login page has tests of its own."""

    def window(username: str, **options: Any) -> Page:
        client = Client()
        client.force_login(User.objects.get(username=username), settings.AUTHENTICATION_BACKENDS[0])
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context = new_context(**options)
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        return context.new_page()

    return window
