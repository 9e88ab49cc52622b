"""What everyone sees of imports of trade figures, and what data editors see beside it."""

import csv
import re
from collections.abc import Callable
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext

from exports.foreign_text import visible
from exports.models import ImportBatch
from kanpur_portal import roles
from tests.factories import UserFactory
from tests.imports.batches import HOSTILE, batch, change, reject

URL = "/data/imports/"
HIDDEN = ("to_check", "checking", "checked", "to_apply", "applying", "refused")
PUBLIC = ("applied", "to_revoke", "revoking", "revoked")


@pytest.fixture
def editor(db: None) -> Client:
    return signed_in(UserFactory(role=roles.DATA_EDITOR, first_name="Ramesh"))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def page(client: Client, url: str, status: int = 200, **headers: str) -> str:
    response = client.get(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    assert response.status_code == status, url
    return response.content.decode()


def address(found: ImportBatch) -> str:
    return f"{URL}{found.pk}/"


def test_without_imports_the_page_says_what_that_means(client: Client, db: None) -> None:
    shown = page(client, URL)
    assert "No trade figures were imported yet" in shown
    assert "that the four documents print" in shown
    assert "Bring a new file" not in shown


@pytest.mark.parametrize("state", [*HIDDEN, *PUBLIC])
def test_everyone_sees_what_was_applied_and_nothing_else(state: str, client: Client, editor: Client) -> None:
    found = batch(state)
    public = state in PUBLIC
    assert (found.number in page(client, URL)) is public
    assert found.number in page(editor, URL)
    assert found.number in page(editor, address(found))
    if public:
        assert found.sha256 in page(client, address(found))
    else:
        sent_on = client.get(address(found))
        assert sent_on["Location"] == f"/accounts/login/?next={address(found)}"
        page(signed_in(UserFactory(role=roles.ANALYST)), address(found), 404)


@pytest.mark.parametrize("prefix", ["", "/hi"])
def test_the_login_page_says_who_sees_an_import_and_not_whether_it_exists(
    prefix: str, client: Client, db: None
) -> None:
    batch("checked", pk=7001)
    said = []
    for number in (7001, 7002):
        sent_on = client.get(f"{prefix}{URL}{number}/?page=2")
        assert sent_on.status_code == 302
        shown = page(client, sent_on["Location"]).replace(f"{number}", "…")
        said.append(re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", shown))
    assert said[0] == said[1]
    notice = said[0].partition('<div class="notice notice-info">')[2].partition("</div>")[0]
    sentence = "Imports that are not applied are seen by data editors only."
    with translation.override(prefix[1:] or "en"):
        assert gettext(sentence) in notice
    assert f'href="{prefix}{URL}"' in notice


@pytest.mark.parametrize("name", ["new/", "7/rejected.csv"])
def test_the_login_page_says_for_whom_the_desk_is(name: str, client: Client, db: None) -> None:
    shown = page(client, client.get(URL + name)["Location"])
    assert "Files of trade figures and their rejected rows are for data editors only." in shown


@pytest.mark.parametrize(
    "following",
    [
        *("", "/my/", "/data/imports/", f"//elsewhere.example{URL}7/", f"https://elsewhere.example{URL}7/"),
        *(f"{URL}%00/", f"{URL}७/", "/" * 3000, "%", "\x00", "[", "//["),
    ],
)
def test_the_login_page_says_it_of_no_other_page(following: str, client: Client, db: None) -> None:
    response = client.get("/accounts/login/", {"next": following})
    assert response.status_code == 200
    assert "data editors" not in response.content.decode()


def test_a_refused_login_still_says_it(client: Client, db: None) -> None:
    address = f"/accounts/login/?next={URL}7/"
    response = client.post(address, {"login": "nobody", "password": "wrong", "next": f"{URL}7/"})
    assert response.status_code == 422
    assert "seen by data editors only" in response.content.decode()


def test_no_page_for_everyone_names_a_person(client: Client, editor: Client) -> None:
    maker = UserFactory(first_name="Ramesh", username="ramesh")
    found = batch(made_by=maker, answers={"reporter": "india"})
    analyst = signed_in(UserFactory(role=roles.ANALYST))
    for reader in (client, analyst):
        for url in (URL, address(found), "/api/v1/imports/", f"/api/v1/imports/{found.number}/"):
            assert "ramesh" not in page(reader, url).lower(), url
    shown = page(editor, address(found))
    assert "Ramesh" in shown
    assert "From the desk of" in shown


def test_the_page_of_an_applied_import_is_the_provenance_of_its_figures(client: Client, db: None) -> None:
    found = batch()
    change(by=found, earlier=batch())
    shown = page(client, address(found))
    for words in (
        "12,34,567",
        "1 April 2026",
        "https://tradestat.commerce.gov.in/eidb/",
        found.sha256,
        f"/api/v1/export-figures/?batch={found.number}",
        f"/api/v1/export-figures/import-layout/?batch={found.number}",
        "INR\N{NO-BREAK SPACE}100.00 (provisional)",
        "INR\N{NO-BREAK SPACE}150.00; 2.5\N{NO-BREAK SPACE}KGS",
        "2023-24",
    ):
        assert words in shown, words
    assert "csrfmiddlewaretoken" not in shown


def test_a_changed_figure_that_was_changed_again_names_the_later_import(editor: Client) -> None:
    found, later = batch(), batch(sha256="0" * 64)
    made = change(by=found, earlier=batch())
    assert later.get_absolute_url() not in page(editor, address(found))
    made.figure.batch = later
    made.figure.save()
    assert later.get_absolute_url() in page(editor, address(found))


def test_a_revoked_import_says_so(client: Client, db: None) -> None:
    shown = page(client, address(batch("revoked")))
    assert "This import was revoked" in shown
    assert "batch=" not in shown.partition("<footer")[0]


@pytest.mark.parametrize("state", ["to_check", "checking", "to_apply", "applying", "to_revoke", "revoking"])
def test_while_it_is_worked_on_the_page_looks_again_by_itself(state: str, editor: Client) -> None:
    found = batch(state, rows_read=250, rows_expected=1000)
    whole = page(editor, address(found))
    part = page(editor, address(found), hx_request="true")
    for shown in (whole, part):
        assert 'hx-trigger="every 2s"' in shown
        assert "<noscript>" in shown
        assert "<progress" in shown
        assert ">Apply<" not in shown
        assert ">Revoke<" not in shown
    assert "<html" in whole
    assert "<html" not in part
    at_work = state in ImportBatch.AT_WORK
    assert ('max="1000" value="250"' in part) is at_work
    assert ("250 of 1,000 rows." in part) is at_work


@pytest.mark.parametrize("state", ["checked", "applied", "revoked", "refused"])
def test_it_stops_asking_when_it_is_done_and_says_the_state_once(state: str, editor: Client) -> None:
    found = batch(state)
    part = page(editor, address(found), hx_request="true")
    assert "hx-get" not in part
    assert 'id="import-status" hx-swap-oob="innerHTML"' in part
    assert 'hx-swap-oob="innerHTML"' not in page(editor, address(found))


def test_rows_read_without_a_known_end_make_no_bar(editor: Client) -> None:
    shown = page(editor, address(batch("checking", rows_read=12345)))
    assert "12,345 rows so far." in shown
    assert 'value="' not in shown[shown.index("<progress") :][:40]


def test_the_page_of_a_session_that_ended_is_led_to_the_login_as_a_whole(client: Client, db: None) -> None:
    response = client.get(address(batch("checking")), headers={"hx-request": "true"})
    assert (response.status_code, response["HX-Refresh"]) == (200, "true")


def test_the_file_that_was_refused_says_why(editor: Client) -> None:
    notice = page(editor, address(batch("refused"))).partition("notice-error")[2].partition("</div>")[0]
    assert '<p lang="en">The file is not a table.</p>' in notice


def test_to_apply_comes_first_and_to_revoke_after_the_figures(editor: Client) -> None:
    assert 'name="do" value="apply"' in page(editor, address(batch("checked")))
    before, heading, after = page(editor, address(batch())).partition("<h2>Its figures</h2>")
    assert heading
    assert 'name="do" value="revoke"' in after
    assert 'name="do"' not in before


def test_a_file_that_is_applied_already_is_named_before_it_is_applied_again(editor: Client) -> None:
    found, other = batch("checked"), batch("revoked")
    assert "The same file" not in page(editor, address(found))
    other = batch()
    assert f"The same file is applied already, as {other.number}" in page(editor, address(found))


class TestRejectedRows:
    def test_foreign_text_is_shown_and_runs_nowhere(self, editor: Client) -> None:
        found = batch("checked")
        reject(found, 1)
        shown = page(editor, address(found))
        assert "<script>alert" not in shown
        assert "=cmd|&quot;/c calc&quot;!A1&lt;script&gt;alert(1)&lt;/script&gt;&lt;U+202E&gt;␇" in shown
        assert "Not a number." in shown
        assert "\u202e" not in shown

    def test_the_file_of_them_starts_no_formula(self, editor: Client) -> None:
        found = batch("checked")
        reject(found, 2)
        table = list(csv.DictReader(StringIO(page(editor, f"{address(found)}rejected.csv"))))
        assert table[0]["value"] == f"'{visible(HOSTILE)}"
        assert table[1] == {
            "row": "3",
            "column": "Value",
            "value": "n.a. 1",
            "reason": "not_a_number",
            "reason_in_words": "Not a number.",
            "reason_in_words_hi": "संख्या नहीं है।",
            "detail": "",
            "rows": "1",
        }

    def test_they_are_for_data_editors(self, client: Client, editor: Client) -> None:
        found = batch()
        reject(found, 1)
        assert "Not a number." in page(editor, address(found))
        assert "Not a number." not in page(client, address(found))
        page(signed_in(UserFactory(role=roles.ANALYST)), f"{address(found)}rejected.csv", 403)

    def test_page_by_page(self, editor: Client) -> None:
        found = batch("checked")
        reject(found, 26)
        assert "n.a. 24" in page(editor, address(found))
        assert 'href="?page=2#rejected"' in page(editor, address(found))
        second = page(editor, f"{address(found)}?page=2")
        assert "n.a. 25" in second
        assert "n.a. 24" not in second
        for wrong in ("3", "0", "x", "%00", "९", "9" * 30):
            page(editor, f"{address(found)}?page={wrong}", 404)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("चमड़ा क\u094d\u200dष", "चमड़ा क\u094d\u200dष"),
        ("a\x00b\tc\r\n\x7f", "a␀b␉c␍␊␡"),
        ("\u202e\ufeff\u2028\ue000\ud800", "<U+202E><U+FEFF><U+2028><U+E000><U+D800>"),
        ("é ₹ 1,234.50", "é ₹ 1,234.50"),
    ],
)
def test_what_cannot_be_seen_is_made_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_filters_and_their_chips(client: Client, db: None) -> None:
    first, second = batch("revoked"), batch(layout="comtrade")
    shown = page(client, f"{URL}?layout=comtrade")
    assert second.number in shown
    assert f">{first.number}<" not in shown
    assert "No import here" in page(client, f"{URL}?layout=own")
    assert "gossip" in page(client, f"{URL}?layout=gossip", 400)
    page(client, f"{URL}?page=9", 404)


