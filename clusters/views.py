"""What the documents name in and around the clusters. Open to everyone."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clusters.organisation_page import organisation_page


@login_not_required
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    return render(request, "clusters/organisations.html", organisation_page())
