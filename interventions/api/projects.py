"""The leather development project as its report prints it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from clusters.api import CLUSTER_ROW, ClusterRowSerializer, ClusterRowViewSet
from interventions.filters import ProjectPartnerFilter, ProjectRowFilter
from interventions.models import Project, ProjectActivity, ProjectObjective, ProjectPartner, ProjectResult
from sources.api import ADDRESSES, PROOF, PrintedRowSerializer, PrintedRowViewSet


class ProjectSerializer(ClusterRowSerializer):
    """A project, with the days that its duration begins and ends on."""

    class Meta:
        model = Project
        fields = [*CLUSTER_ROW, "name", "name_hi", "starts_on", "ends_on", *PROOF]


class ProjectViewSet(ClusterRowViewSet):
    about = _("The projects that the documents report on.")
    serializer_class = ProjectSerializer
    queryset = Project.objects.select_related("document", "cluster")


class ProjectRowSerializer(PrintedRowSerializer):
    """A sentence of the project's report: its text is the quote."""

    project: Any = serializers.SlugRelatedField("slug", read_only=True)
    printed = serializers.CharField(read_only=True, help_text="The words as running text.")


class ProjectRowViewSet(PrintedRowViewSet):
    filterset_class = ProjectRowFilter


_ROW = [*ADDRESSES, "project", "number", "printed"]


class ProjectObjectiveSerializer(ProjectRowSerializer):
    """What a project set out to do."""

    class Meta:
        model = ProjectObjective
        fields = [*_ROW, *PROOF]


class ProjectObjectiveViewSet(ProjectRowViewSet):
    about = _("What the projects set out to do.")
    serializer_class = ProjectObjectiveSerializer
    queryset = ProjectObjective.objects.select_related("document", "project")


class ProjectActivitySerializer(ProjectRowSerializer):
    """What was done in a project."""

    class Meta:
        model = ProjectActivity
        fields = [*_ROW, *PROOF]


class ProjectActivityViewSet(ProjectRowViewSet):
    about = _("What was done in the projects.")
    serializer_class = ProjectActivitySerializer
    queryset = ProjectActivity.objects.select_related("document", "project")


class ProjectResultSerializer(ProjectRowSerializer):
    """What a project's report says came of it."""

    web_address = serializers.CharField(source="url", read_only=True, help_text="As printed.")

    class Meta:
        model = ProjectResult
        fields = [*_ROW, "web_address", "note", *PROOF]


class ProjectResultViewSet(ProjectRowViewSet):
    about = _("What the projects' reports say came of them.")
    serializer_class = ProjectResultSerializer
    queryset = ProjectResult.objects.select_related("document", "project")


class ProjectPartnerSerializer(ProjectRowSerializer):
    """An organisation that gave to a project or carried it out."""

    organisation: Any = serializers.SlugRelatedField("slug", read_only=True)

    class Meta:
        model = ProjectPartner
        fields = [*_ROW, "organisation", "role", *PROOF]


class ProjectPartnerViewSet(ProjectRowViewSet):
    about = _("The donors and partners of the projects.")
    serializer_class = ProjectPartnerSerializer
    filterset_class = ProjectPartnerFilter
    queryset = ProjectPartner.objects.select_related("document", "project", "organisation")


API_ROUTES: list[tuple[str, Any]] = [
    ("projects", ProjectViewSet),
    ("project-objectives", ProjectObjectiveViewSet),
    ("project-activities", ProjectActivityViewSet),
    ("project-results", ProjectResultViewSet),
    ("project-partners", ProjectPartnerViewSet),
]