def offered(client: Client) -> list[str]:
    choices = page(client, URL).partition('name="state"')[2].partition("</select>")[0]
    return re.findall(r'<option value="(\w+)"', choices)


def test_each_reader_is_offered_the_states_that_they_see(client: Client, editor: Client) -> None:
    found = batch("checked")
    batch()
    assert offered(client) == offered(signed_in(UserFactory(role=roles.ANALYST))) == list(PUBLIC)
    assert sorted(offered(editor)) == sorted([*HIDDEN, *PUBLIC])
    assert found.number in page(editor, f"{URL}?state=checked")
    # As of a state that does not exist, so that the answer tells nothing.
    refused = page(client, f"{URL}?state=checked", 400)
    assert "Select a valid choice. checked is not one of the available choices." in unescape(refused)
    assert refused.replace("checked", "gossip") == page(client, f"{URL}?state=gossip", 400)


@pytest.fixture
def asked(version_is_remembered: None) -> Callable[[Client, str], int]:
    def count(client: Client, url: str) -> int:
        page(client, url)
        with CaptureQueriesContext(connection) as queries:
            page(client, url)
        return len(queries)

    return count


def test_pages_ask_as_often_for_many_rows_as_for_one(editor: Client, asked: Any) -> None:
    """Signed in, for what is kept for the public asks nothing."""
    earlier = batch()
    found = batch()
    reject(found, 1)
    change(by=found, earlier=earlier)
    urls = (URL, address(found), f"{address(found)}rejected.csv", "/api/v1/imports/")
    few = [asked(editor, url) for url in urls]
    reject(found, 40)
    for number in range(1, 40):
        batch(state="checked")
        change(by=found, earlier=earlier, number=number)
    assert [asked(editor, url) for url in urls] == few
    assert max(few) <= 14, few


@pytest.mark.parametrize("number", ["0", "99999999999999999999", "404"])
def test_a_number_of_no_import_is_not_there(number: str, editor: Client) -> None:
    page(editor, f"{URL}{number}/", 404)
    page(editor, f"{URL}{number}/rejected.csv", 404)
    assert editor.post(f"{URL}{number}/", {"do": "apply"}).status_code == 404
