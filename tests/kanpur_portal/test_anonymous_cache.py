"""Answers that are kept for the public: never old, never another's, never in the wrong form."""

import gzip
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from interventions.actions import Report, file_update
from interventions.models import Action, Authority
from kanpur_portal import anonymous_cache, data_version, roles
from tests.dom import by_id, elements, read
from tests.factories import UserFactory, token_of

pytestmark = pytest.mark.usefixtures("printed_plan", "db", "version_is_remembered")
PLAN = ["/", "/plan/", "/plan/KN-07/", "/hi/plan/", "/plan.csv", "/plan.json", "/api/v1/actions/"]
PAGES = [*PLAN, "/challenges/", "/about/"]
PART = {"HX-Request": "true"}


@pytest.fixture
def write(django_capture_on_commit_callbacks: Any) -> Callable[[Callable[[], Any]], Any]:
    """Writes, and ends the transaction as far as the portal is concerned."""

    def done(call: Callable[[], Any]) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return call()

    return done


def queries(call: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as asked:
        call()
    return len(asked)


@pytest.mark.parametrize("url", PAGES)
def test_the_second_reader_gets_the_same_and_asks_nothing(client: Client, url: str) -> None:
    first = client.get(url)
    assert first.status_code == 200
    assert queries(lambda: client.get(url)) == 0
    second = client.get(url)
    assert second.content == first.content
    assert second["Content-Type"] == first["Content-Type"]
    for name in ("ETag", "Vary", "Cache-Control", "Content-Security-Policy", "X-Content-Type-Options"):
        assert second.get(name) == first.get(name), name
    assert "no-cache" in second["Cache-Control"]
    assert "Cookie" in second["Vary"]
    assert int(second["Content-Length"]) == len(second.content)


@pytest.mark.parametrize("url", PAGES)
def test_who_holds_it_already_is_told_so(client: Client, url: str) -> None:
    tag = client.get(url)["ETag"]
    for held in (tag, f"W/{tag}", f'"other", {tag}', tag.removeprefix("W/")):
        response = client.get(url, headers={"If-None-Match": held})
        assert (response.status_code, response.content) == (304, b""), held
        assert response["ETag"] == tag
        assert "Content-Security-Policy" in response or url.startswith("/api/")
    assert client.get(url, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("url", [*PAGES, "/plan/?cluster=leather"])
def test_who_holds_what_was_pushed_out_is_told_so_without_work(client: Client, url: str) -> None:
    page = client.get(url)
    chain(client).kept.clear()
    held = {"If-None-Match": page["ETag"]}
    first = client.get(url, headers=held)
    assert first.status_code == 304
    assert queries(lambda: client.get(url, headers=held)) == 0
    second = client.get(url, headers=held)
    assert (second.status_code, second.content, second["ETag"]) == (304, b"", page["ETag"])
    # Nobody is answered with the body that is not there; from then on it is.
    for other in ({}, {"If-None-Match": '"other"'}):
        whole = client.get(url, headers=other)
        assert (whole.status_code, whole.content, whole["Content-Type"]) == (
            200,
            page.content,
            page["Content-Type"],
        )
    assert queries(lambda: client.get(url)) == 0


def test_compressed_and_plain_are_the_same(client: Client) -> None:
    for _twice in range(2):
        plain = client.get("/plan/", headers={"Accept-Encoding": "identity"})
        packed = client.get("/plan/", headers={"Accept-Encoding": "gzip, deflate, br"})
        assert "Content-Encoding" not in plain
        assert packed["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.content) == plain.content
        assert len(packed.content) < len(plain.content) / 3


def report(deputy: User) -> None:
    action = Action.objects.get(reference="KN-07")
    file_update(by=deputy, action=action, revision=action.revision, report=Report("partly_done", "green"))


def test_a_report_is_seen_by_the_next_reader(client: Client, write: Any) -> None:
    deputy = UserFactory(role=roles.DEPUTY_COMMISSIONER)
    before = {url: client.get(url) for url in PAGES}
    write(lambda: report(deputy))
    for url in PLAN:
        after = client.get(url, headers={"If-None-Match": before[url]["ETag"]})
        assert after.status_code == 200, url
        assert after.content != before[url].content, url


def test_a_new_day_is_a_new_page(client: Client) -> None:
    """Nothing is written at midnight, and yet an action may be late from then on."""
    Action.objects.filter(reference="KN-07").update(start_by=timezone.localdate())

    def is_late() -> bool:
        return bool(elements(by_id(read(client.get("/plan/").text), "KN-07"), class_="tag-overdue"))

    assert not is_late()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert is_late()


def in_the_same_process(client: Client) -> Client:
    """Another reader whom the same process answers."""
    other = Client()
    other.handler = client.handler
    return other


def test_signed_in_readers_are_never_given_what_is_kept(client: Client) -> None:
    for url in ("/plan/KN-07/", "/"):
        public = client.get(url).text
        member = in_the_same_process(client)
        member.force_login(User.objects.get_or_create(username="somebody-in")[0])
        assert "somebody-in" in member.get(url).text
        assert client.get(url).text == public
        assert "somebody-in" not in in_the_same_process(client).get(url).text


def test_nor_what_was_made_for_them_is_kept(client: Client) -> None:
    member = in_the_same_process(client)
    member.force_login(UserFactory(username="somebody-in"))
    member.get("/plan/")
    assert "somebody-in" not in client.get("/plan/").text
    key = token_of(UserFactory(role=roles.OFFICER, authority=Authority.objects.get(slug="diepc")))
    url = "/api/v1/updates/"
    assert client.get(url, headers={"Authorization": f"Token {key}"}).status_code == 200
    assert queries(lambda: client.get(url, headers={"Authorization": f"Token {key}"})) > 0
    assert client.get(url, headers={"Authorization": "Token wrong"}).status_code == 401


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {"headers": PART}),
        ({"headers": PART}, {"headers": {**PART, "HX-History-Restore-Request": "true"}}),
        ({}, {"query_params": {"cluster": "plastic"}}),
        ({}, {"query_params": {"q": "KN-07"}}),
    ],
)
def test_what_differs_is_kept_apart(one: dict[str, Any], other: dict[str, Any]) -> None:
    client = Client()
    for _twice in range(2):
        assert client.get("/plan/", **one).content != client.get("/plan/", **other).content


