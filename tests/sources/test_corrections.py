"""Correction requests: anyone sends one, an administrator answers it, everyone reads both."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.utils import translation

from kanpur_portal import data_version
from sources.actions import answer_correction, request_correction
from sources.models import CorrectionRequest, Document
from sources.templatetags.corrections import correction_address
from sources.throttling import OpenFormThrottle
from tests.dom import elements, given, read, words

LANGUAGES = pytest.mark.parametrize("language", ["", "/hi"])
NEW = "/corrections/new/"
TURNOVER = "clusters.statistic:annual-turnover-of-the-leather-cluster"
SAID = {"document": "export-plan", "line": "254", "record": TURNOVER, "text": "It is 12,000 crore."}

pytestmark = pytest.mark.usefixtures("printed_plan", "db")


def errors_of(act: Callable[..., object], **values: Any) -> set[str]:
    with pytest.raises(ValidationError) as caught:
        act(**values)
    return set(caught.value.message_dict)


class TestAsking:
    @LANGUAGES
    def test_from_the_mark_to_the_numbered_page(self, client: Client, language: str) -> None:
        form = read(
            client.get(f"{language}{NEW}", {name: SAID[name] for name in SAID if name != "text"}).text
        )
        (chosen,) = [one for one in elements(form, "option") if "selected" in dict(one.attributes)]
        assert given(chosen)["value"] == TURNOVER
        assert "This cluster has annual turnover of INR 10,000 Cr" in words(form)
        assert "4788 Cr is exports" not in words(form)  # another record's words
        response = client.post(f"{language}{NEW}", SAID)
        sent = CorrectionRequest.objects.get()
        assert response["Location"] == f"{language}/corrections/{sent.number}/?sent"
        assert (sent.document.slug, sent.line, sent.record) == ("export-plan", 254, TURNOVER)
        page = client.get(response["Location"]).text
        assert sent.number in page
        assert "It is 12,000 crore." in page

    def test_a_line_as_a_whole_and_one_that_is_blank(self, client: Client) -> None:
        assert client.get(NEW, {"document": "export-plan", "line": "255"}).status_code == 200
        client.post(NEW, {"document": "export-plan", "line": "255", "text": "A line is missing."})
        assert CorrectionRequest.objects.get().record == ""

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"document": "gossip"}, "document"),
            ({"document": ""}, "document"),
            ({"line": "1148"}, "line"),
            ({"line": "0"}, "line"),
            ({"line": "x"}, "line"),
            ({"line": "9" * 300}, "line"),
            ({"record": "clusters.statistic:population-of-the-district"}, "record"),
            ({"record": "nonsense"}, "record"),
            ({"text": " \n "}, "text"),
            ({"text": "x" * 2001}, "text"),
            ({"text": "a\x00b"}, "text"),
        ],
    )
    @LANGUAGES
    def test_what_is_refused_is_named_and_kept(
        self, client: Client, language: str, wrong: dict[str, str], field: str
    ) -> None:
        response = client.post(f"{language}{NEW}", SAID | wrong)
        assert response.status_code == 400
        page = read(response.text)
        assert elements(page, class_="error-summary")
        (control,) = elements(page, id=f"id_{field}")
        assert given(control).get("aria-invalid") == "true"
        (text,) = elements(page, "textarea")
        assert words(text) == " ".join((SAID | wrong)["text"].split())
        assert not CorrectionRequest.objects.exists()

    @pytest.mark.parametrize(
        "query",
        ["?document=gossip&line=1", "?document=export-plan&line=1148", "?line=7", "?document=export-plan"],
    )
    def test_an_address_with_a_wrong_place(self, client: Client, query: str) -> None:
        response = client.get(NEW + query)
        assert response.status_code == 400
        assert elements(read(response.text), class_="field-error")

    def test_an_address_with_a_record_of_another_line(self, client: Client) -> None:
        response = client.get(
            NEW, {"document": "export-plan", "line": "254", "record": "interventions.action:KN-07"}
        )
        assert response.status_code == 400
        assert "This record does not cite the line" in response.text

    def test_a_program_that_fills_in_every_field(self, client: Client) -> None:
        response = client.post(NEW, SAID | {"website": "https://example.org/"})
        assert response.status_code == 400
        assert not CorrectionRequest.objects.exists()

    def test_two_thousand_signs_with_line_breaks_as_browsers_send_them(self, client: Client) -> None:
        text = "a\r\n" * 999 + "bc"
        assert client.post(NEW, SAID | {"text": text}).status_code == 302
        assert len(CorrectionRequest.objects.get().text) == 2000

    @pytest.mark.parametrize(
        ("values", "fields"),
        [
            ({"line": 0}, {"line"}),
            ({"line": 1148}, {"line"}),
            ({"record": "interventions.action:KN-07"}, {"record"}),
            ({"text": " "}, {"text"}),
            ({"text": "x" * 2001, "line": 0}, {"text", "line"}),
        ],
    )
    def test_the_action_has_the_rules(self, plan: Document, values: dict[str, Any], fields: set[str]) -> None:
        said = {"document": plan, "line": 254, "text": "It is wrong.", "record": TURNOVER}
        assert errors_of(request_correction, **said | values) == fields

    def test_words_of_a_reader_are_no_markup(self, client: Client, plan: Document) -> None:
        sent = request_correction(document=plan, line=1, text="<script>alert(1)</script>")
        for address in ("/corrections/", sent.get_absolute_url()):
            assert "<script>alert" not in client.get(address).text


class TestFlood:
    def throttle(self, address: str) -> OpenFormThrottle:
        request = RequestFactory().post(NEW, REMOTE_ADDR=address)
        return OpenFormThrottle(request, "corrections", per_hour=5)

    def send(self, times: int, **meta: str) -> list[int]:
        return [Client().post(NEW, SAID, **meta).status_code for _time in range(times)]  # type: ignore[arg-type]

    def test_the_sixth_within_an_hour_is_put_off_and_kept(self, client: Client) -> None:
        assert self.send(5) == [302] * 5
        response = client.post(NEW, SAID)
        assert response.status_code == 429
        assert 0 < int(response["Retry-After"]) <= 3600
        (text,) = elements(read(response.text), "textarea")
        assert words(text) == SAID["text"]
        assert CorrectionRequest.objects.count() == 5
        assert self.send(1, REMOTE_ADDR="10.1.2.3") == [302]

    def test_two_dozen_at_once(self, client: Client) -> None:
        throttle = self.throttle("203.0.113.9")
        with ThreadPoolExecutor(24) as pool:
            allowed = list(pool.map(lambda _one: throttle.allow(), range(24)))
        assert allowed.count(True) == 5
        assert 0 < throttle.wait() <= 3600

    def test_a_network_of_ipv6_is_one_address(self) -> None:
        def allowed(address: str) -> bool:
            return self.throttle(address).allow()

        assert [allowed(f"2001:db8:1:2::{number}") for number in range(6)] == [True] * 5 + [False]
        assert allowed("2001:db8:1:3::1")
        assert allowed("::ffff:203.0.113.10")
        assert [allowed("203.0.113.10") for _time in range(5)] == [True] * 4 + [False]

    def test_what_is_refused_does_not_count(self, client: Client) -> None:
        for _time in range(7):
            assert client.post(NEW, SAID | {"text": ""}).status_code == 400
        assert client.post(NEW, SAID).status_code == 302

    def test_behind_a_proxy_the_readers_address_counts_as_in_the_api(
        self, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}
        forwarded = "10.9.9.{}, 203.0.113.7"  # what stands before the proxy's own word may be made up
        found = [
            Client().post(NEW, SAID, HTTP_X_FORWARDED_FOR=forwarded.format(number)).status_code
            for number in range(6)
        ]
        assert found == [302] * 5 + [429]
        assert Client().post(NEW, SAID, HTTP_X_FORWARDED_FOR="203.0.113.8").status_code == 302

    def test_no_address_is_kept(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        kept: list[str] = []
        monkeypatch.setattr(cache, "add", lambda *said, **more: kept.append(f"{said}{more}") or True)
        client.post(NEW, SAID, REMOTE_ADDR="203.0.113.77")
        assert [one for one in kept if "corrections" in one]
        assert not [one for one in kept if "203.0.113.77" in one]
        columns = [field.name for field in CorrectionRequest._meta.get_fields()]
        assert not [name for name in columns if "address" in name or "ip" in name.split("_")]


@LANGUAGES
def test_a_page_that_became_too_old_loses_no_text(language: str) -> None:
    response = Client(enforce_csrf_checks=True).post(f"{language}{NEW}", SAID)
    assert response.status_code == 403
    (text,) = elements(read(response.text), "textarea")
    assert words(text) == SAID["text"]
    assert not CorrectionRequest.objects.exists()


def test_a_list_of_many_pages(client: Client, plan: Document) -> None:
    for number in range(51):
        request_correction(document=plan, line=1, text=f"Number {number}.")
    assert len(elements(read(client.get("/corrections/").text), "th", scope="row")) == 50
    page = read(client.get("/corrections/?page=2&line=1").text)
    assert len(elements(page, "th", scope="row")) == 1
    assert [given(link)["href"] for link in elements(page, "a", rel="prev")] == ["?page=1&line=1"]
    assert len(client.get("/corrections.json").json()["results"]) == 51
    for wrong in ("0", "3", "x", "9" * 400):
        assert client.get("/corrections/", {"page": wrong}).status_code == 404


class TestList:
    @pytest.fixture(autouse=True)
    def requests(self, plan: Document, asked: CorrectionRequest, administrator: User) -> None:
        other = request_correction(document=plan, line=1, text="=1+1")
        answer_correction(by=administrator, request=other, state="declined", answer="No.")

    def numbers(self, client: Client, address: str) -> list[str]:
        page = read(client.get(address).text)
        return [words(one) for one in elements(page, "th", scope="row")]

    @LANGUAGES
    def test_the_newest_stands_first_and_filters_narrow(self, client: Client, language: str) -> None:
        newest = list(CorrectionRequest.objects.order_by("-pk"))
        found = [request.number for request in newest]
        assert self.numbers(client, f"{language}/corrections/") == found
        assert self.numbers(client, f"{language}/corrections/?state=declined") == found[:1]
        assert self.numbers(client, f"{language}/corrections/?line=254&document=export-plan") == found[1:]
        assert self.numbers(client, f"{language}/corrections/?state=accepted") == []

    @pytest.mark.parametrize("query", ["state=lost", "document=gossip", "line=0", "colour=red"])
    def test_a_wrong_filter(self, client: Client, query: str) -> None:
        assert client.get(f"/corrections/?{query}").status_code == 400
        assert client.get(f"/corrections.csv?{query}").status_code == 400
        assert client.get(f"/api/v1/correction-requests/?{query}").status_code == 400

    def test_the_files_show_what_the_page_shows(self, client: Client) -> None:
        (row,) = client.get("/corrections.json?state=open").json()["results"]
        assert (row["line"], row["record"], row["state"]) == (254, TURNOVER, "open")
        assert "'=1+1" in client.get("/corrections.csv").text  # no formula

    def test_the_api(self, client: Client) -> None:
        rows = client.get("/api/v1/correction-requests/").json()["results"]
        assert [row["state"] for row in rows] == ["declined", "open"]
        assert rows[0] | {"number": 0, "url": "", "made_at": "", "answered_at": ""} == {
            "number": 0,
            "url": "",
            "document": "export-plan",
            "line": 1,
            "source_url": "http://testserver/sources/export-plan/#L1",
            "record": "",
            "text": "=1+1",
            "made_at": "",
            "state": "declined",
            "answer": "No.",
            "answered_at": "",
            "discrepancy": None,
            "fixture_correction": "",
            "withheld_reason": "",
            "withheld_at": None,
        }
        assert rows[0]["url"].endswith(f"/corrections/{rows[0]['number']}/")

    def test_the_queries_do_not_grow_with_the_list(
        self, client: Client, plan: Document, django_assert_max_num_queries: Any
    ) -> None:
        data_version.forget()
        with django_assert_max_num_queries(10) as before:
            client.get("/corrections/?line=254")
        for _time in range(8):
            request_correction(document=plan, line=254, text="Again.")
        data_version.forget()
        with django_assert_max_num_queries(len(before)):
            client.get("/corrections/?line=254")

    @pytest.mark.parametrize("number", ["CR-0", "CR-99999999", "CR-", "7", "DR-7", "CR-" + "9" * 60, "CR-७"])
    def test_a_number_that_is_none(self, client: Client, number: str) -> None:
        assert client.get(f"/corrections/{number}/").status_code == 404


@LANGUAGES
@pytest.mark.parametrize(
    "page",
    ["/plan/", "/plan/KN-07/", "/clusters/leather/challenges/", "/discrepancies/?document=leather-city"],
)
def test_every_source_mark_has_its_correction(client: Client, language: str, page: str) -> None:
    """And each of these opens a form on that line and that record."""
    tree = read(client.get(language + page).text)
    marks = elements(tree, "a", class_="source")
    links = [given(link)["href"] for link in elements(tree, "a", class_="wrong")]
    assert len(links) == len(marks) > 0
    assert all("record=" in link for link in links)
    for link in links[:12]:
        assert client.get(link).status_code == 200, link


@pytest.mark.parametrize(
    ("url", "record", "address"),
    [
        ("/sources/a-plan/#L7", "", "/corrections/new/?document=a-plan&line=7"),
        ("/hi/sources/a-plan/#L7", "a.b:c/2", "/corrections/new/?document=a-plan&line=7&record=a.b%3Ac%2F2"),
        ("#source_mark", "a.b:c", ""),
    ],
)
def test_the_address_of_a_correction(url: str, record: str, address: str) -> None:
    with translation.override("en"):
        assert correction_address(url, record) == address
