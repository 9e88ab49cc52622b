"""The officer's update, the second person's decision, and the evidence."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interventions import parking
from interventions.actions import StaleRevision, file_update, review_update, stage_evidence
from interventions.forms import ReviewForm, UpdateForm
from interventions.history import history
from interventions.models import Action, EvidenceFile
from interventions.permissions import may_see_evidence, may_update
from sources.bilingual import localized
from sources.requests import SignedInRequest


@login_not_required  # an ended session must not cost the officer what was typed: see parking
@require_http_methods(["GET", "HEAD", "POST"])
def update(request: HttpRequest, reference: str) -> HttpResponse:
    if request.user.is_authenticated:
        return _update(cast(SignedInRequest, request), reference)
    if request.method == "POST":
        return parking.park(request, reference)
    return redirect_to_login(request.get_full_path())


def _update(request: SignedInRequest, reference: str) -> HttpResponse:
    action = _updatable(request, reference)
    if request.method != "POST":
        initial = parking.parked(request, reference)
        form = UpdateForm(action=action, user=request.user, initial=initial)
        return _form_page(request, action, form, parked=bool(initial))
    form = UpdateForm(request.POST, request.FILES, action=action, user=request.user)
    staged = form.staged_files() + _stage(request, action, form)
    if not form.is_valid():
        return _form_page(request, action, form, staged=staged, status=422)
    try:
        filed = file_update(
            by=request.user, action=action, revision=form.cleaned_data["revision"], report=form.report(staged)
        )
    except ValidationError as error:
        form.show_errors(error)
        return _form_page(request, action, form, staged=staged, status=422)
    except StaleRevision as stale:
        return _conflict_page(request, stale, form, staged)
    parking.release(request, reference)
    messages.success(request, _("Update %(number)s is filed.") % {"number": filed.number})
    return redirect(f"{action.get_absolute_url()}?filed={filed.number}#update-{filed.number}")


def redisplay(request: SignedInRequest, reference: str) -> HttpResponse:
    """The form again with what was typed, where its page was too old to be trusted. Writes nothing."""
    action = _updatable(request, reference)
    form = UpdateForm(request.POST, action=action, user=request.user)
    form.add_error(
        None, _("This page had become too old. Nothing is filed yet: check your text and submit it again.")
    )
    return _form_page(request, action, form, staged=form.staged_files(), status=403)


@require_POST
def review(request: SignedInRequest, reference: str) -> HttpResponse:
    action = get_object_or_404(Action.objects.with_facts(), reference=reference)
    if not request.user.has_perm("interventions.review_actionupdate"):
        raise PermissionDenied
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _refused_review(request, action, form)
    number = form.cleaned_data.pop("number")
    update = get_object_or_404(action.updates, number=number)
    try:
        review_update(by=request.user, update=update, **form.cleaned_data)
    except ValidationError as error:
        form.show_errors(error)
        return _refused_review(request, action, form)
    messages.success(request, _("Your decision on update %(number)s is recorded.") % {"number": number})
    return redirect(action)


@require_safe
def evidence(request: SignedInRequest, reference: str, pk: int) -> FileResponse:
    if not may_see_evidence(request.user):
        raise PermissionDenied
    file = get_object_or_404(EvidenceFile, pk=pk, action__reference=reference, update__isnull=False)
    try:
        content = file.file.open()
    except FileNotFoundError:
        raise Http404(_("This file is no longer kept.")) from None
    response = FileResponse(content, as_attachment=True, filename=file.name, content_type=file.content_type)
    response["Cache-Control"] = "private, no-store"
    return response


def _updatable(request: SignedInRequest, reference: str) -> Action:
    action = get_object_or_404(Action.objects.with_facts().with_printed_text(), reference=reference)
    if not may_update(request.user, action):
        raise PermissionDenied(_("You may report only on actions that name your authority."))
    return action


def _stage(request: SignedInRequest, action: Action, form: UpdateForm) -> list[EvidenceFile]:
    try:
        files = request.FILES.getlist("files")
        return stage_evidence(by=request.user, action=action, files=files, already=len(form.staged_files()))
    except ValidationError as error:
        form.add_error("files", error)
        return []


def _form_page(
    request: SignedInRequest, action: Action, form: UpdateForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    context |= {
        "action": action,
        "title": localized(action, "title"),
        "form": form,
        "recent": history(action, request.user)[:3],
        **form.groups(),
    }
    return render(request, "interventions/update.html", context, status=status)


def _conflict_page(
    request: SignedInRequest, stale: StaleRevision, form: UpdateForm, staged: list[EvidenceFile]
) -> HttpResponse:
    """What the others wrote meanwhile, above the officer's own text, ready to be submitted after all."""
    unseen = max(0, stale.action.revision - stale.since)  # a forged revision may lie ahead
    changes = history(stale.action, request.user)[:unseen]
    form.see(stale.action)
    return _form_page(request, stale.action, form, staged=staged, changes=changes, status=409)


def _refused_review(request: SignedInRequest, action: Action, form: ReviewForm) -> HttpResponse:
    """The decision again, above the newest reports: the next one is on what is read there."""
    form.see(action.updates.count())
    context = {
        "action": action,
        "form": form,
        "recent": history(action, request.user)[:3],
        "other_language_url": "",  # this address answers POST alone
    }
    return render(request, "interventions/review.html", context, status=422)
