"""A reader of the plan: filters, sources, discrepancies, the other language, paper."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.checks import axe_violations, expect_sound
from tests.browser.steps import main

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("portal")]
PHONE = {"width": 360, "height": 740}
PRODUCT = "Hosiery and textile products"


def references(page: Page) -> list[str]:
    """The actions of the list, as it stands."""
    return page.locator(".plan-table tbody th").all_inner_texts()


def filter_named(page: Page, name: str) -> Locator:
    return page.get_by_role("form", name="Filter the list").get_by_label(name, exact=True)


def test_filters_at_once(page: Page) -> None:
    page.goto("/plan/")
    everything = references(page)
    assert len(everything) == 29
    page.evaluate("window.loadedOnce = true")
    filter_named(page, "Cluster").focus()
    filter_named(page, "Cluster").select_option(PRODUCT)
    expect(page).to_have_url(re.compile(r"[?&]cluster=hosiery"))
    expect(page.get_by_role("status").filter(has_text="7 actions")).to_be_attached()
    assert page.evaluate("window.loadedOnce"), "the page was loaded anew"
    some = references(page)
    assert len(some) == 7
    expect(filter_named(page, "Cluster")).to_be_focused()
    other = page.get_by_role("link", name="हिन्दी")
    expect(other).to_have_attribute("href", re.compile(r"^/hi/plan/\?.*cluster=hosiery"))
    expect(page.get_by_role("link", name="Sign in")).to_have_attribute("href", re.compile("hosiery"))
    expect_sound(page)

    page.reload()
    assert references(page) == some, "the address does not give what the swap gave"
    page.go_back()
    expect(page.locator(".plan-table tbody th")).to_have_count(29)
    expect(page).to_have_url(re.compile(r"/plan/$"))


def test_filters_without_script(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(java_script_enabled=False, viewport=PHONE).new_page()
    page.goto("/plan/")
    page.locator("summary", has_text="Filter the list").click()
    filter_named(page, "Cluster").select_option(PRODUCT)
    filter_named(page, "Words").fill("e-commerce")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("cluster=hosiery"))
    assert references(page) == ["KN-24", "KN-28"]
    expect_sound(page)


def test_filters_are_taken_away_one_by_one(page: Page) -> None:
    page.goto("/plan/?authority=diepc&status=in_progress")
    chips = page.get_by_role("list", name="Active filters")
    narrow = len(references(page))
    chips.get_by_role("link", name="Remove filter: Status").click()
    expect(page).to_have_url(re.compile(r"/plan/\?authority=diepc$"))
    assert len(references(page)) > narrow > 0
    chips.get_by_role("link", name="Clear all filters").click()
    expect(page).to_have_url(re.compile(r"/plan/$"))
    assert len(references(page)) == 29


def test_each_count_opens_the_list_it_counts(page: Page) -> None:
    page.goto("/plan/?heading=common-interventions-across-sectors-clusters")
    page.goto("/plan/?authority=diepc")
    counts = page.get_by_role("list", name="Counts").get_by_role("link")
    opened = [(link.inner_text(), link.get_attribute("href")) for link in counts.all()]
    assert len(opened) > 3
    for text, address in opened:
        page.goto(str(address))
        assert "authority=diepc" in page.url
        assert len(references(page)) == int(text.split()[0]), text


def test_a_wrong_filter_is_named(page: Page) -> None:
    page.goto("/plan/?cluster=tea")
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Cluster").click()
    expect(filter_named(page, "Cluster")).to_be_focused()
    assert references(page) == []


@pytest.mark.parametrize(
    "address", ["/plan/", "/plan/KN-01/", "/clusters/hosiery/challenges/", "/discrepancies/"]
)
def test_every_source_mark_opens_its_line(page: Page, address: str) -> None:
    page.goto(address)
    marks = page.locator("main a.source").evaluate_all(
        "marks => marks.map(mark => mark.getAttribute('href'))"
    )
    assert marks
    targets = {}
    for document in {mark.partition("#")[0] for mark in marks}:
        page.goto(document)
        targets[document] = set(page.locator("[id^=L]").evaluate_all("lines => lines.map(line => line.id)"))
    missing = {mark for mark in marks if mark.partition("#")[2] not in targets[mark.partition("#")[0]]}
    assert not missing


def test_a_source_mark_shows_the_words(page: Page) -> None:
    page.goto("/plan/")
    page.locator("#KN-01").locator("a.source").click()
    expect(page).to_have_url(re.compile(r"/sources/export-plan/#L1031$"))
    line = page.locator("#L1031")
    expect(line).to_be_in_viewport()
    assert line.evaluate("line => line.matches(':target')")
    # The line that was asked for looks different from its neighbours.
    colour = "line => getComputedStyle(line).backgroundColor"
    assert line.evaluate(colour) != page.locator("tr[id^=L]").first.evaluate(colour)


def test_a_flag_opens_its_entry_in_the_register(page: Page) -> None:
    page.goto("/plan/")
    flags = page.locator("main a.flag").evaluate_all("flags => flags.map(flag => flag.getAttribute('href'))")
    page.locator("#KN-02").get_by_role("link", name=re.compile("D-014")).click()
    expect(page).to_have_url(re.compile(r"/discrepancies/#D-014$"))
    expect(page.locator("#D-014")).to_be_in_viewport()
    expect(page.locator("#D-014")).to_contain_text("What the portal shows:")
    entries = set(page.locator("article").evaluate_all("entries => entries.map(entry => entry.id)"))
    assert flags
    assert {flag.partition("#")[2] for flag in flags} <= entries


def test_the_other_language_keeps_page_and_filters(page: Page) -> None:
    page.goto("/plan/?cluster=hosiery&q=e-commerce")
    found = references(page)
    page.get_by_role("link", name="हिन्दी").click()
    expect(page).to_have_url(re.compile(r"/hi/plan/\?cluster=hosiery&q=e-commerce$"))
    expect(page.locator("html")).to_have_attribute("lang", "hi")
    assert references(page) == found
    page.get_by_role("link", name="KN-24").first.click()
    expect(page).to_have_url(re.compile("/hi/plan/KN-24/$"))
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile(r"\d/plan/KN-24/$"))


def test_the_search_of_every_page_finds_what_the_portal_holds(page: Page) -> None:
    page.goto("/about/")
    page.get_by_role("searchbox", name="Search the portal").fill("e-commerce")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile(r"/search/\?q=e-commerce$"))
    page.get_by_role("link", name=re.compile("KN-05")).click()
    expect(page).to_have_url(re.compile("/plan/KN-05/$"))


def test_the_menu_of_a_phone_opens_by_keyboard(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto("/about/")
    plan = page.get_by_role("navigation", name="Main").get_by_role("link", name="Plan", exact=True)
    expect(plan).to_be_hidden()
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    expect(plan).to_be_visible()
    assert not axe_violations(page)
    page.keyboard.press("Escape")
    expect(plan).to_be_hidden()
    expect(page.get_by_role("button", name="Menu")).to_be_focused()
    page.keyboard.press("Enter")
    plan.press("Enter")
    expect(page).to_have_url(re.compile("/plan/$"))


@pytest.mark.parametrize("prefix", ["", "/hi"])
def test_on_paper(page: Page, prefix: str) -> None:
    page.goto(f"{prefix}/plan/")
    page.emulate_media(media="print")
    for gone in (".site-nav", ".site-search", ".language", ".filters", ".menu-button", ".skip-link"):
        expect(page.locator(gone)).to_be_hidden()
    for stays in ("h1", "#KN-01 .source", "#KN-01 .tag >> nth=0", "#KN-01 .printed"):
        expect(page.locator(stays)).to_be_visible()
    assert page.locator("#KN-29 .printed").bounding_box(), "the printed words are folded away on paper"
    expect(main(page)).to_contain_text("KN-29")
