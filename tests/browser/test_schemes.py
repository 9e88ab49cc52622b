"""An exporter works out what a scheme pays, on a phone and without scripts."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.checks import expect_sound
from tests.browser.steps import expect_problem, main

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("portal")]
PHONE = {"width": 360, "height": 740}


def test_from_the_list_to_a_sum_that_can_be_shared(new_context: Callable[..., BrowserContext]) -> None:
    context = new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto("/schemes/")
    main(page).get_by_role("link", name="Marketing Development Scheme").first.click()
    expect(page).to_have_url(re.compile(r"/schemes/mda/$"))
    first = page.get_by_role("group", name="Fairs and events, 1")
    first.get_by_label("Stall charges, in rupees").fill("1,20,000")
    first.get_by_label("Air fare, economy class").fill("70000")
    page.get_by_role("button", name="Add a fair").click()
    second = page.get_by_role("group", name="Fairs and events, 2")
    expect(first.get_by_label("Stall charges, in rupees")).to_have_value("1,20,000")
    second.get_by_label("Stall charges, in rupees").fill("many")
    second.get_by_label("Stall charges, in rupees").press("Enter")
    expect_problem(page, "Stall charges, in rupees")
    expect_sound(page)
    second.get_by_label("Stall charges, in rupees").fill("2,00,000")
    page.get_by_role("button", name="Work it out").last.click()
    result = page.locator("#result")
    expect(result.locator(".figure-value")).to_have_text("₹ 2,07,000")
    expect(result.get_by_role("row", name="Fair abroad: stall charges · 2")).to_contain_text("the cap")
    expect_sound(page)
    result.get_by_role("link", name="Link to this result").click()
    expect(page).to_have_url(
        re.compile(r"/schemes/mda/\?stall_1=1%2C20%2C000&fare_1=70000&kind_1=abroad&stall_2=")
    )
    shared = context.new_page()
    shared.goto(page.url)
    expect(shared.locator("#result .figure-value")).to_have_text("₹ 2,07,000")
