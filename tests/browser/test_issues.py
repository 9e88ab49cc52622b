"""An exporter raises an issue and follows it to its end, without scripts and on a phone."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import BrowserContext, Page, expect

from interventions.issue_actions import answer_issue
from interventions.models import ExporterIssue
from tests.browser.checks import expect_sound
from tests.browser.steps import expect_problem, main, open_fold

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("portal")]
PHONE = {"width": 360, "height": 740}


def answer() -> None:
    issue = ExporterIssue.objects.latest("pk")
    officer = User.objects.get(username="officer")
    answer_issue(by=officer, issue=issue, revision=issue.revision, text="The claim was paid on Monday.")


def test_from_the_form_to_the_end(
    new_context: Callable[..., BrowserContext], signed_in: Callable[..., Page]
) -> None:
    page = new_context(java_script_enabled=False, viewport=PHONE).new_page()
    page.goto("/")
    page.get_by_role("contentinfo").get_by_role("link", name="Raise an issue").click()
    page.get_by_role("button", name="Send the issue").click()
    expect_problem(page, "What happened?")
    page.get_by_label("What is it about?").select_option("scheme")
    page.get_by_label("What happened?").fill("दावा चार माह से लम्बित है।")
    page.get_by_role("button", name="Send the issue").click()
    expect(page).to_have_url(re.compile(r"/issues/I-\d+/\?key=[\w-]{22}&sent$"))
    expect(main(page)).to_contain_text("Your issue is sent")
    expect_sound(page)

    # The page's own forms pass the protection against forged ones, whatever its policy on referrers.
    page.locator(".secret a").click()
    expect(main(page)).not_to_contain_text("Your issue is sent")
    page.get_by_label("Your further message").fill("The bank asks, too.")
    page.get_by_role("button", name="Send the message").click()
    expect(page.locator(".timeline li").first).to_contain_text("The bank asks, too.")

    answer()
    page.reload()
    expect(main(page)).to_contain_text("The claim was paid on Monday.")
    page.get_by_label("not satisfied", exact=True).check()
    page.get_by_role("button", name="Send the rating").click()
    expect_problem(page, "Your words")
    page.get_by_label("Your words").fill("Half of it.")
    page.get_by_role("button", name="Send the rating").click()
    expect(page.locator(".timeline li").first).to_contain_text("reopened")
    open_fold(page, "Withdraw the issue")
    page.get_by_label("I no longer want an answer").check()
    page.get_by_role("button", name="Withdraw", exact=True).click()
    expect(main(page)).to_contain_text("withdrawn")
    expect(page.get_by_role("button", name="Send the message")).to_have_count(0)
    expect_sound(page)

    desk = signed_in("officer", viewport=PHONE)
    desk.goto("/issues/")
    expect_sound(desk)
    number = ExporterIssue.objects.latest("pk").number
    desk.get_by_role("rowheader").get_by_role("link", name=str(number), exact=True).click()
    expect(main(desk)).to_contain_text("दावा चार माह से लम्बित है।")
    expect_sound(desk)
