"""Goods and where they go: HS codes, figures, markets, key issues, ports."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from clusters.api import CLUSTER_ROW, ClusterRowSerializer, ClusterRowViewSet
from exports.filters import GoodsFilter, HSCodeFilter, MarketLinkFilter, PortFilter
from exports.models import HSCode, KeyIssue, MarketLink, Port
from exports.nomenclature import AS_OF, ATTRIBUTION, SOURCE_URL, Wording, official
from sources.api import PROOF


class OfficialWordingSerializer(serializers.Serializer):
    """The wording of the same code in India's official list, which is no part of what the plan prints."""

    description = serializers.CharField(read_only=True, help_text="In the list's own words and capitals.")
    misworded = serializers.BooleanField(
        read_only=True, help_text="true: a slip of the list, which gives the words of the heading before."
    )
    edition = serializers.CharField(
        default=None, read_only=True, allow_null=True, help_text="null: the list states none."
    )
    as_of = serializers.DateField(default=AS_OF, read_only=True, help_text="The day of the portal's copy.")
    source: Any = serializers.URLField(default=SOURCE_URL, read_only=True)
    attribution = serializers.CharField(default=ATTRIBUTION, read_only=True)

    def get_attribute(self, instance: HSCode) -> Wording | None:
        return official(instance.code)


class HSCodeSerializer(ClusterRowSerializer):
    """A code that the plan prints, with the plan's wording; the plan names no edition."""

    parent: Any = serializers.SlugRelatedField(
        "code", read_only=True, allow_null=True, help_text="The nearest code above it that the plan prints."
    )

    official: Any = OfficialWordingSerializer(
        read_only=True, allow_null=True, help_text="null: the official list does not have this code."
    )

    class Meta:
        model = HSCode
        fields = [*CLUSTER_ROW, "code", "level", "description", "official", "parent", "row", "note", *PROOF]


class HSCodeViewSet(ClusterRowViewSet):
    about = _("The HS codes that the plan prints. A code is text: its zeros count.")
    serializer_class = HSCodeSerializer
    filterset_class = HSCodeFilter
    lookup_field = "code"
    lookup_value_regex = r"[0-9]{2,8}"
    queryset = HSCode.objects.select_related("document", "cluster", "parent")


class GoodsSerializer(ClusterRowSerializer):
    """A record about goods: named in words, under an HS code where one is printed with it."""

    hs_code: Any = serializers.SlugRelatedField("code", read_only=True, allow_null=True)


GOODS = [*CLUSTER_ROW, "product", "product_hi", "hs_code"]


class MarketLinkSerializer(GoodsSerializer):
    """A market that a document names for goods, in which role, with the reason it gives."""

    country: Any = serializers.SlugRelatedField(
        "iso2", read_only=True, allow_null=True, help_text="ISO 3166-1; null: the market is a group."
    )
    group: Any = serializers.SlugRelatedField("slug", read_only=True, allow_null=True)

    class Meta:
        model = MarketLink
        fields = [
            *GOODS,
            "market",
            "country",
            "group",
            "role",
            "reporter",
            "rationale",
            "agreement",
            "note",
            *PROOF,
        ]


class MarketLinkViewSet(ClusterRowViewSet):
    about = _("Which markets the documents name for which goods, in which role and why.")
    serializer_class = MarketLinkSerializer
    filterset_class = MarketLinkFilter
    queryset = MarketLink.objects.select_related("document", "cluster", "hs_code", "country", "group")


class KeyIssueSerializer(GoodsSerializer):
    """What holds exports of a product back: its text is the quote."""

    printed = serializers.CharField(read_only=True, help_text="The words as running text.")

    class Meta:
        model = KeyIssue
        fields = [*GOODS, "printed", *PROOF]


class KeyIssueViewSet(ClusterRowViewSet):
    about = _("What holds exports of a product back, as printed.")
    serializer_class = KeyIssueSerializer
    filterset_class = GoodsFilter
    queryset = KeyIssue.objects.select_related("document", "cluster", "hs_code")


class PortSerializer(GoodsSerializer):
    """A port or land station through which the cluster's goods leave India."""

    type = serializers.ChoiceField(Port.Kind.choices, source="kind", read_only=True)
    type_printed = serializers.BooleanField(
        source="kind_printed", read_only=True, help_text="false: the type is the portal's own reading."
    )

    class Meta:
        model = Port
        fields = [*GOODS, "name", "name_as_printed", "name_hi", "type", "type_printed", "note", *PROOF]


class PortViewSet(ClusterRowViewSet):
    about = _("The ports and stations through which goods leave India.")
    serializer_class = PortSerializer
    filterset_class = PortFilter
    queryset = Port.objects.select_related("document", "cluster", "hs_code")


ROUTES: list[tuple[str, Any]] = [
    ("hs-codes", HSCodeViewSet),
    ("market-links", MarketLinkViewSet),
    ("key-issues", KeyIssueViewSet),
    ("ports", PortViewSet),
]
