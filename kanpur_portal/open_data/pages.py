"""The pages for whoever wants the data: what there is, what stands in each column, and the versions."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from kanpur_portal import data_version
from kanpur_portal.models import DatasetVersion
from kanpur_portal.open_data import store
from kanpur_portal.open_data.catalogue import catalogue
from kanpur_portal.open_data.datasets import DATASETS, Dataset
from kanpur_portal.open_data.examples import examples
from kanpur_portal.open_data.licence import LICENCE_URL, TITLE, attribution
from kanpur_portal.open_data.writers import MEDIA_TYPES, XLSX_ROWS
from sources.list_pages import list_page

VERSIONS_A_PAGE = 50


@login_not_required
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    last = DatasetVersion.objects.first()
    context = {
        "rooms": _rooms(),
        "last": last,
        "licence_url": LICENCE_URL,
        "attribution": _attribution(request, last),
        "catalogue_url": request.build_absolute_uri(reverse("data-catalogue")),
    }
    return render(request, "data/index.html", context)


@login_not_required
@require_safe
def dataset(request: HttpRequest, name: str) -> HttpResponse:
    if name not in DATASETS:
        raise Http404
    found = DATASETS[name]
    context = {
        "dataset": found,
        "row": _row(found),
        "examples": examples(found, request),
        "api_url": request.build_absolute_uri(reverse(f"api-{name}-list")),
        "last": DatasetVersion.objects.first(),
    }
    return render(request, "data/dataset.html", context)


@login_not_required
@require_safe
def version_list(request: HttpRequest) -> HttpResponse:
    page = list_page(DatasetVersion.objects.all(), request.GET.get("page", "1"), per_page=VERSIONS_A_PAGE)
    return render(request, "data/versions.html", {"page": page})


@login_not_required
@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(DatasetVersion, number=number)
    context = {
        "version": found,
        "tables": [_table(name, said) for name, said in found.datasets.items() if "sha256" in said],
        "changed": [_table(name, said) for name, said in found.datasets.items() if said["ids"]],
        "gone": [name for name, said in found.datasets.items() if "sha256" not in said],
        "before": DatasetVersion.objects.filter(number__lt=number).first(),
        "attribution": _attribution(request, found),
        "package_url": request.build_absolute_uri(reverse("data-version-file", args=[number, "all", "zip"])),
    }
    return render(request, "data/version.html", context)


@login_not_required
@require_safe
def data_json(request: HttpRequest) -> HttpResponse:
    response = JsonResponse(
        catalogue(), json_dumps_params={"ensure_ascii": False}, content_type="application/ld+json"
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _rooms() -> list[dict[str, Any]]:
    """The datasets by the part of the portal that keeps them."""
    by_room = groupby(DATASETS.values(), key=lambda dataset: dataset.room)
    return [{"title": room.verbose_name, "rows": [_row(each) for each in rows]} for room, rows in by_room]


def _row(dataset: Dataset) -> dict[str, Any]:
    rows = store.counts()[dataset.name]
    return {
        "dataset": dataset,
        "rows": rows,
        "files": {
            ending: reverse("dataset-file", args=[dataset.name, ending])
            for ending in MEDIA_TYPES
            if ending != "xlsx" or rows <= XLSX_ROWS
        },
    }


def _table(name: str, said: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "dataset": DATASETS.get(name), **said}


def _attribution(request: HttpRequest, version: DatasetVersion | None) -> str:
    """In English, as the licence has it: of a version, or of the data as they stand."""
    with translation.override("en"):
        if version:
            day, url = timezone.localdate(version.made_at), version.get_absolute_url()
            title = f"{TITLE}, version {version.number}"
        else:
            day, url, title = timezone.localdate(data_version.data_as_of()), reverse("data"), str(TITLE)
        return attribution(title, day, request.build_absolute_uri(url))
