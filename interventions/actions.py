"""Writes of the plan. Page, API, admin and import all come through here."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from interventions.evidence import MAX_FILES, NOT_ATTACHED, new_evidence
from interventions.models import (
    Action,
    ActionUpdate,
    DateChange,
    EvidenceFile,
    MilestoneAchievement,
    UpdateReview,
)
from interventions.permissions import may_review, may_update, reporting_authority
from interventions.rules import check_update
from interventions.schedule import CLOSED, WorkStatus


class StaleRevision(Exception):
    """Somebody else wrote the action after the writer had opened it."""

    def __init__(self, action: Action, since: int) -> None:
        super().__init__(f"{action.reference} is at revision {action.revision}, not {since}")
        self.action = action
        self.since = since


@dataclass(frozen=True)
class Achievement:
    """So many of a milestone on a day; for milestones that hold for each cluster, of which one."""

    milestone: Any
    achieved_on: date
    quantity: int
    cluster: Any = None


@dataclass(frozen=True)
class Report:
    """What an officer says about an action. Dates left None stay as they are."""

    work_status: str
    confidence: str
    reason: str = ""
    pending_with: str = ""
    pending_since: date | None = None
    done: str = ""
    evidence_link: str = ""
    start_by: date | None = None
    finish_by: date | None = None
    date_reason: str = ""
    achievements: tuple[Achievement, ...] = ()
    evidence_files: tuple[EvidenceFile, ...] = field(default=(), hash=False)

    def __post_init__(self) -> None:
        # White space alone says nothing, wherever the text comes from.
        for name in ("reason", "pending_with", "done", "evidence_link", "date_reason"):
            object.__setattr__(self, name, getattr(self, name).strip())

    def moved_dates(self, action: Action) -> dict[str, date]:
        """The dates that differ from the action's own, by field."""
        dates = {"start_by": self.start_by, "finish_by": self.finish_by}
        return {name: day for name, day in dates.items() if day and day != getattr(action, name)}


@transaction.atomic
def file_update(
    *, by: User, action: Action, revision: int, report: Report, at: datetime | None = None
) -> ActionUpdate:
    """Write one update, with its date changes, achievements and evidence, and the action's new state.

    `revision` is the one the writer saw; `at` is now. Raises PermissionDenied, StaleRevision,
    or a ValidationError keyed by field; nothing is written then.
    """
    at = at or timezone.now()
    action = Action.objects.locked(action.pk)
    if not may_update(by, action):
        raise PermissionDenied(_("You may report only on actions that name your authority."))
    if action.revision != revision:
        raise StaleRevision(action, revision)
    check_update(report, action=action, by=by, today=timezone.localdate(at))
    moved = report.moved_dates(action)
    update = ActionUpdate.objects.create(
        action=action,
        number=action.updates.count() + 1,
        authority=reporting_authority(by, action),
        reported_by=by,
        reported_at=at,
        work_status=report.work_status,
        confidence=report.confidence,
        reason=report.reason,
        pending_with=report.pending_with,
        pending_since=report.pending_since,
        done=report.done,
        evidence_link=report.evidence_link,
    )
    for name, day in moved.items():
        DateChange.objects.create(
            update=update, which=name, old_date=getattr(action, name), new_date=day, reason=report.date_reason
        )
        setattr(action, name, day)
    for item in report.achievements:
        MilestoneAchievement.objects.create(
            update=update,
            milestone=item.milestone,
            achieved_on=item.achieved_on,
            quantity=item.quantity,
            cluster=item.cluster,
        )
    _attach(report.evidence_files, update)
    # A closing report counts when a second person has confirmed it.
    action.awaiting_confirmation = report.work_status in CLOSED
    if not action.awaiting_confirmation:
        action.work_status = report.work_status
    elif report.work_status == WorkStatus.COMPLETED and action.work_status == WorkStatus.NOT_STARTED:
        # Whether it is complete is for the second person to say; that it has started is said.
        action.work_status = WorkStatus.IN_PROGRESS
    _save_state(action)
    return update


@transaction.atomic
def review_update(
    *, by: User, update: ActionUpdate, outcome: str, note: str = "", at: datetime | None = None
) -> UpdateReview:
    """A second person confirms a closing update, or returns it with a note."""
    action = Action.objects.locked(update.action_id)
    if not may_review(by, update):
        raise PermissionDenied(_("A second person with the right to confirm decides on this update."))
    if not action.awaiting_confirmation or action.updates.latest("number") != update:
        raise ValidationError(_("This update no longer awaits confirmation: a later one has been filed."))
    if outcome not in UpdateReview.Outcome.values:
        raise ValidationError({"outcome": _("Confirm the update or return it.")})
    if outcome == UpdateReview.Outcome.RETURNED and not note.strip():
        raise ValidationError({"note": _("Say what is missing, so that the officer can complete it.")})
    review = UpdateReview.objects.create(
        update=update, outcome=outcome, note=note.strip(), reviewed_by=by, reviewed_at=at or timezone.now()
    )
    action.awaiting_confirmation = False
    if outcome == UpdateReview.Outcome.CONFIRMED:
        action.work_status = update.work_status
    _save_state(action)
    return review


def stage_evidence(
    *, by: User, action: Action, files: Iterable[UploadedFile], already: int = 0
) -> list[EvidenceFile]:
    """Keep checked files until their form is submitted, so that an error in another field loses none."""
    files = list(files)
    if already + len(files) > MAX_FILES:
        raise ValidationError(_("At most %(count)s files to an update."), params={"count": MAX_FILES})
    staged = [new_evidence(owner=by, action=action, file=file) for file in files]
    for evidence in staged:
        evidence.save()
    return staged


def _attach(files: tuple[EvidenceFile, ...], update: ActionUpdate) -> None:
    """The rows are asked again: since the form was read, a forgotten file may have been removed."""
    waiting = EvidenceFile.objects.filter(pk__in=[file.pk for file in files], update=None)
    if waiting.update(update=update) != len(files):
        raise ValidationError({"evidence_files": NOT_ATTACHED})


def _save_state(action: Action) -> None:
    action.revision += 1
    action.save(update_fields=["work_status", "awaiting_confirmation", "start_by", "finish_by", "revision"])
