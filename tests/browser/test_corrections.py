"""A reader says that a figure is wrong, without scripts and on a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.checks import axe_violations, expect_sound
from tests.browser.steps import expect_problem, main

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("portal")]
PHONE = {"width": 360, "height": 740}


def test_from_the_mark_to_the_numbered_page(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(java_script_enabled=False, viewport=PHONE).new_page()
    page.goto("/plan/")
    page.locator("#KN-07").get_by_role("link", name="Is this wrong?").click()
    expect(page).to_have_url(
        re.compile(r"document=export-plan&line=1044&record=interventions.action%3AKN-07")
    )
    expect(main(page)).to_contain_text("Collaboration with IIP")
    expect_sound(page)
    page.get_by_label("What is wrong, and what is right?").fill("It is IIT.")
    page.get_by_role("button", name="Send the request").click()
    expect(page).to_have_url(re.compile(r"/corrections/CR-\d+/\?sent$"))
    expect(main(page)).to_contain_text("It is IIT.")
    expect_sound(page)
    page.get_by_role("navigation", name="You are here").get_by_role("link").click()
    expect(page.get_by_role("rowheader")).to_have_text(re.compile(r"CR-\d+"))
    expect_sound(page)


def test_an_empty_text_is_named_at_its_field(page: Page) -> None:
    page.goto("/corrections/new/?document=export-plan&line=1044")
    page.get_by_label("What is wrong, and what is right?").fill(" ")
    page.get_by_role("button", name="Send the request").click()
    expect_problem(page, "What is wrong, and what is right?")
    assert not axe_violations(page)


@pytest.mark.parametrize("prefix", ["", "/hi"])
def test_going_to_a_line_marks_it(page: Page, prefix: str) -> None:
    page.goto(f"{prefix}/sources/export-plan/")
    page.locator("#id_line").fill("1065")
    page.locator(".go-to button").click()
    expect(page).to_have_url(re.compile(r"/sources/export-plan/#L1065$"))
    target = page.locator("#L1065")
    expect(target).to_be_in_viewport()
    row = "part => getComputedStyle(part.closest('tr')).backgroundColor"
    assert target.evaluate(row) != page.locator("#L1060").evaluate(row)


def test_the_sections_jump(page: Page) -> None:
    page.goto("/sources/export-plan/")
    page.locator("summary", has_text="Sections of the document").click()
    page.get_by_role("link", name="9. Action Plan", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"#L\d+$"))
    expect(page.locator(":target")).to_be_in_viewport()
    expect(page.locator(":target")).to_contain_text("9. Action Plan")
