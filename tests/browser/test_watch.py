"""The watch over the browser tests sees what it is there to see."""

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

INLINE = "const s = document.createElement('script'); s.textContent = 'window.x = 1'; document.head.append(s)"


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ("console.error('bad')", "console: bad"),
        ("setTimeout(() => { throw new Error('bad') }, 0)", "script: "),
        (INLINE, "Content Security Policy"),
        ("new Image().src = 'http://127.0.0.1:9/picture.png'", "asked another host: http://127.0.0.1:9/"),
        ("new Image().src = '/static/missing.png'", "status 404: "),
    ],
)
def test_sees(page: Page, complaints: list[str], script: str, complaint: str) -> None:
    page.goto("/about/")
    assert complaints == []
    page.evaluate(f"() => {{ {script} }}")
    page.wait_for_timeout(300)
    assert any(complaint in found for found in complaints)
    complaints.clear()


def test_a_missing_page_is_no_complaint(page: Page) -> None:
    response = page.goto("/nothing/")
    assert response
    assert response.status == 404
