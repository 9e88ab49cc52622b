"""The index of the API, its schema, its documentation, and whatever else is asked for below /api/."""

from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clusters.api import API_ROUTES as CLUSTERS
from exports.api import API_ROUTES as EXPORTS
from interventions.api.views import API_ROUTES as INTERVENTIONS
from kanpur_portal.api_examples import examples
from kanpur_portal.api_filters import refuse_others
from kanpur_portal.json_renderer import FastJSONRenderer
from kanpur_portal.problems import TITLES, problem
from sources.api import API_ROUTES as SOURCES
from sources.api import page_url
from sources.filters import StrictFilterSet
from trainings.api import API_ROUTES as TRAININGS

# The lists that the rooms offer, by name.
RESOURCES = [*INTERVENTIONS, *TRAININGS, *EXPORTS, *CLUSTERS, *SOURCES]


class ListedSerializer(serializers.Serializer):
    """A list that the API offers."""

    name = serializers.CharField()
    url = serializers.URLField()


class IndexSerializer(serializers.Serializer):
    """Where everything is."""

    resources = ListedSerializer(many=True)
    search = serializers.URLField(help_text="Takes `q`, the words that are looked for.")
    schema: Any = serializers.URLField()
    documentation = serializers.URLField()


class Index(APIView):
    about = _("What the API offers.")
    permission_classes = [AllowAny]
    renderer_classes = [FastJSONRenderer]

    @extend_schema(operation_id="index", responses=IndexSerializer, tags=["index"])
    def get(self, request: Request) -> Response:
        refuse_others(request, {"format"})
        return Response(
            {
                "resources": [{"name": row["name"], "url": row["url"]} for row in resources(request)],
                "search": request.build_absolute_uri(reverse("api-search-list")),
                "schema": request.build_absolute_uri(reverse("api-schema")),
                "documentation": page_url(request, "api-docs"),
            }
        )


def resources(request: HttpRequest) -> list[dict[str, Any]]:
    """Name, address, description and filters of each list."""
    return [
        {
            "name": name,
            "url": request.build_absolute_uri(reverse(f"api-{name}-list")),
            "about": str(viewset.about),
            "filters": sorted(getattr(viewset, "filterset_class", StrictFilterSet).base_filters),
        }
        for name, viewset in RESOURCES
    ]


class Schema(SpectacularAPIView):
    """The OpenAPI document, in English. Parameters are not read: a client cannot make variants of it."""

    permission_classes = [AllowAny]

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        name = self._get_filename(request, None)
        return Response(_document(), headers={"Content-Disposition": f'inline; filename="{name}"'})


@cache
def _document() -> dict[str, Any]:
    """Made from the code alone, for everyone the same: once for a process, which takes half a second."""
    with translation.override("en"):
        made: dict[str, Any] = Schema.generator_class().get_schema(request=None, public=True)
    return made


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    context = {
        "base": request.build_absolute_uri("/"),
        "resources": resources(request),
        "problems": TITLES.items(),
        "examples": examples(request.build_absolute_uri("/")),
    }
    return render(request, "api_docs.html", context)


@csrf_exempt
@login_not_required
def no_such_address(request: HttpRequest) -> HttpResponse:
    """404; but a reader who forgot the last slash is led on."""
    slashed = f"{request.path_info}/"
    if request.method in ("GET", "HEAD") and not request.path_info.endswith("/") and _leads_on(slashed):
        return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
    return problem(request, 404, gettext("There is nothing at this address."))


def _leads_on(path: str) -> bool:
    try:
        return resolve(path).func is not no_such_address
    except Resolver404:
        return False
