"""Two people, or two workers, at the same time: with threads and transactions that are real."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.utils import timezone

from interventions.actions import Report, StaleRevision, file_update, review_update, stage_evidence
from interventions.models import Action, ActionUpdate, Authority, Digest, EvidenceFile, Plan, PlanSnapshot
from interventions.monitoring import prepare_digests, send_waiting_digests, take_snapshot
from kanpur_portal import data_version, roles
from kanpur_portal.models import DataVersion
from tests.factories import ActionFactory, AuthorityFactory, HeadingFactory, UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(autouse=True)
def office(transactional_db: None) -> Authority:
    """A plan of four actions, led by one office."""
    office = AuthorityFactory()
    heading = HeadingFactory()
    for number in (5, 6, 7, 8):
        ActionFactory(reference=f"KN-0{number}", heading=heading, authority=office)
    return office


@pytest.fixture
def officer(office: Authority) -> User:
    return UserFactory(role=roles.OFFICER, authority=office, email="officer@example.org")


@pytest.fixture
def deputy(office: Authority) -> User:
    return UserFactory(role=roles.DEPUTY_COMMISSIONER)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each call returned or raised. All begin at the same moment, each with its own connection."""
    start = Barrier(len(calls))
    outcomes: list[Any] = [None] * len(calls)

    def run(number: int, call: Callable[[], Any]) -> None:
        start.wait(10)
        try:
            outcomes[number] = call()
        except Exception as error:
            outcomes[number] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=item) for item in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return outcomes


def kn07() -> Action:
    return Action.objects.get(reference="KN-07")


def files(by: User, action: Action, **said: Any) -> Callable[[], ActionUpdate]:
    report = Report(**{"work_status": "in_progress", "confidence": "green", **said})
    return lambda: file_update(by=by, action=action, revision=action.revision, report=report)


def test_of_several_writers_one_wins_and_the_others_see_it(officer: User, deputy: User) -> None:
    for round_number in range(1, 4):
        action = kn07()
        outcomes = at_once(*(files(by, action) for by in (officer, deputy, officer, deputy)))
        won = [outcome for outcome in outcomes if isinstance(outcome, ActionUpdate)]
        lost = [outcome for outcome in outcomes if isinstance(outcome, StaleRevision)]
        assert (len(won), len(lost)) == (1, 3), outcomes
        assert {stale.action.revision for stale in lost} == {round_number}
    assert list(ActionUpdate.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert kn07().revision == 3


def test_writers_of_different_actions_do_not_hinder_each_other(officer: User, deputy: User) -> None:
    actions = Action.objects.filter(reference__in=["KN-05", "KN-06", "KN-07", "KN-08"])
    outcomes = at_once(
        *(files(by, action) for action, by in zip(actions, [officer, deputy] * 2, strict=True))
    )
    assert {outcome.number for outcome in outcomes} == {1}
    assert len({outcome.action_id for outcome in outcomes}) == 4


def test_a_decision_and_a_new_report_at_the_same_time(officer: User, deputy: User) -> None:
    """Either the decision came first and the report is stale, or the report, and nothing is to decide."""
    for _round in range(3):
        closing = file_update(
            by=officer,
            action=kn07(),
            revision=kn07().revision,
            report=Report("completed", "green", done="Agreed.", reason="Reopened."),
        )
        decided, reported = at_once(
            lambda update=closing: review_update(by=deputy, update=update, outcome="returned", note="Which?"),
            files(officer, kn07(), reason="Not yet."),
        )
        if isinstance(decided, ValidationError):
            assert isinstance(reported, ActionUpdate)
        else:
            assert isinstance(reported, StaleRevision)
        assert (kn07().work_status, kn07().awaiting_confirmation) == ("in_progress", False)
        assert kn07().revision == 2 * (_round + 1)


def test_two_decisions_at_the_same_time(officer: User, deputy: User) -> None:
    closing = files(officer, kn07(), work_status="completed", done="Agreed.")()
    second = UserFactory(role=roles.DEPUTY_COMMISSIONER)
    outcomes = at_once(
        lambda: review_update(by=deputy, update=closing, outcome="confirmed"),
        lambda: review_update(by=second, update=closing, outcome="returned", note="Which?"),
    )
    assert sum(isinstance(outcome, ValidationError) for outcome in outcomes) == 1
    assert kn07().revision == 2
    assert (kn07().work_status == "completed") == (closing.review.outcome == "confirmed")


def test_one_staged_file_goes_with_one_update(officer: User) -> None:
    (staged,) = stage_evidence(by=officer, action=kn07(), files=[SimpleUploadedFile("list.pdf", b"%PDF-1.7")])
    again = EvidenceFile.objects.get(pk=staged.pk)
    outcomes = at_once(
        files(officer, kn07(), evidence_files=(staged,)), files(officer, kn07(), evidence_files=(again,))
    )
    (won,) = (outcome for outcome in outcomes if isinstance(outcome, ActionUpdate))
    assert EvidenceFile.objects.get().update == won


def test_someone_who_loses_the_right_meanwhile(officer: User) -> None:
    officer.postings.all().delete()
    (outcome,) = at_once(files(officer, kn07()))
    assert isinstance(outcome, PermissionDenied)


def test_the_snapshot_taken_twice_is_one() -> None:
    plan, today = Plan.objects.get(), timezone.localdate()
    outcomes = at_once(*[lambda: take_snapshot(plan, today)] * 3)
    assert all(isinstance(outcome, PlanSnapshot) for outcome in outcomes), outcomes
    assert PlanSnapshot.objects.count() == 1


def test_letters_prepared_and_sent_by_several_workers_go_out_once(office: Authority, officer: User) -> None:
    Plan.objects.update(starts_on=timezone.localdate() - timedelta(days=400))
    for number in range(5):
        UserFactory(role=roles.OFFICER, authority=office, email=f"officer{number}@example.org")
    today = timezone.localdate()
    prepared = at_once(*[lambda: prepare_digests(today)] * 3)
    assert all(isinstance(outcome, int) for outcome in prepared), prepared
    assert Digest.objects.count() == 6

    sent = at_once(*[send_waiting_digests] * 3)
    assert sum(sent) == 6, sent
    assert sorted(to for letter in mail.outbox for to in letter.to) == sorted(
        Digest.objects.values_list("officer__email", flat=True)
    )
    assert set(Digest.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_every_write_is_counted() -> None:
    before = DataVersion.objects.get().number
    outcomes = at_once(*[lambda: [data_version.bump() for _time in range(5)]] * 4)
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert DataVersion.objects.get().number == before + 20
