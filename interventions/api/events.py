"""The calendar in the API. Events are entered on the portal's pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers, viewsets
from rest_framework.permissions import AllowAny

from interventions.filters import EventFilter
from interventions.models import Event
from sources.api import ApiURLField, KindField, PageURLField, ReadSerializer


class EventSerializer(ReadSerializer):
    """A fair, camp, seminar, meet, training or meeting. Days and times are those of Asia/Kolkata."""

    url = PageURLField(source="get_absolute_url")
    api_url = ApiURLField("api-events-detail", lookup_field="slug")
    uid = serializers.UUIDField(read_only=True, help_text="As in the calendar files.")
    type = serializers.ChoiceField(Event.Kind.choices, source="kind", read_only=True)
    ends_on = serializers.DateField(read_only=True, help_text="The last day, itself included.")
    starts_at = serializers.TimeField(
        read_only=True, allow_null=True, help_text="null: the event takes whole days."
    )
    ends_at = serializers.TimeField(read_only=True, allow_null=True)
    online_link = serializers.CharField(read_only=True, help_text="Empty: none was given.")
    link = serializers.CharField(read_only=True, help_text="Empty: none was given.")
    organiser: Any = serializers.SlugRelatedField("slug", read_only=True)
    clusters: Any = serializers.SlugRelatedField(
        "slug", many=True, read_only=True, help_text="Empty: for all clusters."
    )
    milestone: Any = serializers.SlugRelatedField("slug", read_only=True, allow_null=True)
    kind = KindField("reported")

    class Meta:
        model = Event
        fields = [
            "slug",
            "url",
            "api_url",
            "uid",
            "type",
            "title",
            "title_hi",
            "starts_on",
            "starts_at",
            "ends_on",
            "ends_at",
            "place",
            "place_hi",
            "description",
            "description_hi",
            "online_link",
            "link",
            "organiser",
            "clusters",
            "milestone",
            "status",
            "sequence",
            "changed_at",
            "kind",
        ]


class EventViewSet(viewsets.ReadOnlyModelViewSet):
    about = _("What is on: fairs, camps, seminars, meets, trainings and meetings, past ones included.")
    permission_classes = [AllowAny]
    serializer_class = EventSerializer
    filterset_class = EventFilter
    lookup_field = "slug"
    queryset = Event.objects.with_details()


API_ROUTES: list[tuple[str, Any]] = [("events", EventViewSet)]
