"""What every test stands on: no network beyond this machine, nothing left over from the test before."""

import copy
import gc
import os
import socket
from collections.abc import Callable, Iterator
from io import StringIO
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model
from django.utils import translation

from kanpur_portal import data_version
from sources import caching
from tests.parts import Recorder, unavailable

SOURCE_TEXTS = Path(os.environ.get("SOURCE_TEXTS") or settings.BASE_DIR.parent / "shared" / "seeds")


def pytest_configure(config: pytest.Config) -> None:
    if path := os.environ.get("TEST_PARTS"):
        config.pluginmanager.register(Recorder(Path(path)))


# Where `make test` runs both passes, these run in one. What writes, locks, counts or searches in the database
# runs in both. The plain ones, for which it makes no difference, and the browser run on SQLite, where every
# page and every list of the API is opened at least once; the heavy ones meet the stricter database.
PLAIN = (
    "admin/test_loading.py",
    "api/test_analysts.py",
    "api/test_generated_client.py",
    "api/test_schema.py",
    "api/test_search_api.py",
    "clusters",
    "data/",
    "data_open/test_formats.py",
    "data_open/test_package.py",
    "data_open/test_pages.py",
    "exports",
    "imports/test_layout",
    "interventions/test_ics.py",
    "interventions/test_schedule.py",
    "kanpur_portal/test_catalogues.py",
    "kanpur_portal/test_cluster",
    "kanpur_portal/test_district_page.py",
    "kanpur_portal/test_form_renderer.py",
    "kanpur_portal/test_help_page.py",
    "kanpur_portal/test_home.py",
    "kanpur_portal/test_load.py",  # test_load_afresh.py runs in both
    "kanpur_portal/test_market_pages.py",
    "kanpur_portal/test_search.py",
    "kanpur_portal/test_search_solved.py",
    "kanpur_portal/test_search_words.py",
    "kanpur_portal/test_settings.py",
    "kanpur_portal/test_without_data.py",
    "locale",
    "review/test_downloads.py",
    "sources/test_addresses.py",
    "sources/test_charts.py",
    "sources/test_citations.py",
    "sources/test_coverage.py",
    "sources/test_discrepancies.py",
    "sources/test_downloads.py",
    "sources/test_formatting.py",
    "sources/test_lines.py",
    "sources/test_numbers.py",
    "sources/test_periods.py",
    "sources/test_quotes.py",
    "sources/test_reader.py",
    "sources/test_units.py",
    "test_rooms.py",
    "trainings",
)
HEAVY = (
    "admin/test_printed_files.py",
    "admin/test_read_only.py",
    "admin/test_sweep.py",
    "admin/test_users.py",
    "api/test_actions.py",
    "api/test_auth.py",
    "api/test_errors.py",
    "api/test_events.py",
    "api/test_filters.py",
    "api/test_formats.py",
    "api/test_fuzz.py",
    "api/test_http.py",
    "api/test_passages.py",
    "api/test_resources.py",
    "data_open/test_columns.py",
    "data_open/test_described.py",
    "data_open/test_values.py",
    "imports/test_desk_forms.py",
    "imports/test_desk_pages.py",
    "imports/test_own_columns.py",
    "imports/test_refusals.py",
    "interventions/test_action_page.py",
    "interventions/test_calendar.py",
    "interventions/test_event_actions.py",
    "interventions/test_form_fuzz.py",
    "interventions/test_issue_desk.py",
    "interventions/test_issue_digests.py",
    "interventions/test_issue_privacy.py",
    "interventions/test_milestones.py",
    "interventions/test_monitoring.py",
    "interventions/test_my.py",
    "interventions/test_plan_files.py",
    "interventions/test_plan_list.py",
    "interventions/test_project_page.py",
    "interventions/test_query_counts.py",
    "interventions/test_reporting.py",
    "interventions/test_returned.py",
    "interventions/test_review_page.py",
    "interventions/test_rules.py",
    "interventions/test_sessions.py",
    "interventions/test_swap.py",
    "kanpur_portal/test_accounts.py",
    "kanpur_portal/test_demo.py",
    "review/test_officer_pages.py",
    "sources/test_correction_answers.py",
    "test_roles.py",
)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A file that the other pass alone runs is not even read."""
    left_out = {"not plain": PLAIN, "not heavy": HEAVY}
    place = collection_path.relative_to(Path(__file__).parent).as_posix()
    said = config.getoption("markexpr").split(" and ")
    return True if any(words in said and place.startswith(left_out[words]) for words in left_out) else None


@pytest.hookimpl(tryfirst=True)  # before pytest leaves out what its option -m does not want
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    on_postgresql = "postgresql" in settings.DATABASES["default"]["ENGINE"]
    lacks = {
        "postgres": None if on_postgresql else "needs PostgreSQL, which `make test` starts",
        "worker": None
        if on_postgresql and settings.REDIS_URL
        else "needs the servers that `make test` starts",
    }
    tests = Path(__file__).parent
    for item in items:
        place = item.path.relative_to(tests).as_posix()
        if place.startswith(PLAIN):
            item.add_marker(pytest.mark.plain)
        if place.startswith(HEAVY):
            item.add_marker(pytest.mark.heavy)
        for marker, reason in lacks.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_collection_finish() -> None:
    """Garbage is looked for less often, and not in what lives as long as the tests: a tenth of all time."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def only_this_machine() -> Iterator[None]:
    """A test that would reach another machine fails."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _loopback_only(getattr(socket.socket, name)))
        yield


def _loopback_only(method: Callable[..., Any]) -> Callable[..., Any]:
    def connect(self: socket.socket, address: Any) -> Any:
        if (
            self.family != socket.AF_UNIX
            and address[0] != "localhost"
            and not ip_address(address[0]).is_loopback
        ):
            raise AssertionError(f"The test wants to reach {address[0]}")
        return method(self, address)

    return connect


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """Login limits, throttles, language and the version of the data begin anew with each test."""
    data_version.forget()
    caching.forget()
    translation.activate(settings.LANGUAGE_CODE)
    yield
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture
def version_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a slow machine a second passes within a test: the version is not asked again for that alone."""
    monkeypatch.setattr(data_version, "READ_EVERY_SECONDS", 3600.0)


