"""Every write of the portal's data is counted, whoever writes and in whatever way the portal writes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils import timezone
from django.utils.translation import get_language, override

from clusters.models import Cluster
from interventions.actions import Report, file_update, review_update
from interventions.exporter_actions import raise_issue, rate_issue
from interventions.issue_actions import answer_issue, publish_issue
from interventions.models import Action, ActionUpdate, Authority, Intervention, Plan
from interventions.monitoring import take_snapshot
from kanpur_portal import data_version, roles
from kanpur_portal.models import ApiToken, DataVersion
from tests.factories import UserFactory
from tests.kanpur_portal.loading import load

pytestmark = pytest.mark.usefixtures("printed_plan", "db")


def number() -> int:
    return DataVersion.objects.get().number


@pytest.fixture
def deputy() -> User:
    return UserFactory(role=roles.DEPUTY_COMMISSIONER)


def closing(by: User) -> ActionUpdate:
    report = Report("completed", "green", done="Agreed.")
    return file_update(by=by, action=Action.objects.get(reference="KN-07"), revision=0, report=report)


WRITES: dict[str, Callable[[User], Any]] = {
    "a report": closing,
    "a decision": lambda deputy: review_update(
        by=UserFactory(role=roles.DEPUTY_COMMISSIONER), update=closing(deputy), outcome="confirmed"
    ),
    "a save": lambda _deputy: Plan.objects.get().save(),
    "a new row": lambda deputy: deputy.postings.create(authority=Authority.objects.first()),
    "a row that goes": lambda _deputy: (
        Intervention.objects.filter(parent=None, children=None).first().delete()
    ),
    "a link": lambda _deputy: Intervention.objects.first().actions.add(Action.objects.get(reference="KN-07")),
    "links set": lambda _deputy: Intervention.objects.first().actions.set(Action.objects.all()[:2]),
    "links cleared": lambda _deputy: (
        Intervention.objects.filter(actions__isnull=False).first().actions.clear()
    ),
    "a link from the other side": lambda _deputy: Action.objects.get(reference="KN-07").interventions.add(
        Intervention.objects.first()
    ),
    "a snapshot": lambda _deputy: take_snapshot(Plan.objects.get(), timezone.localdate()),
    "rows that are deleted together": lambda _deputy: Intervention.objects.exclude(parent=None).delete(),
}


@pytest.mark.parametrize("what", WRITES)
def test_a_write_is_counted(deputy: User, what: str) -> None:
    before = number()
    WRITES[what](deputy)
    assert number() > before


def test_a_write_that_is_undone_is_not(deputy: User) -> None:
    before = number()
    with transaction.atomic():
        closing(deputy)
        assert number() > before
        transaction.set_rollback(True)
    assert number() == before


def test_what_the_public_does_not_see_is_not_counted(deputy: User) -> None:
    before = number()
    deputy.first_name = "Another"
    deputy.save()
    ApiToken.objects.create(user=deputy, name="x", digest="x", expires_at=timezone.now())
    load(only=["interventions__action", "interventions__intervention"])  # test_load.py: and the others
    assert number() == before


def test_an_issue_is_not_counted_until_it_is_published(deputy: User) -> None:
    before = number()
    issue = raise_issue(topic="other", text="Words.", email="a@example.org", may_publish=True).issue
    answer_issue(by=deputy, issue=issue, revision=0, text="Done.")
    rate_issue(issue=issue, satisfied=True)
    assert number() == before
    publish_issue(by=deputy, issue=issue, revision=2, problem="A problem.", solution="A solution.")
    assert number() == before + 1


def test_every_model_of_the_rooms_is_watched_but_for_the_private_ones() -> None:
    for room in data_version.ROOMS:
        for model in apps.get_app_config(room).get_models(include_auto_created=True):
            for signal in (post_save, post_delete, m2m_changed):
                is_watched = data_version.bump in signal._live_receivers(model)[0]
                assert is_watched == (model._meta.label not in data_version.PRIVATE), model
    own = {app.label for app in apps.get_app_configs() if app.path.startswith(f"{settings.BASE_DIR}/")}
    assert {label for label in own if not label.startswith("django")} >= {
        *data_version.ROOMS,
        "kanpur_portal",
    }


def test_the_version_is_the_count_and_the_day() -> None:
    data_version.forget()
    with time_machine.travel("2026-08-03T20:00:00+00:00"):
        assert data_version.current() == f"{number()}-20260804", "the day is that of Kanpur"


def test_a_process_asks_once_in_a_while(
    deputy: User, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert 0 < data_version.READ_EVERY_SECONDS <= 1
    monkeypatch.setattr(data_version, "READ_EVERY_SECONDS", 1000)
    data_version.forget()
    with django_assert_num_queries(1):
        first = data_version.current()
        data_version.current()
    closing(deputy)
    with django_assert_num_queries(0):
        assert data_version.current() == first
    monkeypatch.setattr(data_version, "READ_EVERY_SECONDS", 0)
    assert data_version.current() != first


def test_the_writers_own_process_knows_at_once(deputy: User, django_capture_on_commit_callbacks: Any) -> None:
    first = data_version.current()
    with django_capture_on_commit_callbacks(execute=True):
        closing(deputy)
    assert data_version.current() != first


def test_data_as_of_is_the_last_write(deputy: User, django_capture_on_commit_callbacks: Any) -> None:
    moment = timezone.now() + timedelta(days=3)
    with time_machine.travel(moment, tick=False), django_capture_on_commit_callbacks(execute=True):
        closing(deputy)
    data_version.forget()
    assert data_version.data_as_of() == DataVersion.objects.get().changed_at
    assert abs(data_version.data_as_of() - moment) < timedelta(seconds=1)


def test_without_any_data() -> None:
    DataVersion.objects.all().delete()
    data_version.forget()
    assert data_version.current().startswith("0-")
    assert data_version.data_as_of() is None
    Cluster.objects.first().save()
    assert number() == 1


class TestWhatIsKept:
    """What is made from the data stands until they change, for each language and question apart."""

    @pytest.fixture
    def made(self) -> list[tuple[str | None, int]]:
        return []

    @pytest.fixture
    def ask(self, made: list[tuple[str | None, int]], version_is_remembered: None) -> Any:
        @data_version.kept(2)
        def make(number: int) -> str:
            made.append((get_language(), number))
            return f"{get_language()} {number}"

        return make

    def test_it_is_made_once(self, db: None, ask: Any, made: list[Any]) -> None:
        assert [ask(1), ask(1)] == ["en 1", "en 1"]
        assert made == [("en", 1)]

    def test_each_language_and_question_has_its_own(self, db: None, ask: Any) -> None:
        for language in ("en", "hi", "en"):
            with override(language):
                assert [ask(1), ask(2)] == [f"{language} 1", f"{language} 2"]

    def test_it_is_made_anew_after_a_write(self, db: None, ask: Any, made: list[Any]) -> None:
        ask(1)
        data_version.bump()
        data_version.forget()  # as a commit does
        ask(1)
        assert len(made) == 2

    def test_it_is_made_anew_on_another_day(self, db: None, ask: Any, made: list[Any]) -> None:
        ask(1)
        with time_machine.travel(timezone.now() + timedelta(days=1)):
            ask(1)
        assert len(made) == 2
