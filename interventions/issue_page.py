"""The pages of exporters' issues, ready for their templates."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from interventions.history import Entry
from interventions.issue_actions import why_not_published
from interventions.issue_forms import (
    ConsentForm,
    EraseForm,
    ForwardForm,
    MessageForm,
    PublishForm,
    RatingForm,
    ReplyForm,
    StepForm,
    TieForm,
    WithdrawForm,
)
from interventions.issue_querysets import IssueQuerySet
from interventions.issue_schedule import LIMIT_DAYS, RATING_DAYS, RETENTION_DAYS, due_on, erased_on
from interventions.models import Challenge, ExporterIssue, IssueEntry, SolvedIssue
from sources.bilingual import localized
from sources.list_pages import count
from sources.marks import key_of, marks_for
from sources.typed import typed

# Printed on line 829, as a challenge: the register says why it is shown as one.
_FOCAL_POINT = "plastic-exporters-issues-c1"
PERIODS = {"limit_days": LIMIT_DAYS, "rating_days": RATING_DAYS, "retention_days": RETENTION_DAYS}


def focal_point() -> dict[str, Any]:
    """Why DIEPC gets each new issue: the plan's words, with their source."""
    printed = Challenge.objects.select_related("document").filter(slug=_FOCAL_POINT).first()
    marks = marks_for([printed])[key_of(printed)] if printed else None
    return {"printed": printed.printed if printed else "", "printed_marks": marks}


def issue_facts(issue: ExporterIssue) -> dict[str, Any]:
    """What both pages of an issue show above everything else."""
    standing = issue.standing()
    return {
        "issue": issue,
        "office": localized(issue.held_by, "name"),
        "office_short": localized(issue.held_by, "short_name"),
        "cluster": localized(issue.cluster, "name") if issue.cluster else "",
        "standing": standing,
        "due": due_words(issue),
        "was_due_on": due_on(issue.counted_from),
        "erased_on": erased_on(issue.closed_at) if issue.closed_at else None,
        "action_title": localized(issue.action, "title") if issue.action else "",
        **PERIODS,
    }


def due_words(issue: ExporterIssue) -> str:
    """By when an open issue is to be answered, or how late it is."""
    standing = issue.standing()
    if standing.due_on is None:
        return ""
    day = date_format(standing.due_on)
    if not standing.overdue:
        return _("due by %(day)s") % {"day": day}
    return npgettext(
        "issue",
        "%(count)s day late, was due by %(day)s",
        "%(count)s days late, was due by %(day)s",
        standing.days_late,
    ) % {"count": standing.days_late, "day": day}


def exporter_page(issue: ExporterIssue, wrong: StepForm | None = None) -> dict[str, Any]:
    """The exporter's page: what may be done in this state, with the form that was wrong in its place."""
    offered: list[StepForm] = []
    if issue.state == issue.State.ANSWERED:
        offered.append(RatingForm())
    if not issue.is_over:
        offered += [MessageForm(), WithdrawForm()]
    if issue.email or issue.phone:
        offered.append(EraseForm())
    if issue.state != issue.State.WITHDRAWN:
        offered.append(ConsentForm(initial={"given": "yes" if issue.may_publish else "no"}))
    return {
        **issue_facts(issue),
        "entries": [_entry(entry, for_officers=False) for entry in issue.entries.with_people()],
        "forms": _by_name(offered, wrong),
        "last_word": issue.state == issue.State.CLOSED and issue.satisfied is False,
        "is_published": SolvedIssue.objects.filter(issue=issue).exists(),
    }


def office_page(issue: ExporterIssue, wrong: StepForm | None = None) -> dict[str, Any]:
    """The officers' page of one issue."""
    seen = {"revision": issue.revision}
    offered: list[StepForm] = []
    if issue.state == issue.State.OPEN:
        offered += [ReplyForm(initial=seen), ForwardForm(initial=seen)]
    solved = SolvedIssue.objects.filter(issue=issue).first()
    if not issue.erased_at:
        action = issue.action.reference if issue.action else None
        offered.append(TieForm(initial={**seen, "action": action}))
        if not why_not_published(issue):
            words = {"problem": solved.problem, "solution": solved.solution} if solved else {}
            offered.append(PublishForm(initial={**seen, **words}))
    return {
        **issue_facts(issue),
        "entries": [_entry(entry, for_officers=True) for entry in issue.entries.with_people()],
        "forms": _by_name(offered, wrong),
        "is_published": solved is not None,
    }


def _by_name(offered: list[StepForm], wrong: StepForm | None) -> dict[str, StepForm]:
    """The forms by their names. One that was sent stays, also where it is not offered: no text is lost."""
    return {form.name: form for form in (*offered, *([wrong] if wrong else []))}


def _entry(entry: IssueEntry, *, for_officers: bool) -> Entry:
    heading = str(entry.get_kind_display())
    if entry.to_office:
        heading = _("handed to %(office)s") % {"office": localized(entry.to_office, "short_name")}
    return Entry(
        at=entry.at,
        id=f"entry-{entry.pk}",
        heading=heading[:1].upper() + heading[1:],
        meta=" · ".join(_when_and_who(entry, for_officers)),
        body=(typed(entry.text),) if entry.text else (),
    )


def _when_and_who(entry: IssueEntry, for_officers: bool) -> Iterator[str]:
    """The time and the office, and for officers the person."""
    yield date_format(timezone.localtime(entry.at), "DATETIME_FORMAT")
    if entry.by:
        office = localized(entry.office, "short_name") if entry.office else _("Deputy Commissioner")
        person = f" ({entry.by.get_full_name() or entry.by.get_username()})" if for_officers else ""
        yield office + person


def issue_counts(issues: IssueQuerySet, filters: dict[str, str]) -> list[dict[str, Any]]:
    """How many of the listed issues are in each state, and how many are overdue; each opens its list."""
    address = reverse("issues")
    states = list(issues.values_list("state", flat=True))
    late = issues.overdue(timezone.localdate()).count()
    return [
        count(len(states), npgettext("count", "issue", "issues", len(states)), address, **filters),
        count(late, _("overdue"), address, **{**filters, "overdue": "yes"}),
        *(
            count(states.count(state.value), state.label, address, **{**filters, "state": state.value})
            for state in ExporterIssue.State
        ),
    ]


def issue_rows(issues: Iterable[ExporterIssue]) -> list[dict[str, Any]]:
    """The queue's rows, without a word of what was written."""
    return [
        {
            "issue": issue,
            "office": localized(issue.held_by, "short_name"),
            "cluster": localized(issue.cluster, "name") if issue.cluster else "",
            "due": due_words(issue),
            "overdue": issue.standing().overdue,
        }
        for issue in issues
    ]


SOLVED_COLUMNS = ("topic", "cluster", "problem", "solution", "published_on")


def solved_records(solved: Iterable[SolvedIssue]) -> Iterator[dict[str, Any]]:
    """Each published issue, keyed by SOLVED_COLUMNS. No number and no day of the issue: either names it."""
    for one in solved:
        cluster = one.issue.cluster.slug if one.issue.cluster else None
        values = (
            one.issue.topic,
            cluster,
            one.problem,
            one.solution,
            timezone.localdate(one.published_at),
        )
        yield dict(zip(SOLVED_COLUMNS, values, strict=True))
