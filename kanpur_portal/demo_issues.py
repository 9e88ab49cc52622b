"""Invented issues of exporters for the demonstration, in every state. Nobody's address stands in them."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F, QuerySet
from django.utils import translation

from clusters.models import Cluster
from interventions.exporter_actions import raise_issue, rate_issue, set_consent, withdraw_issue
from interventions.issue_actions import answer_issue, publish_issue, reply_interim
from interventions.models import ExporterIssue

# (days ago, language, topic, cluster, what is said, what became of it)
ISSUES: tuple[tuple[int, str, str, str, str, tuple[str, ...]], ...] = (
    (1, "hi", "documents", "leather", "डेमो: आईईसी के नवीनीकरण में कठिनाई है।", ()),
    (5, "en", "freight", "engineering", "Demo: the container waits for a vessel.", ("interim",)),
    (26, "en", "scheme", "hosiery", "Demo: a claim for a fair has no reply.", ()),
    (30, "hi", "training", "plastic", "डेमो: निर्यात प्रशिक्षण कब होगा?", ("answer",)),
    (
        40,
        "en",
        "customs",
        "leather",
        "Demo: a consignment is held for samples.",
        ("answer", "not satisfied"),
    ),
    (60, "en", "finance", "", "Demo: the bank asks for papers twice.", ("answer", "satisfied", "publish")),
    (12, "en", "market", "engineering", "Demo: a buyer is sought.", ("withdraw",)),
)
_ANSWER = "Demo: the office spoke with those concerned."


def enter_issues(officer: User) -> None:
    for days_ago, language, topic, cluster, text, steps in ISSUES:
        with translation.override(language):
            sent = raise_issue(topic=topic, text=text, cluster=Cluster.objects.filter(slug=cluster).first())
        for step in steps:
            _step(step, ExporterIssue.objects.get(pk=sent.issue.pk), officer)
        _put_back(sent.issue, timedelta(days=days_ago))


def _step(step: str, issue: ExporterIssue, officer: User) -> None:
    written: dict[str, Any] = {"by": officer, "issue": issue, "revision": issue.revision}
    match step:
        case "interim":
            reply_interim(**written, text="Demo: the office has asked; an answer follows.")
        case "answer":
            answer_issue(**written, text=_ANSWER)
        case "satisfied":
            rate_issue(issue=issue, satisfied=True)
            set_consent(issue=issue, given=True)
        case "not satisfied":
            rate_issue(issue=issue, satisfied=False, text="Demo: it is held still.")
        case "publish":
            publish_issue(**written, problem="Demo: papers were asked for twice.", solution=_ANSWER)
        case "withdraw":
            withdraw_issue(issue=issue)


def _put_back(issue: ExporterIssue, by: timedelta) -> None:
    """A demonstration alone has a past that nobody lived: the same steps, so many days earlier."""
    moments = ("received_at", "held_since", "counted_from", "reopened_at", "answered_at", "closed_at")
    ExporterIssue.objects.filter(pk=issue.pk).update(**{name: F(name) - by for name in moments})
    QuerySet.update(issue.entries.all(), at=F("at") - by)
