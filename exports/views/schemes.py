"""What exporters may ask for, and what it would come to. Open to everyone."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from exports.eligibility import EligibilityForm
from exports.scheme_form_fields import row_kinds
from exports.scheme_forms import EstimateForm
from exports.scheme_page import scheme_list, scheme_page
from exports.scheme_versions import schemes_with_terms, terms_of


@login_not_required
@require_safe
def schemes(request: HttpRequest) -> HttpResponse:
    check = EligibilityForm(request.GET or None)
    status = 400 if check.is_bound and not check.is_valid() else 200
    return render(request, "exports/schemes.html", scheme_list(check), status=status)


@login_not_required
@require_safe
def scheme(request: HttpRequest, slug: str) -> HttpResponse:
    """With its calculator: the address holds all that was typed. `add` shows one row more of a kind."""
    terms = terms_of(get_object_or_404(schemes_with_terms(), slug=slug))
    form = None
    if terms.has_calculator:
        typed = request.GET.copy()
        more = typed.pop("add", [""])[-1]
        form = EstimateForm(typed, scheme=terms, more=more if more in row_kinds(terms) else "")
    status = 400 if form and form.is_bound and not form.is_valid() else 200
    return render(request, "exports/scheme.html", scheme_page(terms, form), status=status)
