"""What an update must say: each rule breaks at its own field, and nothing is written then."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from clusters.models import Cluster
from interventions.actions import Achievement
from interventions.models import Action, ActionUpdate, DateChange, Milestone, MilestoneAchievement, Plan

NOON = datetime(2026, 8, 3, 12, tzinfo=ZoneInfo("Asia/Kolkata"))
TODAY = NOON.date()
LATE = {"confidence": "amber", "reason": "Rain."}
PENDING = {"pending_with": "The estate office", "pending_since": TODAY - timedelta(9)}


def after(days: int) -> date:
    return TODAY + timedelta(days)


def written() -> list[Any]:
    """Everything that a report writes."""
    return [
        list(model.objects.values()) for model in (Action, ActionUpdate, DateChange, MilestoneAchievement)
    ]


@pytest.fixture
def refused(officer: User, report_on: Callable[..., ActionUpdate]) -> Callable[..., dict[str, list[str]]]:
    """Files a report that must not hold together; its errors by field."""

    def refuse(reference: str, **said: Any) -> dict[str, list[str]]:
        before = written()
        with pytest.raises(ValidationError) as caught:
            report_on(reference, officer, at=NOON, **said)
        assert written() == before
        return caught.value.message_dict

    return refuse


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"work_status": "done"}, {"work_status"}),
        ({"work_status": ""}, {"work_status"}),
        ({"confidence": "blue"}, {"confidence"}),
        ({"work_status": "x", "confidence": "y"}, {"work_status", "confidence"}),
        ({"confidence": "amber"}, {"reason"}),
        ({"confidence": "red"}, {"reason"}),
        ({"confidence": "red", "reason": " \n "}, {"reason"}),
        ({"work_status": "completed"}, {"done"}),
        ({"work_status": "completed", "done": " \t"}, {"done"}),
        ({"work_status": "dropped"}, {"reason"}),
        ({"reason": "x" * 2001}, {"reason"}),
        ({"pending_with": "x" * 201, "pending_since": TODAY}, {"pending_with"}),
        ({"done": "x" * 4001}, {"done"}),
        ({"date_reason": "x" * 1001}, {"date_reason"}),
        ({"evidence_link": "https://example.org/" + "x" * 500}, {"evidence_link"}),
        ({"evidence_link": "example.org"}, {"evidence_link"}),
        ({"evidence_link": "ftp://example.org/list.pdf"}, {"evidence_link"}),
        ({"evidence_link": "javascript:alert(1)"}, {"evidence_link"}),
        ({"finish_by": after(10)}, {"date_reason"}),
        ({"finish_by": after(10), "date_reason": "  "}, {"date_reason"}),
        ({"finish_by": after(-1), "date_reason": "Agreed."}, {"finish_by"}),
        ({"finish_by": date(2046, 1, 1), "date_reason": "Agreed."}, {"finish_by"}),
        ({"finish_by": date(9999, 12, 31), "date_reason": "Agreed."}, {"finish_by"}),
        ({"start_by": after(10), "date_reason": "Agreed."}, {"start_by"}),  # reported in progress
        (
            {
                "work_status": "not_started",
                "start_by": after(10),
                "finish_by": after(9),
                "date_reason": "Agreed.",
            },
            {"finish_by"},
        ),
        ({"pending_with": "The estate office"}, {"pending_since"}),
        ({"pending_since": TODAY}, {"pending_with"}),
        ({"pending_with": "The estate office", "pending_since": after(1)}, {"pending_since"}),
    ],
)
def test_a_report_that_does_not_hold_together(
    refused: Callable[..., dict[str, list[str]]], said: dict[str, Any], fields: set[str]
) -> None:
    assert set(refused("KN-07", **said)) == fields


@pytest.mark.parametrize(
    "said",
    [
        {"work_status": "not_started"},
        {"work_status": "partly_done", "done": "x" * 4000, "reason": "x" * 2000},
        {"confidence": "red", "reason": "No reply.", **PENDING},
        LATE,  # not behind: pending is nobody's to say
        {"work_status": "completed", "done": "Signed."},
        {"work_status": "dropped", "reason": "Taken up elsewhere."},
        {"finish_by": TODAY, "date_reason": "Agreed."},
        {"finish_by": date(2045, 12, 31), "date_reason": "x" * 1000},
        {"work_status": "not_started", "start_by": after(9), "finish_by": after(9), "date_reason": "Agreed."},
        {"pending_with": "x" * 200, "pending_since": TODAY},
        {"evidence_link": "http://example.org/" + "x" * 480},
        {"done": "शिविर लगा। ५० इकाइयाँ।"},
    ],
)
def test_a_report_that_does(
    officer: User, report_on: Callable[..., ActionUpdate], said: dict[str, Any]
) -> None:
    update = report_on("KN-07", officer, at=NOON, **said)
    kept = ActionUpdate.objects.get()
    assert kept == update
    for name, value in said.items():
        if hasattr(kept, name):
            assert getattr(kept, name) == value


class TestBehind:
    """An action that is late, and may be late: with whom is it pending?"""

    @pytest.fixture(autouse=True)
    def late_plan(self, plan: Plan) -> None:
        Plan.objects.update(starts_on=date(2025, 1, 1))

    @pytest.mark.parametrize("confidence", ["amber", "red"])
    def test_needs_with_whom_and_since_when(
        self, refused: Callable[..., dict[str, list[str]]], confidence: str
    ) -> None:
        said = {"work_status": "not_started", "confidence": confidence, "reason": "Rain."}
        assert set(refused("KN-07", **said)) == {"pending_with", "pending_since"}
        assert set(refused("KN-07", **said, pending_with="The bank")) == {"pending_since"}

    def test_not_when_green(self, officer: User, report_on: Callable[..., ActionUpdate]) -> None:
        assert report_on("KN-07", officer, at=NOON, work_status="not_started")

    def test_not_when_the_report_itself_moves_the_date(
        self, officer: User, report_on: Callable[..., ActionUpdate]
    ) -> None:
        said = {"work_status": "not_started", "start_by": after(5), "date_reason": "Agreed."}
        assert report_on("KN-07", officer, at=NOON, **LATE, **said)

    def test_not_when_it_has_started(self, officer: User, report_on: Callable[..., ActionUpdate]) -> None:
        assert report_on("KN-07", officer, at=NOON, **LATE, work_status="in_progress")

    def test_not_for_a_continuous_initiative(
        self, officer: User, report_on: Callable[..., ActionUpdate]
    ) -> None:
        assert report_on("KN-01", officer, at=NOON, **LATE, work_status="not_started")


@pytest.mark.parametrize("which", ["start_by", "finish_by"])
def test_a_continuous_initiative_has_no_date(
    refused: Callable[..., dict[str, list[str]]], which: str
) -> None:
    said = {which: after(9), "date_reason": "Agreed.", "work_status": "not_started"}
    assert set(refused("KN-01", **said)) == {which}


@pytest.mark.parametrize(("said", "fields"), [({}, {"reason"}), ({"reason": "It had not been done."}, set())])
def test_what_had_started_is_not_taken_back_without_a_reason(
    officer: User,
    report_on: Callable[..., ActionUpdate],
    refused: Callable[..., dict[str, list[str]]],
    said: dict[str, Any],
    fields: set[str],
) -> None:
    report_on("KN-07", officer, at=NOON, work_status="partly_done")
    if fields:
        assert set(refused("KN-07", work_status="not_started", **said)) == fields
    else:
        assert report_on("KN-07", officer, at=NOON, work_status="not_started", **said)


def test_moving_one_date_looks_at_the_other(
    officer: User, report_on: Callable[..., ActionUpdate], refused: Callable[..., dict[str, list[str]]]
) -> None:
    said = {"work_status": "not_started", "date_reason": "Agreed."}
    report_on("KN-07", officer, at=NOON, **said, start_by=after(20), finish_by=after(40))
    assert set(refused("KN-07", **said, finish_by=after(19))) == {"finish_by"}
    assert set(refused("KN-07", **said, start_by=after(41))) == {"finish_by"}
    # The same dates again are no move, and need no reason.
    assert not report_on(
        "KN-07", officer, at=NOON, work_status="not_started", start_by=after(20)
    ).date_changes.exists()


def camp(**said: Any) -> Achievement:
    milestone = Milestone.objects.get(slug=said.pop("slug", "iec-camp"))
    return Achievement(**{"milestone": milestone, "achieved_on": TODAY, "quantity": 1, **said})


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("KN-01", {"quantity": 0}),
        ("KN-01", {"quantity": -1}),
        ("KN-01", {"quantity": 1_000_001}),
        ("KN-01", {"achieved_on": after(1)}),
        ("KN-01", {"achieved_on": date(2019, 3, 31)}),
        ("KN-01", {"slug": "global-market-seminar"}),
        ("KN-02", {"slug": "international-events"}),
    ],
)
def test_an_achievement_that_cannot_be(
    refused: Callable[..., dict[str, list[str]]], reference: str, said: dict[str, Any]
) -> None:
    assert set(refused(reference, achievements=(camp(**said),))) == {"achievements"}


def test_a_cluster_where_the_target_is_not_by_cluster(refused: Callable[..., dict[str, list[str]]]) -> None:
    assert set(refused("KN-01", achievements=(camp(cluster=Cluster.objects.first()),))) == {"achievements"}


def test_achievements_that_can_be(officer: User, report_on: Callable[..., ActionUpdate]) -> None:
    report_on(
        "KN-01", officer, at=NOON, achievements=(camp(achieved_on=date(2019, 4, 1)), camp(quantity=1_000_000))
    )
    events = [camp(slug="international-events", cluster=cluster) for cluster in Cluster.objects.all()]
    update = report_on("KN-02", officer, at=NOON, achievements=tuple(events))
    assert {item.cluster.slug for item in update.achievements.all()} == {
        "leather",
        "engineering",
        "plastic",
        "hosiery",
    }
