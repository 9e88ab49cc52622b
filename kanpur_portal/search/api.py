"""The search for programs: what the page of results finds, in the same order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import django_filters
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from kanpur_portal.api_views import RESOURCES
from kanpur_portal.json_renderer import FastJSONRenderer
from kanpur_portal.pagination import PageNumberPagination
from kanpur_portal.search.engine import Answer, Hit, as_written, search, suggestions
from kanpur_portal.search.entries import Entry, Kind
from kanpur_portal.search.results import matching, trade_words
from kanpur_portal.search.views import MOST_CHARACTERS
from sources.addresses import reverse
from sources.api import PageURLField
from sources.api.rows import SourceSerializer
from sources.filters import StrictFilterSet
from sources.folding import composed
from sources.models import Citation, Document

_WORDS = {"type": "array", "items": {"type": "string"}}
# Where records that cite no document have their row; the others say it themselves.
_LISTS = {
    viewset.queryset.model: (name, viewset.lookup_field)
    for name, viewset in RESOURCES
    if hasattr(viewset, "retrieve")
}
# What the answer as a whole says, beside its results.
_ABOUT_THE_ANSWER = {
    "words_missing": {
        "type": "integer",
        "description": "How many words of the question even the best results lack; 0: they have all.",
    },
    "spellings": {
        "type": "array",
        "description": "Each word that nothing has as typed, with the spellings taken in its place.",
        "items": {
            "type": "object",
            "required": ["typed", "taken_for"],
            "properties": {"typed": {"type": "string"}, "taken_for": _WORDS},
        },
    },
    "trade_words": {**_WORDS, "description": "What the portal's trade words added to the question."},
    "suggestions": {**_WORDS, "description": "Words spelt most like those that nothing has."},
}


@dataclass(frozen=True)
class Found:
    answer: Answer
    hits: list[Hit]


class SearchFilter(StrictFilterSet):
    q = django_filters.CharFilter(
        label=_("A product, an HS code, a country, a scheme, an office – in English or Hindi."),
        max_length=MOST_CHARACTERS,
        required=True,
    )
    type = django_filters.ChoiceFilter(choices=Kind.choices, label=_("Type of the results"))

    @property
    def qs(self) -> Found:
        """All that answers, best first, of one type where one is asked for."""
        wanted = self.form.cleaned_data["type"]
        # Of equally good results the shorter name stands first: in English, for every reader alike.
        with translation.override(settings.LANGUAGE_CODE):
            answer = search(self.form.cleaned_data["q"])
        return Found(answer, [hit for hit in answer.hits if wanted in ("", hit.entry.kind)])


class SearchPagination(PageNumberPagination):
    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        paginated = super().get_paginated_response_schema(schema)
        paginated["required"] = [*paginated["required"], *_ABOUT_THE_ANSWER]
        paginated["properties"] |= _ABOUT_THE_ANSWER
        return paginated


class HitSerializer(serializers.Serializer):
    """Something of the portal that answers. What it holds is under `api_url`."""

    type = serializers.ChoiceField(Kind.choices, source="entry.kind", read_only=True)
    code = serializers.CharField(
        source="entry.code", read_only=True, help_text="Such as KN-07, DE, 420100 or empty."
    )
    name = serializers.SerializerMethodField()
    name_hi = serializers.SerializerMethodField(help_text="Empty where there is none.")
    url = PageURLField(source="entry.url", help_text="The page that shows it.")
    api_url = serializers.SerializerMethodField(
        help_text="null: no list of the API has it, such as a code of the official nomenclature."
    )
    matched = serializers.SerializerMethodField(
        help_text="Its words that count as what was asked for, as they are written."
    )
    source: Any = SourceSerializer(
        source="entry.record", read_only=True, allow_null=True, help_text="null: no document prints it."
    )

    def get_name(self, hit: Hit) -> str:
        with translation.override(settings.LANGUAGE_CODE):
            return hit.entry.name.english

    def get_name_hi(self, hit: Hit) -> str:
        if hit.entry.names:
            return hit.entry.name.hindi
        with translation.override("hi"):
            return hit.entry.name.english

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_api_url(self, hit: Hit) -> str | None:
        path = _api_path(hit.entry.record)
        return self.context["request"].build_absolute_uri(path) if path else None

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_matched(self, hit: Hit) -> list[str]:
        phrases, found = self.context["phrases"], []
        for text in map(composed, _texts(hit.entry)):
            found += [text[word.start : word.end] for word in matching(text, phrases)]
        return list(dict.fromkeys(found))

    def to_representation(self, instance: Hit) -> dict[str, Any]:
        row = super().to_representation(instance)
        return row if isinstance(instance.entry.record, Citation) else row | {"source": None}


def _api_path(record: Any) -> str:
    """Where the API has a record; nothing for a code of the official nomenclature."""
    if isinstance(record, Citation):
        return record.get_api_url()
    name, field = _LISTS.get(type(record), ("", ""))
    return reverse(f"api-{name}-detail", args=[getattr(record, field)]) if name else ""


def _texts(entry: Entry) -> list[str]:
    """All that an entry is found by, in both languages."""
    words = [*entry.names, *(detail.words for detail in entry.details), entry.text]
    return [entry.code, *(text for both in words for text in both if text)]


class SearchViewSet(GenericViewSet):
    about = _("The search of the portal: records by their words, in both languages, best first.")
    permission_classes = [AllowAny]
    renderer_classes = [FastJSONRenderer]
    serializer_class = HitSerializer
    pagination_class = SearchPagination
    filterset_class = SearchFilter
    # Not what is searched: that is the index in the process's memory (see kanpur_portal.search.engine).
    queryset = Document.objects.none()

    @extend_schema(operation_id="search", summary="Search everything", tags=["search"])
    def list(self, request: Request) -> Response:
        found: Any = self.filter_queryset(self.get_queryset())
        answer = found.answer
        page = self.paginate_queryset(found.hits)
        context = {**self.get_serializer_context(), "phrases": answer.phrases}
        response = self.get_paginated_response(HitSerializer(page, many=True, context=context).data)
        response.data |= {
            "words_missing": answer.missing,
            "spellings": [
                {
                    "typed": one.term.typed,
                    "taken_for": [as_written(word, answer.catalogue) for word in one.nearly],
                }
                for one in answer.readings
                if one.nearly
            ],
            "trade_words": trade_words(answer),
            "suggestions": suggestions(answer),
        }
        return response
