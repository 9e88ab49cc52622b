"""The committed OpenAPI document, and the page that explains the API."""

import re
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from kanpur_portal.problems import TITLES
from kanpur_portal.throttling import HEADERS

COMMITTED = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"
PROBLEM = "application/problem+json"
_BLOCKS = re.compile(r"^```\w+\n(.*?)\n```$", re.MULTILINE | re.DOTALL)


def contents(document: str | bytes) -> Any:
    """As safe_load, in a tenth of its seconds."""
    return yaml.load(document, Loader=yaml.CSafeLoader)


@cache
def committed() -> Any:
    return contents(COMMITTED.read_text())


def test_the_committed_schema_is_that_of_the_code(tmp_path: Path) -> None:
    written = tmp_path / "openapi.yaml"
    call_command("spectacular", file=str(written), validate=True, fail_on_warn=True)
    assert written.read_text() == COMMITTED.read_text(), "docs/openapi.yaml is out of date: run `make schema`"


@pytest.mark.parametrize("query", ["", "?lang=hi", "?lang=%00", "?version=9%0a", "?format=yaml"])
def test_the_schema_is_served_in_english_whatever_is_asked(query: str, db: None) -> None:
    response = Client().get(f"/api/schema/{query}", headers={"accept-language": "hi"})
    assert response.status_code == 200
    assert contents(response.content) == committed()


def operations() -> list[Any]:
    paths = committed()["paths"]
    return [
        pytest.param(path, method, operation, id=operation["operationId"])
        for path, found in paths.items()
        for method, operation in found.items()
    ]


@pytest.mark.parametrize(("path", "method", "operation"), operations())
def test_each_operation_says_what_it_refuses(path: str, method: str, operation: dict[str, Any]) -> None:
    refusals = {int(status) for status in operation["responses"] if status >= "4"}
    expected = {400, 401, 429}
    if method == "post":
        expected |= {403, 409, 413, 415} | ({404} if "{" in path else set())
    else:
        expected |= {406} if path == "/api/v1/" else {404, 406}
    assert refusals == expected
    for status in refusals:
        assert list(operation["responses"][str(status)]["content"]) == [PROBLEM]


def test_the_only_operations_that_write_are_these() -> None:
    assert [param.id for param in operations() if param.values[1] != "get"] == [
        "imports_create",
        "imports_apply_create",
        "imports_revoke_create",
        "updates_create",
    ]


def test_the_schema_names_its_operations_for_people() -> None:
    assert [param.id for param in operations()][:4] == [
        "index",
        "abbreviations_list",
        "abbreviations_retrieve",
        "actions_list",
    ]
    assert committed()["openapi"].startswith("3.1")


@pytest.mark.parametrize(("path", "language"), [("/api/docs/", "en"), ("/hi/api/docs/", "hi")])
def test_the_page_about_the_api_needs_no_script(path: str, language: str, db: None) -> None:
    response = Client().get(path)
    assert response.status_code == 200
    page = response.content.decode()
    assert f'<html lang="{language}"' in page
    assert re.search(r"<title>\s*\S", page)
    for name in ("actions", "authorities", "updates", "challenges", "interventions", "discrepancies"):
        assert f'href="http://testserver/api/v1/{name}/"' in page
    for status in TITLES:
        assert f'id="problem-{status}"' in page
    assert "pandas.read_csv(&quot;http://testserver/api/v1/actions/?format=csv&quot;)" in page.replace(
        '"', "&quot;"
    )


@pytest.mark.parametrize("path", ["/api/docs/", "/hi/api/docs/"])
def test_the_page_has_the_examples_of_the_guide_with_its_own_address(path: str, db: None) -> None:
    page = unescape(Client().get(path).content.decode())
    guide = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text()
    shown = [code.replace("http://127.0.0.1:8000/", "http://testserver/") for code in _BLOCKS.findall(guide)]
    assert len(shown) >= 8
    for code in shown:
        assert code in page
    for name in (*HEADERS, "Deprecation", "Sunset", "Retry-After"):
        assert name in page


@pytest.mark.parametrize(("path", "method", "operation"), operations())
def test_each_operation_is_described_for_people(path: str, method: str, operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert operation["tags"]
    if method == "get":
        assert operation["responses"]["304"] == {"$ref": "#/components/responses/NotModified"}
        assert {"ETag", *HEADERS} <= operation["responses"]["200"]["headers"].keys()
    assert {*HEADERS, "Retry-After"} <= operation["responses"]["429"]["headers"].keys()


def test_the_page_about_the_api_keeps_to_the_content_security_policy(db: None) -> None:
    response = Client().get("/api/docs/")
    page = response.content.decode()
    assert "'unsafe-inline'" not in response["Content-Security-Policy"]
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", page)
    hosts = re.findall(r"(?:src|href)=\"(?:https?:)?//([^/\"]+)", page)
    assert set(hosts) <= {"testserver"}


def test_the_csrf_token_is_on_the_page_for_the_signed_in_only(officer: Any) -> None:
    browser = Client()
    assert b"data-csrf" not in browser.get("/api/docs/").content
    browser.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert b"data-csrf" in browser.get("/api/docs/").content
