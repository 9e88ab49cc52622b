"""The clusters. Open to everyone."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from clusters.models import Cluster, District
from kanpur_portal.cluster_pages.cards import cluster_cards
from kanpur_portal.cluster_pages.page import cluster_page


@login_not_required
@require_safe
def clusters(request: HttpRequest) -> HttpResponse:
    context = {"clusters": cluster_cards(), "district": District.objects.first()}
    return render(request, "clusters/clusters.html", context)


@login_not_required
@require_safe
def cluster(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Cluster.objects.select_related("document"), slug=slug)
    return render(request, "clusters/cluster.html", cluster_page(found))
