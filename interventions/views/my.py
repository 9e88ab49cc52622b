"""What the signed-in user owes."""

from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from interventions.models import Action, ExporterIssue
from interventions.owed import owed_rows
from interventions.permissions import may_handle_issues, may_report
from sources.requests import SignedInRequest


@require_safe
def my(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    actions = list(Action.objects.reported_by(request.user).with_facts().with_printed_text())
    owed = owed_rows(actions, today)
    context = {
        "may_report": may_report(request.user),
        "may_review": request.user.has_perm("interventions.review_actionupdate"),
        "postings": request.user.postings.select_related("authority"),
        "owed": owed,
        "has_rows": bool(actions),
        **_issues(request.user, today),
    }
    return render(request, "interventions/my.html", context)


def _issues(user: User, today: date) -> dict[str, Any]:
    """How many issues wait for the user's office, for those who handle any."""
    if not may_handle_issues(user):
        return {}
    held = ExporterIssue.objects.handled_by(user)
    return {"issues": {"waiting": held.waiting().count(), "overdue": held.overdue(today).count()}}
