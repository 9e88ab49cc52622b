"""What officers write on an exporter's issue. The page comes through here."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from interventions.exporter_actions import write_letter
from interventions.issue_log import save
from interventions.issue_rules import check_answer, check_published, check_text, offices_with_officers
from interventions.models import (
    Action,
    Authority,
    EntryKind,
    ExporterIssue,
    IssueEntry,
    IssueLetter,
    SolvedIssue,
)


class StaleIssue(Exception):
    """Somebody else wrote on the issue after the writer had opened it."""

    def __init__(self, issue: ExporterIssue) -> None:
        super().__init__(f"{issue.number} is at revision {issue.revision}")
        self.issue = issue


@transaction.atomic
def forward_issue(
    *, by: User, issue: ExporterIssue, revision: int, to: Authority | None, text: str
) -> ExporterIssue:
    """Hand the issue to another office, which then holds it; the day it is due stays.

    This and the other actions here raise PermissionDenied, StaleIssue, or a ValidationError keyed by field.
    """
    issue, office = _held(by, issue, revision)
    _still_open(issue)
    if to is None or to == issue.held_by:
        raise ValidationError({"to": _("Choose another office than the one that holds it.")})
    if not offices_with_officers().filter(pk=to.pk).exists():
        raise ValidationError(
            {"to": _("No officer of that office uses the portal: nobody there would read it.")}
        )
    check_text(text.strip(), missing=_("Say why: the exporter reads it."))
    _note(issue, EntryKind.FORWARDED, by, office, text.strip(), to_office=to)
    issue.held_by, issue.held_since = to, timezone.now()
    return save(issue)


@transaction.atomic
def reply_interim(*, by: User, issue: ExporterIssue, revision: int, text: str) -> ExporterIssue:
    """Tell the exporter how far it is. It extends nothing."""
    issue, office = _held(by, issue, revision)
    _still_open(issue)
    check_text(text.strip(), missing=_("Say how far it is, and what comes next."))
    _note(issue, EntryKind.INTERIM, by, office, text.strip())
    write_letter(issue, IssueLetter.Kind.INTERIM)
    return save(issue)


@transaction.atomic
def answer_issue(*, by: User, issue: ExporterIssue, revision: int, text: str) -> ExporterIssue:
    """Say what was done. The exporter then rates it."""
    issue, office = _held(by, issue, revision)
    _still_open(issue)
    check_answer(text.strip())
    issue.state, issue.answered_at = issue.State.ANSWERED, timezone.now()
    issue.satisfied = None  # of an earlier answer; its rating stands in the entries
    _note(issue, EntryKind.ANSWER, by, office, text.strip())
    write_letter(issue, IssueLetter.Kind.ANSWER)
    return save(issue)


@transaction.atomic
def tie_issue(*, by: User, issue: ExporterIssue, revision: int, action: Action | None) -> ExporterIssue:
    """Name the action of the plan that should cure what lies behind the issue; none unties it."""
    issue, office = _held(by, issue, revision)
    issue.action = action
    _note(issue, EntryKind.TIED, by, office, action.reference if action else "")
    return save(issue)


@transaction.atomic
def publish_issue(
    *, by: User, issue: ExporterIssue, revision: int, problem: str, solution: str
) -> SolvedIssue:
    """Let everyone learn from a solved issue, in words that name nobody; again replaces them."""
    issue, office = _held(by, issue, revision)
    if refusal := why_not_published(issue):
        raise ValidationError(refusal)
    problem, solution = problem.strip(), solution.strip()
    check_published(issue, problem, solution)
    words = {"problem": problem, "solution": solution, "published_at": timezone.now(), "published_by": by}
    solved, _new = SolvedIssue.objects.update_or_create(issue=issue, defaults=words)
    _note(issue, EntryKind.PUBLISHED, by, office)
    save(issue)
    return solved


def why_not_published(issue: ExporterIssue) -> str:
    """Why an issue may not be published; empty where it may."""
    if not issue.may_publish:
        return _("The exporter has not agreed to publish this issue.")
    if issue.state != issue.State.CLOSED or issue.satisfied is False:
        return _("An issue is published when it is closed and its exporter did not say that it is unsolved.")
    return ""


def _held(by: User, issue: ExporterIssue, revision: int) -> tuple[ExporterIssue, Authority | None]:
    """The issue, locked, as the writer saw it, with the office for which they act."""
    issue = ExporterIssue.objects.locked(issue.pk)
    if not ExporterIssue.objects.handled_by(by).filter(pk=issue.pk).exists():
        raise PermissionDenied(_("Another office holds this issue."))
    if issue.revision != revision:
        raise StaleIssue(issue)
    if issue.erased_at:
        raise ValidationError(_("The words of this issue are erased; nothing more is written on it."))
    return issue, issue.held_by if by.postings.filter(authority=issue.held_by).exists() else None


def _still_open(issue: ExporterIssue) -> None:
    if issue.state != issue.State.OPEN:
        raise ValidationError(_("This issue is answered or closed already."))


def _note(
    issue: ExporterIssue, kind: EntryKind, by: User, office: Authority | None, text: str = "", **more: Any
) -> None:
    IssueEntry.objects.create(
        issue=issue, kind=kind, at=timezone.now(), by=by, office=office, text=text, **more
    )
