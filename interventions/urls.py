"""Addresses of the plan."""

from django.urls import path, register_converter

from interventions.views import (
    challenges,
    event_desk,
    events,
    issue_desk,
    issues,
    my,
    plan,
    projects,
    reporting,
)


class ReferenceConverter:
    """KN-07"""

    regex = r"[A-Z]{2}-\d{2,3}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class IssueConverter:
    """I-7"""

    regex = r"I-[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value.removeprefix("I-"))

    def to_url(self, value: str) -> str:
        return value


register_converter(ReferenceConverter, "reference")
register_converter(IssueConverter, "issue")

urlpatterns = [
    path("plan/", plan.plan, name="plan"),
    path("plan.<file:file_format>", plan.plan_file, name="plan-file"),
    path("plan/<reference:reference>/", plan.action, name="action"),
    path("plan/<reference:reference>/update/", reporting.update, name="action-update"),
    path("plan/<reference:reference>/review/", reporting.review, name="action-review"),
    path("plan/<reference:reference>/evidence/<int:pk>/", reporting.evidence, name="evidence"),
    path("my/", my.my, name="my"),
    path("challenges/", challenges.challenges, name="challenges"),
    path("clusters/<slug:slug>/challenges/", challenges.cluster_challenges, name="cluster-challenges"),
    path(
        "clusters/<slug:slug>/challenges.<file:file_format>",
        challenges.challenges_file,
        name="challenges-file",
    ),
    path("projects/<slug:slug>/", projects.project, name="project"),
    path("calendar/", events.calendar, name="calendar"),
    path("calendar.ics", events.calendar_ics, name="calendar-ics"),
    path("calendar/<slug:slug>.ics", events.cluster_calendar_ics, name="cluster-calendar-ics"),
    path("calendar/events/new/", event_desk.event_new, name="event-new"),
    path("calendar/events/<slug:slug>/", events.event, name="event"),
    path("calendar/events/<slug:slug>.ics", events.event_ics, name="event-ics"),
    path("calendar/events/<slug:slug>/edit/", event_desk.event_edit, name="event-edit"),
    path("calendar/events/<slug:slug>/held/", event_desk.event_held, name="event-held"),
    path("issues/", issue_desk.issues, name="issues"),
    path("issues/new/", issues.issue_new, name="issue-new"),
    path("issues/solved/", issues.issues_solved, name="issues-solved"),
    path("issues/solved.<file:file_format>", issues.issues_solved_file, name="issues-solved-file"),
    path("issues/<issue:pk>/", issues.issue, name="issue"),
    path("issues/<issue:pk>/office/", issue_desk.issue_office, name="issue-office"),
]
