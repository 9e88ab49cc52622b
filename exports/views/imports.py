"""Imports of trade figures: what came of each is open to everyone, bringing one is for data editors."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRefresh

from exports.import_access import PERMISSION, may_import, visible_imports
from exports.import_actions import receive
from exports.import_columns import empty_table, own_columns
from exports.import_filters import ImportFilter
from exports.import_forms import LAYOUT_HELP, STEPS, ImportForm, LayoutForm, StepForm
from exports.import_page import import_files, import_page, import_rows
from exports.import_rejected import REJECTED_COLUMNS, rejected_records
from exports.models import ImportBatch
from sources.downloads import file_response
from sources.list_pages import filter_chips, list_page
from sources.requests import PageRequest, SignedInRequest

_editors = permission_required(PERMISSION, raise_exception=True)


@login_not_required
@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    filterset = ImportFilter(request.GET, queryset=visible_imports(request.user), request=request)
    valid = filterset.is_valid()
    found = filterset.qs if valid else ImportBatch.objects.none()
    page = list_page(found, request.GET.get("page", "1"), per_page=50)
    context = {
        "filterset": filterset,
        "chips": filter_chips(filterset, reverse("imports")) if valid else [],
        "page": page,
        "rows": import_rows(page),
        "files": import_files(filterset.active()),
        "may_import": may_import(request.user),
    }
    return render(request, "exports/imports/imports.html", context, status=200 if valid else 400)


@require_http_methods(["GET", "HEAD", "POST"])
@_editors
def import_new(request: SignedInRequest) -> HttpResponse:
    """First the layout; then what files of that layout do not say, and the file."""
    said = request.POST if request.method == "POST" else request.GET
    chosen = LayoutForm(said if "layout" in said or request.method == "POST" else None)
    if not chosen.is_valid():
        status = (422 if request.method == "POST" else 400) if chosen.is_bound else 200
        context = {"form": chosen, "empty_table": empty_table()}
        return render(request, "exports/imports/layouts.html", context, status=status)
    layout = chosen.cleaned_data["layout"]
    if request.method != "POST":
        return _form_page(request, ImportForm(layout=layout))
    form = ImportForm(request.POST, request.FILES, layout=layout)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    try:
        brought = receive(by=request.user, **form.values())
    except ValidationError as error:
        form.show_errors(error)
        return _form_page(request, form, status=422)
    messages.success(request, _("The file is here as %(number)s.") % {"number": brought.number})
    return redirect(f"{brought.get_absolute_url()}?filed=new")


@login_not_required
@vary_on_headers("HX-Request", "HX-History-Restore-Request")
@require_http_methods(["GET", "HEAD", "POST"])
def import_batch(request: PageRequest, pk: int) -> HttpResponse:
    found = visible_imports(request.user).select_related("made_by").filter(pk=pk).first()
    if request.method == "POST" and request.user.is_authenticated:
        return _act(cast(SignedInRequest, request), found)
    if found and request.method != "POST":
        return _page(request, found)
    if request.user.is_authenticated:
        raise Http404
    # The page that asks how far it is has lost its session: the whole of it has to go.
    return HttpResponseClientRefresh() if request.htmx else redirect_to_login(request.get_full_path())


@require_safe
@_editors
def import_rejected_file(request: SignedInRequest, pk: int, file_format: str) -> HttpResponse:
    found = get_object_or_404(ImportBatch, pk=pk)
    rows = rejected_records(found)
    return file_response(f"{found.number}-rejected", file_format, REJECTED_COLUMNS, rows)


def redisplay_new(request: SignedInRequest) -> HttpResponse:
    """The form again with what was typed, where its page was too old to be trusted. Takes no file."""
    chosen = LayoutForm(request.POST)
    if not may_import(request.user) or not chosen.is_valid():
        raise PermissionDenied
    form = ImportForm(request.POST, layout=chosen.cleaned_data["layout"])
    form.add_error(None, _("This page had become too old. Nothing was brought: check it and send it again."))
    return _form_page(request, form, status=403)


def _act(request: SignedInRequest, found: ImportBatch | None) -> HttpResponse:
    if not may_import(request.user):
        raise PermissionDenied
    if found is None:
        raise Http404
    step = STEPS.get(request.POST.get("do", ""))
    if step is None:
        raise BadRequest
    form = step(request.POST, batch=found)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        form.act(by=request.user)
    except ValidationError as error:
        form.show_errors(error)
        return _page(request, ImportBatch.objects.get(pk=found.pk), form, status=422)
    messages.success(request, form.done)
    return redirect(found)


def _page(
    request: Any, found: ImportBatch, wrong: StepForm | None = None, *, status: int = 200
) -> HttpResponse:
    context = import_page(found, request.user, request.GET.get("page", "1"), wrong)
    context["filed"] = "filed" in request.GET
    # Where htmx restores a page that the browser has forgotten, it wants the whole of it.
    context["partial"] = bool(request.htmx) and not request.htmx.history_restore_request
    template = "includes/import_now.html" if context["partial"] else "imports/import.html"
    return render(request, f"exports/{template}", context, status=status)


def _form_page(request: SignedInRequest, form: ImportForm, *, status: int = 200) -> HttpResponse:
    layout = ImportBatch.Layout(form.layout)
    context: dict[str, Any] = {"form": form, "layout": layout, "layout_help": LAYOUT_HELP[layout]}
    if layout == ImportBatch.Layout.OWN:
        context |= {"columns": own_columns(), "empty_table": empty_table()}
    return render(request, "exports/imports/new.html", context, status=status)
