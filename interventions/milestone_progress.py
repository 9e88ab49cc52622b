"""The milestones of an action with their periods, for its page and the officer's form."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from interventions.milestones import Achieved, PeriodState, Progress, progress
from interventions.models import Action, Milestone
from sources.bilingual import localized
from sources.periods import Every, financial_year_label

# Each state in words, and the tag that it is shown with.
_STATES = {
    PeriodState.MET: (_("met"), "completed"),
    PeriodState.RUNNING: (_("running"), "in_progress"),
    PeriodState.MISSED: (_("missed"), "overdue"),
    PeriodState.PARTIAL: (_("counted in part"), "no_date"),
    PeriodState.NOT_COMPARABLE: (_("no figure for the year before"), "no_date"),
}


@dataclass(frozen=True)
class PeriodRow:
    """One quarter or financial year of a commitment, for one cluster or for all."""

    year: str  # "2026-27" for a financial year, nothing for a quarter
    first: date
    last: date
    cluster: str
    achieved: int
    wanted: int | None
    label: str
    tag: str


@dataclass(frozen=True)
class MilestoneRow:
    """A commitment, where it is printed, and its periods, newest first."""

    title: str
    milestone: Milestone
    periods: tuple[PeriodRow, ...]


def milestone_rows(action: Action, today: date) -> list[MilestoneRow]:
    """Counted from the plan's start, or from the first achievement while the plan has no start date."""
    clusters = {cluster.slug: localized(cluster, "name") for cluster in Cluster.objects.all()}
    rows = []
    for milestone in action.milestones.select_related("document").prefetch_related("achievements__cluster"):
        achieved = [
            Achieved(item.achieved_on, item.quantity, item.cluster.slug if item.cluster else None)
            for item in milestone.achievements.all()
        ]
        first = action.heading.plan.starts_on or min((item.on for item in achieved), default=today)
        found = progress(
            every=Every(milestone.every),
            target=milestone.target,
            growth=milestone.measure == Milestone.Measure.GROWTH_PERCENT,
            clusters=list(clusters) if milestone.each_cluster else [None],
            achieved=achieved,
            counted_from=first,
            today=today,
        )
        rows.append(
            MilestoneRow(
                localized(milestone, "title"),
                milestone,
                tuple(_period(item, milestone, clusters) for item in found),
            )
        )
    return rows


def _period(item: Progress, milestone: Milestone, clusters: dict[str, str]) -> PeriodRow:
    label, tag = _STATES[item.state]
    cluster = clusters.get(item.cluster or "", "")
    year = financial_year_label(item.period.first) if milestone.every == Every.YEAR else ""
    return PeriodRow(
        year, item.period.first, item.period.last, cluster, item.achieved, item.wanted, str(label), tag
    )
