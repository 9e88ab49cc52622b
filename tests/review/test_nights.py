"""What the nightly tasks must not do: hold each other up, keep what has ended, remove what is needed."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from interventions import letters, monitoring, tasks
from interventions.actions import Report, file_update, stage_evidence
from interventions.models import Action, ActionUpdate, Authority, EvidenceFile
from kanpur_portal import roles
from tests.factories import UserFactory

LONG_AGO = timedelta(days=8)


def stage(by: User, action: Action, name: str) -> EvidenceFile:
    (staged,) = stage_evidence(by=by, action=action, files=[SimpleUploadedFile(name, b"%PDF-1.7")])
    EvidenceFile.objects.filter(pk=staged.pk).update(uploaded_at=timezone.now() - LONG_AGO)
    return staged


def report(by: User, action: Action, *files: EvidenceFile) -> ActionUpdate:
    said = Report("in_progress", "green", evidence_files=files)
    return file_update(by=by, action=action, revision=0, report=said)


def test_a_file_that_is_submitted_while_forgotten_ones_are_removed_stays(
    officer: User, action: Action, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    forgotten, wanted = stage(officer, action, "a.pdf"), stage(officer, action, "b.pdf")
    remove = FileSystemStorage.delete

    def remove_while_the_officer_submits(storage: FileSystemStorage, name: str) -> None:
        if name == forgotten.file.name:
            report(officer, action, wanted)
        remove(storage, name)

    monkeypatch.setattr(FileSystemStorage, "delete", remove_while_the_officer_submits)
    assert monitoring.remove_forgotten_files() == 1
    kept = EvidenceFile.objects.get()
    assert (kept.name, kept.update) == ("b.pdf", ActionUpdate.objects.get())
    assert [path.name for path in tmp_path.iterdir()] == [kept.file.name]


def test_an_update_with_a_file_that_is_gone_says_so_and_writes_nothing(officer: User, action: Action) -> None:
    staged = stage(officer, action, "a.pdf")
    monitoring.remove_forgotten_files()
    with pytest.raises(ValidationError) as refused:
        report(officer, action, staged)
    assert refused.value.message_dict.keys() == {"evidence_files"}
    assert not ActionUpdate.objects.exists()


def test_a_letter_that_cannot_be_written_holds_up_no_other(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2):
        UserFactory(
            role=roles.OFFICER, authority=Authority.objects.get(), email=f"officer-{number}@example.org"
        )
    write = monitoring.digest_letter

    def stumble_over_one(to: User, *arguments: Any) -> Any:
        if to == officer:
            raise ZeroDivisionError
        return write(to, *arguments)

    monkeypatch.setattr(monitoring, "digest_letter", stumble_over_one)
    with time_machine.travel(timezone.localtime().replace(hour=6, minute=30)) as clock:
        monitoring.prepare_digests(timezone.localdate())
        for _run in range(2):
            with pytest.raises(ZeroDivisionError):
                monitoring.send_waiting_digests()
            clock.shift(letters.LEASE + timedelta(minutes=1))
    assert {to for letter in mail.outbox for to in letter.to} == {
        "officer-0@example.org",
        "officer-1@example.org",
    }


def test_what_was_parked_goes_with_its_session(client: Client, action: Action) -> None:
    client.post("/plan/KN-05/update/", {"done": "Names of trainees"})
    parked, current = Session.objects.get(), SessionStore()
    current.create()
    Session.objects.filter(pk=parked.pk).update(expire_date=timezone.now() - timedelta(minutes=1))
    tasks.remove_ended_sessions()
    assert Session.objects.get().pk == current.session_key
