"""Writing an update: who may, what it leaves behind, and how an action is closed and reopened."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from interventions.actions import Report, StaleRevision, file_update, review_update, stage_evidence
from interventions.models import Action, ActionUpdate, Authority, EvidenceFile, Posting, UpdateReview
from kanpur_portal import roles
from tests.factories import UserFactory

ReportOn = Callable[..., ActionUpdate]
PDF = b"%PDF-1.7 attendance"


def kn07() -> Action:
    return Action.objects.with_facts().get(reference="KN-07")


def soon(days: int = 9) -> Any:
    return timezone.localdate() + timedelta(days)


def a_file(name: str = "list.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


def test_an_update_is_kept_as_said(officer: User, report_on: ReportOn) -> None:
    before = timezone.now()
    update = report_on("KN-07", officer, work_status="partly_done", done=" First talks.\n", reason="  ")
    assert (update.number, update.reported_by, update.authority.slug) == (1, officer, "diepc")
    assert (update.done, update.reason) == ("First talks.", "")
    assert before <= update.reported_at <= timezone.now()
    action = kn07()
    assert (action.work_status, action.awaiting_confirmation, action.revision) == ("partly_done", False, 1)
    assert action.last_update_at == update.reported_at


def test_numbers_count_within_the_action(officer: User, report_on: ReportOn) -> None:
    told = [report_on(reference, officer) for reference in ("KN-07", "KN-07", "KN-08", "KN-07", "KN-08")]
    assert [(update.action.reference, update.number) for update in told] == [
        ("KN-07", 1),
        ("KN-07", 2),
        ("KN-08", 1),
        ("KN-07", 3),
        ("KN-08", 2),
    ]


def test_a_moved_date_keeps_the_old_one(officer: User, report_on: ReportOn) -> None:
    report_on("KN-07", officer, finish_by=soon(9), date_reason="Agreed.")
    report_on("KN-07", officer, done="Nothing about dates.")
    update = report_on("KN-07", officer, finish_by=soon(40), date_reason="The bank is slow.")
    changes = update.date_changes.values_list("which", "old_date", "new_date", "reason")
    assert list(changes) == [("finish_by", soon(9), soon(40), "The bank is slow.")]
    assert kn07().finish_by == soon(40)
    first = ActionUpdate.objects.get(number=1).date_changes.get()
    assert (first.old_date, first.new_date) == (None, soon(9))


def test_both_dates_at_once(officer: User, report_on: ReportOn) -> None:
    said = {
        "work_status": "not_started",
        "start_by": soon(5),
        "finish_by": soon(50),
        "date_reason": "Agreed.",
    }
    update = report_on("KN-07", officer, **said)
    assert set(update.date_changes.values_list("which", flat=True)) == {"start_by", "finish_by"}
    assert (kn07().start_by, kn07().finish_by) == (soon(5), soon(50))


class TestEvidence:
    def test_staged_files_go_with_the_update(self, officer: User, report_on: ReportOn) -> None:
        staged = stage_evidence(by=officer, action=kn07(), files=[a_file(), a_file("photo of camp.pdf")])
        update = report_on("KN-07", officer, evidence_files=tuple(staged))
        kept = EvidenceFile.objects.order_by("pk")
        assert [file.update for file in kept] == [update, update]
        for file in kept:
            with file.file.open() as content:
                assert content.read() == PDF

    @pytest.mark.parametrize("name", ["शिविर की उपस्थिति.pdf", "list (final), v2.pdf", "x" * 200 + ".pdf"])
    def test_a_file_keeps_its_officers_name(self, officer: User, name: str) -> None:
        (staged,) = stage_evidence(by=officer, action=kn07(), files=[a_file(name)])
        assert staged.name == name[-150:]
        assert staged.file.name.endswith(".pdf")
        assert len(staged.file.name) == 36, "the name on disk tells nothing"

    @pytest.mark.parametrize(
        "someone_elses", ["another officer's", "for another action", "filed already", "six of them"]
    )
    def test_others_are_refused(
        self, officer: User, other_officer: User, report_on: ReportOn, someone_elses: str
    ) -> None:
        by = other_officer if someone_elses == "another officer's" else officer
        reference = "KN-08" if someone_elses == "for another action" else "KN-07"
        action = Action.objects.get(reference=reference)
        files = [stage_evidence(by=by, action=action, files=[a_file()])[0]]
        if someone_elses == "filed already":
            report_on("KN-07", officer, evidence_files=tuple(files))
        if someone_elses == "six of them":
            files += stage_evidence(by=by, action=action, files=[a_file() for _number in range(5)])
        count = ActionUpdate.objects.count()
        with pytest.raises(ValidationError) as caught:
            report_on(
                "KN-07",
                officer,
                evidence_files=tuple(EvidenceFile.objects.filter(pk__in=[f.pk for f in files])),
            )
        assert set(caught.value.message_dict) == {"evidence_files"}
        assert ActionUpdate.objects.count() == count

    def test_at_most_five_are_staged(self, officer: User) -> None:
        with pytest.raises(ValidationError, match="5"):
            stage_evidence(by=officer, action=kn07(), files=[a_file() for _number in range(3)], already=3)
        assert not EvidenceFile.objects.exists()

    @pytest.mark.parametrize(
        ("name", "content", "code"),
        [
            ("list.pdf", b"", "empty"),
            ("list.pdf", b"MZ\x90\x00", "wrong_type"),
            ("list.pdf", b"\xff\xd8\xff\xe0", "wrong_ending"),
            ("list.png", PDF, "wrong_ending"),
            ("list", PDF, "wrong_ending"),
            ("list.pdf", b" %PDF-1.7", "wrong_type"),
            ("photo.jpg", b"\x89PNG\r\n\x1a\n", "wrong_ending"),
            ("photo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "wrong_type"),
            ("list.pdf", PDF + b"\0" * (10 * 1024 * 1024), "too_large"),
        ],
    )
    def test_what_a_file_is_is_told_by_its_content(
        self, officer: User, name: str, content: bytes, code: str
    ) -> None:
        with pytest.raises(ValidationError) as caught:
            stage_evidence(by=officer, action=kn07(), files=[SimpleUploadedFile(name, content)])
        assert [error.code for error in caught.value.error_list] == [code]
        assert name in caught.value.messages[0]

    @pytest.mark.parametrize(
        ("name", "head", "content_type"),
        [
            ("LIST.PDF", PDF, "application/pdf"),
            ("photo.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
            ("photo.JPG", b"\xff\xd8\xff\xe1", "image/jpeg"),
            ("photo.png", b"\x89PNG\r\n\x1a\n", "image/png"),
        ],
    )
    def test_the_three_types(self, officer: User, name: str, head: bytes, content_type: str) -> None:
        content = head + b"\0" * (10 * 1024 * 1024 - len(head))  # exactly 10 MB
        (staged,) = stage_evidence(by=officer, action=kn07(), files=[SimpleUploadedFile(name, content)])
        assert (staged.content_type, staged.size) == (content_type, 10 * 1024 * 1024)
        staged.file.delete()


def denied(by: User, reference: str = "KN-07") -> bool:
    action = Action.objects.get(reference=reference)
    try:
        file_update(by=by, action=action, revision=action.revision, report=Report("in_progress", "green"))
    except PermissionDenied:
        assert not action.updates.filter(reported_by=by).exists()
        return True
    return False


class TestWhoMay:
    def test_an_officer_where_their_authority_is_named(self, officer: User, other_officer: User) -> None:
        assert not denied(officer)
        assert denied(other_officer)
        assert not denied(other_officer, "KN-04")
        assert denied(officer, "KN-19"), "the one action that does not name DIEPC"

    def test_the_deputy_commissioner_everywhere(self, deputy: User) -> None:
        assert not denied(deputy)
        assert not denied(deputy, "KN-19")
        assert ActionUpdate.objects.first().authority is None

    @pytest.mark.parametrize("role", [roles.ANALYST, roles.ADMINISTRATOR, None])
    def test_nobody_else_even_when_posted(self, plan: Any, role: str | None) -> None:
        assert denied(UserFactory(role=role, authority=Authority.objects.get(slug="diepc")))

    def test_an_officer_without_a_posting_nowhere(self, plan: Any) -> None:
        assert denied(UserFactory(role=roles.OFFICER))

    def test_the_authority_named_first_is_the_one_that_reports(
        self, officer: User, report_on: ReportOn
    ) -> None:
        Posting.objects.create(user=officer, authority=Authority.objects.get(slug="upepb"))
        assert report_on("KN-05", officer).authority.slug == "upepb"
        assert report_on("KN-01", officer).authority.slug == "diepc"

    def test_a_user_who_is_no_longer_active(self, officer: User) -> None:
        officer.is_active = False
        officer.save()
        assert denied(User.objects.get(pk=officer.pk))


def test_an_older_revision_is_refused_with_what_it_is_now(
    officer: User, deputy: User, report_on: ReportOn
) -> None:
    action = kn07()
    report_on("KN-07", deputy, done="Mine first.")
    with pytest.raises(StaleRevision) as caught:
        file_update(by=officer, action=action, revision=0, report=Report("not_started", "green"))
    assert (caught.value.action.revision, caught.value.since) == (1, 0)
    for forged in (-1, 2, 10**30):
        with pytest.raises(StaleRevision):
            file_update(by=officer, action=action, revision=forged, report=Report("not_started", "green"))
    assert ActionUpdate.objects.count() == 1


class TestClosing:
    @pytest.fixture
    def closing(self, officer: User, report_on: ReportOn) -> ActionUpdate:
        return report_on("KN-07", officer, work_status="completed", done="Standards agreed.")

    def test_it_counts_when_a_second_person_confirms(self, closing: ActionUpdate, deputy: User) -> None:
        action = kn07()
        assert (action.work_status, action.awaiting_confirmation) == ("in_progress", True)
        review = review_update(by=deputy, update=closing, outcome="confirmed", note=" Well done. ")
        action = kn07()
        assert (action.work_status, action.awaiting_confirmation, action.revision) == ("completed", False, 2)
        assert (review.note, review.reviewed_by) == ("Well done.", deputy)

    def test_it_is_returned_with_a_note(self, closing: ActionUpdate, deputy: User) -> None:
        for note in ("", " \n"):
            with pytest.raises(ValidationError) as caught:
                review_update(by=deputy, update=closing, outcome="returned", note=note)
            assert set(caught.value.message_dict) == {"note"}
        review_update(by=deputy, update=closing, outcome="returned", note="Which standards?")
        action = kn07()
        assert (action.work_status, action.awaiting_confirmation) == ("in_progress", False)

    def test_dropping_needs_the_second_person_too(
        self, officer: User, deputy: User, report_on: ReportOn
    ) -> None:
        update = report_on("KN-07", officer, work_status="dropped", reason="Taken up elsewhere.")
        assert kn07().work_status == "not_started"
        review_update(by=deputy, update=update, outcome="confirmed")
        assert kn07().work_status == "dropped"

    def test_nobody_confirms_what_they_reported(self, deputy: User, report_on: ReportOn) -> None:
        own = report_on("KN-07", deputy, work_status="completed", done="Standards agreed.")
        with pytest.raises(PermissionDenied):
            review_update(by=deputy, update=own, outcome="confirmed")
        second = UserFactory(role=roles.DEPUTY_COMMISSIONER)
        review_update(by=second, update=own, outcome="confirmed")
        assert kn07().work_status == "completed"

    def test_nor_somebody_without_the_right(
        self, closing: ActionUpdate, officer: User, other_officer: User, analyst: User
    ) -> None:
        administrator = UserFactory(role=roles.ADMINISTRATOR)
        for user in (officer, other_officer, analyst, administrator):
            with pytest.raises(PermissionDenied):
                review_update(by=user, update=closing, outcome="confirmed")
        assert not UpdateReview.objects.exists()

    def test_the_right_alone_is_enough_but_not_for_ones_own(
        self, officer: User, closing: ActionUpdate
    ) -> None:
        right = Permission.objects.get(codename="review_actionupdate")
        officer.user_permissions.add(right)
        with pytest.raises(PermissionDenied):
            review_update(by=User.objects.get(pk=officer.pk), update=closing, outcome="confirmed")

    def test_what_does_not_close_is_not_reviewed(
        self, officer: User, deputy: User, report_on: ReportOn
    ) -> None:
        update = report_on("KN-07", officer)
        with pytest.raises(ValidationError, match="no longer awaits"):
            review_update(by=deputy, update=update, outcome="confirmed")

    def test_only_the_latest_is_and_only_once(
        self, closing: ActionUpdate, officer: User, deputy: User, report_on: ReportOn
    ) -> None:
        later = report_on("KN-07", officer, work_status="completed", done="Standards agreed, with annex.")
        with pytest.raises(ValidationError, match="later one"):
            review_update(by=deputy, update=closing, outcome="confirmed")
        review_update(by=deputy, update=later, outcome="confirmed")
        with pytest.raises(ValidationError):
            review_update(by=deputy, update=later, outcome="returned", note="After all not.")
        assert UpdateReview.objects.count() == 1

    def test_an_outcome_that_is_none(self, closing: ActionUpdate, deputy: User) -> None:
        with pytest.raises(ValidationError) as caught:
            review_update(by=deputy, update=closing, outcome="maybe")
        assert set(caught.value.message_dict) == {"outcome"}

    def test_a_closed_action_is_reopened_with_a_reason(
        self, closing: ActionUpdate, officer: User, deputy: User, report_on: ReportOn
    ) -> None:
        review_update(by=deputy, update=closing, outcome="confirmed")
        for said, field in (
            ({"work_status": "completed", "done": "Again.", "reason": "Why not."}, "work_status"),
            ({"work_status": "dropped", "reason": "Now dropped."}, "work_status"),
            ({"work_status": "in_progress"}, "reason"),
        ):
            with pytest.raises(ValidationError) as caught:
                report_on("KN-07", officer, **said)
            assert set(caught.value.message_dict) == {field}
        report_on("KN-07", officer, work_status="in_progress", reason="One standard is missing.")
        assert (kn07().work_status, kn07().awaiting_confirmation) == ("in_progress", False)
