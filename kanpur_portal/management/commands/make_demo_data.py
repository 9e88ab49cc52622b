"""A plan start date, reports and issues in every state, and events. Only where DEMO is set."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from clusters.models import Cluster
from interventions.actions import Achievement, Report, file_update, review_update
from interventions.event_actions import Particulars, change_event, enter_event, hold_event
from interventions.models import Action, ActionUpdate, Authority, Event, Milestone, Plan
from interventions.monitoring import take_snapshot
from kanpur_portal.demo_issues import enter_issues
from sources.periods import add_months

_PENDING = {"pending_with": "Demo: another department"}
# (days ago, action, by the officer, what is said). Long enough ago that short-term rows are late.
STORY: tuple[tuple[int, str, dict[str, Any]], ...] = (
    (210, "KN-05", {"work_status": "in_progress", "confidence": "green", "done": "Demo: first talks held."}),
    (
        180,
        "KN-06",
        {"work_status": "in_progress", "confidence": "amber", "reason": "Demo: a reply is awaited."},
    ),
    (150, "KN-01", {"work_status": "in_progress", "confidence": "green", "done": "Demo: camp held."}),
    (
        120,
        "KN-05",
        {"work_status": "partly_done", "confidence": "green", "done": "Demo: one agreement signed."},
    ),
    (100, "KN-28", {"work_status": "dropped", "confidence": "red", "reason": "Demo: taken up elsewhere."}),
    (90, "KN-09", {"work_status": "not_started", "confidence": "red", "reason": "Demo: no proposal yet."}),
    (60, "KN-11", {"work_status": "in_progress", "confidence": "green", "done": "Demo: two sessions held."}),
    (
        45,
        "KN-05",
        {"work_status": "completed", "confidence": "green", "done": "Demo: all agreements signed."},
    ),
    (25, "KN-24", {"work_status": "partly_done", "confidence": "green", "done": "Demo: half is done."}),
    (20, "KN-08", {"work_status": "in_progress", "confidence": "green", "done": "Demo: bankers met."}),
    (12, "KN-07", {"work_status": "completed", "confidence": "green", "done": "Demo: standards agreed."}),
    (6, "KN-23", {"work_status": "not_started", "confidence": "green", "done": "Demo: site visited."}),
    (3, "KN-21", {"work_status": "dropped", "confidence": "red", "reason": "Demo: taken up elsewhere."}),
    (
        2,
        "KN-12",
        {
            "work_status": "in_progress",
            "confidence": "green",
            "finish_in": 20,
            "date_reason": "Demo: agreed.",
        },
    ),
)
# Invented events: (in so many days, for so many days, what is said). The past one is held, and counts.
EVENTS: tuple[tuple[int, int, dict[str, Any]], ...] = (
    (
        -15,
        1,
        {
            "kind": "seminar",
            "title": "Demo: seminar on the global market",
            "title_hi": "डेमो: वैश्विक बाजार पर सेमिनार",
            "starts_at": time(11),
            "ends_at": time(16),
            "milestone": "global-market-seminar",
        },
    ),
    (
        12,
        1,
        {
            "kind": "camp",
            "title": "Demo: camp on export documents",
            "title_hi": "डेमो: निर्यात अभिलेखों पर शिविर",
            "starts_at": time(10, 30),
            "ends_at": time(16),
            "place": "Demo: a hall",
            "place_hi": "डेमो: एक सभागार",
            "milestone": "iec-camp",
        },
    ),
    (20, 1, {"kind": "committee_meeting", "title": "Demo: committee meeting", "starts_at": time(15)}),
    (35, 3, {"kind": "fair", "title_hi": "डेमो: प्लास्टिक मेला", "cluster": "plastic"}),
    (50, 2, {"kind": "training", "title": "Demo: training for exporters", "cancelled": True}),
)
HELD_DAYS_AGO = 14
# Days ago, and the action that the Deputy Commissioner then confirms to be closed.
CONFIRMED = {95: "KN-28", 40: "KN-05"}


class Command(BaseCommand):
    help = "Fill a demonstration portal. Refuses to run unless DEMO is set and nothing has been reported."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Set DEMO=1 and a DATA_DIR of its own: demo data never go among real ones.")
        if ActionUpdate.objects.exists():
            return
        call_command("demo_accounts", verbosity=options["verbosity"])
        today = timezone.localdate()
        plan = Plan.objects.get()
        plan.starts_on = add_months(today, -8)
        plan.save()
        self._enter_events(today)
        enter_issues(User.objects.get(username="officer"))
        for days_ago in range(240, -1, -1):
            for when, reference, said in STORY:
                if when == days_ago:
                    self._report(reference, said, _noon(days_ago))
            if days_ago in CONFIRMED:
                self._confirm(CONFIRMED[days_ago], _noon(days_ago))
            if days_ago == HELD_DAYS_AGO:
                self._hold(_noon(days_ago))
            take_snapshot(plan, today - timedelta(days=days_ago))
        self.stdout.write("Demo data made: every page says so.")

    def _report(self, reference: str, said: dict[str, Any], at: datetime) -> None:
        action = Action.objects.get(reference=reference)
        day = timezone.localdate(at)
        if "finish_in" in said:
            said = said | {"finish_by": day + timedelta(days=said["finish_in"])}
            del said["finish_in"]
        if said["confidence"] != "green":
            said = said | _PENDING | {"pending_since": day - timedelta(days=5)}
        achieved = [Achievement(item, day, 1) for item in action.milestones.all() if not item.each_cluster]
        report = Report(**said, achievements=tuple(achieved))
        officer = User.objects.get(username="officer")
        file_update(by=officer, action=action, revision=action.revision, report=report, at=at)

    def _enter_events(self, today: date) -> None:
        for distance, days, said in EVENTS:
            self._enter(today + timedelta(days=distance), days, said)

    def _enter(self, day: date, days: int, said: dict[str, Any]) -> None:
        officer = User.objects.get(username="officer")
        words = {name: said[name] for name in said if name not in ("cluster", "milestone", "cancelled")}
        particulars = Particulars(
            starts_on=day,
            ends_on=day + timedelta(days=days - 1),
            organiser=Authority.objects.get(slug="diepc"),
            clusters=frozenset(Cluster.objects.filter(slug=said.get("cluster"))),
            milestone=Milestone.objects.filter(slug=said.get("milestone")).first(),
            **words,
        )
        event = enter_event(by=officer, said=particulars)
        if said.get("cancelled"):
            cancelled = replace(particulars, status=Event.Status.CANCELLED)
            change_event(by=officer, event=event, revision=0, said=cancelled)

    def _hold(self, at: datetime) -> None:
        officer = User.objects.get(username="officer")
        event = Event.objects.past(timezone.localdate()).get()
        report = Report(work_status="", confidence="green", done="Demo: sixty came.")
        hold_event(by=officer, event=event, revision=0, report=report, at=at)

    def _confirm(self, reference: str, at: datetime) -> None:
        update = ActionUpdate.objects.filter(action__reference=reference).latest("number")
        reviewer = User.objects.get(username="deputy-commissioner")
        review_update(by=reviewer, update=update, outcome="confirmed", at=at)


def _noon(days_ago: int) -> datetime:
    day = timezone.localdate() - timedelta(days=days_ago)
    return timezone.make_aware(datetime.combine(day, time(12)))
