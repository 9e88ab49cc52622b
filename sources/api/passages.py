"""The index of provenance: one row for each record, document and range of lines."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from rest_framework import mixins, serializers, viewsets
from rest_framework.permissions import AllowAny

from sources.api.fields import KindField, PageURLField
from sources.api.rows import NumberSerializer
from sources.filters import PassageFilter
from sources.models import Document
from sources.passages import Passage
from sources.querysets import refs_by_line


class RecordSerializer(serializers.Serializer):
    """The record that takes the words."""

    type = serializers.CharField(read_only=True, help_text="Such as clusters.statistic.")
    id = serializers.CharField(read_only=True, help_text="Unique within the type: KN-07, KN-07/2.")
    label: Any = serializers.CharField(read_only=True)
    url = PageURLField(help_text="The page that shows the record, at its place.")
    api_url = PageURLField(allow_null=True, help_text="null: no list of the API has the record.")

    def to_representation(self, instance: Passage) -> dict[str, Any]:
        with translation.override(settings.LANGUAGE_CODE):
            return super().to_representation(instance)


class PassageSerializer(serializers.Serializer):
    """What one record takes from one range of lines."""

    document = serializers.SlugField(read_only=True)
    first_line = serializers.IntegerField(source="lines.first", read_only=True, min_value=1)
    last_line = serializers.IntegerField(source="lines.last", read_only=True, min_value=1)
    locator = serializers.CharField(read_only=True, help_text="Such as “Table 5”.")
    quote = serializers.CharField(read_only=True, help_text="Verbatim, found within these lines.")
    record = RecordSerializer(source="*", read_only=True)
    values: Any = NumberSerializer(many=True, read_only=True)
    kind = KindField("printed")
    discrepancies = serializers.SerializerMethodField(
        help_text="References of the discrepancies that rest on one of these lines."
    )

    def get_discrepancies(self, passage: Passage) -> list[str]:
        refs, document = self.context["refs"], passage.record.document_id
        lines = range(passage.lines.first, passage.lines.last + 1)
        return sorted(set().union(*(refs.get((document, line), ()) for line in lines)))


class PassageViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    about = _("What the portal took from each line of the documents: the index of provenance.")
    permission_classes = [AllowAny]
    serializer_class = PassageSerializer
    filterset_class = PassageFilter
    queryset = Document.objects.all()

    def get_serializer(self, *args: Any, **kwargs: Any) -> serializers.BaseSerializer:
        refs = refs_by_line() if args else {}
        kwargs["context"] = {**self.get_serializer_context(), "refs": refs}
        return super().get_serializer(*args, **kwargs)
