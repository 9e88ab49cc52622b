"""Schemes for exporters, with their versions and rules."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from exports.filters import SchemeRuleFilter
from exports.models import Scheme, SchemeRule, SchemeVersion
from sources.api import (
    ADDRESSES,
    PROOF,
    FieldAmountSerializer,
    PrintedRowSerializer,
    PrintedRowViewSet,
    ReadSerializer,
)


class SchemeVersionSerializer(ReadSerializer):
    """The rules of a scheme over a time; the plan prints no dates."""

    rules: Any = serializers.SlugRelatedField(
        "slug", many=True, read_only=True, help_text="Rows of /api/v1/scheme-rules/."
    )

    class Meta:
        model = SchemeVersion
        fields = ["slug", "status", "effective_from", "effective_to", "order", "rules"]


class SchemeSerializer(PrintedRowSerializer):
    """A scheme that the plan names, with its rules where the plan prints them."""

    versions = SchemeVersionSerializer(many=True, read_only=True)

    class Meta:
        model = Scheme
        fields = [*ADDRESSES, "name", "short_name", "name_hi", "authority", "versions", "note", *PROOF]


class SchemeViewSet(PrintedRowViewSet):
    about = _("The schemes that the plan names for exporters.")
    serializer_class = SchemeSerializer
    queryset = Scheme.objects.select_related("document").prefetch_related("versions__rules")


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
            "rate_percent",
            "cap",
            "per",
            "per_hi",
            "who",
            "who_hi",
            "container_ft",
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
