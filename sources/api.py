"""What every sourced row carries in the API, and the register of discrepancies.

The data are the same for every reader, whatever their language: names come in both,
choices as machine values, addresses of pages without a language prefix.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import ReadOnlyModelViewSet

from sources.models import Citation, Discrepancy, Reading

KINDS = ["printed", "computed", "reported"]


class KindField(serializers.ChoiceField):
    """Which of the three kinds of number a row holds; they are never mixed."""

    def __init__(self, kind: str) -> None:
        super().__init__(choices=KINDS, source="*", read_only=True)
        self.kind = kind

    def to_representation(self, value: Any) -> str:
        return self.kind


def page_url(request: Any, name: str, *args: Any) -> str:
    """Address of a page or a row, for pages in the portal's first language."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(request.build_absolute_uri(reverse(name, args=args)))


class PageURLField(serializers.URLField):
    """Address of a record's own page, as the record gives it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def get_attribute(self, instance: Any) -> Any:
        with translation.override(settings.LANGUAGE_CODE):
            return super().get_attribute(instance)

    def to_representation(self, value: Any) -> str:
        return str(self.context["request"].build_absolute_uri(str(value)))


class ApiURLField(serializers.URLField):
    """Address of a row in the API, without the parameters with which the row was asked for."""

    def __init__(self, view_name: str, lookup_field: str = "pk") -> None:
        super().__init__(source="*", read_only=True)
        self.view_name = view_name
        self.lookup_field = lookup_field

    def to_representation(self, value: Any) -> str:
        return page_url(self.context["request"], self.view_name, getattr(value, self.lookup_field))


class FlagsField(serializers.ListField):
    """References of the discrepancies that rest on a line which the row cites."""

    def __init__(self) -> None:
        super().__init__(child=serializers.CharField(), source="*", read_only=True)

    def to_representation(self, data: Any) -> list[str]:
        found = self.context["flags"].get((data._meta.label, data.pk), ())
        return [discrepancy.ref for discrepancy in found]


class PassageSerializer(serializers.Serializer):
    """The place in a document, and the words that stand there."""

    document = serializers.SlugField(source="document.slug", read_only=True)
    lines = serializers.CharField(
        read_only=True, help_text="Lines are counted from 1: 254, 1033,1039 or 1064-1066."
    )
    quote = serializers.CharField(
        read_only=True, help_text="Verbatim; one line of text for each range of lines."
    )
    url = PageURLField(source="source_url", help_text="The document, at the first of these lines.")


class SourceSerializer(PassageSerializer):
    """Where a row was transcribed from."""

    locator = serializers.CharField(read_only=True, help_text="Such as “Table 5”.")


class ReadSerializer(serializers.ModelSerializer):
    """A row as the API shows it; nothing of it is written through this."""

    def get_extra_kwargs(self) -> dict[str, Any]:
        return {name: {"read_only": True} for name in self.Meta.fields if name not in self._declared_fields}


class SourcedSerializer(ReadSerializer):
    """A row transcribed from a document."""

    kind = KindField("printed")
    source: Any = SourceSerializer(source="*", read_only=True)
    discrepancies = FlagsField()


class SourcedViewSet(ReadOnlyModelViewSet):
    """Looks up the discrepancies of all rows that an answer shows at once."""

    def cited(self, row: Any) -> Iterable[Citation]:
        """The records with a source of their own that one row of the answer shows."""
        return [row]

    def get_serializer(self, *args: Any, **kwargs: Any) -> serializers.BaseSerializer:
        rows: Sequence[Any] = () if not args else args[0] if kwargs.get("many") else [args[0]]
        records = [record for row in rows for record in self.cited(row)]
        flags = Discrepancy.objects.flags_for(records) if records else {}
        kwargs["context"] = {**self.get_serializer_context(), "flags": flags}
        return super().get_serializer(*args, **kwargs)


class ReadingSerializer(ReadSerializer):
    """One of the places that a discrepancy rests on."""

    kind = KindField("printed")
    source: Any = PassageSerializer(source="*", read_only=True)

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
    queryset = Discrepancy.objects.prefetch_related(
        Prefetch("readings", Reading.objects.select_related("document"))
    )
    lookup_field = "ref"
    lookup_value_regex = r"D-[0-9]{3}"


API_ROUTES: list[tuple[str, Any]] = [("discrepancies", DiscrepancyViewSet)]
