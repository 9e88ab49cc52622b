"""What readers say is wrong, and what came of it. Requests are sent through the page alone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import GenericViewSet

from sources.api.fields import PageURLField
from sources.api.rows import ReadSerializer
from sources.filters import CorrectionFilter
from sources.models import CorrectionRequest


class CorrectionRequestSerializer(ReadSerializer):
    """A correction request, in its sender's words, with the administrator's answer."""

    number = serializers.CharField(read_only=True, help_text="Such as CR-7.")
    url = PageURLField(source="get_absolute_url")
    document = serializers.SlugField(source="document.slug", read_only=True)
    record = serializers.CharField(
        read_only=True,
        help_text="Type and id of a row of /api/v1/passages/: interventions.action:KN-07. "
        "Empty: the line as a whole.",
    )
    discrepancy = serializers.CharField(
        source="discrepancy.ref",
        default=None,
        read_only=True,
        allow_null=True,
        help_text="The entry of the register that an accepted request ended as.",
    )
    fixture_correction = serializers.CharField(
        read_only=True,
        help_text="What was corrected in the portal's data, where the transcription was wrong.",
    )
    source_url = PageURLField(help_text="The document, at the line.")

    class Meta:
        model = CorrectionRequest
        fields = [
            "number",
            "url",
            "document",
            "line",
            "source_url",
            "record",
            "text",
            "made_at",
            "state",
            "answer",
            "answered_at",
            "discrepancy",
            "fixture_correction",
            "withheld_reason",
            "withheld_at",
        ]


class CorrectionRequestViewSet(ListModelMixin, GenericViewSet):
    about = _("What readers say is wrong in the portal's figures, with the answers.")
    permission_classes = [AllowAny]
    serializer_class = CorrectionRequestSerializer
    filterset_class = CorrectionFilter
    queryset = CorrectionRequest.objects.select_related("document", "discrepancy")
