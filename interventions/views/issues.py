"""An exporter raises an issue and follows it; everyone reads what was published. No account is needed."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from interventions.exporter_actions import (
    add_message,
    erase_contact,
    raise_issue,
    rate_issue,
    set_consent,
    withdraw_issue,
)
from interventions.issue_filters import SolvedIssueFilter
from interventions.issue_forms import (
    ConsentForm,
    EraseForm,
    IssueForm,
    MessageForm,
    RatingForm,
    StepForm,
    WithdrawForm,
)
from interventions.issue_log import fits
from interventions.issue_page import PERIODS, SOLVED_COLUMNS, exporter_page, focal_point, solved_records
from interventions.issue_rules import check_issue
from interventions.models import ExporterIssue, SolvedIssue
from sources.downloads import file_addresses, file_response
from sources.list_pages import filter_chips, list_page, refusal
from sources.throttling import OpenFormThrottle

# Many phones share one address of a mobile network.
PER_HOUR = 10
_STEPS: dict[str, tuple[type[StepForm], Callable[..., ExporterIssue], Any]] = {
    "message": (MessageForm, add_message, gettext_lazy("Your message is sent.")),
    "rating": (RatingForm, rate_issue, gettext_lazy("Your rating is recorded.")),
    "withdraw": (WithdrawForm, withdraw_issue, gettext_lazy("Your issue is withdrawn.")),
    "erase": (EraseForm, erase_contact, gettext_lazy("Your contact data are deleted.")),
    "consent": (ConsentForm, set_consent, gettext_lazy("Your choice is recorded.")),
}


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Nothing between the portal and this reader keeps the page, and no other site learns its address.

    `no-referrer` would have browsers send “Origin: null” with the page's own forms, which the protection
    against forged forms refuses; with `strict-origin` the path and the key stay at home all the same.
    """

    @wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


@login_not_required
@private
@require_http_methods(["GET", "HEAD", "POST"])
def issue_new(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form_page(request, IssueForm())
    form = IssueForm(request.POST)
    if not _in_order(form):
        return _form_page(request, form, status=400)
    throttle = OpenFormThrottle(request, "issues", per_hour=PER_HOUR)
    if not throttle.allow():
        return _put_off(request, form, throttle)
    sent = raise_issue(**{name: value for name, value in form.cleaned_data.items() if name != "website"})
    return redirect(f"{reverse('issue', args=[sent.issue.number])}?{urlencode({'key': sent.key})}&sent")


@private
def redisplay_new(request: HttpRequest) -> HttpResponse:
    """The form again with what was typed, where its page was too old to be trusted. Writes nothing."""
    form = IssueForm(request.POST)
    form.add_error(None, _("This page had become too old. Nothing is sent yet: send your text again."))
    return _form_page(request, form, status=403)


@login_not_required
@private
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    found = _keyed(request, pk)
    if request.method != "POST":
        return _page(request, found)
    form, act, done = _posted(request)
    if not form.is_valid():
        return _page(request, found, form, status=400)
    more = {"key": request.GET["key"]} if act is erase_contact else {}
    try:
        act(issue=found, **form.values(), **more)
    except ValidationError as error:
        form.show_errors(error)
        return _page(request, _keyed(request, pk), form, status=400)
    messages.success(request, done)
    return redirect(_address(request, found))


@private
def redisplay(request: HttpRequest, pk: int) -> HttpResponse:
    """As `redisplay_new`, for what is added to an issue."""
    found = _keyed(request, pk)
    form, _act, _done = _posted(request)
    form.add_error(None, _("This page had become too old. Nothing is sent yet: send your text again."))
    return _page(request, found, form, status=403)


@login_not_required
@require_safe
def issues_solved(request: HttpRequest) -> HttpResponse:
    filterset = _filtered(request)
    valid = filterset.is_valid()
    found = filterset.qs if valid else SolvedIssue.objects.none()
    context = {
        "filterset": filterset,
        "chips": filter_chips(filterset, reverse("issues-solved")) if valid else [],
        "page": list_page(found, request.GET.get("page", "1"), per_page=20),
        "files": file_addresses("issues-solved-file", query=urlencode(filterset.active())),
    }
    return render(request, "interventions/issues_solved.html", context, status=200 if valid else 400)


@login_not_required
@require_safe
def issues_solved_file(request: HttpRequest, file_format: str) -> HttpResponse:
    filterset = _filtered(request)
    if not filterset.is_valid():
        return refusal(filterset)
    return file_response("issues-solved", file_format, SOLVED_COLUMNS, solved_records(filterset.qs))


def _keyed(request: HttpRequest, pk: int) -> ExporterIssue:
    """The issue that the key of the address opens. A wrong key and a number that is none look alike."""
    found = ExporterIssue.objects.with_details().prefetch_related("keys").filter(pk=pk).first()
    if not fits(found, request.GET.get("key", "")) or found is None:
        raise Http404
    return found


def _address(request: HttpRequest, found: ExporterIssue) -> str:
    return f"{reverse('issue', args=[found.number])}?{urlencode({'key': request.GET['key']})}"


def _posted(request: HttpRequest) -> tuple[StepForm, Callable[..., ExporterIssue], Any]:
    step = _STEPS.get(request.POST.get("do", ""))
    if not step:
        raise BadRequest
    form, act, done = step
    return form(request.POST), act, done


def _page(
    request: HttpRequest, found: ExporterIssue, wrong: StepForm | None = None, *, status: int = 200
) -> HttpResponse:
    address = _address(request, found)
    context = exporter_page(found, wrong) | {
        "wrong": wrong,
        "sent": "sent" in request.GET,
        "address": address,
        "link": request.build_absolute_uri(address),
    }
    return render(request, "interventions/issue.html", context, status=status)


def _in_order(form: IssueForm) -> bool:
    """Asked before one of the hour's places is taken: a slip in a number costs none."""
    if form.is_valid():
        try:
            check_issue(**{name: form.cleaned_data[name] for name in ("topic", "text", "email", "phone")})
        except ValidationError as error:
            form.show_errors(error)
    return not form.errors


def _form_page(request: HttpRequest, form: IssueForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, **focal_point(), **PERIODS}
    return render(request, "interventions/issue_new.html", context, status=status)


def _put_off(request: HttpRequest, form: IssueForm, throttle: OpenFormThrottle) -> HttpResponse:
    too_many = _(
        "%(limit)s issues were sent from your network address within an hour. Nothing is lost: "
        "send this later."
    )
    form.add_error(None, throttle.why(too_many % {"limit": PER_HOUR}))
    response = _form_page(request, form, status=throttle.status)
    response["Retry-After"] = str(throttle.wait())
    return response


def _filtered(request: HttpRequest) -> SolvedIssueFilter:
    return SolvedIssueFilter(request.GET, queryset=SolvedIssue.objects.select_related("issue__cluster"))
