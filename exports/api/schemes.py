"""Schemes for exporters, with their versions and rules."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from exports.api.estimate import EstimateSerializer, estimate_row
from exports.filters import SchemeRuleFilter
from exports.models import ReportedTerm, Scheme, SchemeNote, SchemeRule, SchemeVersion
from exports.scheme_estimate import estimate
from exports.scheme_forms import EstimateForm
from exports.scheme_versions import schemes_with_terms, terms_of
from sources.api import (
    ADDRESSES,
    PROOF,
    FieldAmountSerializer,
    KindField,
    PrintedRowSerializer,
    PrintedRowViewSet,
    ReadSerializer,
    page_url,
    renderers_of,
)

_SAID = ["certainty", "source", "verified_on"]
_TERM = ["component", "rate_percent", "cap", "cap_unit"]
_CONDITIONS = ["manufacturers_only", "msme_only", "leg", "airports", "airports_hi", "any_airport"]
# What the calculator takes, by name; a number after the name is that of the row.
_PARAMETERS = {
    "stall_1": "Stall charges of the first fair, in rupees; stall_2 and so on to 20.",
    "fare_1": "Air fare of the first fair.",
    "date_1": "First day of the first fair, such as 2026-04-30.",
    "kind_1": "abroad, virtual or domestic.",
    "publicity": "Publicity, advertisement, website, in rupees.",
    "samples": "Samples for foreign buyers, in rupees.",
    "certification": "Certification, in rupees.",
    "ecgc_premium": "Premium of export credit insurance, in rupees.",
    "size_1": "Size of the first containers: 20 or 40.",
    "count_1": "How many of them.",
    "freight_1": "Freight of each, in rupees.",
    "kg_1": "Weight of the first air shipment.",
    "air_freight_1": "Its freight, in rupees.",
    "exporter": "manufacturer or merchant.",
    "msme": "yes or no.",
    "leg": "rail or road.",
    "airport": "Name of the air cargo complex, or other.",
    "weight": "gross or chargeable.",
    "ports": "Ports that a rate is tied to, or other.",
    "central": "yes: the same bill is claimed under a central scheme.",
    "fairs_claimed": "How many fairs abroad were already claimed in the year; their costs are left out.",
    "claimed": "Already paid in the year under this scheme, in rupees; its costs are left out.",
    "claimed_in_all": "Already paid in the year under all schemes, in rupees.",
    "version": "Slug of a version.",
    "day": "Day for which the rates are wanted.",
}


class ReportedTermSerializer(ReadSerializer):
    """A rate, cap or condition of a later version, which the plan does not print."""

    kind = KindField("reported")

    class Meta:
        model = ReportedTerm
        fields = [*_TERM, *_CONDITIONS, "port_group", "port_group_hi", "note", "note_hi", *_SAID, "kind"]


class SchemeNoteSerializer(ReadSerializer):
    """What became of the scheme since the plan."""

    class Meta:
        model = SchemeNote
        fields = ["slug", "text", "text_hi", *_SAID]


class SchemeVersionSerializer(ReadSerializer):
    """The rules of a scheme over a time; the plan prints no dates. Later ones are reported, not printed."""

    rules: Any = serializers.SlugRelatedField(
        "slug", many=True, read_only=True, help_text="Rows of /api/v1/scheme-rules/."
    )
    terms = ReportedTermSerializer(many=True, read_only=True)

    class Meta:
        model = SchemeVersion
        fields = [
            "slug",
            "status",
            "title",
            "title_hi",
            "effective_from",
            "effective_to",
            "order",
            "source",
            "verified_on",
            "note",
            "note_hi",
            "rules",
            "terms",
        ]


class SchemeSerializer(PrintedRowSerializer):
    """A scheme that the plan names, with its rules where the plan prints them, and what is known since."""

    versions = SchemeVersionSerializer(many=True, read_only=True)
    notes = SchemeNoteSerializer(many=True, read_only=True)

    class Meta:
        model = Scheme
        fields = [
            *ADDRESSES,
            "name",
            "short_name",
            "name_hi",
            "authority",
            "versions",
            "note",
            "notes",
            *PROOF,
        ]


class SchemeViewSet(PrintedRowViewSet):
    about = _("The schemes that the plan names for exporters.")
    serializer_class = SchemeSerializer
    queryset = Scheme.objects.select_related("document").prefetch_related(
        "versions__rules", "versions__terms", "notes"
    )

    @extend_schema(
        operation_id="schemes_estimate",
        description="What the scheme would pay: an estimate, not a sanction. It takes what its page takes.",
        parameters=[OpenApiParameter(name, str, description=text) for name, text in _PARAMETERS.items()],
        responses=EstimateSerializer,
    )
    @action(detail=True, renderer_classes=renderers_of("json"), filterset_class=None)
    def estimate(self, request: Request, slug: str) -> Response:
        """The calculator of the scheme's page; its words are in English."""
        terms = terms_of(get_object_or_404(schemes_with_terms(), slug=slug))
        if not terms.has_calculator:
            raise NotFound(_("For this scheme no rates are known."))
        form = EstimateForm(request.query_params, scheme=terms)
        if not form.is_bound:
            raise ValidationError(_("Enter at least one cost."))
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        costs, answers = form.costs(), form.cleaned_data
        with translation.override(settings.LANGUAGE_CODE):
            found, *others = (
                estimate(version, costs, answers)
                for version in sorted(terms.versions, key=lambda version: version is not form.chosen)
            )
            url = f"{page_url(request, 'scheme', slug)}?{form.address()}"
            return Response(EstimateSerializer(estimate_row(form, found, others, url)).data)


class SchemeRuleSerializer(PrintedRowSerializer):
    """One clause: what is paid at which rate, up to which cap, per what, for whom."""

    scheme = serializers.SlugField(source="version.scheme.slug", read_only=True)
    version: Any = serializers.SlugRelatedField("slug", read_only=True)
    cap: Any = FieldAmountSerializer(unit_field="cap_unit", allow_null=True)

    class Meta:
        model = SchemeRule
        fields = [
            *ADDRESSES,
            "scheme",
            "version",
            "row",
            "label",
            "item",
            "item_hi",
            "component",
            "rate_percent",
            "cap",
            "per",
            "per_hi",
            "who",
            "who_hi",
            "container_ft",
            *_CONDITIONS,
            "note",
            *PROOF,
        ]


class SchemeRuleViewSet(PrintedRowViewSet):
    about = _("The rules of the schemes, clause by clause, as the plan prints them.")
    serializer_class = SchemeRuleSerializer
    filterset_class = SchemeRuleFilter
    queryset = SchemeRule.objects.select_related("document", "version__scheme")


ROUTES: list[tuple[str, Any]] = [
    ("schemes", SchemeViewSet),
    ("scheme-rules", SchemeRuleViewSet),
]
