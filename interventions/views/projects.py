"""The development projects of the clusters. Open to everyone."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from interventions.models import Project
from interventions.project_page import project_page


@login_not_required
@require_safe
def project(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Project.objects.select_related("document", "cluster"), slug=slug)
    return render(request, "interventions/project.html", project_page(found))
