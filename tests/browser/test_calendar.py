"""A camp on its way: an officer enters it, an exporter finds it on a phone, it is held and counts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from interventions.models import Event, MilestoneAchievement
from tests.browser.checks import expect_sound
from tests.browser.steps import expect_problem, main
from tests.events import entries, in_days, read_calendar

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("portal")]
PHONE = {"viewport": {"width": 360, "height": 740}}
TITLE = "आयात-निर्यात अभिलेख शिविर"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_from_the_form_to_the_milestone(
    signed_in: Callable[..., Page], new_context: Callable[..., BrowserContext], script: bool
) -> None:
    officer = signed_in("officer", **PHONE, java_script_enabled=script)
    officer.goto("/calendar/")
    main(officer).get_by_role("link", name="Enter an event", exact=True).click()
    officer.get_by_role("radio", name="camp").check()
    officer.get_by_label("Title in Hindi").fill(TITLE)
    officer.get_by_label("First day").fill(in_days(3).isoformat())
    officer.get_by_label("Begins at").fill("10:30")
    officer.get_by_label("Ends at").fill("09:00")
    officer.get_by_label("Place in Hindi").fill("विकास भवन")
    officer.get_by_label("Leather products").check()
    officer.get_by_label("Milestone of the plan").select_option(label=_option(officer, "KN-01"))
    officer.get_by_role("button", name="Put it into the calendar").click()
    expect_problem(officer, "Ends at")
    expect(officer.get_by_label("Title in Hindi")).to_have_value(TITLE)
    expect(officer.get_by_label("Leather products")).to_be_checked()
    expect_sound(officer)
    officer.get_by_label("Ends at").fill("16:00")
    officer.get_by_role("button", name="Put it into the calendar").click()
    expect(officer.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(officer.get_by_role("link", name="Mark as held")).to_have_count(0)
    expect_sound(officer)

    reader = new_context(**PHONE, java_script_enabled=script).new_page()
    reader.goto("/hi/calendar/?cluster=leather")
    main(reader).get_by_role("link", name=TITLE).click()
    expect(main(reader)).to_contain_text("10:30")
    expect(main(reader)).to_contain_text("विकास भवन")
    expect_sound(reader)
    event = Event.objects.get(title_hi=TITLE)
    (entry,) = entries(read_calendar(reader.request.get(f"/hi/calendar/events/{event.slug}.ics").body()))
    assert entry.text("SUMMARY") == TITLE

    # Three days later, as far as the portal can tell.
    day = timezone.localdate() - timedelta(days=1)
    Event.objects.filter(pk=event.pk).update(starts_on=day, ends_on=day)
    officer.reload()
    officer.get_by_role("link", name="Mark as held").click()
    officer.get_by_label("What was done").fill("Thirty came.")
    officer.get_by_role("radio", name="green").check()
    expect_sound(officer)
    officer.get_by_role("button", name="It was held").click()
    expect(main(officer).get_by_text("held", exact=True)).to_be_visible()
    officer.get_by_role("link", name="counted when it was held").click()
    expect(main(officer)).to_contain_text("Thirty came.")
    expect(main(officer).get_by_role("link", name=f"Event: {TITLE}")).to_be_visible()
    assert MilestoneAchievement.objects.filter(update__event=event, achieved_on=day).count() == 1
    officer.goto(f"{event.get_absolute_url()}edit/")
    expect_sound(officer)


def _option(page: Page, reference: str) -> str:
    """The milestone of that action, as the list names it."""
    return page.locator("option", has_text=reference).inner_text()
