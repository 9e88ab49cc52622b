"""A user's keys to the API: shown once, kept as a hash, ended at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from kanpur_portal import roles
from kanpur_portal.models import ApiToken
from kanpur_portal.my_tokens import LIFETIME, MAX_TOKENS
from tests.dom import elements, given, read, words
from tests.factories import UserFactory, token_of

PAGE = "/my/tokens/"
LANGUAGES = pytest.mark.parametrize("language", ["", "/hi"])


@pytest.fixture
def user(db: None) -> User:
    return UserFactory(role=roles.ANALYST)


@pytest.fixture
def at_work(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def shown_key(response: Any) -> str:
    """The one long word of letters and digits that the page shows."""
    keys = [words(element) for element in elements(read(response.text), "code")]
    (key,) = [word for word in keys if len(word) >= 40]
    return key


@LANGUAGES
def test_a_key_is_shown_once_and_works(at_work: Client, user: User, language: str) -> None:
    response = at_work.post(language + PAGE, {"name": " भारत की तालिका "})
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    key = shown_key(response)
    token = ApiToken.objects.get()
    assert (token.user, token.name) == (user, "भारत की तालिका")
    assert key not in (token.digest, str(token.__dict__))
    assert token.digest == ApiToken.digest_of(key)
    assert abs(token.expires_at - timezone.now() - LIFETIME) < timedelta(minutes=1)
    again = at_work.get(language + PAGE).text
    assert key not in again
    assert token.name in again
    assert Client().get("/api/v1/updates/", headers={"Authorization": f"Token {key}"}).status_code == 200


def test_the_page_tells_when_a_token_was_last_used(at_work: Client, user: User) -> None:
    key = token_of(user)
    assert "never used" in at_work.get(PAGE).text
    Client().get("/api/v1/updates/", headers={"Authorization": f"Token {key}"})
    assert "never used" not in at_work.get(PAGE).text
    cells = [
        words(found) for found in elements(read(at_work.get(PAGE).text), "td", **{"data-label": "Last used"})
    ]
    assert cells == [date_format(timezone.localdate())]


def test_two_keys_are_never_the_same(at_work: Client) -> None:
    keys = {shown_key(at_work.post(PAGE, {"name": f"Program {number}"})) for number in range(5)}
    assert len(keys) == 5


@LANGUAGES
@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "\x00"])
def test_a_name_that_is_none(at_work: Client, language: str, name: str) -> None:
    response = at_work.post(language + PAGE, {"name": name})
    assert response.status_code == 422
    assert words(elements(read(response.text), "div", class_="error-summary")[0])
    assert not ApiToken.objects.exists()


def test_a_name_is_used_once(at_work: Client, user: User) -> None:
    at_work.post(PAGE, {"name": "Reader"})
    response = at_work.post(PAGE, {"name": "Reader"})
    assert response.status_code == 422
    assert "You have a token of this name" in response.text
    other = Client()
    other.force_login(UserFactory())
    assert other.post(PAGE, {"name": "Reader"}).status_code == 200, "it is another's own affair"


def test_ten_are_enough(at_work: Client, user: User) -> None:
    for number in range(MAX_TOKENS):
        assert at_work.post(PAGE, {"name": str(number)}).status_code == 200
    response = at_work.post(PAGE, {"name": "one more"})
    assert response.status_code == 422
    assert "You have 10 tokens" in response.text
    assert user.api_tokens.count() == MAX_TOKENS


def test_a_token_that_is_ended_no_longer_works(at_work: Client, user: User) -> None:
    key = token_of(user)
    (button,) = elements(read(at_work.get(PAGE).text), "button", name="end")
    assert at_work.post(PAGE, {"end": given(button)["value"]}).url == PAGE
    response = Client().get("/api/v1/updates/", headers={"Authorization": f"Token {key}"})
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize("number", ["0", "x", "999999", "9" * 30, "\x00", "-1", "٣", "1.0"])
def test_a_token_that_is_not_there(at_work: Client, number: str) -> None:
    assert at_work.post(PAGE, {"end": number}).status_code == 404


def test_nobody_ends_anothers(at_work: Client) -> None:
    token_of(UserFactory())
    assert at_work.post(PAGE, {"end": str(ApiToken.objects.get().pk)}).status_code == 404
    assert ApiToken.objects.exists()
    assert ApiToken.objects.get().name not in at_work.get(PAGE).text


@pytest.mark.parametrize(
    "header",
    [
        "Token",
        "Token ",
        "Token x",
        "Token " + "x" * 5000,
        "Token \x00",
        "token é",
    ],
)
def test_a_key_that_is_none(db: None, header: str) -> None:
    assert Client().get("/api/v1/actions/", headers={"Authorization": header}).status_code == 401


def test_a_key_that_has_expired_or_whose_user_has_gone(user: User) -> None:
    old = token_of(user, valid_for=timedelta(seconds=-1))
    gone = token_of(UserFactory(is_active=False))
    for key, said in ((old, "expired"), (gone, "no longer active")):
        response = Client().get("/api/v1/actions/", headers={"Authorization": f"Token {key}"})
        assert response.status_code == 401
        assert said in response.json()["detail"]
