"""The page of a version of the data: what it holds, what changed, and how to cite it."""

import pytest
from playwright.sync_api import Page, expect

from kanpur_portal.open_data import versions
from tests.browser.checks import expect_sound
from tests.browser.steps import main

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("portal")]


def test_a_version_in_both_languages(page: Page) -> None:
    version = versions.publish()
    assert version
    for prefix in ("", "/hi"):
        page.goto(f"{prefix}/data/versions/")
        expect_sound(page)
        page.goto(f"{prefix}/data/versions/{version.number}/")
        expect(main(page)).to_contain_text(version.sha256)
        expect_sound(page)
