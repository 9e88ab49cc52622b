"""A client that is generated from the schema reads every list and every row of the API."""

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.wsgi import get_wsgi_application
from openapi_python_client import generate
from openapi_python_client.config import Config, ConfigFile, MetaType
from rest_framework.throttling import SimpleRateThrottle

from interventions.actions import Report, file_update
from interventions.models import Action, Authority
from kanpur_portal import roles
from kanpur_portal.api_views import RESOURCES
from tests.api.live import kept_connection
from tests.api.test_resources import LOADED
from tests.api.test_schema import COMMITTED
from tests.factories import UserFactory

pytestmark = pytest.mark.slow

PACKAGE = "generated_portal_client"
# Of operations that take more than the key of a row.
ASKED: dict[str, dict[str, Any]] = {
    "search": {"q": "saddlery"},
    "schemes_estimate": {"slug": "mda", "stall_1": "50000"},
    "export_figures_totals_retrieve": {"by": "year"},
    "export_figures_import_layout_retrieve": {},
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The client, from the committed schema, which tests/api/test_schema.py holds to the code."""
    folder = tmp_path_factory.mktemp("client")
    written = folder / PACKAGE
    config = Config.from_sources(
        ConfigFile(post_hooks=[]),
        MetaType.NONE,
        document_source=COMMITTED,
        file_encoding="utf-8",
        overwrite=True,
        output_path=written,
    )
    problems = generate(config=config)
    assert problems == [], "the generator leaves out what it does not understand"
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        yield written
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


@pytest.fixture
def client(package: Path, printed_plan: None, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": None, "user": None})
    transport = httpx.WSGITransport(app=get_wsgi_application())
    with kept_connection():
        yield importlib.import_module(PACKAGE).Client(
            base_url="http://testserver",
            httpx_args={"transport": transport},
            raise_on_unexpected_status=True,
        )


@pytest.fixture
def reported(printed_plan: None, db: None) -> None:
    """An update, for no document prints one."""
    user = UserFactory(role=roles.OFFICER, authority=Authority.objects.get(slug="diepc"))
    action = Action.objects.get(reference="KN-01")
    file_update(by=user, action=action, revision=0, report=Report("in_progress", "green", done="A camp."))


def operations() -> dict[str, Any]:
    """The module of each operation that reads, by the operation's name."""
    api = importlib.import_module(f"{PACKAGE}.api")
    modules = [
        importlib.import_module(f"{api.__name__}.{tag.name}.{found.name}")
        for tag in pkgutil.iter_modules(api.__path__)
        for found in pkgutil.iter_modules(importlib.import_module(f"{api.__name__}.{tag.name}").__path__)
    ]
    named = {module.__name__.rpartition(".")[2]: module for module in modules}
    return {name: module for name, module in named.items() if not name.endswith("_create")}


def read(operation: Any, client: Any, **asked: Any) -> Any:
    """The answer in the client's own types, which stumble over what the schema does not name."""
    response = operation.sync_detailed(client=client, **asked)
    assert response.status_code == 200, (operation.__name__, asked, response.content[:300])
    return response.parsed


def key_of(detail: Any, row: Any) -> dict[str, Any]:
    """The key of a row, as the client's operation wants it."""
    (name, kind), *_others = inspect.get_annotations(detail._get_kwargs, eval_str=True).items()
    text = row.api_url.rstrip("/").rpartition("/")[2]
    return {name: int(text) if kind is int else text}


def test_every_operation_that_reads_has_its_test(package: Path, db: None) -> None:
    """With `db`, for tests without it run later, and the client would be generated once more."""
    lists = {name.removesuffix("_list") for name in operations() if name.endswith("_list")}
    known = {f"{name}_{ending}" for name in lists for ending in ("list", "retrieve")}
    assert operations().keys() - known == {"index", *ASKED}
    assert {f"{name.replace('-', '_')}_list" for name, _viewset in RESOURCES} <= known


def test_the_client_reads_every_list_and_the_rows_of_each(client: Any, reported: None, package: Path) -> None:
    found = operations()
    for name in [name for name in found if name.endswith("_list")]:
        listed = read(found[name], client, page_size=1000)
        if name.removesuffix("_list").replace("_", "-") in (*LOADED, "updates"):
            assert listed.results, name
        assert listed.count >= len(listed.results)
        detail = found.get(name.replace("_list", "_retrieve"))
        for row in [*listed.results[:2], *listed.results[-1:]] if detail else []:
            assert read(detail, client, **key_of(detail, row)).to_dict() == row.to_dict()


@pytest.mark.parametrize("name", ["index", *ASKED])
def test_the_client_reads_what_is_no_list(name: str, client: Any, package: Path) -> None:
    answer = read(operations()[name], client, **ASKED.get(name, {}))
    assert answer if isinstance(answer, str) else answer.to_dict()


def test_the_client_reads_a_refusal(client: Any, package: Path) -> None:
    refused = operations()["actions_list"].sync_detailed(client=client, page_size=1001)
    assert refused.status_code == 400
    assert refused.parsed.errors[0].field == "page_size"
