"""What holds each cluster back, and what the plan proposes. Open to everyone."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from clusters.models import Cluster
from interventions.challenge_page import FILE_COLUMNS, challenge_page, cluster_rows, file_rows
from sources.downloads import file_response


@login_not_required
@require_safe
def challenges(request: HttpRequest) -> HttpResponse:
    return render(request, "interventions/challenges.html", {"clusters": cluster_rows()})


@login_not_required
@require_safe
def cluster_challenges(request: HttpRequest, slug: str) -> HttpResponse:
    cluster = get_object_or_404(Cluster, slug=slug)
    return render(request, "interventions/cluster_challenges.html", challenge_page(cluster))


@login_not_required
@require_safe
def challenges_file(request: HttpRequest, slug: str, file_format: str) -> HttpResponse:
    cluster = get_object_or_404(Cluster, slug=slug)
    return file_response(f"{slug}-challenges", file_format, FILE_COLUMNS, file_rows(cluster))
