"""What the night leaves behind: the day's counts, the letters, and no forgotten files."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
import time_machine
from django.conf import settings as portal_settings
from django.contrib.auth.models import User
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from django.utils.formats import date_format

from interventions import tasks
from interventions.actions import stage_evidence
from interventions.letters import LEASE, MAX_ATTEMPTS
from interventions.models import Action, ActionUpdate, Authority, Digest, EvidenceFile, Plan, PlanSnapshot
from interventions.monitoring import (
    digest_letter,
    prepare_digests,
    remove_forgotten_files,
    send_waiting_digests,
    take_snapshot,
)
from interventions.schedule import WorkStatus
from kanpur_portal import data_version, roles
from kanpur_portal.celery import app
from tests.dom import elements, read, words
from tests.factories import UserFactory

ReportOn = Callable[..., ActionUpdate]


class TestSnapshot:
    def test_it_adds_up_and_agrees_with_the_filters(self, busy_plan: Plan, client: Any) -> None:
        today = timezone.localdate()
        taken = take_snapshot(busy_plan, today)
        by_status = {status: getattr(taken, status) for status in WorkStatus.values}
        assert sum(by_status.values()) == taken.total == 29
        assert by_status == {
            status: Action.objects.filter(work_status=status).count() for status in WorkStatus.values
        }
        for name, query in (
            ("overdue", "schedule=overdue"),
            ("due_soon", "schedule=due_soon"),
            ("silent", "silent=yes"),
        ):
            rows = client.get(f"/plan.json?{query}").json()["results"]
            assert getattr(taken, name) == len(rows) > 0, name

    def test_taken_again_it_replaces_the_first(
        self, busy_plan: Plan, officer: User, report_on: ReportOn
    ) -> None:
        today = timezone.localdate()
        first = take_snapshot(busy_plan, today)
        report_on("KN-21", officer)
        second = take_snapshot(busy_plan, today)
        assert PlanSnapshot.objects.get() == first == second
        assert second.in_progress == first.in_progress + 1
        take_snapshot(busy_plan, today + timedelta(1))
        assert PlanSnapshot.objects.count() == 2

    def test_every_status_has_its_column(self) -> None:
        names = {field.name for field in PlanSnapshot._meta.fields}
        assert set(WorkStatus.values) <= names

    def test_the_trend_appears_with_the_second_day(self, busy_plan: Plan, client: Any) -> None:
        today = timezone.localdate()
        for days, charts in ((2, 0), (1, 1), (0, 1)):
            take_snapshot(busy_plan, today - timedelta(days))
            data_version.forget()
            for language in ("", "/hi"):
                page = read(client.get(f"{language}/plan/").text)
                assert len(elements(page, "figure")) == charts
        rows = elements(elements(page, "figure")[0], "tr")
        assert [words(row).split()[0] for row in rows[1:]] == [
            date_format(today - timedelta(days), "SHORT_DATE_FORMAT") for days in (0, 1, 2)
        ]


@pytest.fixture
def late_plan(plan: Plan, officer: User) -> date:
    """A plan that began so long ago that everything is silent, and its short-term actions are late."""
    Plan.objects.update(starts_on=timezone.localdate() - timedelta(days=200))
    return timezone.localdate()


class TestDigests:
    def test_one_for_each_officer_with_a_posting_and_an_address(
        self, late_plan: date, other_officer: User
    ) -> None:
        diepc = Authority.objects.get(slug="diepc")
        UserFactory(role=roles.OFFICER, authority=diepc, email="")
        UserFactory(role=roles.OFFICER, authority=diepc, email="gone@example.org", is_active=False)
        UserFactory(role=roles.OFFICER, email="nowhere@example.org")
        UserFactory(role=roles.ANALYST, authority=diepc, email="analyst@example.org")
        assert prepare_digests(late_plan) == 2
        assert prepare_digests(late_plan) == 0
        assert send_waiting_digests() == 2
        assert send_waiting_digests() == 0
        assert sorted(letter.to[0] for letter in mail.outbox) == ["officer@example.org", "other@example.org"]
        assert prepare_digests(late_plan + timedelta(1)) == 2

    def test_the_letter_in_both_languages(self, late_plan: date, officer: User, report_on: ReportOn) -> None:
        today = late_plan
        report_on("KN-07", officer)
        said = {"work_status": "not_started", "start_by": today + timedelta(20), "date_reason": "Agreed."}
        report_on("KN-09", officer, **said)
        letter = digest_letter(officer, today)
        assert letter
        subject, text = letter
        hindi, english = text.split("\n---\n")
        for reference in ("KN-05", "KN-09"):
            action = Action.objects.get(reference=reference)
            assert f"{reference} {action.title_hi}" in hindi
            assert f"{reference} {action.title}" in english
        overdue, rest = english.split("Overdue")[1].split("Due within 30 days")
        due, silent = rest.split("No report in the last 30 days")
        assert "KN-05" in overdue
        assert "KN-05" in silent, "late and silent"
        assert "KN-09" in due
        assert "KN-09" not in silent
        assert "KN-07" not in text, "reported today"
        assert "KN-19" not in text, "does not name DIEPC"
        assert f"{portal_settings.PORTAL_URL}/my/" in english
        assert f"{portal_settings.PORTAL_URL}/hi/my/" in hindi
        assert "&" not in subject
        assert "\n" not in subject

    def test_no_letter_where_nothing_is_owed(
        self, late_plan: date, other_officer: User, report_on: ReportOn
    ) -> None:
        report_on("KN-04", other_officer)
        assert digest_letter(other_officer, late_plan) is None
        prepare_digests(late_plan)
        send_waiting_digests()
        assert [letter.to[0] for letter in mail.outbox] == ["officer@example.org"]
        assert not Digest.objects.exclude(state=Digest.State.SENT).exists()

    def test_a_letter_names_what_the_page_names(self, late_plan: date, officer: User, signed_in: Any) -> None:
        letter = digest_letter(officer, late_plan)
        assert letter
        rows = signed_in(officer).get("/plan.json?silent=yes&authority=diepc").json()["results"]
        silent = letter[1].rsplit("No report in the last 30 days", 1)[1]
        assert [line.split()[1] for line in silent.splitlines() if line.startswith("- ")] == [
            row["reference"] for row in rows
        ]


class Broken(EmailBackend):
    """Refuses the letters to some, and notes what it was asked to send."""

    refuse: set[str] = set()
    error: Exception = SMTPServerDisconnected("Connection unexpectedly closed: token=secret")
    asked: list[str] = []

    def send_messages(self, messages: Any) -> int:
        for message in messages:
            self.asked.append(message.to[0])
            if message.to[0] in self.refuse:
                raise self.error
        return super().send_messages(messages)


class TestMailThatFails:
    @pytest.fixture(autouse=True)
    def broken(self, settings: Any, late_plan: date, other_officer: User) -> None:
        settings.EMAIL_BACKEND = "tests.interventions.test_monitoring.Broken"
        Broken.refuse, Broken.asked = {"officer@example.org"}, []
        Broken.error = SMTPServerDisconnected("Connection unexpectedly closed")
        prepare_digests(late_plan)

    def test_it_is_kept_and_tried_in_the_next_run(self) -> None:
        assert send_waiting_digests() == 1
        assert sorted(Broken.asked) == ["officer@example.org", "other@example.org"], "once in a run"
        failed = Digest.objects.get(officer__username="officer")
        assert (failed.state, failed.error, failed.attempts) == ("failed", "SMTPServerDisconnected", 1)
        Broken.refuse = set()
        assert send_waiting_digests() == 1
        failed.refresh_from_db()
        assert (failed.state, failed.error, failed.attempts) == ("sent", "", 2)
        assert len(mail.outbox) == 2

    def test_after_some_tries_it_is_given_up_for_the_day(self) -> None:
        for _try in range(MAX_ATTEMPTS + 3):
            send_waiting_digests()
        assert Broken.asked.count("officer@example.org") == MAX_ATTEMPTS

    def test_yesterdays_letter_is_not_sent_today(self) -> None:
        Broken.refuse = set()
        with time_machine.travel(timezone.now() + timedelta(days=1)):
            assert send_waiting_digests() == 0
        assert mail.outbox == []

    def test_a_letter_that_cannot_be_written_does_not_keep_the_others(self) -> None:
        Broken.error = ValueError("a header that cannot be")
        try:
            send_waiting_digests()
        finally:
            assert "other@example.org" in Broken.asked
        assert Digest.objects.get(officer__username="other").state == "sent"


class TestWorkerThatDies:
    @pytest.fixture(autouse=True)
    def forenoon(self) -> Any:
        """A letter is for its day alone: in the last minutes of one, the lease ends in the next."""
        with time_machine.travel(timezone.localtime().replace(hour=10), tick=False):
            yield

    def test_its_letter_is_sent_when_the_lease_is_over(self, late_plan: date) -> None:
        prepare_digests(late_plan)
        now = timezone.now()
        Digest.objects.update(state="sending", lease_until=now + LEASE, attempts=1)
        assert send_waiting_digests() == 0
        with time_machine.travel(now + LEASE - timedelta(seconds=5), tick=False):
            assert send_waiting_digests() == 0
        with time_machine.travel(now + LEASE + timedelta(seconds=5), tick=False):
            assert send_waiting_digests() == 1
        digest = Digest.objects.get()
        assert (digest.state, digest.attempts, digest.lease_until) == ("sent", 2, None)


class TestForgottenFiles:
    def test_what_was_never_submitted_goes_after_a_week(self, officer: User, report_on: ReportOn) -> None:
        action = Action.objects.get(reference="KN-07")

        def staged() -> EvidenceFile:
            upload = SimpleUploadedFile("a.pdf", b"%PDF-1.7")
            return stage_evidence(by=officer, action=action, files=[upload])[0]

        forgotten, filed, fresh = staged(), staged(), staged()
        report_on("KN-07", officer, evidence_files=(filed,))
        long_ago = timezone.now() - timedelta(days=7, minutes=1)
        EvidenceFile.objects.exclude(pk=fresh.pk).update(uploaded_at=long_ago)
        assert remove_forgotten_files() == 1
        assert set(EvidenceFile.objects.all()) == {filed, fresh}
        assert [Path(file.file.path).exists() for file in (forgotten, filed, fresh)] == [False, True, True]
        assert remove_forgotten_files() == 0

    def test_a_file_that_is_gone_already(self, officer: User) -> None:
        upload = SimpleUploadedFile("a.pdf", b"%PDF-1.7")
        (file,) = stage_evidence(by=officer, action=Action.objects.get(reference="KN-07"), files=[upload])
        file.file.storage.delete(file.file.name)
        EvidenceFile.objects.update(uploaded_at=timezone.now() - timedelta(days=8))
        assert remove_forgotten_files() == 1


class TestTasks:
    @pytest.fixture(autouse=True)
    def at_once(self) -> Any:
        """Without a worker; the real one has a test of its own (integration)."""
        eager, app.conf.task_always_eager = app.conf.task_always_eager, True
        app.conf.task_eager_propagates = True
        yield
        app.conf.task_always_eager = eager

    def test_the_night(self, late_plan: date, officer: User) -> None:
        for name in ("take_snapshot", "prepare_digests", "remove_forgotten_files"):
            getattr(tasks, name).delay()
            getattr(tasks, name).delay()
        assert PlanSnapshot.objects.get().taken_on == late_plan
        assert [letter.to for letter in mail.outbox] == [["officer@example.org"]]

    def test_the_day_is_that_of_kanpur(self, plan: Plan) -> None:
        late_evening_in_london = datetime(2026, 8, 3, 20, 30, tzinfo=timezone.get_fixed_timezone(0))
        with time_machine.travel(late_evening_in_london):
            tasks.take_snapshot.delay()
        assert PlanSnapshot.objects.get().taken_on == date(2026, 8, 4)

    def test_beat_knows_them_all(self) -> None:
        scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
        app.loader.import_default_modules()
        own = {name for name in app.tasks if not name.startswith("celery.")}
        assert scheduled == own - {"exports.tasks.work_on_import"}  # queued when somebody brings a file
