"""Solved issues that were published are found; of all others search knows nothing."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from interventions.exporter_actions import Sent, raise_issue, rate_issue, set_consent
from interventions.issue_actions import answer_issue, publish_issue
from interventions.models import Authority, ExporterIssue, SolvedIssue
from kanpur_portal import data_version, roles
from kanpur_portal.search.engine import search
from tests.dom import elements, given, read, words
from tests.factories import UserFactory
from tests.kanpur_portal.test_search import queries_of_building

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printed_plan")]


@pytest.fixture
def officer() -> User:
    diepc = Authority.objects.get(slug="diepc")
    return UserFactory(role=roles.OFFICER, authority=diepc)


def solved(officer: User, text: str = "Quokka tannery waits.") -> Sent:
    """An issue that its exporter calls solved and lets be published."""
    sent = raise_issue(topic="freight", text=text, email="quokka@example.org", may_publish=True)
    issue = ExporterIssue.objects.get(pk=sent.issue.pk)
    issue = answer_issue(by=officer, issue=issue, revision=issue.revision, text="Quokka was called.")
    rate_issue(issue=issue, satisfied=True)
    return sent


def publish(sent: Sent, officer: User, problem: str, solution: str) -> SolvedIssue:
    issue = ExporterIssue.objects.get(pk=sent.issue.pk)
    return publish_issue(by=officer, issue=issue, revision=issue.revision, problem=problem, solution=solution)


def found(question: str) -> list[Any]:
    data_version.forget()  # as a commit does
    return [hit.entry.record for hit in search(question).hits if isinstance(hit.entry.record, SolvedIssue)]


def test_one_that_is_not_published_never_appears(officer: User) -> None:
    sent = solved(officer)
    for question in ("quokka", "freight", sent.issue.number):
        assert not found(question)
        assert "quokka tannery" not in Client().get(f"/search/?q={question}").text.lower()


@pytest.mark.parametrize(
    ("problem", "question"),
    [("A zirconium container stood still.", "zirconium"), ("ज़िरकोनियम का कंटेनर रुका रहा।", "जिरकोनियम")],
)
def test_a_published_one_is_found_by_the_officers_words_alone(
    officer: User, problem: str, question: str
) -> None:
    one = publish(solved(officer), officer, problem, "It moved.")
    assert found(question) == [one]
    assert not found("quokka")
    page = read(Client().get(f"/search/?q={question}").text)
    (link,) = elements(page, "a", href=f"/issues/solved/?topic=freight#solved-{one.pk}")
    assert words(link) == "Solved issue"
    assert elements(read(Client().get(given(link)["href"]).text), id=f"solved-{one.pk}")


def test_it_goes_with_the_consent(officer: User) -> None:
    sent = solved(officer)
    publish(sent, officer, "A zirconium container stood still.", "It moved.")
    assert found("zirconium")
    set_consent(issue=sent.issue, given=False)
    assert not found("zirconium")


def test_more_of_them_take_no_more_queries(officer: User) -> None:
    publish(solved(officer), officer, "One.", "Solved.")
    few = queries_of_building()
    for _turn in range(3):
        publish(solved(officer), officer, "Another.", "Solved.")
    assert queries_of_building() == few
