"""The register of what is wrong in the documents. Open to everyone."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sources.downloads import file_addresses, file_response
from sources.filters import DiscrepancyFilter
from sources.list_pages import filter_chips, refusal
from sources.models import Discrepancy
from sources.presenters import READING_COLUMNS, discrepancy_counts, discrepancy_rows, reading_records


@login_not_required
@require_safe
def discrepancies(request: HttpRequest) -> HttpResponse:
    filterset = _filtered(request)
    valid = filterset.is_valid()
    found = list(filterset.qs.prefetch_related("readings__document")) if valid else []
    context = {
        "filterset": filterset,
        "chips": filter_chips(filterset, reverse("discrepancies")) if valid else [],
        "counts": discrepancy_counts(found, filterset.active()),
        "discrepancies": discrepancy_rows(found),
        "files": file_addresses("discrepancies-file", query=request.GET.urlencode()),
    }
    return render(request, "sources/discrepancies.html", context, status=200 if valid else 400)


@login_not_required
@require_safe
def discrepancies_file(request: HttpRequest, file_format: str) -> HttpResponse:
    """One row for each reading of the entries that the filters show."""
    filterset = _filtered(request)
    if not filterset.is_valid():
        return refusal(filterset)
    return file_response("discrepancies", file_format, READING_COLUMNS, reading_records(filterset.qs))


def _filtered(request: HttpRequest) -> DiscrepancyFilter:
    return DiscrepancyFilter(request.GET, queryset=Discrepancy.objects.all())
