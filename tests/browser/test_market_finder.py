"""A small firm with a phone: from the first page to the markets for its product, and some side by side."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.checks import expect_sound
from tests.browser.steps import main

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("portal")]
PHONE = {"width": 360, "height": 740}


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_from_the_first_page_to_four_markets(
    new_context: Callable[..., BrowserContext], scripts: bool
) -> None:
    page = new_context(java_script_enabled=scripts, viewport=PHONE).new_page()
    page.goto("/")
    main(page).get_by_role("link", name="Find a market").click()
    page.get_by_label("Product").select_option(label="Leather footwear · HS 640510")
    page.get_by_role("button", name="Find markets").click()
    expect(page).to_have_url(re.compile(r"/markets/finder/\?product=leather-footwear"))
    expect(page.locator("table.finder tbody > tr")).to_have_count(12)
    expect_sound(page)

    gulf = page.locator("#market-gcc")
    expect(gulf.get_by_text("since 25 May 1981").first).to_be_hidden()
    gulf.locator("summary", has_text="6 members").click()
    expect(gulf.get_by_role("link", name="Oman")).to_be_visible()

    page.locator("#market-JP").get_by_role("link", name="Japan", exact=True).click()
    expect(page).to_have_url(re.compile(r"/markets/JP/$"))
    expect(main(page)).to_contain_text("in force since 1 August 2011")
    page.go_back()

    main(page).get_by_role("link", name="Compare the first 4").click()
    expect(page).to_have_url(re.compile(r"/markets/compare/\?m=FR,gcc,HK,IT&product=leather-footwear$"))
    page.get_by_label("Market 2").select_option("United Arab Emirates")
    page.get_by_label("Market 3").select_option("none")
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page).to_have_url(re.compile(r"/markets/compare/\?m=FR,AE,IT&product=leather-footwear$"))
    cells = page.locator("table.compare tbody > tr").first.locator("td")
    labels = "cells => cells.map(cell => getComputedStyle(cell, '::before').content)"
    assert cells.evaluate_all(labels) == [
        f'"{name}: "' for name in ("France", "United Arab Emirates", "Italy")
    ], "on a phone each cell says whose it is"
    expect_sound(page)

    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Compare", exact=True)).to_be_hidden()
    expect(page.get_by_text("Looked up on").first).to_be_visible()
