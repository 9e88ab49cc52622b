"""The documents as the portal cites them, and the register of what is wrong in them. Open to everyone."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from sources.bilingual import localized
from sources.downloads import file_addresses, file_response
from sources.models import Discrepancy, Document
from sources.presenters import (
    PASSAGE_COLUMNS,
    READING_COLUMNS,
    discrepancy_rows,
    document_rows,
    line_rows,
    passage_records,
    reading_records,
)


@login_not_required
@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    return render(request, "sources/documents.html", {"documents": document_rows()})


@login_not_required
@require_safe
def document(request: HttpRequest, slug: str) -> HttpResponse:
    document = get_object_or_404(Document, slug=slug)
    context = {
        "title": localized(document, "title"),
        "lines": line_rows(document),
        "files": file_addresses("source-file", slug),
    }
    return render(request, "sources/document.html", context)


@login_not_required
@require_safe
def document_file(request: HttpRequest, slug: str, file_format: str) -> HttpResponse:
    document = get_object_or_404(Document, slug=slug)
    return file_response(slug, file_format, PASSAGE_COLUMNS, passage_records(document))


@login_not_required
@require_safe
def discrepancies(request: HttpRequest) -> HttpResponse:
    rows = Discrepancy.objects.prefetch_related("readings__document")
    context = {"discrepancies": discrepancy_rows(rows), "files": file_addresses("discrepancies-file")}
    return render(request, "sources/discrepancies.html", context)


@login_not_required
@require_safe
def discrepancies_file(request: HttpRequest, file_format: str) -> HttpResponse:
    """One row for each reading."""
    return file_response("discrepancies", file_format, READING_COLUMNS, reading_records())
