"""Which markets the documents name for some goods, and up to four of them side by side. Open to everyone."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from exports.compare_page import compare_form, compare_page, one_address
from exports.finder_file import FINDER_COLUMNS, finder_records
from exports.finder_page import all_links, finder_form, finder_page
from sources.downloads import file_response
from sources.list_pages import refusal


@login_not_required
@require_safe
def finder(request: HttpRequest) -> HttpResponse:
    links = all_links()
    form = finder_form(request.GET, links)
    page = finder_page(form, links, timezone.localdate())
    return render(request, "exports/finder.html", page, status=200 if form.is_valid() else 400)


@login_not_required
@require_safe
def finder_file(request: HttpRequest, file_format: str) -> HttpResponse:
    links = all_links()
    form = finder_form(request.GET, links)
    if form.is_valid() and not form.chosen:
        form.add_error("product", _("Choose a product or an HS code."))
    if form.errors:
        return refusal(form)
    records = finder_records(form.chosen, links, timezone.localdate())
    return file_response("finder", file_format, FINDER_COLUMNS, records)


@login_not_required
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    links = all_links()
    form = compare_form(request.GET, links)
    if form.markets and request.get_full_path() != (address := one_address(form)):
        return redirect(address)
    page = compare_page(form, links, timezone.localdate())
    return render(request, "exports/compare.html", page, status=200 if form.is_valid() else 400)
