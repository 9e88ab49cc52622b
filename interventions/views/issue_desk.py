"""The officers' queue of exporters' issues, and the page on which one is handled."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from interventions import parking
from interventions.issue_actions import (
    StaleIssue,
    answer_issue,
    forward_issue,
    publish_issue,
    reply_interim,
    tie_issue,
)
from interventions.issue_filters import IssueFilter
from interventions.issue_forms import ForwardForm, OfficeForm, PublishForm, ReplyForm, TieForm
from interventions.issue_page import issue_counts, issue_rows, office_page
from interventions.models import ExporterIssue
from interventions.permissions import may_handle_issues
from interventions.views.issues import private
from sources.list_pages import filter_chips, list_page
from sources.requests import SignedInRequest

_FORMS: dict[str, type[OfficeForm]] = {
    form.name: form for form in (ReplyForm, ForwardForm, TieForm, PublishForm)
}
_ACTS: dict[str, Callable[..., Any]] = {
    "forward": forward_issue,
    "tie": tie_issue,
    "publish": publish_issue,
    "interim": reply_interim,
    "answer": answer_issue,
}


@private
@require_safe
def issues(request: SignedInRequest) -> HttpResponse:
    """No file of it is offered: what leaves the portal cannot be erased with the issue."""
    if not may_handle_issues(request.user):
        raise PermissionDenied
    held = ExporterIssue.objects.handled_by(request.user)
    filterset = IssueFilter(request.GET, queryset=held)
    valid = filterset.is_valid()
    found = filterset.qs if valid else held.none()
    page = list_page(found.in_order().with_details(), request.GET.get("page", "1"), per_page=50)
    context = {
        "filterset": filterset,
        "chips": filter_chips(filterset, reverse("issues")) if valid else [],
        "counts": issue_counts(found, filterset.active()),
        "page": page,
        "rows": issue_rows(page),
    }
    return render(request, "interventions/issues.html", context, status=200 if valid else 400)


@login_not_required  # an ended session must not cost the officer what was typed: see parking
@private
@require_http_methods(["GET", "HEAD", "POST"])
def issue_office(request: HttpRequest, pk: int) -> HttpResponse:
    if request.user.is_authenticated:
        return _handle(cast(SignedInRequest, request), pk)
    if request.method == "POST":
        return _park(request, pk)
    return redirect_to_login(request.get_full_path())


@private
def redisplay(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page again with what was typed, where it was too old to be trusted. Writes nothing."""
    if not may_handle_issues(request.user):
        raise PermissionDenied
    form = _posted(request)
    form.add_error(
        None, _("This page had become too old. Nothing is filed yet: check your text and submit it again.")
    )
    return _page(request, _held(request, pk), form, status=403)


def _handle(request: SignedInRequest, pk: int) -> HttpResponse:
    if not may_handle_issues(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, _held(request, pk))
    form = _posted(request)
    try:
        found = _held(request, pk)
        if not form.is_valid():
            return _page(request, found, form, status=422)
        act = _ACTS[form.cleaned_data.get("kind", form.name)]
        act(by=request.user, issue=found, **form.values())
    except ValidationError as error:
        form.show_errors(error)
        return _page(request, _held(request, pk), form, status=422)
    except StaleIssue as stale:
        return _conflict_page(request, stale, form)
    except PermissionDenied:
        return _elsewhere(request, form)
    parking.release(request, _place(pk))
    messages.success(request, _("Done. It stands in the history of the issue."))
    return redirect("issues" if form.name == "forward" else found)


def _held(request: SignedInRequest, pk: int) -> ExporterIssue:
    """An issue that the user's office holds. That a number exists is no secret, for they are counted."""
    get_object_or_404(ExporterIssue, pk=pk)
    found = ExporterIssue.objects.handled_by(request.user).with_details().filter(pk=pk).first()
    if not found:
        raise PermissionDenied(_("Another office holds this issue."))
    return found


def _posted(request: HttpRequest) -> OfficeForm:
    form = _FORMS.get(request.POST.get("do", ""))
    if not form:
        raise BadRequest
    return form(request.POST)


def _page(
    request: SignedInRequest,
    found: ExporterIssue,
    wrong: OfficeForm | None = None,
    *,
    status: int = 200,
    unseen: int = 0,
) -> HttpResponse:
    context = office_page(found, wrong)
    parked = parking.parked(request, _place(found.pk)) if request.method != "POST" else {}
    if parked and (form := context["forms"].get(parked["do"])):
        form.initial |= {name: value for name, value in parked.items() if name != "revision"}
    context |= {"wrong": wrong, "parked_form": parked.get("do"), "changes": context["entries"][:unseen]}
    return render(request, "interventions/issue_office.html", context, status=status)


def _conflict_page(request: SignedInRequest, stale: StaleIssue, form: OfficeForm) -> HttpResponse:
    """What was written meanwhile, above the officer's own text, ready to be submitted after all."""
    unseen = max(0, stale.issue.revision - form.cleaned_data["revision"])  # a forged one may lie ahead
    form.see(stale.issue.revision)
    return _page(request, stale.issue, form, status=409, unseen=unseen)


def _elsewhere(request: SignedInRequest, form: OfficeForm) -> HttpResponse:
    """The issue was handed on while its officer wrote: the own text, and nothing of the issue."""
    context = {"form": form, "other_language_url": ""}
    return render(request, "interventions/issue_elsewhere.html", context, status=403)


def _place(pk: int) -> str:
    return f"issue {pk}"


def _park(request: HttpRequest, pk: int) -> HttpResponse:
    name = request.POST.get("do", "")
    form = _FORMS.get(name)
    texts = {
        field: text.replace("\r\n", "\n")[: parking.MAX_TEXT]
        for field in (form.base_fields if form else ())
        if (text := request.POST.get(field))
    }
    return parking.to_login(request, _place(pk), {"do": name, **texts} if form else {})
