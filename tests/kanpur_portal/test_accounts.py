"""Signing in and out, the password and the second factor, as a browser meets them."""

import re
import time
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import User
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import translation

PASSWORD = "correct horse 42"
INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=|javascript:", re.IGNORECASE)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A request for a Hindi page leaves its thread in Hindi; the next test begins in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def officer(db: None) -> User:
    return User.objects.create_user("officer", "officer@example.org", PASSWORD)


def login(client: Client, password: str = PASSWORD, **extra: str):
    return client.post(reverse("account_login"), {"login": "officer", "password": password, **extra})


def confirm_password(client: Client) -> None:
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302


def totp_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def switch_on_second_factor(client: Client) -> None:
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    response = client.post(reverse("mfa_activate_totp"), {"code": totp_code(secret)})
    assert response.url == reverse("mfa_view_recovery_codes")


@pytest.mark.parametrize("prefix", ["", "/hi"])
def test_login_page_opens_without_an_account(client: Client, db: None, prefix: str) -> None:
    response = client.get(f"{prefix}/accounts/login/")
    assert response.status_code == 200
    assert f'lang="{prefix[1:] or "en"}"' in response.text


def test_login_leads_to_what_one_owes(client: Client, officer: User) -> None:
    response = login(client)
    assert (response.status_code, response.url) == (302, reverse("my"))
    assert client.get(reverse("account_change_password")).status_code == 200


def test_login_returns_to_the_page_asked_for(client: Client, officer: User) -> None:
    assert login(client, next="/plan/").url == "/plan/"
    client.logout()
    assert login(client, next="https://elsewhere.example/").url == reverse("my")


def test_wrong_password_is_said_and_nobody_is_signed_in(client: Client, officer: User) -> None:
    response = login(client, "wrong")
    assert response.status_code == 422
    assert 'class="error-summary" role="alert"' in response.text
    assert "not correct" in response.text
    assert "_auth_user_id" not in client.session


def test_unknown_user_gets_the_same_words(client: Client, officer: User) -> None:
    known = login(client, "wrong").context["form"].non_field_errors()
    unknown = client.post(reverse("account_login"), {"login": "nobody", "password": "wrong"})
    assert unknown.context["form"].non_field_errors() == known


def test_sixth_attempt_is_refused_even_with_the_right_password(client: Client, officer: User) -> None:
    for _attempt in range(5):
        assert "not correct" in login(client, "wrong").text
    response = login(client)
    assert response.status_code == 422
    assert "Too many failed login attempts" in response.text
    assert "_auth_user_id" not in client.session


def test_admin_login_keeps_the_same_limit(client: Client, db: None) -> None:
    response = client.get(reverse("admin:login"), {"next": "/admin/"})
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_reset_password", "mfa_list_webauthn"]
)
def test_what_the_portal_does_not_offer_has_no_name(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("page", ["signup/", "email/", "social/connections/", "password/reset/"])
def test_what_the_portal_does_not_offer_has_no_page(client: Client, officer: User, page: str) -> None:
    client.force_login(officer)
    assert client.get(f"/accounts/{page}").status_code == 404


def test_sign_out_needs_a_post(client: Client, officer: User) -> None:
    login(client)
    assert client.get(reverse("account_logout")).status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post(reverse("account_logout")).status_code == 302
    assert "_auth_user_id" not in client.session


def test_sign_out_without_token_is_refused_with_our_page(officer: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    response = client.post(reverse("account_logout"))
    assert response.status_code == 403
    assert "The form had expired" in response.text


def test_password_change(client: Client, officer: User) -> None:
    login(client)
    new = {"oldpassword": PASSWORD, "password1": "battery staple 7", "password2": "battery staple 7"}
    refused = client.post(reverse("account_change_password"), {**new, "oldpassword": "wrong"})
    assert refused.status_code == 422
    assert "oldpassword" in refused.context["form"].errors
    assert client.post(reverse("account_change_password"), new).status_code == 302
    client.logout()
    assert login(client, "battery staple 7").status_code == 302


def test_user_without_password_is_asked_to_set_one(client: Client, officer: User) -> None:
    officer.set_unusable_password()
    officer.save()
    client.force_login(officer)
    assert client.get(reverse("account_change_password")).url == reverse("account_set_password")
    assert client.get(reverse("account_set_password")).status_code == 200


def test_second_factor_from_start_to_end(client: Client, officer: User) -> None:
    login(client)
    assert client.get(reverse("mfa_activate_totp")).url.startswith(reverse("account_reauthenticate"))
    confirm_password(client)
    switch_on_second_factor(client)
    client.post(reverse("account_logout"))

    assert login(client).url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert (wrong.status_code, "_auth_user_id" in client.session) == (422, False)
    recovery = officer.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()[0]
    assert client.post(reverse("mfa_authenticate"), {"code": recovery}).url == reverse("my")

    confirm_password(client)
    assert client.post(reverse("mfa_deactivate_totp")).url == reverse("mfa_index")
    assert not officer.authenticator_set.exists()


@pytest.mark.parametrize("prefix", ["", "/hi"])
def test_every_account_page_keeps_the_content_policy(client: Client, officer: User, prefix: str) -> None:
    _keeps_policy(client, prefix, ["login/", "inactive/"])
    login(client)
    confirm_password(client)
    pages = ["password/change/", "2fa/", "2fa/totp/activate/", "logout/", "reauthenticate/"]
    _keeps_policy(client, prefix, pages)
    switch_on_second_factor(client)
    pages = ["", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/", "reauthenticate/"]
    _keeps_policy(client, prefix, [f"2fa/{page}" for page in pages])
    client.post(reverse("account_logout"))
    login(client)
    _keeps_policy(client, prefix, ["2fa/authenticate/"])


def _keeps_policy(client: Client, prefix: str, pages: list[str]) -> None:
    for page in pages:
        response = client.get(f"{prefix}/accounts/{page}")
        assert response.status_code == 200, page
        assert "style-src 'self'" in response["Content-Security-Policy"], page
        assert not INLINE.search(response.text), page
