"""Correction requests: anyone says that a figure is wrong, and reads what came of it."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sources.actions import request_correction
from sources.correction_page import (
    CORRECTION_COLUMNS,
    Place,
    correction_counts,
    correction_page,
    correction_records,
    place_of,
)
from sources.downloads import file_addresses, file_response
from sources.filters import CorrectionFilter
from sources.forms import CorrectionForm, PlaceForm
from sources.list_pages import filter_chips, list_page, refusal
from sources.models import CorrectionRequest
from sources.throttling import OpenFormThrottle

PER_HOUR = 5


@login_not_required
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    filterset = _filtered(request)
    valid = filterset.is_valid()
    found = filterset.qs if valid else CorrectionRequest.objects.none()
    page = list_page(found, request.GET.get("page", "1"), per_page=50)
    context = {
        "filterset": filterset,
        "chips": filter_chips(filterset, reverse("corrections")) if valid else [],
        "counts": correction_counts(list(found.values_list("state", flat=True)), filterset.active()),
        "page": page,
        "files": file_addresses("corrections-file", query=urlencode(filterset.active())),
    }
    return render(request, "sources/corrections.html", context, status=200 if valid else 400)


@login_not_required
@require_safe
def corrections_file(request: HttpRequest, file_format: str) -> HttpResponse:
    filterset = _filtered(request)
    if not filterset.is_valid():
        return refusal(filterset)
    return file_response("corrections", file_format, CORRECTION_COLUMNS, correction_records(filterset.qs))


@login_not_required
@require_safe
def correction(request: HttpRequest, number: str) -> HttpResponse:
    prefix, _dash, key = number.partition("-")
    if prefix != "CR" or not (key.isascii() and key.isdigit()) or len(key) > 9:
        raise Http404
    found = get_object_or_404(_requests(), pk=int(key))
    return render(
        request, "sources/correction.html", correction_page(found) | {"sent": "sent" in request.GET}
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def correction_new(request: HttpRequest) -> HttpResponse:
    """The form for one line. The line comes with the address; without one the page asks for it."""
    if request.method == "POST":
        return _send(request)
    asked = PlaceForm(request.GET or None)
    if not asked.is_valid():
        status = 400 if asked.is_bound else 200
        return render(request, "sources/correction_new.html", {"place_form": asked}, status=status)
    place = place_of(**asked.cleaned_data)
    record = request.GET.get("record", "")
    known = not record or place.has(record)
    initial = {"document": place.document.slug, "line": place.line, "record": record if known else ""}
    form = CorrectionForm(records=place.records, initial=initial)
    context = {"form": form, "place": place, "quotes": place.quotes(record), "unknown_record": not known}
    return render(request, "sources/correction_new.html", context, status=200 if known else 400)


def redisplay(request: HttpRequest) -> HttpResponse:
    """The form again with what was typed, where its page was too old to be trusted. Writes nothing."""
    form, place = _posted(request)
    form.add_error(None, _("This page had become too old. Nothing is sent yet: send your text again."))
    return _form_page(request, form, place, status=403)


def _send(request: HttpRequest) -> HttpResponse:
    form, place = _posted(request)
    if not form.is_valid() or not place:
        return _form_page(request, form, place, status=400)
    throttle = OpenFormThrottle(request, "corrections", per_hour=PER_HOUR)
    if not throttle.allow():
        too_many = _(
            "Five requests were sent from your address within an hour. Nothing is lost: send this later."
        )
        form.add_error(None, throttle.why(too_many))
        response = _form_page(request, form, place, status=throttle.status)
        response["Retry-After"] = str(throttle.wait())
        return response
    try:
        said = {name: form.cleaned_data[name] for name in ("record", "text")}
        sent = request_correction(document=place.document, line=place.line, **said)
    except ValidationError as error:
        form.show_errors(error)
        return _form_page(request, form, place, status=400)
    return redirect(f"{sent.get_absolute_url()}?sent")


def _posted(request: HttpRequest) -> tuple[CorrectionForm, Place | None]:
    asked = PlaceForm(request.POST)
    place = place_of(**asked.cleaned_data) if asked.is_valid() else None
    return CorrectionForm(request.POST, records=place.records if place else None), place


def _form_page(
    request: HttpRequest, form: CorrectionForm, place: Place | None, *, status: int
) -> HttpResponse:
    quotes = place.quotes(form.data.get("record", "")) if place else []
    context = {"form": form, "place": place, "quotes": quotes}
    return render(request, "sources/correction_new.html", context, status=status)


def _requests() -> QuerySet[CorrectionRequest]:
    return CorrectionRequest.objects.select_related("document", "discrepancy")


def _filtered(request: HttpRequest) -> CorrectionFilter:
    return CorrectionFilter(request.GET, queryset=_requests())
