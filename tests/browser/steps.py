"""What officers do, step by step, as their hands would."""

from playwright.sync_api import Locator, Page, expect

from interventions.models import ActionUpdate

PASSWORD = "a-password-of-tests"
PDF = {"name": "minutes.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%a scan"}
PNG = {"name": "stall.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n a photograph"}
DISGUISED = {**PNG, "name": "stall.pdf", "mimeType": "application/pdf"}


def log_in(page: Page, username: str) -> None:
    """From the login page, however it was reached."""
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    main(page).get_by_role("button", name="Sign in").click()


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def report(page: Page, status: str, confidence: str, done: str = "", reason: str = "") -> None:
    """Fills in what is given, and leaves the rest as it is."""
    page.get_by_role("radio", name=status, exact=True).check()
    page.get_by_role("radio", name=confidence).check()
    if done:
        page.get_by_label("What was done").fill(done)
    if reason:
        page.get_by_label("Reason", exact=True).fill(reason)


def open_fold(page: Page, name: str) -> None:
    main(page).locator("summary", has_text=name).click()


def file_it(page: Page) -> None:
    page.get_by_role("button", name="File the update").click()


def reports(reference: str) -> int:
    """How many updates an action has: the demonstration's and the test's own."""
    return ActionUpdate.objects.filter(action__reference=reference).count()


def entry(page: Page, number: int) -> Locator:
    """An update in the history of the action's page."""
    return page.locator(f"#update-{number}")


def expect_problem(page: Page, *texts: str) -> None:
    """The summary of errors says this, and stands where the reader looks next."""
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    for text in texts:
        expect(summary).to_contain_text(text)
