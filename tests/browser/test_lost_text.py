"""Text outlives an ended session, a lost connection and a closed window, until it has been filed."""

import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from interventions.models import Action, ActionUpdate
from tests.browser.checks import expect_sound
from tests.browser.steps import entry, file_it, log_in, main, open_fold, report

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("portal")]
PHONE = {"viewport": {"width": 360, "height": 740}}
DONE = 'दो बैठकें हुईं। Two meetings, "minutes" attached.'
ADDRESS = "/plan/KN-06/update/"


def written(reference: str = "KN-06") -> int:
    return ActionUpdate.objects.filter(action__reference=reference).count()


def expect_typed(page: Page, text: str = DONE) -> None:
    expect(page.get_by_label("What was done")).to_have_value(text)


@pytest.fixture
def page(signed_in: Callable[..., Page]) -> Page:
    page = signed_in("officer", **PHONE)
    page.goto(ADDRESS)
    return page


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_session_that_ended_meanwhile(signed_in: Callable[..., Page], script: bool) -> None:
    page = signed_in("officer", **PHONE, java_script_enabled=script)
    page.goto(ADDRESS)
    report(page, "partly done", "amber", DONE, "Waiting.")
    Session.objects.all().delete()
    file_it(page)
    expect(page).to_have_url(re.compile("/accounts/login/"))
    assert written() == 1

    log_in(page, "officer")
    expect(page).to_have_url(re.compile(f"{ADDRESS}$"))
    expect(page.get_by_text("Your text was kept")).to_be_visible()
    expect_typed(page)
    expect(page.get_by_label("Reason", exact=True)).to_have_value("Waiting.")
    expect(page.get_by_role("radio", name="partly done")).to_be_checked()
    expect(page.get_by_role("radio", name="amber")).to_be_checked()
    expect_sound(page)
    file_it(page)
    expect(entry(page, 2)).to_contain_text(DONE)


def test_the_numbers_of_milestones_are_kept_with_the_text(signed_in: Callable[..., Page]) -> None:
    page = signed_in("officer", **PHONE, java_script_enabled=False)
    page.goto("/plan/KN-01/update/")
    report(page, "in progress", "green", DONE)
    page.get_by_label("How many").first.fill("2")
    Session.objects.all().delete()
    file_it(page)
    log_in(page, "officer")
    expect_typed(page)
    expect(page.get_by_label("How many").first).to_have_value("2")


def test_a_session_that_ended_before_anything_was_sent(page: Page) -> None:
    report(page, "in progress", "green", DONE)
    Session.objects.all().delete()
    page.reload()
    log_in(page, "officer")
    expect_typed(page)


def test_a_form_older_than_the_latest_login(signed_in: Callable[..., Page]) -> None:
    """Signing in anew in another window makes the form's key worthless; its text comes back with a word."""
    page = signed_in("officer", **PHONE, java_script_enabled=False)
    page.goto(ADDRESS)
    report(page, "in progress", "green", DONE)
    other = page.context.new_page()
    page.context.clear_cookies()
    other.goto("/accounts/login/")
    log_in(other, "officer")
    expect(other).to_have_url(re.compile("/my/$"))
    file_it(page)
    expect(page.locator(".error-summary")).to_contain_text("Nothing is filed yet")
    expect_typed(page)
    file_it(page)
    expect(entry(page, 2)).to_contain_text(DONE)


def test_no_connection(page: Page) -> None:
    report(page, "in progress", "green", DONE)
    page.context.set_offline(True)
    file_it(page)
    expect(page.get_by_text("No connection. Your text is kept on this device")).to_be_visible()
    expect_typed(page)

    page.context.set_offline(False)
    page.goto("/plan/")
    page.goto(ADDRESS)
    expect(page.get_by_text("Text typed earlier on this device was put back.")).to_be_visible()
    expect_typed(page)
    expect(page.get_by_role("radio", name="green")).to_be_checked()
    expect_sound(page)
    file_it(page)
    expect(entry(page, 2)).to_contain_text(DONE)


def test_a_server_that_does_not_answer(page: Page) -> None:
    report(page, "in progress", "green", DONE)
    page.route(
        f"**{ADDRESS}", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    with page.expect_event("requestfailed"):
        file_it(page)
    page.unroute_all()
    page.goto(ADDRESS)
    expect_typed(page)


def test_a_closed_window(page: Page) -> None:
    report(page, "in progress", "red", DONE)
    open_fold(page, "Pending with another office")
    page.get_by_label("Pending with", exact=True).fill("UPEPB")
    page.close()
    again = page.context.new_page()
    again.goto(f"/hi{ADDRESS}")  # also in the other language
    expect(again.locator("#id_done")).to_have_value(DONE)
    expect(again.locator("#id_pending_with")).to_be_visible()  # its fold stands open
    expect(again.locator("#id_pending_with")).to_have_value("UPEPB")


def test_an_old_text_can_be_discarded(page: Page) -> None:
    report(page, "dropped", "green", DONE)
    page.reload()
    expect_typed(page)
    page.get_by_role("button", name="Discard this text").click()
    expect_typed(page, "")
    expect(page.get_by_role("radio", name="in progress")).to_be_checked()  # as reported
    page.reload()
    expect_typed(page, "")
    expect(page.get_by_role("button", name="Discard this text")).to_be_hidden()


def test_what_was_filed_is_forgotten_and_what_follows_is_not(page: Page) -> None:
    report(page, "in progress", "green", DONE)
    file_it(page)
    expect(entry(page, 2)).to_be_visible()
    assert page.evaluate("localStorage.length") == 0

    main(page).get_by_role("link", name="File an update").click()
    expect_typed(page, "")
    page.get_by_label("What was done").fill("A third meeting.")
    page.goto("/plan/KN-06/")
    page.go_back()
    page.go_back()
    expect(entry(page, 2)).to_be_visible()  # the page that told of the filing
    page.reload()
    page.goto(ADDRESS)
    expect_typed(page, "A third meeting.")


def test_the_text_of_one_officer_is_not_shown_to_another(page: Page, signed_in: Callable[..., Page]) -> None:
    report(page, "in progress", "green", DONE)
    colleague = signed_in("colleague")
    page.context.clear_cookies()
    page.context.add_cookies(colleague.context.cookies())
    page.goto(ADDRESS)
    expect_typed(page, "")


def test_a_second_tap_is_not_a_second_update(page: Page) -> None:
    report(page, "in progress", "green", DONE)
    page.get_by_role("button", name="File the update").dblclick()
    expect(entry(page, 2)).to_contain_text(DONE)
    assert written() == 2
    assert Action.objects.get(reference="KN-06").revision == 2
