"""Closing an action takes two: the officer reports it, the Deputy Commissioner confirms or returns it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import expect_sound
from tests.browser.steps import entry, expect_problem, file_it, main, report

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("portal")]
PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def deputy(request: pytest.FixtureRequest, signed_in: Callable[..., Page]) -> Page:
    """With an update of KN-06 before them that closes it."""
    phone = {**PHONE, "java_script_enabled": request.param}
    officer = signed_in("officer", **phone)
    officer.goto("/plan/KN-06/update/")
    report(officer, "completed", "green")
    file_it(officer)
    expect_problem(officer, "What was done")  # completing needs it
    officer.get_by_label("What was done").fill("The agreement is signed.")
    file_it(officer)
    expect(main(officer).get_by_text("awaiting confirmation")).to_be_visible()
    expect(officer.get_by_role("button", name="Record the decision")).to_have_count(0)

    deputy = signed_in("deputy-commissioner", **phone)
    deputy.goto("/my/")
    deputy.get_by_role("link", name="Confirm or return KN-06").click()
    return deputy


def decide(page: Page, outcome: str, note: str = "") -> None:
    page.get_by_role("radio", name=outcome).check()
    page.get_by_label("Note").fill(note)
    page.get_by_role("button", name="Record the decision").click()


def test_confirms(deputy: Page) -> None:
    expect_sound(deputy)
    decide(deputy, "confirmed")
    expect(deputy.get_by_text("Your decision on update 2 is recorded.")).to_be_visible()
    expect(deputy.locator("h1 + .row")).to_contain_text("completed")
    expect(main(deputy)).to_contain_text("Update 2 confirmed")
    expect(main(deputy).get_by_text("awaiting confirmation")).to_have_count(0)


def test_returns_with_a_note(deputy: Page) -> None:
    decide(deputy, "returned")
    expect_problem(deputy, "Note")
    expect_sound(deputy)
    expect(deputy.get_by_role("radio", name="returned")).to_be_checked()
    expect(deputy.locator(".language")).to_have_count(0)  # it would lead to an address without a page
    decide(deputy, "returned", "Attach the signed copy.")
    expect(main(deputy)).to_contain_text("Attach the signed copy.")
    expect(deputy.locator("h1 + .row")).to_contain_text("in progress")
    expect(entry(deputy, 2)).to_be_visible()
