"""The register of discrepancies."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import ReadOnlyModelViewSet

from sources.api.fields import ApiURLField, KindField, PageURLField
from sources.api.rows import CitationSerializer, ReadSerializer
from sources.filters import DiscrepancyFilter
from sources.models import Discrepancy, Reading


class ReadingSerializer(ReadSerializer):
    """One of the places that a discrepancy rests on."""

    kind = KindField("printed")
    source: Any = CitationSerializer(source="*", read_only=True)

    class Meta:
        model = Reading
        fields = ["value_as_printed", "kind", "source"]


class DiscrepancySerializer(ReadSerializer):
    """Something wrong in a document, and what the portal shows in spite of it."""

    url = PageURLField(source="get_absolute_url")
    api_url = ApiURLField("api-discrepancies-detail", lookup_field="ref")
    type = serializers.ChoiceField(Discrepancy.Kind.choices, source="kind", read_only=True)
    readings = ReadingSerializer(many=True, read_only=True)

    class Meta:
        model = Discrepancy
        fields = [
            "ref",
            "url",
            "api_url",
            "type",
            "status",
            "summary",
            "summary_hi",
            "shown",
            "shown_hi",
            "readings",
        ]


class DiscrepancyViewSet(ReadOnlyModelViewSet):
    about = _("What is wrong in the documents: sums that do not add up, misprints, cut-off lines.")
    permission_classes = [AllowAny]
    serializer_class = DiscrepancySerializer
    filterset_class = DiscrepancyFilter
    queryset = Discrepancy.objects.prefetch_related(
        Prefetch("readings", Reading.objects.select_related("document"))
    )
    lookup_field = "ref"
    lookup_value_regex = r"D-[0-9]{3}"
