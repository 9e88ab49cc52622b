"""The interactive description of the API, within the portal's content security policy."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_the_operations_open_and_answer(page: Page) -> None:
    page.goto("/api/docs/")
    expect(page.locator(".swagger-ui")).to_have_count(0)
    page.get_by_text("Open the interactive description").click()
    operation = page.locator("#operations-index-index")
    operation.get_by_role("button").first.click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table")).to_contain_text("/api/v1/actions/")
