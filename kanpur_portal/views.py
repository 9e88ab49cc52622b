"""The home page, the page of the district, the two health checks, and what a too old form gets."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import resolve
from django.utils import timezone
from django.views.csrf import csrf_failure as plain_csrf_failure
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from clusters.models import Cluster, District
from exports.views import imports
from interventions import presenters
from interventions.event_page import event_row
from interventions.history import recent_entries
from interventions.models import Action, Plan
from interventions.querysets import upcoming_events
from interventions.views import event_desk, issue_desk, issues, reporting
from kanpur_portal.cluster_pages.cards import cluster_cards
from kanpur_portal.district_page import district_page
from sources.views import corrections


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "counts": presenters.plan_counts(Action.objects.with_facts(), today, {}),
        "plan": Plan.objects.first(),
        "clusters": cluster_cards(),
        "district": District.objects.first(),
        "events": [event_row(event) for event in upcoming_events(today, 3)],
        "recent": recent_entries(request.user, 5),
    }
    return render(request, "home.html", context)


@login_not_required
@require_safe
def district(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(District.objects.select_related("document"), slug=slug)
    return render(request, "clusters/district.html", district_page(found))


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers, and the plan is loaded."""
    try:
        connection.ensure_connection()
        ready = Cluster.objects.exists()
    except DatabaseError:
        ready = False
    return JsonResponse({"status": "ready" if ready else "not ready"}, status=200 if ready else 503)


# What an officer typed comes back to whoever is signed in, what an exporter or a reader typed to everyone.
_OFFICERS_FORMS: dict[str | None, Callable[..., HttpResponse]] = {
    "action-update": reporting.redisplay,
    "event-new": event_desk.redisplay,
    "event-edit": event_desk.redisplay,
    "event-held": event_desk.redisplay_held,
    "issue-office": issue_desk.redisplay,
    "import-new": imports.redisplay_new,
}
_OPEN_FORMS: dict[str | None, Callable[..., HttpResponse]] = {
    "correction-new": corrections.redisplay,
    "issue-new": issues.redisplay_new,
    "issue": issues.redisplay,
}


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose page was too old. What was typed comes back; nothing is written."""
    match = resolve(request.path_info)
    redisplay = _OPEN_FORMS.get(match.url_name)
    if request.user.is_authenticated:
        redisplay = redisplay or _OFFICERS_FORMS.get(match.url_name)
    return redisplay(request, **match.kwargs) if redisplay else plain_csrf_failure(request, reason)
