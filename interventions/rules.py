"""What an update must say. Checked by the one action that writes it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, cast

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Field, Model
from django.utils.translation import gettext as _

from interventions.evidence import MAX_FILES, NOT_ATTACHED
from interventions.models import Action, ActionUpdate, DateChange
from interventions.models.plan import EARLIEST_DAY
from interventions.schedule import CLOSED, Timeline, WorkStatus, standing
from sources.bilingual import localized
from sources.rules import too_long

if TYPE_CHECKING:
    from interventions.actions import Report


def _length(model: type[Model], field: str) -> int:
    return cast(Field, model._meta.get_field(field)).max_length or 0


MAX_QUANTITY = 1_000_000
# Of the texts of a report, by its fields: what the database takes.
MAX_LENGTHS = {
    **{name: _length(ActionUpdate, name) for name in ("reason", "pending_with", "done", "evidence_link")},
    "date_reason": _length(DateChange, "reason"),
}


class Errors(defaultdict[str, list[str]]):
    """What is wrong, by field."""

    def __init__(self) -> None:
        super().__init__(list)

    def unless(self, holds: object, field: str, message: str) -> None:
        if not holds:
            self[field].append(message)


def check_update(report: Report, *, action: Action, by: User, today: date) -> None:
    """Raise a ValidationError keyed by field where the report does not hold together."""
    errors = Errors()
    _check_choices(report, errors)
    _check_lengths(report, errors)
    if not errors:
        _check_status(report, action, errors)
        _check_dates(report, action, today, errors)
        _check_pending(report, action, today, errors)
        _check_achievements(report, action, today, errors)
        _check_evidence(report, action, by, errors)
    if errors:
        raise ValidationError(dict(errors))


def _check_choices(report: Report, errors: Errors) -> None:
    for field, choices in (("work_status", WorkStatus), ("confidence", ActionUpdate.Confidence)):
        if getattr(report, field) not in choices.values:
            allowed = ", ".join(choices.values)
            errors[field].append(_("Choose one of: %(allowed)s.") % {"allowed": allowed})


def _check_lengths(report: Report, errors: Errors) -> None:
    for field, limit in MAX_LENGTHS.items():
        if refusal := too_long(getattr(report, field), limit):
            errors[field].append(refusal)
    if report.evidence_link and "evidence_link" not in errors:
        try:
            URLValidator(schemes=["http", "https"])(report.evidence_link)
        except ValidationError:
            errors["evidence_link"].append(
                _("Enter a full web address that begins with https:// or http://.")
            )


def _check_status(report: Report, action: Action, errors: Errors) -> None:
    closing = report.work_status in CLOSED
    errors.unless(
        report.confidence == ActionUpdate.Confidence.GREEN or report.reason,
        "reason",
        _("Amber or red needs a reason."),
    )
    errors.unless(
        report.work_status != WorkStatus.COMPLETED or report.done,
        "done",
        _("Say what was done: a completed action is confirmed by a second person from this text."),
    )
    errors.unless(
        report.work_status != WorkStatus.DROPPED or report.reason,
        "reason",
        _("Say why the action is dropped."),
    )
    if action.work_status in CLOSED:
        errors.unless(
            not closing,
            "work_status",
            _("This action is closed. To reopen it, choose another status and say why."),
        )
        errors.unless(report.reason, "reason", _("Say why the closed action is reopened."))
    went_back = action.work_status in (WorkStatus.IN_PROGRESS, WorkStatus.PARTLY_DONE) and (
        report.work_status == WorkStatus.NOT_STARTED
    )
    errors.unless(
        not went_back or report.reason, "reason", _("Say why an action that had started is now not started.")
    )


def _check_dates(report: Report, action: Action, today: date, errors: Errors) -> None:
    moved = report.moved_dates(action)
    for field, day in moved.items():
        errors.unless(
            action.timeline != Timeline.CONTINUOUS,
            field,
            _("A continuous initiative has no date to move: it has milestones."),
        )
        errors.unless(day >= today, field, _("A new date is today or later."))
        errors.unless(day.year < today.year + 20, field, _("A new date lies within the next 20 years."))
    errors.unless(not moved or report.date_reason, "date_reason", _("Moving a date needs a reason."))
    errors.unless(
        moved or not report.date_reason,
        "date_reason",
        _("No date is set or moved: change one, or leave this field empty."),
    )
    errors.unless(
        "start_by" not in moved or report.work_status == WorkStatus.NOT_STARTED,
        "start_by",
        _("The start date can be moved only while the action has not started."),
    )
    start, finish = moved.get("start_by", action.start_by), moved.get("finish_by", action.finish_by)
    errors.unless(
        not (moved and start and finish) or finish >= start,
        "finish_by",
        _("The finish is not before the start."),
    )


def _check_pending(report: Report, action: Action, today: date, errors: Errors) -> None:
    moved = report.moved_dates(action)
    facts = action.facts()
    after = replace(
        facts,
        work_status=report.work_status,
        start_by=moved.get("start_by", facts.start_by),
        finish_by=moved.get("finish_by", facts.finish_by),
    )
    if standing(after, today).behind and report.confidence != ActionUpdate.Confidence.GREEN:
        errors.unless(
            report.pending_with, "pending_with", _("The action is behind: say with whom it is pending.")
        )
        errors.unless(
            report.pending_since, "pending_since", _("The action is behind: say since when it is pending.")
        )
    elif bool(report.pending_with) != bool(report.pending_since):
        missing = "pending_since" if report.pending_with else "pending_with"
        errors[missing].append(_("Give both: with whom it is pending, and since when."))
    errors.unless(
        not report.pending_since or report.pending_since <= today,
        "pending_since",
        _("This day is still to come."),
    )


def _check_achievements(report: Report, action: Action, today: date, errors: Errors) -> None:
    field = "achievements"
    for item in report.achievements:
        name = localized(item.milestone, "title")
        errors.unless(
            item.milestone.action_id == action.pk,
            field,
            _("“%(name)s” belongs to another action.") % {"name": name},
        )
        errors.unless(
            1 <= item.quantity <= MAX_QUANTITY,
            field,
            _("“%(name)s”: a whole number from 1 to 10,00,000.") % {"name": name},
        )
        errors.unless(
            EARLIEST_DAY <= item.achieved_on <= today,
            field,
            _("“%(name)s”: a day from 1 April 2019 to today.") % {"name": name},
        )
        errors.unless(
            bool(item.cluster) == item.milestone.each_cluster,
            field,
            _("“%(name)s”: name the cluster, as the target holds for each.") % {"name": name}
            if item.milestone.each_cluster
            else _("“%(name)s” is not counted by cluster.") % {"name": name},
        )


def _check_evidence(report: Report, action: Action, by: User, errors: Errors) -> None:
    files = report.evidence_files
    errors.unless(
        len(files) <= MAX_FILES,
        "evidence_files",
        _("At most %(count)s files to an update.") % {"count": MAX_FILES},
    )
    errors.unless(
        all(
            file.owner_id == by.pk and file.action_id == action.pk and file.update_id is None
            for file in files
        ),
        "evidence_files",
        str(NOT_ATTACHED),
    )
