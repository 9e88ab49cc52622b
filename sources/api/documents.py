"""The documents, and what they have beside their facts."""

from __future__ import annotations

from typing import Any

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import ReadOnlyModelViewSet

from sources.api.fields import ApiURLField, KindField, PageURLField
from sources.api.rows import ADDRESSES, PROOF, PrintedRowSerializer, PrintedRowViewSet, ReadSerializer
from sources.filters import OmittedLineFilter
from sources.models import Abbreviation, ContentsEntry, Document, Footnote, OmittedLine
from sources.passages import DocumentCounts, document_counts


class DocumentCountsSerializer(serializers.Serializer):
    """How much of a document is carried: counted from the portal's rows, not from the text."""

    kind = KindField("computed")
    passages = serializers.IntegerField(read_only=True, help_text="Rows of /api/v1/passages/.")
    lines_carried = serializers.IntegerField(
        read_only=True,
        help_text="Lines that records cite, with blank ones in between; the register of discrepancies apart.",
    )
    lines_omitted = serializers.IntegerField(
        read_only=True,
        help_text="Lines of /api/v1/omitted-lines/, or of the register alone, that no other record cites.",
    )

    def get_attribute(self, instance: Document) -> DocumentCounts:
        return self.context["counts"].get(instance.pk, DocumentCounts())


class DocumentSerializer(ReadSerializer):
    """A document that the portal's printed figures come from."""

    url = PageURLField(source="get_absolute_url")
    api_url = ApiURLField("api-documents-detail", lookup_field="slug")
    type = serializers.ChoiceField(Document.Kind.choices, source="kind", read_only=True)
    counts = DocumentCountsSerializer(read_only=True)

    class Meta:
        model = Document
        fields = [
            "slug",
            "url",
            "api_url",
            "title",
            "title_hi",
            "publisher",
            "type",
            "status",
            "issued_on",
            "line_count",
            "sha256",
            "counts",
        ]


class DocumentViewSet(ReadOnlyModelViewSet):
    about = _("The four documents, with how much of each is carried.")
    permission_classes = [AllowAny]
    serializer_class = DocumentSerializer
    lookup_field = "slug"
    queryset = Document.objects.all()

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "counts": SimpleLazyObject(document_counts)}


class ContentsEntrySerializer(PrintedRowSerializer):
    """A line of the table of contents."""

    class Meta:
        model = ContentsEntry
        fields = [*ADDRESSES, "number", "title", "page", *PROOF]


class ContentsEntryViewSet(PrintedRowViewSet):
    about = _("The tables of contents of the documents.")
    serializer_class = ContentsEntrySerializer
    queryset = ContentsEntry.objects.select_related("document")


class AbbreviationSerializer(PrintedRowSerializer):
    """An abbreviation and its long form, as the document explains it."""

    class Meta:
        model = Abbreviation
        fields = [*ADDRESSES, "short", "long", *PROOF]


class AbbreviationViewSet(PrintedRowViewSet):
    about = _("The abbreviations that the documents explain.")
    serializer_class = AbbreviationSerializer
    queryset = Abbreviation.objects.select_related("document")


class FootnoteSerializer(PrintedRowSerializer):
    """A footnote, with the lines that carry its mark."""

    urls = serializers.ListField(child=serializers.CharField(), read_only=True, help_text="As printed.")

    class Meta:
        model = Footnote
        fields = [*ADDRESSES, "number", "text", "urls", *PROOF]


class FootnoteViewSet(PrintedRowViewSet):
    about = _("The footnotes of the documents.")
    serializer_class = FootnoteSerializer
    queryset = Footnote.objects.select_related("document")


class OmittedLineSerializer(PrintedRowSerializer):
    """A line that carries no fact, and why the portal makes no record of it."""

    class Meta:
        model = OmittedLine
        fields = [*ADDRESSES, "reason", "detail", *PROOF]


class OmittedLineViewSet(PrintedRowViewSet):
    about = _("The lines of the documents that carry no fact, with the reason.")
    serializer_class = OmittedLineSerializer
    filterset_class = OmittedLineFilter
    queryset = OmittedLine.objects.select_related("document")


ROUTES: list[tuple[str, Any]] = [
    ("documents", DocumentViewSet),
    ("contents-entries", ContentsEntryViewSet),
    ("abbreviations", AbbreviationViewSet),
    ("footnotes", FootnoteViewSet),
    ("omitted-lines", OmittedLineViewSet),
]
