"""Bringing a file, having it applied, having it revoked: on the pages, without a script."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from exports.models import ImportBatch
from kanpur_portal import roles
from tests.factories import UserFactory
from tests.imports.batches import batch, reject

NEW = "/data/imports/new/"
TABLE = (
    b"reporter,flow,basis,period,partner,hs_code,currency,amount\nindia,export,FY,2023-24,DE,4201,INR,5.00\n"
)
GOOD = {
    "layout": "own",
    "retrieved_on": "2026-04-01",
    "source_url": "https://example.org/table",
    "note": "April",
}
STRANGE = ("\x00", "a\x07b", "x" * 10_000, "९९९९", "-1", "9" * 40, "'; --", "<b>", "\u202e", "nan", " ")


def table(content: bytes = TABLE, name: str = "table.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def send(client: Client, file: Any = None, **said: Any) -> Any:
    return client.post(NEW, {**GOOD, "file": file or table(), **said})


class TestBringing:
    def test_first_the_layout_then_what_its_files_do_not_say(self, editor: Client) -> None:
        layouts = editor.get(NEW).content.decode()
        assert layouts.count('type="radio"') == len(ImportBatch.Layout)
        assert 'type="file"' not in layouts
        dgcis = editor.get(f"{NEW}?layout=dgcis").content.decode()
        own = editor.get(f"{NEW}?layout=own").content.decode()
        for name in ("flow", "unit", "hs_code", "partner", "provisional_from"):
            assert f'name="{name}"' in dgcis
            assert f'name="{name}"' not in own
        for page in (dgcis, own):
            assert 'enctype="multipart/form-data"' in page
            assert 'type="file"' in page

    @pytest.mark.parametrize("layout", ["", "gossip", "\x00", "x" * 10_000])
    def test_a_layout_that_is_none_is_refused(self, editor: Client, layout: str) -> None:
        assert editor.get(NEW, {"layout": layout}).status_code == 400
        response = send(editor, layout=layout)
        assert response.status_code == 422
        assert "There is a problem" in response.content.decode()

    def test_what_was_sent_waits_to_be_checked(self, editor: Client, person: User) -> None:
        response = send(editor)
        found = ImportBatch.objects.get()
        assert response["Location"] == f"{found.get_absolute_url()}?filed=new"
        assert (found.made_by, found.state, found.layout) == (person, "to_check", "own")
        assert (found.retrieved_on.isoformat(), found.source_url, found.note) == (
            "2026-04-01",
            "https://example.org/table",
            "April",
        )
        assert (found.file_name, found.size, found.answers) == ("table.csv", len(TABLE), {})
        shown = editor.get(response["Location"]).content.decode()
        assert f"The file is here as {found.number}." in shown
        assert "It waits for its turn." in shown

    def test_answers_are_kept_with_it_and_shown_in_words(self, editor: Client) -> None:
        send(editor, layout="dgcis", flow="export", unit="inr_lakh", partner="DE", hs_code="")
        found = ImportBatch.objects.get()
        assert found.answers == {"flow": "export", "unit": "inr_lakh", "partner": "DE"}
        shown = editor.get(found.get_absolute_url()).content.decode()
        assert "₹ lakh" in shown
        assert "Germany" in shown

    def test_all_that_is_wrong_is_told_at_once_and_nothing_typed_is_lost(self, editor: Client) -> None:
        said = {
            "layout": "dgcis",
            "unit": "stones",
            "hs_code": "420",
            "partner": "DE",
            "retrieved_on": "yesterday",
            "source_url": "tradestat",
            "note": "x" * 301,
        }
        response = editor.post(NEW, said)
        assert response.status_code == 422
        form = response.context["form"]
        assert set(form.errors) == {"flow", "unit", "hs_code", "file", "retrieved_on", "source_url", "note"}
        shown = response.content.decode()
        assert "Choose the file again" in shown
        for typed in (
            'value="420"',
            'value="DE" selected',
            'value="yesterday"',
            'value="tradestat"',
            "x" * 301,
        ):
            assert typed in shown, typed
        assert not ImportBatch.objects.exists()

    def test_an_empty_file_and_one_too_large_are_refused(
        self, editor: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert set(send(editor, table(b"")).context["form"].errors) == {"file"}
        monkeypatch.setattr("exports.import_forms.MAX_BYTES", 50)
        response = send(editor)
        assert set(response.context["form"].errors) == {"file"}
        assert not ImportBatch.objects.exists()

    def test_a_day_to_come_is_refused(self, editor: Client) -> None:
        tomorrow = timezone.localdate() + timedelta(days=1)
        response = send(editor, retrieved_on=tomorrow.isoformat())
        assert response.status_code == 422
        assert set(response.context["form"].errors) == {"retrieved_on"}
        with_others = editor.post(NEW, {**GOOD, "retrieved_on": tomorrow.isoformat()})
        assert set(with_others.context["form"].errors) == {"file", "retrieved_on"}

    @pytest.mark.parametrize(
        "name", ["retrieved_on", "source_url", "note", "flow", "unit", "hs_code", "partner"]
    )
    @pytest.mark.parametrize("strange", STRANGE, ids=range(len(STRANGE)))
    def test_strange_text_is_told_or_taken(self, editor: Client, name: str, strange: str) -> None:
        said = {"layout": "dgcis", "flow": "export", "unit": "usd_million", name: strange}
        response = send(editor, **said)
        assert response.status_code in (302, 422)
        if response.status_code == 422:
            assert set(response.context["form"].errors) == {name}

    @pytest.mark.parametrize(
        "name", ["=cmd.csv", "../../etc/passwd", "a\u202eb.csv", "x" * 400 + ".csv", "तालिका.csv"]
    )
    def test_strange_names_of_files_are_only_names(self, editor: Client, name: str) -> None:
        response = send(editor, table(name=name))
        assert response.status_code == 302
        found = ImportBatch.objects.get()
        assert "/" not in found.file_name
        assert editor.get(found.get_absolute_url()).status_code == 200

    def test_a_page_too_old_comes_back_filled_in(self, person: User) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        response = send(client)
        assert response.status_code == 403
        shown = response.content.decode()
        assert 'value="https://example.org/table"' in shown
        assert "This page had become too old" in shown
        assert not ImportBatch.objects.exists()


def act(client: Client, found: ImportBatch, do: str, **said: Any) -> Any:
    return client.post(found.get_absolute_url(), {"do": do, **said})


def state(found: ImportBatch) -> str:
    return ImportBatch.objects.get(pk=found.pk).state


class TestApplying:
    def test_a_checked_file_is_applied_when_asked(self, editor: Client) -> None:
        found = batch("checked")
        shown = editor.get(found.get_absolute_url()).content.decode()
        assert "What it would do" in shown
        assert 'name="sure"' not in shown
        assert act(editor, found, "apply", rejected=0).status_code == 302
        assert state(found) == "to_apply"

    def test_rejected_rows_are_left_out_knowingly(self, editor: Client) -> None:
        found = batch("checked")
        reject(found, 3)
        shown = editor.get(found.get_absolute_url()).content.decode()
        assert "Apply it without the 3 rejected rows" in shown
        refused = act(editor, found, "apply", rejected=3)
        assert refused.status_code == 422
        assert 'href="#id_sure"' in refused.content.decode()
        assert state(found) == "checked"
        assert act(editor, found, "apply", rejected=3, sure="on").status_code == 302
        assert state(found) == "to_apply"

    @pytest.mark.parametrize("number", ["2", "", "-1", "three", "9" * 30, "\x00"])
    def test_another_number_than_was_seen_applies_nothing(self, editor: Client, number: str) -> None:
        found = batch("checked")
        reject(found, 3)
        response = act(editor, found, "apply", rejected=number, sure="on")
        assert response.status_code == 422
        assert "There is a problem" in response.content.decode()
        assert state(found) == "checked"

    @pytest.mark.parametrize("before", ["to_check", "checking", "applied", "refused", "revoked"])
    def test_in_another_state_nothing_happens(self, editor: Client, before: str) -> None:
        found = batch(before)
        response = act(editor, found, "apply", rejected=0)
        assert response.status_code == 422
        assert "There is a problem" in response.content.decode()
        assert state(found) == before

    def test_where_every_row_was_rejected_nothing_is_offered(self, editor: Client) -> None:
        found = batch("checked", added=0, changed=0)
        reject(found, 2)
        shown = editor.get(found.get_absolute_url()).content.decode()
        assert "there is nothing to apply" in shown
        assert ">Apply<" not in shown
        assert act(editor, found, "apply", rejected=2, sure="on").status_code == 422


class TestRevoking:
    def test_it_takes_a_second_step(self, editor: Client) -> None:
        found = batch()
        refused = act(editor, found, "revoke")
        assert refused.status_code == 422
        assert "<details" in refused.content.decode()
        assert state(found) == "applied"
        assert act(editor, found, "revoke", sure="on").status_code == 302
        assert state(found) == "to_revoke"

    @pytest.mark.parametrize("before", ["to_check", "checked", "refused", "revoked"])
    def test_only_what_is_applied_is_revoked(self, editor: Client, before: str) -> None:
        found = batch(before)
        assert act(editor, found, "revoke", sure="on").status_code == 422
        assert state(found) == before


@pytest.mark.parametrize("do", ["", "delete", "\x00"])
def test_nothing_else_can_be_done(editor: Client, do: str) -> None:
    assert act(editor, batch(), do).status_code == 400


@pytest.mark.parametrize("role", [roles.ANALYST, roles.OFFICER, roles.ADMINISTRATOR, None])
def test_nobody_else_may(db: None, role: str | None) -> None:
    client = Client()
    client.force_login(UserFactory(role=role), backend="allauth.account.auth_backends.AuthenticationBackend")
    checked, applied = batch("checked"), batch()
    assert send(client).status_code == 403
    assert act(client, checked, "apply", rejected=0).status_code == 403
    assert act(client, applied, "revoke", sure="on").status_code == 403
    assert (state(checked), state(applied), ImportBatch.objects.count()) == ("checked", "applied", 2)


def test_whose_session_has_ended_is_led_to_the_login(client: Client, db: None) -> None:
    found = batch()
    response = act(client, found, "revoke", sure="on")
    assert response["Location"].startswith("/accounts/login/")
    assert state(found) == "applied"