@pytest.fixture(scope="session")
def source_texts() -> Path:
    """The folder of the four source documents, which are not part of this repository."""
    if not SOURCE_TEXTS.is_dir():
        reason = f"the four source texts are not at {SOURCE_TEXTS} (set SOURCE_TEXTS)"
        # A checkout of this repository alone does not have them: only whoever names a folder must have it.
        unavailable(reason) if "SOURCE_TEXTS" in os.environ else pytest.skip(reason)
    return SOURCE_TEXTS


@pytest.fixture(scope="session")
def first_load(django_db_setup: None, django_db_blocker: Any) -> tuple[str, list[list[Model]]]:
    """What `manage.py load` says and writes in a portal that has nothing yet, which stays so."""
    rooms = {path.name for path in Path(settings.BASE_DIR).iterdir() if (path / "apps.py").is_file()}
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in rooms]
    with django_db_blocker.unblock(), transaction.atomic():
        empty = [model for model in models if not model._base_manager.exists()]
        call_command("load", stdout=(said := StringIO()))
        rows = [list(model._base_manager.all()) for model in empty]
        transaction.set_rollback(True)
    return said.getvalue(), [found for found in rows if found]


@pytest.fixture(scope="session")
def loaded_rows(first_load: tuple[str, list[list[Model]]]) -> list[list[Model]]:
    """All that is loaded, model by model."""
    return first_load[1]


def put_in_place(loaded_rows: list[list[Model]]) -> None:
    """What `manage.py load` would write, in a tenth of its time."""
    for rows in loaded_rows:
        type(rows[0])._base_manager.bulk_create(map(copy.copy, rows))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the loader does
    data_version.bump()


@pytest.fixture(scope="module")
def printed_plan(loaded_rows: list[list[Model]], django_db_blocker: Any) -> Iterator[None]:
    """The transcribed documents, put in place once for a module; each test undoes its own writes."""
    with django_db_blocker.unblock(), transaction.atomic():
        put_in_place(loaded_rows)
        # PostgreSQL looks at foreign keys late: once here, and not again after each test of the module.
        connection.check_constraints()
        yield
        transaction.set_rollback(True)
