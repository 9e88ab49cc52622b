"""The officer's two minutes on a phone, with and without JavaScript: nothing that was typed is lost."""

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, Page, expect

from interventions.models import ActionUpdate
from tests.browser.checks import expect_sound
from tests.browser.steps import (
    DISGUISED,
    PDF,
    PNG,
    entry,
    expect_problem,
    file_it,
    log_in,
    main,
    open_fold,
    report,
    reports,
)

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("portal")]
PHONE = {"viewport": {"width": 360, "height": 740}}
DONE = "शिविर लगा। Eleven exporters came; <b>two</b> asked for an IEC."


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def phone(request: pytest.FixtureRequest) -> dict[str, object]:
    return {**PHONE, "java_script_enabled": request.param}


def owed(page: Page) -> tuple[int, int]:
    """How many updates the page says are owed, and how many rows are behind."""
    said = re.search(r"You owe (\d+) updates?, (\d+) (?:is|are) behind", main(page).inner_text())
    assert said
    return int(said[1]), int(said[2])


def rows_behind(page: Page) -> Locator:
    return page.locator("h2:has-text('Behind') + .owed > li")


def test_from_login_to_the_history(
    new_context: Callable[..., BrowserContext], phone: dict[str, object]
) -> None:
    page = new_context(**phone).new_page()
    page.goto("/accounts/login/")
    log_in(page, "officer")
    expect(page).to_have_url(re.compile(r"/my/$"))
    before, behind = owed(page)
    assert behind == rows_behind(page).count() > 0
    row = rows_behind(page).filter(has_text="not started").first
    reference = row.inner_text().split()[0]
    assert reports(reference) == 0

    row.get_by_role("link", name=f"Update {reference}", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Update {reference}")
    report(page, "in progress", "green", DONE)
    open_fold(page, "Evidence")
    page.get_by_label("Link to evidence").fill("https://example.org/minutes")
    page.get_by_label("Files").set_input_files([PDF, PNG])
    file_it(page)

    expect(page.get_by_text("Update 1 is filed.")).to_be_visible()
    expect(entry(page, 1)).to_contain_text(DONE)
    expect(entry(page, 1)).to_contain_text("in progress")
    expect(entry(page, 1)).to_contain_text("DIEPC (officer)")
    reported_at = ActionUpdate.objects.get(action__reference=reference).reported_at
    expect(entry(page, 1)).to_contain_text(f"{timezone.localtime(reported_at):%H:%M}")
    expect(entry(page, 1).get_by_role("link", name="https://example.org/minutes")).to_be_visible()
    address = entry(page, 1).get_by_role("link", name="minutes.pdf").get_attribute("href")
    assert page.request.get(str(address)).body() == PDF["buffer"]
    page.goto("/my/")
    assert owed(page) == (before - 1, behind - 1)


def test_the_login_page_refuses_in_words(page: Page) -> None:
    page.goto("/accounts/login/?next=/plan/KN-12/update/")
    page.get_by_label("Username").fill("officer")
    page.get_by_label("Password").fill("not it")
    main(page).get_by_role("button", name="Sign in").click()
    expect_problem(page, "not correct")
    expect(page.get_by_label("Username")).to_have_value("officer")
    expect_sound(page)
    page.get_by_label("Password").fill("")
    log_in(page, "officer")
    expect(page).to_have_url(re.compile(r"/plan/KN-12/update/$"))


def test_amber_needs_a_reason(signed_in: Callable[..., Page], phone: dict[str, object]) -> None:
    page = signed_in("officer", **phone)
    page.goto("/plan/KN-06/update/")
    report(page, "in progress", "amber", DONE)
    open_fold(page, "Evidence")
    page.get_by_label("Files").set_input_files(PDF)
    file_it(page)
    expect_problem(page, "Reason")
    expect_sound(page)
    expect(page.get_by_label("What was done")).to_have_value(DONE)
    expect(page.get_by_role("radio", name="amber")).to_be_checked()
    page.locator(".error-summary").get_by_role("link", name="Reason").click()
    expect(page.get_by_label("Reason", exact=True)).to_be_focused()

    page.get_by_label("Reason", exact=True).fill("QCI has not answered.")
    file_it(page)
    expect(entry(page, 2)).to_contain_text("Reason: QCI has not answered.")
    expect(entry(page, 2).get_by_role("link", name="minutes.pdf")).to_be_visible()  # attached once


def test_what_is_behind_names_who_it_waits_for(
    signed_in: Callable[..., Page], phone: dict[str, object]
) -> None:
    page = signed_in("officer", **phone)
    page.goto("/my/")
    row = rows_behind(page).filter(has_text="not started").first
    number = reports(row.inner_text().split()[0]) + 1
    row.get_by_role("link", name="Update").last.click()
    report(page, "not started", "red", reason="No order yet.")
    file_it(page)
    expect_problem(page, "Pending with", "Pending since")
    page.locator(".error-summary").get_by_role("link", name="Pending with").click()
    expect(page.get_by_label("Pending with", exact=True)).to_be_focused()  # its fold stands open
    page.get_by_label("Pending with", exact=True).fill("UPEPB")
    page.get_by_label("Pending since").fill("2026-01-05")
    file_it(page)
    expect(entry(page, number)).to_contain_text("UPEPB, since 5 January 2026")


def test_a_date_moves_with_a_reason(signed_in: Callable[..., Page], phone: dict[str, object]) -> None:
    page = signed_in("officer", **phone)
    page.goto("/plan/KN-06/update/")
    report(page, "in progress", "green", "Draft sent.")
    open_fold(page, "Set or move a date")
    page.get_by_label("Finish by").fill("2030-03-31")
    file_it(page)
    expect_problem(page, "Why the date moves")
    page.get_by_label("Why the date moves").fill("Agreed at the meeting.")
    file_it(page)
    expect(entry(page, 2)).to_contain_text("31 March 2030: Agreed at the meeting.")


def test_a_disguised_file_is_refused(signed_in: Callable[..., Page], phone: dict[str, object]) -> None:
    page = signed_in("officer", **phone)
    page.goto("/plan/KN-06/update/")
    report(page, "in progress", "green", DONE)
    open_fold(page, "Evidence")
    page.get_by_label("Files").set_input_files(DISGUISED)
    file_it(page)
    expect_problem(page, "“stall.pdf” is a PNG file by its content", ".png")
    expect(page.get_by_label("Files")).to_be_visible()
    expect(page.get_by_label("What was done")).to_have_value(DONE)
    page.goto("/plan/KN-06/")
    expect(entry(page, 2)).to_have_count(0)


def test_the_second_of_two_officers_sees_what_changed(
    signed_in: Callable[..., Page], phone: dict[str, object]
) -> None:
    first, second = signed_in("colleague", **phone), signed_in("officer", **phone)
    for page in (first, second):
        page.goto("/plan/KN-06/update/")
    report(first, "partly done", "green", "The standard is agreed.")
    file_it(first)
    expect(entry(first, 2)).to_be_visible()

    report(second, "in progress", "green", DONE)
    file_it(second)
    expect(second.get_by_role("heading", name="Somebody else has reported meanwhile")).to_be_visible()
    expect(second.locator("section", has_text="meanwhile")).to_contain_text("The standard is agreed.")
    expect(second.get_by_label("What was done")).to_have_value(DONE)
    expect_sound(second)
    file_it(second)
    expect(entry(second, 2)).to_contain_text("The standard is agreed.")
    expect(entry(second, 3)).to_contain_text(DONE)
