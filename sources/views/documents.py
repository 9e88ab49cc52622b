"""The documents as the portal carries them, line by line. Open to everyone."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from sources.downloads import file_addresses, file_response
from sources.forms import LineForm
from sources.models import Document
from sources.presenters import PASSAGE_COLUMNS, document_rows, passage_records
from sources.reader import reader_head, reader_page


@login_not_required
@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    return render(request, "sources/documents.html", {"documents": document_rows()})


@login_not_required
@require_safe
def document(request: HttpRequest, slug: str) -> HttpResponse:
    """All its lines; with ?line=254 at that line. With anything else the clean address, which is kept."""
    document = get_object_or_404(Document, slug=slug)
    if set(request.GET) - {"line"}:
        return redirect(document)
    form = LineForm(request.GET if "line" in request.GET else None, document=document)
    if form.is_valid():
        return redirect(f"{document.get_absolute_url()}#L{form.cleaned_data['line']}")
    if form.is_bound:
        return render(request, "sources/document.html", reader_head(document) | {"form": form}, status=400)
    context = reader_page(document) | {"form": form, "files": file_addresses("source-file", slug)}
    return render(request, "sources/document.html", context)


@login_not_required
@require_safe
def document_file(request: HttpRequest, slug: str, file_format: str) -> HttpResponse:
    document = get_object_or_404(Document, slug=slug)
    return file_response(slug, file_format, PASSAGE_COLUMNS, passage_records(document))
