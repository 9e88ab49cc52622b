"""How far a countable commitment is met in each quarter or financial year. Pure arithmetic."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sources.periods import Every, Period, period_of


class PeriodState(StrEnum):
    MET = "met"
    RUNNING = "running"
    MISSED = "missed"
    NOT_COMPARABLE = "not_comparable"
    PARTIAL = "partial"


@dataclass(frozen=True)
class Achieved:
    """So many, on a day, for a cluster (its slug) or for none."""

    on: date
    quantity: int
    cluster: str | None = None


@dataclass(frozen=True)
class Progress:
    """One period of one commitment. `wanted` is None where the year before has no figure."""

    period: Period
    cluster: str | None
    achieved: int
    wanted: int | None
    state: PeriodState


def progress(
    *,
    every: Every,
    target: int,
    growth: bool,
    clusters: Iterable[str | None],
    achieved: Iterable[Achieved],
    counted_from: date,
    today: date,
) -> list[Progress]:
    """Each period from that of `counted_from` to the running one, newest first, for each cluster.

    A period that had begun before `counted_from` cannot be missed: only a part of it counted.
    With `growth` the target is percent over the same count of the year before, rounded up to
    whole units: 10 percent over 41 is 46.
    """
    achieved = list(achieved)
    rows = []
    for cluster in clusters:
        own = [item for item in achieved if item.cluster == cluster]
        before: int | None = None
        period = period_of(counted_from, every)
        while period.first <= today:
            count = sum(item.quantity for item in own if item.on in period)
            wanted = target if not growth else None if not before else -(-before * (100 + target) // 100)
            rows.append(
                Progress(period, cluster, count, wanted, _state(count, wanted, period, today, counted_from))
            )
            before, period = count, period.following
    return sorted(rows, key=lambda row: row.period.first, reverse=True)


def _state(count: int, wanted: int | None, period: Period, today: date, counted_from: date) -> PeriodState:
    if wanted is None:
        return PeriodState.RUNNING if today in period else PeriodState.NOT_COMPARABLE
    if count >= wanted:
        return PeriodState.MET
    if today in period:
        return PeriodState.RUNNING
    return PeriodState.PARTIAL if period.first < counted_from else PeriodState.MISSED
