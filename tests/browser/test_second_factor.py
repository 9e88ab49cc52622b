"""Setting up an authenticator app, signing in with it, and taking it away: each page in both languages."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests.browser.checks import axe_violations, overflows, structure
from tests.browser.steps import PASSWORD, log_in, main

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("portal")]


def look(page: Page, *paths: str) -> None:
    """These pages in both languages; the last in English stays open."""
    for path in paths:
        for prefix, language in (("/hi", "hi"), ("", "en")):
            response = page.goto(prefix + path)
            assert response and response.status == 200, path
            assert page.url.endswith(prefix + path), "sent on elsewhere"
            assert not structure(page, language) + axe_violations(page) + overflows(page), prefix + path


def press(page: Page, name: str) -> None:
    main(page).get_by_role("button", name=name, exact=True).click()


def set_up_an_app(page: Page) -> str:
    """The app's secret."""
    page.goto("/accounts/login/")
    log_in(page, "deputy-commissioner")
    expect(page).to_have_url(re.compile("/my/$"))
    page.goto("/accounts/2fa/")
    main(page).get_by_role("link", name="Set up an app").click()
    confirm(page)
    look(page, "/accounts/2fa/totp/activate/")
    expect(page.get_by_role("img", name="QR picture of the key")).to_be_visible()
    secret = page.locator(".secret").inner_text()
    page.locator("input[name=code]").fill(code(secret))
    press(page, "Set up")
    return secret


def confirm(page: Page) -> None:
    """That it is still the same person."""
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Confirm")


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_from_setting_up_to_taking_away(page: Page, settings: Any) -> None:
    settings.MFA_TOTP_TOLERANCE = 1  # a code may run out while the test types
    page.set_viewport_size({"width": 360, "height": 740})
    set_up_an_app(page)
    look(
        page,
        "/accounts/2fa/",
        "/accounts/2fa/totp/deactivate/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/2fa/reauthenticate/",
        "/accounts/2fa/recovery-codes/",
    )
    codes = main(page).locator("code").all_inner_texts()
    assert len(set(codes)) == 10

    page.goto("/accounts/logout/")
    press(page, "Sign out")
    page.goto("/accounts/login/")
    log_in(page, "deputy-commissioner")
    expect(page).to_have_url(re.compile("/2fa/authenticate/$"))
    look(page, "/accounts/2fa/authenticate/")
    page.locator("input[name=code]").fill("000000")
    press(page, "Sign in")
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator("input[name=code]").fill(codes[0])
    press(page, "Sign in")
    expect(page).to_have_url(re.compile("/my/$"))

    page.goto("/accounts/2fa/")
    expect(main(page)).to_contain_text("9 codes are left")
    main(page).get_by_role("link", name="Remove the app").click()
    confirm(page)
    press(page, "Remove the app")
    expect(main(page)).to_contain_text("No authenticator app is set up.")
