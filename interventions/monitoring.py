"""The day's counts, and the letters to officers. Called by tasks and commands."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Max
from django.template.loader import render_to_string
from django.utils import timezone, translation

from interventions.issue_querysets import IssueQuerySet
from interventions.letters import Message, send_waiting
from interventions.models import (
    Action,
    Digest,
    EvidenceFile,
    ExporterIssue,
    Plan,
    PlanSnapshot,
    UpdateReview,
)
from interventions.permissions import may_handle_issues, may_report
from interventions.schedule import Schedule, Standing, WorkStatus

FORGOTTEN_AFTER = timedelta(days=7)


def counts(standings: Iterable[tuple[str, Standing]]) -> dict[str, int]:
    """How many actions there are of each work status and schedule, from (work status, standing) pairs."""
    pairs = list(standings)
    status = Counter(work_status for work_status, _ in pairs)
    schedule = Counter(standing.schedule for _, standing in pairs)
    return {
        "total": len(pairs),
        **{value: status[value] for value in WorkStatus.values},
        Schedule.DUE_SOON.value: schedule[Schedule.DUE_SOON],
        Schedule.OVERDUE.value: schedule[Schedule.OVERDUE],
        "silent": sum(standing.silent for _, standing in pairs),
    }


def take_snapshot(plan: Plan, today: date) -> PlanSnapshot:
    """Keep the day's counts of a plan; a second call on the same day replaces the first."""
    actions = Action.objects.filter(heading__plan=plan).with_facts()
    values = counts((action.work_status, action.standing(today)) for action in actions)
    snapshot, _ = PlanSnapshot.objects.update_or_create(plan=plan, taken_on=today, defaults=values)
    return snapshot


def prepare_digests(today: date) -> int:
    """One waiting letter for each who reports or answers for a posting and has an address; returns how many
    are new."""
    officers = User.objects.filter(is_active=True, postings__isnull=False).exclude(email="").distinct()
    rows = [
        Digest(officer=officer, for_day=today)
        for officer in officers
        if may_report(officer) or may_handle_issues(officer)
    ]
    before = Digest.objects.filter(for_day=today).count()
    Digest.objects.bulk_create(rows, ignore_conflicts=True)
    return Digest.objects.filter(for_day=today).count() - before


def send_waiting_digests() -> int:
    """Send what waits for today; returns how many were sent."""
    return send_waiting(Digest.objects.filter(for_day=timezone.localdate()), _message)


def _message(digest: Digest) -> Message | None:
    letter = digest_letter(digest.officer, digest.for_day)
    return Message(digest.officer.email, *letter) if letter else None


def digest_letter(officer: User, today: date) -> tuple[str, str] | None:
    """Subject and text in both languages; None where the officer owes nothing."""
    actions = Action.objects.naming_authority_of(officer).with_facts()
    rows = [(action, action.standing(today)) for action in actions]
    groups = {
        "returned": [row for row in rows if row[0].last_outcome == UpdateReview.Outcome.RETURNED],
        "overdue": [row for row in rows if row[1].schedule == Schedule.OVERDUE],
        "due_soon": [row for row in rows if row[1].schedule == Schedule.DUE_SOON],
        "silent": [row for row in rows if row[1].silent],
    }
    issues = _issues(officer, today)
    if not any(groups.values()) and not any(issues.values()):
        return None
    subjects, parts = [], []
    for language in ("hi", "en"):
        with translation.override(language):
            context = {
                "groups": groups,
                "issues": issues,
                "portal_url": settings.PORTAL_URL,
                "today": today,
                "language": language,
            }
            parts.append(render_to_string("interventions/digest.txt", context).strip())
            subjects.append(render_to_string("interventions/digest_subject.txt", context).strip())
    return " / ".join(subjects), "\n\n---\n\n".join(parts) + "\n"


def _issues(officer: User, today: date) -> dict[str, IssueQuerySet]:
    """What the officer's offices hold of exporters: what is overdue, and what came since the last letter.

    Whole days are told, from the day of the last letter that went out up to yesterday, so that each issue is
    new in one letter, whenever that is written and however often it is tried.
    """
    if not may_handle_issues(officer):
        return {}
    held = ExporterIssue.objects.filter(held_by__postings__user=officer).with_details().in_order()
    new = held.waiting().filter(held_since__date__lt=today)
    sent = Digest.objects.filter(officer=officer, state=Digest.State.SENT, for_day__lt=today)
    if last := sent.aggregate(last=Max("for_day"))["last"]:
        new = new.filter(held_since__date__gte=last)
    return {"new": new, "overdue": held.overdue(today)}


def remove_forgotten_files() -> int:
    """Delete files attached to forms that were never submitted; returns how many."""
    forgotten = EvidenceFile.objects.filter(update=None, uploaded_at__lt=timezone.now() - FORGOTTEN_AFTER)
    removed = 0
    for evidence in list(forgotten):
        # Asked again for each, and the row first: its officer may submit the form just now.
        gone, _ = forgotten.filter(pk=evidence.pk).delete()
        if gone:
            evidence.file.delete(save=False)
        removed += gone
    return removed
