"""What exporters may ask for. Open to everyone."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from exports.scheme_page import scheme_page


@login_not_required
@require_safe
def schemes(request: HttpRequest) -> HttpResponse:
    return render(request, "exports/schemes.html", scheme_page())
