"""Several people on one issue, and a flood of them, at the same time: with threads and transactions."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from interventions.exporter_actions import (
    FOCAL_POINT,
    Sent,
    add_message,
    erase_contact,
    raise_issue,
    rate_issue,
)
from interventions.issue_actions import StaleIssue, answer_issue, forward_issue
from interventions.issue_upkeep import close_quiet_issues, erase_old_words, send_issue_letters
from interventions.models import Authority, ExporterIssue, IssueEntry, IssueKey
from kanpur_portal import roles
from tests.factories import AuthorityFactory, UserFactory
from tests.interventions.test_concurrency import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(autouse=True)
def office(transactional_db: None) -> Authority:
    return AuthorityFactory(slug=FOCAL_POINT)


@pytest.fixture
def officer(office: Authority) -> User:
    return UserFactory(role=roles.OFFICER, authority=office)


@pytest.fixture
def deputy(office: Authority) -> User:
    return UserFactory(role=roles.DEPUTY_COMMISSIONER)


@pytest.fixture
def sent(office: Authority) -> Sent:
    return raise_issue(topic="other", text="Words.", email="a@example.org")


def now(sent: Sent) -> ExporterIssue:
    return ExporterIssue.objects.get(pk=sent.issue.pk)


def answers(by: User, sent: Sent, text: str) -> Callable[[], Any]:
    issue = now(sent)
    return lambda: answer_issue(by=by, issue=issue, revision=issue.revision, text=text)


def test_of_several_answers_one_stands_and_the_others_see_it(sent: Sent, officer: User, deputy: User) -> None:
    outcomes = at_once(*(answers(by, sent, by.username) for by in (officer, deputy, officer, deputy)))
    assert sum(isinstance(outcome, StaleIssue) for outcome in outcomes) == 3, outcomes
    assert (now(sent).state, now(sent).revision) == ("answered", 1)
    assert IssueEntry.objects.filter(kind="answer").count() == 1


def test_an_answer_while_it_is_handed_on(sent: Sent, officer: User, deputy: User) -> None:
    other = AuthorityFactory()
    UserFactory(role=roles.OFFICER, authority=other)
    forward = lambda: forward_issue(by=deputy, issue=sent.issue, revision=0, to=other, text="Theirs.")  # noqa: E731
    outcomes = at_once(forward, answers(officer, sent, "Done."))
    assert sum(isinstance(outcome, Exception) for outcome in outcomes) == 1, outcomes
    assert now(sent).revision == 1
    assert (now(sent).held_by == other) == (now(sent).state == "open")


def test_messages_at_the_same_time_are_all_there(sent: Sent) -> None:
    outcomes = at_once(*[lambda: add_message(issue=sent.issue, text="More.")] * 6)
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert IssueEntry.objects.filter(kind="message").count() == now(sent).revision == 6


def test_a_double_tap_rates_once(sent: Sent, officer: User) -> None:
    answers(officer, sent, "Done.")()
    poor = lambda: rate_issue(issue=sent.issue, satisfied=False, text="No.")  # noqa: E731
    outcomes = at_once(poor, poor, poor)
    assert sum(isinstance(outcome, ValidationError) for outcome in outcomes) == 2, outcomes
    assert now(sent).state == "open"
    assert IssueEntry.objects.filter(kind="reopened").count() == 1


def test_two_workers_send_close_and_erase_once(sent: Sent, officer: User) -> None:
    answers(officer, sent, "Done.")()
    assert sum(at_once(*[send_issue_letters] * 3)) == len(mail.outbox) == 2
    long_ago = timezone.now() - timedelta(400)
    ExporterIssue.objects.update(answered_at=long_ago)
    assert sum(at_once(*[close_quiet_issues] * 3)) == 1
    ExporterIssue.objects.update(closed_at=long_ago)
    assert sum(at_once(*[erase_old_words] * 3)) == 1
    assert IssueEntry.objects.filter(kind="quiet").count() == 1
    assert not IssueEntry.objects.exclude(text="").exists()


def test_taking_a_letter_holds_no_issue_and_no_office(sent: Sent) -> None:
    """What is joined while rows are taken would be held with them."""
    with CaptureQueriesContext(connection) as asked:
        send_issue_letters()
    taken = [one["sql"] for one in asked if 'FROM "interventions_issueletter"' in one["sql"]]
    assert taken
    assert not [sql for sql in taken if "JOIN" in sql]


def test_an_address_erased_while_its_letter_is_written(sent: Sent) -> None:
    """Whichever comes first: no key is left over for an address that is erased."""
    at_once(send_issue_letters, lambda: erase_contact(issue=sent.issue, key=sent.key))
    keys = IssueKey.objects.values_list("digest", flat=True)
    assert list(keys) == [IssueKey.digest_of(sent.key)]


def test_two_dozen_forms_at_once_from_one_address() -> None:
    said = {"topic": "other", "text": "Again."}
    outcomes = at_once(*[lambda: Client().post("/issues/new/", said).status_code] * 24)
    assert sorted(map(str, outcomes)) == ["302"] * 10 + ["429"] * 14
    assert ExporterIssue.objects.count() == 10
