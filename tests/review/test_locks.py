"""Writers of several rows and writers of one: who waits for whom, and what the loser is told."""

import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
import tablib
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections, transaction
from django.test import Client

from interventions.actions import Report, file_update
from interventions.admin.update_import import UpdateImport
from interventions.api import filing
from interventions.models import Action, ActionUpdate, EvidenceFile
from kanpur_portal import roles
from tests.factories import ActionFactory, AuthorityFactory, HeadingFactory, UserFactory, token_of

pytestmark = pytest.mark.django_db(transaction=True)
REPORT = Report("in_progress", "green")


@pytest.fixture
def deputy(transactional_db: None) -> User:
    """Two actions of one office, and who may report on any."""
    office, heading = AuthorityFactory(), HeadingFactory()
    for reference in ("KN-05", "KN-06"):
        ActionFactory(reference=reference, heading=heading, authority=office)
    return UserFactory(role=roles.DEPUTY_COMMISSIONER)


def beside(call: Callable[[], Any]) -> tuple[Thread, list[Any]]:
    """The call, begun in a thread with a connection of its own, and where its outcome will stand."""
    outcome: list[Any] = []

    def run() -> None:
        try:
            outcome.append(call())
        except Exception as error:
            outcome.append(error)
        finally:
            connections.close_all()

    thread = Thread(target=run)
    thread.start()
    return thread, outcome


@pytest.mark.slow
def test_a_file_of_updates_and_an_officer_on_one_of_its_actions_wait_for_each_other(deputy: User) -> None:
    """The file has reported on KN-05 and comes to KN-06, which the officer holds, but has not written yet."""
    other = UserFactory(role=roles.DEPUTY_COMMISSIONER)
    locked = Event()

    def report_slowly() -> ActionUpdate:
        with transaction.atomic():
            action = Action.objects.locked(Action.objects.get(reference="KN-06").pk)
            locked.set()
            time.sleep(1)  # the import goes as far as it can meanwhile
            return file_update(by=other, action=action, revision=0, report=REPORT)

    def import_both() -> Any:
        assert locked.wait(10)
        rows = [(reference, "0", "in_progress", "green") for reference in ("KN-05", "KN-06")]
        data = tablib.Dataset(*rows, headers=["action", "revision", "work_status", "confidence"])
        return UpdateImport().import_data(
            data, user=deputy, use_transactions=True, rollback_on_validation_errors=True
        )

    threads = [beside(report_slowly), beside(import_both)]
    for thread, _outcome in threads:
        thread.join(60)
    (written,), (result,) = (outcome for _thread, outcome in threads)
    assert isinstance(written, ActionUpdate), written
    # The officer was first: the file is at an old revision, says so, and nothing of it is written.
    assert not result.has_errors(), result.row_errors()
    assert [row.error_dict.keys() for row in result.invalid_rows] == [{"revision"}]
    assert ActionUpdate.objects.get() == written


@pytest.mark.slow
def test_two_programs_that_send_files_for_one_action_end_with_one_update_and_one_conflict(
    deputy: User, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    other = UserFactory(role=roles.DEPUTY_COMMISSIONER)
    staging, outcomes = filing._staged, []

    def stage_slowly(by: User, action: Action, files: list[Any]) -> list[EvidenceFile]:
        staged = staging(by, action, files)
        time.sleep(0.5)  # the other has its files stored too, if nothing holds it back
        return staged

    monkeypatch.setattr(filing, "_staged", stage_slowly)

    def send(user: User) -> int:
        body = {"action": "KN-05", "revision": "0", "work_status": "in_progress", "confidence": "green"}
        file = SimpleUploadedFile("list.pdf", b"%PDF-1.7")
        key = token_of(user)
        response = Client().post(
            "/api/v1/updates/", {**body, "files": file}, headers={"Authorization": f"Token {key}"}
        )
        return response.status_code

    for thread, outcome in [beside(lambda user=user: send(user)) for user in (deputy, other)]:
        thread.join(60)
        outcomes += outcome
    assert sorted(map(str, outcomes)) == ["201", "409"]
    # Of the refused one no file is left.
    assert [path.name for path in tmp_path.iterdir()] == [EvidenceFile.objects.get().file.name]
