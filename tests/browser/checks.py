"""What holds for every page, whoever reads it: one list of complaints."""

from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    },
}
WIDTHS = (320, 360, 1280)

# The elements that stick out of the window; what scrolls within itself may be wider.
_STICKING_OUT = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((part) => part.getBoundingClientRect().right > width + 1)
    .map((part) => part.outerHTML.slice(0, 80)).slice(0, 3).concat([`${width} px`]);
}"""
# A colour follows from its text alone: axe, which reads the same few again for each element, reads each once.
# It takes a third less time over a page, with the same ratio for every text.
AXE = Axe(
    AXE_SCRIPT
    + """;(() => {
  const { Color } = axe.commons.color;
  const read = Color.prototype.parseString;
  const known = new Map();
  Color.prototype.parseString = function (text) {
    if (!known.has(text)) {
      read.call(this, text);
      known.set(text, [this.r, this.g, this.b, this.alpha]);
    }
    [this.r, this.g, this.b, this.alpha] = known.get(text);
    return this;
  };
})();"""
)
_STRUCTURE = """() => ({
  lang: document.documentElement.lang,
  headings: [...document.querySelectorAll("h1")].map((heading) => heading.innerText.trim()),
  title: document.title,
  // A block within a paragraph ends it: the rest of the paragraph is left outside.
  emptyParagraphs: document.querySelectorAll("p:empty:not([role])").length,
  ids: [...document.querySelectorAll("[id]")].map((part) => part.id),
  // What a framework writes where nobody said what choosing nothing means.
  dashes: [...document.querySelectorAll("option")].filter((option) => /^-+$/.test(option.label)).length,
})"""


def axe_violations(page: Page) -> list[str]:
    found = AXE.run(page, options=WCAG).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['html'][:120]}" for rule in found for node in rule["nodes"][:3]
    ]


def overflows(page: Page, widths: tuple[int, ...] = WIDTHS) -> list[str]:
    """The window is as wide as it was, afterwards."""
    before = page.viewport_size
    found = []
    # Its own width comes last: a page with thousands of lines is laid out once less.
    for width in sorted(widths, key=lambda width: bool(before and width == before["width"])):
        page.set_viewport_size({"width": width, "height": 800})
        found += page.evaluate(_STICKING_OUT)
    if before and before != page.viewport_size:
        page.set_viewport_size(before)
    return [f"sticks out: {part}" for part in found]


def structure(page: Page, language: str) -> list[str]:
    seen = page.evaluate(_STRUCTURE)
    twice = {name for name in seen["ids"] if seen["ids"].count(name) > 1}
    holds = {
        f"lang is {seen['lang']}": seen["lang"] == language,
        f"h1: {seen['headings']}": len(seen["headings"]) == 1 and all(seen["headings"]),
        f"title: {seen['title']}": bool(seen["title"].strip(" ·")),
        f"{seen['emptyParagraphs']} empty paragraphs": not seen["emptyParagraphs"],
        f"ids that occur twice: {twice}": not twice,
        f"{seen['dashes']} choices without words": not seen["dashes"],
    }
    return [what for what, right in holds.items() if not right]


def expect_sound(page: Page) -> None:
    """For a state that a page takes on. Without scripts axe cannot run: the layout alone is looked at."""
    scripting = page.evaluate("!matchMedia('(scripting: none)').matches")
    assert not overflows(page) + (axe_violations(page) if scripting else [])
