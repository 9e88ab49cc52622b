"""The plan's list with its downloads, and the page of one action. Open to everyone."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from interventions import presenters
from interventions.action_page import action_page
from interventions.charts import DAYS, trend_specification, trend_table
from interventions.filters import ActionFilter
from interventions.models import Action, Plan
from sources.bilingual import localized
from sources.charts import draw
from sources.downloads import file_addresses, file_response
from sources.list_pages import filter_chips, refusal
from sources.requests import PageRequest


@login_not_required
@require_safe
@vary_on_headers("HX-Request", "HX-History-Restore-Request")
def plan(request: PageRequest) -> HttpResponse:
    filterset = _filtered(request)
    today = timezone.localdate()
    actions = list(filterset.qs.with_facts().with_printed_text()) if filterset.is_valid() else []
    # Where htmx restores a page that the browser has forgotten, it wants the whole of it.
    partial = bool(request.htmx) and not request.htmx.history_restore_request
    context = {
        "partial": partial,
        "filterset": filterset,
        "groups": presenters.plan_groups(actions, today),
        "counts": presenters.plan_counts(actions, today, filterset.active()),
        "chips": filter_chips(filterset, reverse("plan")) if filterset.is_valid() else [],
        "files": file_addresses("plan-file", query=request.GET.urlencode()),
        "unplanned": presenters.unplanned_clusters(filterset),
        "document_title": localized(actions[0].document, "title") if actions else "",
    }
    if not partial:
        context |= _plan_context()
    template = "interventions/includes/plan_results.html" if partial else "interventions/plan.html"
    return render(request, template, context, status=200 if filterset.is_valid() else 400)


@login_not_required
@require_safe
def plan_file(request: HttpRequest, file_format: str) -> HttpResponse:
    filterset = _filtered(request)
    if not filterset.is_valid():
        return refusal(filterset)
    return file_response("plan", file_format, presenters.PLAN_COLUMNS, _records(filterset))


@login_not_required
@require_safe
def action(request: HttpRequest, reference: str) -> HttpResponse:
    action = get_object_or_404(Action.objects.with_facts().with_printed_text(), reference=reference)
    context = action_page(action, request.user, timezone.localdate())
    return render(request, "interventions/action.html", context | {"filed": "filed" in request.GET})


def _filtered(request: HttpRequest) -> ActionFilter:
    return ActionFilter(request.GET, queryset=Action.objects.all())


def _records(filterset: ActionFilter) -> Iterator[dict[str, Any]]:
    today = timezone.localdate()
    for action in filterset.qs.with_facts().with_printed_text():
        yield presenters.plan_record(action, action.standing(today))


def _plan_context() -> dict[str, Any]:
    plan = Plan.objects.first()
    snapshots = list(plan.snapshots.order_by("-taken_on")[:DAYS])[::-1] if plan else []
    if len(snapshots) < 2:
        return {"plan": plan}
    svg = draw(trend_specification(snapshots))
    return {"plan": plan, "trend": trend_table(snapshots) | {"svg": svg}}
