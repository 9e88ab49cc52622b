"""An update that came back is the first thing its officer sees."""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from interventions.actions import review_update
from interventions.models import Action, ActionUpdate, Plan
from interventions.monitoring import digest_letter
from interventions.owed import owed_rows


def returned_references() -> list[str]:
    actions = Action.objects.with_facts().with_printed_text()
    return [row.reference for row in owed_rows(actions, timezone.localdate()).returned]


def test_until_it_is_reported_again(
    plan: Plan,
    officer: User,
    deputy: User,
    report_on: Callable[..., ActionUpdate],
    signed_in: Callable[[User], Client],
) -> None:
    update = report_on("KN-09", officer, work_status="completed", done="All of it.")
    assert returned_references() == []
    review_update(by=deputy, update=update, outcome="returned", note="Attach the agreement.")
    assert returned_references() == ["KN-09"]
    assert "Returned to you" in signed_in(officer).get("/my/").text
    letter = digest_letter(officer, timezone.localdate())
    assert letter and "Returned to you" in letter[1]
    report_on("KN-09", officer, work_status="completed", done="All of it, with the agreement.")
    assert returned_references() == []


def test_not_when_it_was_confirmed(
    plan: Plan, officer: User, deputy: User, report_on: Callable[..., ActionUpdate]
) -> None:
    update = report_on("KN-09", officer, work_status="completed", done="All of it.")
    review_update(by=deputy, update=update, outcome="confirmed")
    assert returned_references() == []
