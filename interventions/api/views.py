"""Addresses of the plan in the API. All may read; who may report is asked by interventions.actions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.permissions import AllowAny, IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from interventions.api.events import API_ROUTES as EVENTS
from interventions.api.filing import UpdateFilingSerializer, UpdateFilingWithFilesSerializer
from interventions.api.headings import API_ROUTES as HEADINGS
from interventions.api.projects import API_ROUTES as PROJECTS
from interventions.api.serializers import (
    ActionSerializer,
    AuthoritySerializer,
    ChallengeSerializer,
    InterventionSerializer,
)
from interventions.api.updates import UpdateSerializer
from interventions.filters import (
    ActionFilter,
    AuthorityFilter,
    ChallengeFilter,
    InterventionFilter,
    UpdateFilter,
)
from interventions.models import (
    Action,
    ActionAuthority,
    ActionUpdate,
    Authority,
    Challenge,
    Intervention,
    Milestone,
)
from sources.api import SourcedViewSet
from sources.models import Citation

MULTIPART = "multipart/form-data"


class ActionViewSet(SourcedViewSet):
    about = _("The printed rows of the plan, with what is reported on them and where they stand today.")
    permission_classes = [AllowAny]
    serializer_class = ActionSerializer
    filterset_class = ActionFilter
    lookup_field = "reference"
    lookup_value_regex = r"[A-Z]{2}-[0-9]{2,3}"
    queryset = (
        Action.objects.with_facts()
        .with_printed_text()
        .prefetch_related(
            Prefetch("milestones", Milestone.objects.select_related("document")),
            "interventions",
            Prefetch("updates", ActionUpdate.objects.newest_of_each_action(), to_attr="newest_updates"),
        )
    )

    def cited(self, row: Action) -> Iterable[Citation]:
        return [row, *row.parts.all(), *row.milestones.all()]


class AuthorityViewSet(SourcedViewSet):
    about = _("The offices and bodies that the plan names.")
    permission_classes = [AllowAny]
    serializer_class = AuthoritySerializer
    filterset_class = AuthorityFilter
    lookup_field = "slug"
    queryset = Authority.objects.select_related("document").prefetch_related(
        "aliases__document",
        Prefetch("named_in", ActionAuthority.objects.select_related("action").order_by("action__position")),
    )

    def cited(self, row: Authority) -> Iterable[Citation]:
        return [row, *row.aliases.all()]


class ChallengeViewSet(SourcedViewSet):
    about = _("What the plan says holds each cluster back.")
    permission_classes = [AllowAny]
    serializer_class = ChallengeSerializer
    filterset_class = ChallengeFilter
    lookup_field = "slug"
    queryset = Challenge.objects.select_related("document", "parameter__cluster")


class InterventionViewSet(SourcedViewSet):
    about = _("What the plan proposes against the challenges.")
    permission_classes = [AllowAny]
    serializer_class = InterventionSerializer
    filterset_class = InterventionFilter
    lookup_field = "slug"
    queryset = Intervention.objects.select_related(
        "document", "parameter__cluster", "parent"
    ).prefetch_related("actions")


class UpdateViewSet(mixins.CreateModelMixin, viewsets.ReadOnlyModelViewSet):
    about = _("What officers reported. Append-only: an update is never changed or removed.")
    permission_classes = [IsAuthenticatedOrReadOnly]
    serializer_class = UpdateSerializer
    filterset_class = UpdateFilter
    lookup_value_regex = r"[0-9]+"
    queryset = ActionUpdate.objects.with_details()

    @extend_schema(
        request={"application/json": UpdateFilingSerializer, MULTIPART: UpdateFilingWithFilesSerializer},
        responses={201: UpdateSerializer},
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Report on an action. Refused with 409 where somebody else wrote since the revision you send."""
        multipart = str(request.content_type).startswith(MULTIPART)
        filing = UpdateFilingWithFilesSerializer if multipart else UpdateFilingSerializer
        serializer: BaseSerializer = filing(data=request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        filed = serializer.save(by=request.user)
        data = self.get_serializer(self.get_queryset().get(pk=filed.pk)).data
        return Response(data, status=201, headers={"Location": data["api_url"]})


API_ROUTES: list[tuple[str, Any]] = [
    ("actions", ActionViewSet),
    ("authorities", AuthorityViewSet),
    ("updates", UpdateViewSet),
    ("challenges", ChallengeViewSet),
    ("interventions", InterventionViewSet),
    *EVENTS,
    *HEADINGS,
    *PROJECTS,
]
