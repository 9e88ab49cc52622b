"""Offices learn from their letters that an exporter's issue came, and nothing of who wrote it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings as portal_settings
from django.contrib.auth.models import User
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clusters.models import Cluster
from interventions.exporter_actions import Sent, raise_issue
from interventions.issue_actions import answer_issue, forward_issue
from interventions.issue_schedule import LIMIT_DAYS
from interventions.models import Authority, Digest, ExporterIssue
from interventions.monitoring import digest_letter, prepare_digests, send_waiting_digests

NEW = "Issues of exporters that came to your office"
Days = Callable[[int], Any]


@pytest.fixture
def sent(officer: User) -> Sent:
    leather = Cluster.objects.get(slug="leather")
    said = {"text": "Zirconium stands at the port.", "email": "ravi@example.org", "phone": "98765 01234"}
    return raise_issue(topic="freight", cluster=leather, **said)


@pytest.fixture
def days() -> Days:
    begun = timezone.localtime().replace(hour=7)
    return lambda count: time_machine.travel(begun + timedelta(days=count), tick=False)


def letters() -> dict[str, str]:
    """Those of one morning that tell of an issue, by address."""
    mail.outbox.clear()
    prepare_digests(timezone.localdate())
    send_waiting_digests()
    bodies = {letter.to[0]: str(letter.body) for letter in mail.outbox}
    return {address: body for address, body in bodies.items() if "Issues of exporters" in body}


def test_the_office_is_told_in_both_languages_once(sent: Sent, days: Days) -> None:
    with days(0):
        assert letters() == {}, "it came after the morning's letter"
    with days(1):
        hindi, english = letters()["officer@example.org"].split("\n---\n")
    number = sent.issue.number
    assert f"{NEW}\n- {number} freight and transport, Leather products (due by " in english
    assert f"- {number} " in hindi and "चर्म उत्पाद" in hindi
    assert f"{portal_settings.PORTAL_URL}/issues/" in english
    assert f"{portal_settings.PORTAL_URL}/hi/issues/" in hindi
    for day in (2, 3):
        with days(day):
            assert letters() == {}


def test_nothing_of_the_exporter_stands_in_it(sent: Sent, officer: User, days: Days) -> None:
    with days(1):
        letter = digest_letter(officer, timezone.localdate())
    assert letter
    for private in ("Zirconium", "ravi", "98765", "01234", sent.key):
        assert private not in "".join(letter)


def test_a_letter_that_did_not_go_out_leaves_it_to_the_next(sent: Sent, days: Days, settings: Any) -> None:
    with days(1):
        prepare_digests(timezone.localdate())
        Digest.objects.update(state="failed", attempts=9)
    with days(2):
        assert sent.issue.number in letters()["officer@example.org"]


def test_those_of_other_offices_are_told_when_it_is_theirs(
    sent: Sent, officer: User, other_officer: User, days: Days
) -> None:
    with days(1):
        assert letters().keys() == {"officer@example.org"}
        fieo = Authority.objects.get(slug="fieo")
        issue = ExporterIssue.objects.get()
        forward_issue(by=officer, issue=issue, revision=issue.revision, to=fieo, text="Of freight.")
    with days(2):
        assert letters().keys() == {"other@example.org"}


def test_an_answered_one_is_not_told(sent: Sent, officer: User, days: Days) -> None:
    issue = ExporterIssue.objects.get()
    answer_issue(by=officer, issue=issue, revision=issue.revision, text="It was moved.")
    with days(1):
        assert letters() == {}


def test_an_overdue_one_stands_in_each_letter(sent: Sent, days: Days) -> None:
    with days(1):
        letters()
    for day in (LIMIT_DAYS + 1, LIMIT_DAYS + 2):
        with days(day):
            assert "Issues of exporters whose answer is overdue" in letters()["officer@example.org"]


def test_more_issues_take_no_more_queries(sent: Sent, officer: User, days: Days) -> None:
    def queries() -> int:
        with days(1), CaptureQueriesContext(connection) as found:
            digest_letter(officer, timezone.localdate())
        return len(found)

    queries()  # reads what the officer may
    few = queries()
    for _turn in range(10):
        raise_issue(topic="customs", text="Another.")
    assert queries() == few
