"""Large text, wide spacing and the keyboard alone (WCAG 1.4.4, 1.4.12, 2.1.1, 2.4.7)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.checks import overflows
from tests.browser.steps import PASSWORD, entry

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("portal")]
PAGES = [
    "/plan/",
    "/plan/KN-01/",
    "/plan/KN-05/",
    "/clusters/hosiery/challenges/",
    "/discrepancies/",
    "/accounts/login/",
]
SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }
"""
TWICE = "html { font-size: 212.5% !important; }"

# The policy of the pages refuses a style element; a sheet that is adopted by script is not one.
_ADOPT = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}"""
# Words that are larger than the box that cuts them off, or that it is to hold.
_CUT = """() => {
  const boxes = [...document.querySelectorAll(
    "h1, h2, h3, label, legend, summary, button, a, .tag, .chip, .notice, .figure, th, td, select, .brand")];
  return boxes
    .filter((box) => box.clientWidth && !box.closest(".visually-hidden"))  // neither inline nor out of sight
    .map((box) => [box.scrollWidth - box.clientWidth, box.scrollHeight - box.clientHeight, box.outerHTML])
    .filter(([width, height]) => width > 2 || height > 2)
    .map(([width, height, html]) => `${width} and ${height} px: ${html.slice(0, 90)}`);
}"""
_FOCUS = """() => {
  const focused = document.activeElement;
  const style = getComputedStyle(focused);
  const box = focused.getBoundingClientRect();
  return {
    what: focused.outerHTML.slice(0, 80),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


@pytest.mark.parametrize("css", [SPACING, TWICE], ids=["spacing", "twice-the-size"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_word_is_cut_off(page: Page, css: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    cut = {}
    for address in PAGES:
        page.goto(f"/hi{address}")
        page.evaluate(_ADOPT, css)
        if found := page.evaluate(_CUT) + overflows(page, (width,)):
            cut[address] = found
    assert not cut


def tab_to(page: Page, target: Locator, limit: int = 60) -> None:
    """With the Tab key alone; each stop on the way shows where it is."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        focus = page.evaluate(_FOCUS)
        assert focus["outlined"], f"no visible focus: {focus['what']}"
        assert focus["seen"], f"focus out of sight: {focus['what']}"
        if target.evaluate("target => target === document.activeElement"):
            return
    raise AssertionError(f"{limit} presses of Tab do not reach {target}")


def test_the_first_stop_leads_past_the_header(page: Page) -> None:
    page.goto("/plan/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    tab_to(page, page.locator("main a").first, 1)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_an_update_by_keyboard_alone(new_context: Callable[..., BrowserContext], script: bool) -> None:
    desk = {"viewport": {"width": 1280, "height": 700}, "reduced_motion": "reduce"}
    page = new_context(java_script_enabled=script, **desk).new_page()
    keyboard = page.keyboard
    page.goto("/plan/KN-06/")
    tab_to(page, page.get_by_role("link", name="Sign in"))
    keyboard.press("Enter")
    page.wait_for_url("**/login/**")
    tab_to(page, page.get_by_label("Username"))
    keyboard.type("officer")
    tab_to(page, page.get_by_label("Password"), 1)
    keyboard.type(PASSWORD)
    keyboard.press("Enter")
    page.wait_for_url("**/plan/KN-06/")

    tab_to(page, page.get_by_role("link", name="File an update"))
    keyboard.press("Enter")
    page.wait_for_url("**/update/")
    tab_to(page, page.get_by_role("radio", name="in progress"))
    keyboard.press("ArrowDown")
    tab_to(page, page.get_by_role("radio", name="green"), 1)
    keyboard.press("Space")
    tab_to(page, page.get_by_label("What was done"), 2)
    keyboard.type("Draft sent.")
    tab_to(page, page.locator("summary", has_text="Evidence"))
    keyboard.press("Enter")
    tab_to(page, page.get_by_label("Link to evidence"), 1)
    keyboard.type("https://example.org/draft")
    tab_to(page, page.get_by_role("button", name="File the update"))
    keyboard.press("Enter")
    expect(entry(page, 2)).to_contain_text("partly done")
    expect(entry(page, 2)).to_contain_text("Draft sent.")
    expect(entry(page, 2)).to_contain_text("https://example.org/draft")
