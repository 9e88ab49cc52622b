"""The calendar, its feeds and its events. Open to everyone."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from clusters.models import Cluster
from interventions.event_page import PER_PAGE, UPCOMING, calendar_page, event_page, months
from interventions.filters import EventFilter
from interventions.ics import KEPT_FOR, calendar_file
from interventions.models import Event
from interventions.querysets import EventQuerySet
from sources.bilingual import localized
from sources.list_pages import list_page

# After which form the page of an event is shown: what that form kept on the device is then forgotten.
FORMS = ("new", "edit", "held")


@login_not_required
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    asked = request.GET.copy()
    asked.setdefault("when", UPCOMING)
    filterset = EventFilter(asked, queryset=Event.objects.with_details())
    valid = filterset.is_valid()
    found = filterset.qs if valid else Event.objects.none()
    page = list_page(found, asked.get("page", "1"), per_page=PER_PAGE)
    context = {"page": page, "months": months(page), **calendar_page(filterset, request)}
    return render(request, "interventions/calendar.html", context, status=200 if valid else 400)


@login_not_required
@require_safe
def calendar_ics(request: HttpRequest) -> HttpResponse:
    return _feed(request, Event.objects.all(), pgettext("calendar", "Kanpur exports"))


@login_not_required
@require_safe
def cluster_calendar_ics(request: HttpRequest, slug: str) -> HttpResponse:
    cluster = get_object_or_404(Cluster, slug=slug)
    name = pgettext("calendar", "Kanpur exports: %(cluster)s") % {"cluster": localized(cluster, "name")}
    return _feed(request, Event.objects.serving(cluster), name)


@login_not_required
@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Event.objects.with_details(), slug=slug)
    filed = request.GET.get("filed")
    context = event_page(found, request.user) | {"filed": filed if filed in FORMS else ""}
    return render(request, "interventions/event.html", context)


@login_not_required
@require_safe
def event_ics(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Event.objects.with_details(), slug=slug)
    response = _ics(request, [found], str(found))
    response["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return response


def _feed(request: HttpRequest, events: EventQuerySet, name: str) -> HttpResponse:
    """Those to come and those of the last year, cancelled ones among them."""
    since = timezone.localdate() - KEPT_FOR
    return _ics(request, events.upcoming(since).with_details(), name)


def _ics(request: HttpRequest, events: Any, name: str) -> HttpResponse:
    site = f"{request.scheme}://{request.get_host()}"
    content = calendar_file(events, name=name, site=site)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
