"""Trainings, their topics and materials, and study missions in the API."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from interventions.filters import ProjectRowFilter
from sources.api import ADDRESSES, PROOF, PrintedRowSerializer, PrintedRowViewSet
from trainings.filters import ResourceFilter, StudyMissionFilter
from trainings.models import Programme, Resource, StudyMission, Topic


class TrainingRowSerializer(PrintedRowSerializer):
    """A printed record of a project's trainings."""

    project: Any = serializers.SlugRelatedField("slug", read_only=True)


class TrainingRowViewSet(PrintedRowViewSet):
    filterset_class = ProjectRowFilter


_ROW = [*ADDRESSES, "project", "name", "name_hi"]


class TopicSerializer(TrainingRowSerializer):
    """A topic that people are trained in."""

    class Meta:
        model = Topic
        fields = [*_ROW, *PROOF]


class TopicViewSet(TrainingRowViewSet):
    about = _("The topics of the trainings.")
    serializer_class = TopicSerializer
    queryset = Topic.objects.select_related("document", "project")


class ProgrammeSerializer(TrainingRowSerializer):
    """Training programmes with their headcount as printed: no names, no sum of sessions."""

    class Meta:
        model = Programme
        fields = [*_ROW, "programmes", "persons", "persons_qualifier", "tanneries", *PROOF]


class ProgrammeViewSet(TrainingRowViewSet):
    about = _("Training programmes with their headcount as printed.")
    serializer_class = ProgrammeSerializer
    queryset = Programme.objects.select_related("document", "project")


class ResourceSerializer(TrainingRowSerializer):
    """Material to learn from: the portal links to it and keeps no copy."""

    type = serializers.ChoiceField(Resource.Kind.choices, source="kind", read_only=True)
    web_address = serializers.CharField(source="url", read_only=True, help_text="As printed.")

    class Meta:
        model = Resource
        fields = [*_ROW, "type", "count", "count_unit", "web_address", *PROOF]


class ResourceViewSet(TrainingRowViewSet):
    about = _("Material to learn from.")
    serializer_class = ResourceSerializer
    filterset_class = ResourceFilter
    queryset = Resource.objects.select_related("document", "project")


class StudyMissionSerializer(PrintedRowSerializer):
    """A study mission. That of another country is never counted among the district's trainings."""

    country_from: Any = serializers.SlugRelatedField("iso2", read_only=True)
    country_to: Any = serializers.SlugRelatedField("iso2", read_only=True)

    class Meta:
        model = StudyMission
        fields = [
            *ADDRESSES,
            "name",
            "name_hi",
            "programme",
            "country_from",
            "country_to",
            "led_by",
            "purpose",
            "participants",
            "held_on",
            "of_the_district",
            *PROOF,
        ]


class StudyMissionViewSet(PrintedRowViewSet):
    about = _("Study missions; those of other countries are not trainings of the district.")
    serializer_class = StudyMissionSerializer
    filterset_class = StudyMissionFilter
    queryset = StudyMission.objects.select_related("document", "country_from", "country_to")


API_ROUTES: list[tuple[str, Any]] = [
    ("topics", TopicViewSet),
    ("programmes", ProgrammeViewSet),
    ("resources", ResourceViewSet),
    ("study-missions", StudyMissionViewSet),
]
