"""Where an action stands against its dates: by example, and against a second, plainer implementation."""

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from interventions.schedule import (
    CLOSED,
    Facts,
    Schedule,
    Timeline,
    Window,
    WorkStatus,
    standing,
    start_window,
)
from sources.periods import add_months

START = date(2026, 1, 31)
days = st.dates(date(2000, 1, 1), date(2100, 12, 31))
maybe_days = st.none() | days
facts_of_actions = st.builds(
    Facts,
    timeline=st.sampled_from(Timeline.values),
    work_status=st.sampled_from(WorkStatus.values),
    plan_starts_on=maybe_days,
    start_by=maybe_days,
    finish_by=maybe_days,
    last_update_on=maybe_days,
)


def facts(timeline: str = "short", work_status: str = "not_started", **more: date | None) -> Facts:
    nothing = dict.fromkeys(("plan_starts_on", "start_by", "finish_by", "last_update_on"))
    return Facts(timeline=timeline, work_status=work_status, **{**nothing, **more})


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2096, 2, 29), 48, date(2100, 2, 28)),  # 2100 is no leap year
        (date(2026, 3, 31), 6, date(2026, 9, 30)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
        (date(2026, 6, 30), 6, date(2026, 12, 30)),
        (date(2026, 1, 31), 12, date(2027, 1, 31)),
        (date(2026, 5, 15), 0, date(2026, 5, 15)),
    ],
)
def test_months_end_where_the_month_ends(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@pytest.mark.parametrize(
    ("timeline", "window"),
    [
        ("short", Window(START, date(2026, 7, 31))),
        ("intermediate", Window(date(2026, 7, 31), date(2027, 1, 31))),
        ("long", Window(date(2027, 1, 31), None)),
        ("continuous", Window(None, None)),
    ],
)
def test_the_printed_windows(timeline: str, window: Window) -> None:
    assert start_window(timeline, START) == window
    assert start_window(timeline, None) == Window(None, None)


@pytest.mark.parametrize(
    ("today", "schedule", "late"),
    [
        (date(2026, 1, 31), "on_time", 0),
        (date(2026, 6, 30), "on_time", 0),  # 31 days before
        (date(2026, 7, 1), "due_soon", 0),  # exactly 30 days before
        (date(2026, 7, 31), "due_soon", 0),  # the last day of the window is within it
        (date(2026, 8, 1), "overdue", 1),
        (date(2027, 7, 31), "overdue", 365),
    ],
)
def test_a_short_term_action_that_has_not_started(today: date, schedule: str, late: int) -> None:
    found = standing(facts(plan_starts_on=START), today)
    assert (found.schedule, found.days_late, found.due_on) == (schedule, late, date(2026, 7, 31))
    assert found.behind is (schedule == "overdue")


DUE, NEXT_DAY = date(2026, 3, 1), date(2026, 3, 2)


@pytest.mark.parametrize(
    ("case", "schedule", "due_on"),
    [
        (facts("short", plan_starts_on=None), "no_date", None),
        (facts("long", plan_starts_on=START), "no_date", None),
        (facts("long", plan_starts_on=START, start_by=DUE), "overdue", DUE),
        (
            facts("short", plan_starts_on=START, start_by=DUE),
            "overdue",
            DUE,
        ),  # the office's date, not the print's
        (facts("short", start_by=DUE), "overdue", DUE),
        # A finish date counts before the start too; the start counts no longer after it.
        (facts("short", start_by=date(2030, 1, 1), finish_by=DUE), "overdue", DUE),
        (facts("long", finish_by=DUE), "overdue", DUE),
        (facts("short", "in_progress", plan_starts_on=date(2020, 1, 1)), "no_date", None),
        (facts("short", "in_progress", start_by=date(2020, 1, 1), finish_by=DUE), "overdue", DUE),
        (facts("short", "partly_done", finish_by=DUE), "overdue", DUE),
        (facts("short", "completed", finish_by=DUE), "closed", None),
        (facts("short", "dropped", start_by=DUE, finish_by=DUE), "closed", None),
        (
            facts("continuous", plan_starts_on=date(2020, 1, 1), start_by=DUE, finish_by=DUE),
            "continuous",
            None,
        ),
        (facts("continuous", "in_progress", start_by=DUE, finish_by=DUE), "continuous", None),
        (facts("continuous", "completed"), "closed", None),
    ],
)
def test_what_an_action_is_held_to(case: Facts, schedule: str, due_on: date | None) -> None:
    found = standing(case, NEXT_DAY)
    assert (found.schedule, found.due_on) == (schedule, due_on)


@pytest.mark.parametrize(
    ("case", "silent_from"),
    [
        (facts(plan_starts_on=START), START + timedelta(31)),
        (facts(plan_starts_on=START, last_update_on=date(2026, 3, 1)), date(2026, 4, 1)),
        (facts(last_update_on=date(2028, 2, 1)), date(2028, 3, 3)),  # a leap year
        (facts("continuous", "in_progress", last_update_on=date(2026, 3, 1)), date(2026, 4, 1)),
    ],
)
def test_silent_after_30_days(case: Facts, silent_from: date) -> None:
    assert not standing(case, silent_from - timedelta(1)).silent
    assert standing(case, silent_from).silent


def test_never_reported_without_a_start_of_the_plan_is_silent() -> None:
    assert standing(facts(), START).silent


@pytest.mark.parametrize("work_status", sorted(CLOSED))
def test_a_closed_action_owes_nothing(work_status: str) -> None:
    found = standing(facts(work_status=work_status, plan_starts_on=date(2001, 1, 1)), START)
    assert (found.schedule, found.due_on, found.days_late, found.silent) == ("closed", None, 0, False)


def plain_months_later(day: date, months: int) -> date:
    """Month by month, then the latest day that the month has."""
    first = day.replace(day=1)
    for _month in range(months):
        first = (first + timedelta(days=31)).replace(day=1)
    for number in range(day.day, 27, -1):
        try:
            return first.replace(day=number)
        except ValueError:
            continue
    return first.replace(day=day.day)


def plain_standing(case: Facts, today: date) -> tuple[str, date | None, int, bool]:
    if case.work_status == "completed" or case.work_status == "dropped":
        return "closed", None, 0, False
    last_word = case.last_update_on if case.last_update_on is not None else case.plan_starts_on
    silent = last_word is None or last_word + timedelta(days=30) < today
    if case.timeline == "continuous":
        return "continuous", None, 0, silent
    due = case.finish_by
    if case.work_status == "not_started":
        due = case.start_by
        months = {"short": 6, "intermediate": 12}.get(case.timeline)
        if due is None and months and case.plan_starts_on:
            due = plain_months_later(case.plan_starts_on, months)
        if case.finish_by is not None and (due is None or case.finish_by < due):
            due = case.finish_by
    if due is None:
        return "no_date", None, 0, silent
    if today > due:
        return "overdue", due, (today - due).days, silent
    return ("due_soon" if due - today <= timedelta(days=30) else "on_time"), due, 0, silent


@given(days, st.integers(0, 60))
@example(date(2027, 8, 31), 6)
@example(date(2028, 2, 29), 12)
def test_months_agree_with_the_plain_way(day: date, months: int) -> None:
    assert add_months(day, months) == plain_months_later(day, months)


@given(facts_of_actions, days)
def test_the_schedule_agrees_with_the_plain_way(case: Facts, today: date) -> None:
    found = standing(case, today)
    assert (found.schedule, found.due_on, found.days_late, found.silent) == plain_standing(case, today)


@given(facts_of_actions, st.integers(-40, 40))
def test_and_around_the_days_where_it_turns(case: Facts, distance: int) -> None:
    turning = standing(case, START).due_on or case.last_update_on
    assume(turning)
    today = turning + timedelta(days=distance)
    found = standing(case, today)
    assert (found.schedule, found.due_on, found.days_late, found.silent) == plain_standing(case, today)


@given(facts_of_actions, days, st.integers(1, 500))
def test_what_is_late_or_silent_stays_so_until_somebody_reports(
    case: Facts, today: date, passed: int
) -> None:
    now, then = standing(case, today), standing(case, today + timedelta(days=passed))
    order = ["on_time", "due_soon", "overdue"]
    if now.schedule in order:
        assert order.index(then.schedule) >= order.index(now.schedule)
    else:
        assert then.schedule == now.schedule
    assert then.days_late == now.days_late + passed if now.behind else then.days_late <= passed
    assert then.silent >= now.silent


@given(facts_of_actions, days)
def test_a_report_today_ends_the_silence(case: Facts, today: date) -> None:
    assert not standing(replace(case, last_update_on=today), today).silent


def test_every_status_and_timeline_has_a_schedule_and_every_schedule_is_reached() -> None:
    dates = (None, START - timedelta(1), START + timedelta(1), START + timedelta(99))
    reached = set()
    for status, timeline, start_by, finish_by in itertools.product(WorkStatus, Timeline, dates, dates):
        found = standing(facts(timeline, status, start_by=start_by, finish_by=finish_by), START).schedule
        assert (found == Schedule.CLOSED) == (status in ("completed", "dropped"))
        assert (found == Schedule.CONTINUOUS) == (timeline == "continuous" and found != Schedule.CLOSED)
        reached.add(found)
    assert reached == set(Schedule)


def test_every_timeline_but_the_continuous_has_a_window() -> None:
    assert {timeline for timeline in Timeline if start_window(timeline, START).opens} == {
        Timeline.SHORT,
        Timeline.INTERMEDIATE,
        Timeline.LONG,
    }
