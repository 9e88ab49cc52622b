"""Countable commitments, quarter by quarter and year by year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interventions.milestones import Achieved, PeriodState, progress
from sources.periods import Every, financial_year_label, period_of

TODAY = date(2028, 6, 15)


def states(
    *achieved: Achieved,
    every: Every = Every.YEAR,
    target: int = 3,
    growth: bool = False,
    clusters: tuple[str | None, ...] = (None,),
    counted_from: date = date(2026, 4, 1),
    today: date = TODAY,
) -> list[tuple[str, str | None, int, int | None, str]]:
    rows = progress(
        every=every,
        target=target,
        growth=growth,
        clusters=clusters,
        achieved=achieved,
        counted_from=counted_from,
        today=today,
    )
    label = financial_year_label if every == Every.YEAR else str
    return [(label(row.period.first), row.cluster, row.achieved, row.wanted, row.state.value) for row in rows]


def test_met_missed_and_running_years_newest_first() -> None:
    achieved = Achieved(date(2026, 4, 1), 2), Achieved(date(2027, 3, 31), 1), Achieved(date(2027, 4, 1), 2)
    assert states(*achieved) == [
        ("2028-29", None, 0, 3, "running"),
        ("2027-28", None, 2, 3, "missed"),
        ("2026-27", None, 3, 3, "met"),
    ]


def test_a_running_period_that_has_enough_is_met() -> None:
    assert states(Achieved(TODAY, 3))[0] == ("2028-29", None, 3, 3, "met")


def test_quarters_begin_with_that_of_the_first_day() -> None:
    camps = states(
        Achieved(date(2028, 3, 31), 1), every=Every.QUARTER, target=1, counted_from=date(2027, 11, 30)
    )
    assert camps == [
        ("2028-04-01", None, 0, 1, "running"),
        ("2028-01-01", None, 1, 1, "met"),
        ("2027-10-01", None, 0, 1, "partial"),
    ]


@pytest.mark.parametrize(("first", "state"), [(date(2027, 10, 1), "missed"), (date(2027, 10, 2), "partial")])
def test_only_a_period_that_counted_from_its_first_day_is_missed(first: date, state: str) -> None:
    assert states(every=Every.QUARTER, target=1, counted_from=first)[-1][-1] == state


def test_each_cluster_is_counted_by_itself() -> None:
    achieved = Achieved(date(2028, 4, 2), 5, "plastic"), Achieved(date(2028, 4, 2), 9)
    rows = states(*achieved, clusters=("leather", "plastic"), counted_from=TODAY)
    assert rows == [("2028-29", "leather", 0, 3, "running"), ("2028-29", "plastic", 5, 3, "met")]


@pytest.mark.parametrize(
    ("before", "wanted"), [(41, 46), (40, 44), (1, 2), (10, 11), (9, 10), (100, 110), (101, 112)]
)
def test_growth_is_rounded_up_to_whole_units(before: int, wanted: int) -> None:
    rows = states(Achieved(date(2027, 5, 1), before), growth=True, target=10, counted_from=date(2027, 4, 1))
    assert rows[0] == ("2028-29", None, 0, wanted, "running")


def test_growth_over_nothing_cannot_be_compared() -> None:
    achieved = Achieved(date(2027, 5, 1), 7), Achieved(date(2028, 5, 1), 8)
    assert states(*achieved, growth=True, target=10) == [
        ("2028-29", None, 8, 8, "met"),
        ("2027-28", None, 7, None, "not_comparable"),  # the year before has no figure
        ("2026-27", None, 0, None, "not_comparable"),
    ]
    assert states(growth=True, counted_from=TODAY) == [("2028-29", None, 0, None, "running")]


def test_nothing_is_counted_before_the_plan_begins() -> None:
    assert states(Achieved(TODAY, 5), counted_from=TODAY + timedelta(days=300)) == []


achievements = st.lists(
    st.builds(
        Achieved,
        on=st.dates(date(2024, 1, 1), date(2029, 1, 1)),
        quantity=st.integers(1, 200),
        cluster=st.sampled_from([None, "leather", "plastic"]),
    ),
    max_size=12,
)


def least_enough(before: int | None, target: int) -> int | None:
    """The least whole number that is so many percent more, found by trying."""
    if not before:
        return None
    wanted = before
    while wanted * 100 < before * 100 + before * target:
        wanted += 1
    return wanted


def plain_progress(every, target, growth, clusters, achieved, counted_from, today):
    """The periods found by walking through them day by day."""
    days = [period_of(counted_from, every).first]
    while days[-1] < today:
        days.append(days[-1] + timedelta(days=1))
    periods = sorted({period_of(day, every) for day in days if day <= today})
    found = {}
    for cluster in clusters:
        counts = [
            sum(item.quantity for item in achieved if item.cluster == cluster and item.on in period)
            for period in periods
        ]
        for number, period in enumerate(periods):
            before = counts[number - 1] if number else None
            wanted = least_enough(before, target) if growth else target
            whole = counted_from not in period or counted_from == period.first
            late = "not_comparable" if wanted is None else "missed" if whole else "partial"
            state = (
                "met" if wanted and counts[number] >= wanted else late if period.last < today else "running"
            )
            found[period, cluster] = (counts[number], wanted, state)
    return found


@given(
    every=st.sampled_from(Every),
    target=st.integers(1, 50),
    growth=st.booleans(),
    clusters=st.sampled_from([[None], ["leather", "plastic"]]),
    achieved=achievements,
    counted_from=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    today=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
)
def test_progress_agrees_with_the_plain_way(**case) -> None:
    rows = progress(**case)
    found = {(row.period, row.cluster): (row.achieved, row.wanted, row.state.value) for row in rows}
    assert len(found) == len(rows)
    assert found == plain_progress(**case)
    assert [row.period for row in rows] == sorted((row.period for row in rows), reverse=True)
    running = [row for row in rows if row.state == PeriodState.RUNNING]
    assert all(case["today"] in row.period for row in running)