def test_hosts_languages_and_forms_are_kept_apart(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    one = {"Host": "one.example"}
    for host in ("one.example", "two.example", "one.example"):
        assert f"http://{host}/" in client.get("/api/v1/actions/", headers={"Host": host}).text
    assert client.get("/plan/", headers={"Host": "three.example"}).status_code == 400
    assert 'lang="hi"' in client.get("/hi/plan/", headers=one).text
    assert '<html lang="en"' in client.get("/plan/", headers={**one, "Accept-Language": "hi"}).text
    answers = [client.get("/api/v1/actions/", {"format": form}, headers=one) for form in ("json", "csv")]
    assert len({answer["Content-Type"] for answer in answers}) == 2


def test_plain_http_is_led_to_https_also_when_the_page_is_kept(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    client = Client()
    assert client.get("/plan/", secure=True).status_code == 200
    response = client.get("/plan/")
    assert (response.status_code, response["Location"]) == (301, "https://testserver/plan/")


def test_a_message_is_not_lost_on_a_kept_page(client: Client) -> None:
    """After signing out one is led home, where it is said."""
    client.get("/")
    member = in_the_same_process(client)
    member.force_login(UserFactory())
    response = member.post("/accounts/logout/")
    assert "messages" in response.cookies
    del member.cookies["sessionid"]  # a browser sends no cookie that has ended
    shown = member.get(response.url)
    assert "You have signed out" in shown.text
    assert "You have signed out" not in member.get(response.url).text
    assert "You have signed out" not in client.get("/").text


@pytest.mark.parametrize(
    "url",
    [
        "/healthz",
        "/readyz",
        "/accounts/login/",
        "/hi/accounts/login/",
        "/my/",
        "/admin/",
        "/search/?q=x",
        "/hi/search/",
    ],
)
def test_what_is_never_kept(client: Client, url: str) -> None:
    client.get(url)
    kept = chain(client).kept
    assert not [key for key in kept if key[2] == url]


@pytest.mark.parametrize("url", ["/nothing/", "/plan/?colour=red", "/plan/KN-99/", "/api/v1/nothing/"])
def test_refusals_are_not_kept(client: Client, url: str) -> None:
    assert client.get(url).status_code in (400, 404)
    assert not chain(client).kept


def chain(client: Client) -> anonymous_cache.AnonymousCacheMiddleware:
    """The outermost middleware of this client's handler."""
    handler = client.handler
    if handler._middleware_chain is None:
        handler.load_middleware()
    found = handler._middleware_chain
    while not isinstance(found, anonymous_cache.AnonymousCacheMiddleware):
        found = found.__wrapped__
    return found


def test_no_more_is_kept_than_agreed(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anonymous_cache, "MAX_ENTRIES", 3)
    for number in range(6):
        client.get("/plan/", {"q": str(number)})
        client.get("/plan/", {"q": "0"})
    kept = [key[2] for key in chain(client).kept]
    assert kept == ["/plan/?q=4", "/plan/?q=5", "/plan/?q=0"], "what was not asked for longest goes first"


@pytest.mark.parametrize("url", ["/about/", "/", "/sources/", "/clusters/leather/"])
def test_a_made_up_query_is_not_kept(client: Client, url: str) -> None:
    assert client.get(url, {"x": "1"}).status_code == 200
    assert not chain(client).kept
    client.get(url)
    assert [key[2] for key in chain(client).kept] == [url]


def test_what_is_too_large_is_not_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anonymous_cache, "MAX_BYTES", 1000)
    assert client.get("/plan/").status_code == 200
    assert not chain(client).kept


def test_only_reading_is_kept(client: Client) -> None:
    client.head("/plan/")
    client.post("/plan/")
    client.options("/plan/")
    assert not chain(client).kept


def test_a_version_that_is_too_old_is_not_relied_on(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process writes: this one learns of it when it asks again."""
    monkeypatch.setattr(data_version, "READ_EVERY_SECONDS", 1000)
    before = client.get("/plan/?q=KN-07").text
    report(UserFactory(role=roles.DEPUTY_COMMISSIONER))  # no commit that this process would notice
    assert client.get("/plan/?q=KN-07").text == before
    monkeypatch.setattr(data_version, "READ_EVERY_SECONDS", 0)
    assert client.get("/plan/?q=KN-07").text != before
