"""Imports for programs: everyone reads what was applied, a data editor's token brings files."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from exports.models import ImportBatch
from kanpur_portal import roles
from tests.api.conftest import Program, errors, problem
from tests.factories import UserFactory, token_of
from tests.imports.batches import batch, reject
from tests.imports.test_desk_forms import GOOD, TABLE

URL = "/api/v1/imports/"


@pytest.fixture
def public(db: None) -> Program:
    return Program()


@pytest.fixture
def editor(person: User) -> Program:
    return Program(token_of(person))


def table() -> SimpleUploadedFile:
    return SimpleUploadedFile("table.csv", TABLE)


def address(found: ImportBatch, step: str = "") -> str:
    return f"{URL}{found.number}/{step}"


def state(found: ImportBatch) -> str:
    return ImportBatch.objects.get(pk=found.pk).state


def test_the_public_reads_what_was_applied(public: Program, editor: Program) -> None:
    shown, hidden = batch(answers={"flow": "export"}), batch("checked")
    assert [row["number"] for row in public.get(URL).json()["results"]] == [shown.number]
    assert [row["number"] for row in editor.get(URL).json()["results"]] == [hidden.number, shown.number]
    said = problem(public.get(address(hidden)), 404)["detail"]
    assert (
        said
        == f"No import {hidden.number} is here. Imports that are not applied are seen by data editors only."
    )
    nobodys = problem(public.get(f"{URL}B-404/"), 404)["detail"]
    assert nobodys == said.replace(hidden.number, "B-404")
    assert problem(editor.get(f"{URL}B-404/"), 404)["detail"] == "No import B-404 is here."
    row = public.get(address(shown)).json()
    expected = {
        "number": shown.number,
        "url": f"http://testserver/data/imports/{shown.pk}/",
        "api_url": f"http://testserver/api/v1/imports/{shown.number}/",
        "state": "applied",
        "layout": "dgcis",
        "answers": [{"question": "flow", "answer": "export"}],
        "retrieved_on": "2026-04-01",
        "source_url": "https://tradestat.commerce.gov.in/eidb/",
        "sha256": shown.sha256,
        "added": 1234567,
        "changed": 1,
        "unchanged": 0,
        "rejected": 0,
        "file_name": None,
        "note": None,
        "figures_url": f"http://testserver/api/v1/export-figures/?batch={shown.number}",
        "kind": "reported",
    }
    assert row | expected == row
    assert editor.get(address(shown)).json()["note"] == "From the desk of Ramesh"


def test_filters(public: Program) -> None:
    batch("revoked")
    applied = batch(layout="comtrade")
    found = public.get(f"{URL}?state=applied&layout=comtrade").json()["results"]
    assert [row["number"] for row in found] == [applied.number]
    assert "revoked" in errors(public.get(f"{URL}?state=gossip"))["state"][1]


def test_each_reader_filters_by_the_states_that_they_see(public: Program, editor: Program) -> None:
    hidden = batch("checked")
    analyst = Program(token_of(UserFactory(role=roles.ANALYST)))
    for reader in (public, analyst):
        code, message = errors(reader.get(f"{URL}?state=checked"))["state"]
        assert code == "invalid_choice"
        assert message == "Choose one of: applied, to_revoke, revoking, revoked."
    found = editor.get(f"{URL}?state=checked").json()["results"]
    assert [row["number"] for row in found] == [hidden.number]
    assert "to_check" in errors(editor.get(f"{URL}?state=gossip"))["state"][1]


@pytest.mark.parametrize("number", ["7", "B-", "B-0", "B-9999999999", "b-1", "B-%00"])
def test_numbers_of_no_import(number: str, public: Program) -> None:
    problem(public.get(f"{URL}{number}/"), 404)


def test_a_program_brings_a_file_and_asks_how_far_it_is(editor: Program, person: User) -> None:
    response = editor.upload(URL, {**GOOD, "file": table()})
    assert response.status_code == 201, response.content
    found = ImportBatch.objects.get()
    assert response["Location"] == f"http://testserver{address(found)}" == response.json()["api_url"]
    assert (found.made_by, found.state, found.file_name) == (person, "to_check", "table.csv")
    row = editor.get(address(found)).json()
    assert row == response.json()
    assert (row["state"], row["added"], row["note"]) == ("to_check", None, "April")


def test_the_answers_of_the_layout_are_fields_of_their_own(editor: Program) -> None:
    answers = {"flow": "import", "unit": "usd_million", "hs_edition": "HS 2017"}
    assert editor.upload(URL, {**GOOD, "layout": "dgcis", **answers, "file": table()}).status_code == 201
    assert ImportBatch.objects.get().answers == answers


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"layout": "gossip"}, "layout"),
        ({"retrieved_on": "01/04/2026"}, "retrieved_on"),
        ({"retrieved_on": "2999-01-01"}, "retrieved_on"),
        ({"source_url": "tradestat"}, "source_url"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"note": "x" * 301}, "note"),
        ({"note": "\x00"}, "note"),
        ({"note": ["one", "two"]}, "note"),
        ({"file": ""}, "file"),
        ({"file": SimpleUploadedFile("empty.csv", b"")}, "file"),
        ({"colour": "red"}, "colour"),
        ({"layout": "dgcis", "flow": "sideways", "unit": "usd_million"}, "flow"),
        ({"layout": "dgcis", "flow": "export"}, "unit"),
        ({"layout": "dgcis", "flow": "export", "unit": "inr_lakh", "hs_edition": "2017"}, "hs_edition"),
        ({"unit": "usd_million"}, "unit"),
        ({"layout": "dgcis", "flow": "export", "unit": "inr_lakh", "hs_code": "x" * 41}, "hs_code"),
    ],
)
def test_an_error_names_its_field(said: dict[str, Any], field: str, editor: Program) -> None:
    found = errors(editor.upload(URL, {**GOOD, "file": table(), **said}))
    assert set(found) == {field}
    assert not ImportBatch.objects.exists()


def test_a_file_too_large_is_refused(editor: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exports.import_forms.MAX_BYTES", 50)
    assert "file" in errors(editor.upload(URL, {**GOOD, "file": table()}))


def test_a_file_comes_as_a_form(editor: Program) -> None:
    problem(editor.post(URL, GOOD), 415)


def test_apply_and_revoke(editor: Program) -> None:
    found = batch("checked")
    reject(found, 2)
    assert set(errors(editor.post(address(found, "apply/"), {}))) == {"rejected"}
    told = errors(editor.post(address(found, "apply/"), {"rejected": 1}))
    assert told[None][1] == "It was checked again meanwhile: 2 rows are rejected now. Look at them first."
    assert state(found) == "checked"
    response = editor.upload(address(found, "apply/"), {"rejected": "2"})
    assert (response.status_code, response.json()["state"], state(found)) == (202, "to_apply", "to_apply")
    assert errors(editor.post(address(found, "revoke/"), {}))
    applied = batch()
    response = editor.post(address(applied, "revoke/"), {})
    assert (response.status_code, response.json()["state"], state(applied)) == (202, "to_revoke", "to_revoke")


def test_others_may_not_write(public: Program) -> None:
    found = batch()
    analyst = Program(token_of(UserFactory(role=roles.ANALYST)))
    for step in ("apply/", "revoke/"):
        problem(analyst.post(address(found, step), {"rejected": 0}), 403)
        problem(public.post(address(found, step), {"rejected": 0}), 401)
    problem(analyst.upload(URL, {**GOOD, "file": table()}), 403)
    problem(public.upload(URL, {**GOOD, "file": table()}), 401)
    assert (ImportBatch.objects.count(), state(found)) == (1, "applied")


def test_a_session_needs_the_csrf_token(person: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "CSRF" in problem(browser.post(URL, {**GOOD, "file": table()}), 403)["detail"]


def test_a_program_that_goes_round_in_circles_is_stopped(
    editor: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exports.api.imports.ImportThrottle.rate", "2/hour")
    for _ in range(2):
        editor.upload(URL, {})
    response = editor.upload(URL, {})
    problem(response, 429)
    assert int(response["Retry-After"]) > 0
    assert editor.get(URL).status_code == 200
