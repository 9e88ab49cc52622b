"""HS codes: those that the plan prints, and each code of the official list. Open to everyone."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from exports.goods_named import plain_code
from exports.hs_codes import OFFICIAL_LIST, is_known, near, printed_codes, tree
from exports.hs_forms import CodeForm, is_code
from exports.hs_page import hs_page
from exports.hs_prefixes import comparable
from exports.models import HSCode
from sources.downloads import api_file_addresses


@login_not_required
@require_safe
def hs_codes(request: HttpRequest) -> HttpResponse:
    """The tree of printed codes; with ?code= those that are nearest to what was typed."""
    form = CodeForm(request.GET or None)
    printed = printed_codes()
    valid = form.is_valid()
    context = {
        "form": form,
        "near": near(form.cleaned_data["code"], form.comparable, printed) if valid else None,
        "count": len(printed),
        "tree": tree(printed),
        "official_list": OFFICIAL_LIST,
        "files": api_file_addresses(HSCode),
    }
    return render(request, "exports/hs_codes.html", context, status=400 if form.errors else 200)


@login_not_required
@require_safe
def hs_code(request: HttpRequest, code: str) -> HttpResponse:
    """One code; a code in another spelling leads to it, and one that nobody has to its nearest relatives."""
    digits = plain_code(code)
    if not is_code(digits):
        raise Http404
    printed = printed_codes()
    if not is_known(digits, printed):
        context = {"near": near(digits, comparable(digits), printed), "form": CodeForm()}
        return render(request, "exports/hs_code_unknown.html", context, status=404)
    if digits != code:
        return redirect("hs-code", digits)
    return render(request, "exports/hs_code.html", hs_page(digits, printed))
