"""The figures of the district and its clusters, and the tanneries."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import ReadOnlyModelViewSet

from clusters.api.rows import CLUSTER_ROW, ClusterRowSerializer, ClusterRowViewSet
from clusters.filters import MeasuredRowFilter, StatisticFilter, TanneryFilter, TotalRowFilter
from clusters.models import (
    IndustryRow,
    OccupationRow,
    OutcomeTarget,
    Statistic,
    Tannery,
    TanneryCategory,
)
from sources.api import (
    PROOF,
    ApiURLField,
    FieldAmountSerializer,
    KindField,
    MeasuredSerializer,
    ReadSerializer,
)


class StatisticSerializer(MeasuredSerializer, ClusterRowSerializer):
    """One figure in the text: units, employment, turnover, shares, ranks."""

    class Meta:
        model = Statistic
        fields = [
            *CLUSTER_ROW,
            "subject",
            "subject_hi",
            "measure",
            "amount",
            "period",
            "area",
            "hs_code",
            "note",
            *PROOF,
        ]


class StatisticViewSet(ClusterRowViewSet):
    about = _("The figures in the text, each with its unit and period as printed.")
    serializer_class = StatisticSerializer
    filterset_class = StatisticFilter
    queryset = Statistic.objects.select_related("document", "cluster")


class IndustryRowSerializer(ClusterRowSerializer):
    """A row of Table 1: micro and small enterprises and artisan units by type of industry."""

    investment = FieldAmountSerializer(unit="INR crore")

    class Meta:
        model = IndustryRow
        fields = [
            *CLUSTER_ROW,
            "row",
            "name",
            "name_hi",
            "units",
            "investment",
            "employment",
            "is_total",
            *PROOF,
        ]


class IndustryRowViewSet(ClusterRowViewSet):
    about = _("Table 1: enterprises by type of industry. The total is the printed one, not a sum.")
    serializer_class = IndustryRowSerializer
    filterset_class = TotalRowFilter
    queryset = IndustryRow.objects.select_related("document", "cluster")


class OccupationRowSerializer(ClusterRowSerializer):
    """A row of Table 2: main workers by occupation, census of 2011."""

    class Meta:
        model = OccupationRow
        fields = [*CLUSTER_ROW, "row", "name", "name_hi", "persons", "percent", *PROOF]


class OccupationRowViewSet(ClusterRowViewSet):
    about = _("Table 2: main workers by occupation, census of 2011.")
    serializer_class = OccupationRowSerializer
    queryset = OccupationRow.objects.select_related("document", "cluster")


class OutcomeTargetSerializer(ClusterRowSerializer):
    """What a cluster is to reach."""

    baseline: Any = FieldAmountSerializer(unit_field="unit", allow_null=True)
    target: Any = FieldAmountSerializer(unit_field="unit", allow_null=True)

    class Meta:
        model = OutcomeTarget
        fields = [
            *CLUSTER_ROW,
            "measure",
            "measure_hi",
            "baseline",
            "target",
            "rate",
            "rate_unit",
            "years",
            "by_year",
            *PROOF,
        ]


class OutcomeTargetViewSet(ClusterRowViewSet):
    about = _("What each cluster is to reach, as printed.")
    serializer_class = OutcomeTargetSerializer
    queryset = OutcomeTarget.objects.select_related("document", "cluster")


class TanneryCategorySerializer(MeasuredSerializer, ClusterRowSerializer):
    """A category of tanneries as the plan prints it, with how many are in operation."""

    class Meta:
        model = TanneryCategory
        fields = [*CLUSTER_ROW, "name", "name_hi", "description", "amount", "period", *PROOF]


class TanneryCategoryViewSet(ClusterRowViewSet):
    about = _("The plan's categories of tanneries, with how many are in operation.")
    serializer_class = TanneryCategorySerializer
    filterset_class = MeasuredRowFilter
    queryset = TanneryCategory.objects.select_related("document", "cluster")


class TannerySerializer(ReadSerializer):
    """A tannery of the registry that the offices keep."""

    api_url = ApiURLField("api-tanneries-detail")
    place: Any = serializers.SlugRelatedField("slug", read_only=True)
    category: Any = serializers.SlugRelatedField("slug", read_only=True, allow_null=True)
    kind = KindField("reported")

    class Meta:
        model = Tannery
        fields = ["id", "api_url", "name", "name_hi", "place", "category", "scope", "operating", "kind"]


class TanneryViewSet(ReadOnlyModelViewSet):
    about = _("The registry of tanneries that the offices keep. No document prints a name.")
    permission_classes = [AllowAny]
    serializer_class = TannerySerializer
    filterset_class = TanneryFilter
    lookup_value_regex = r"[0-9]+"
    queryset = Tannery.objects.select_related("place", "category").order_by("name", "pk")


ROUTES: list[tuple[str, Any]] = [
    ("statistics", StatisticViewSet),
    ("industry-rows", IndustryRowViewSet),
    ("occupation-rows", OccupationRowViewSet),
    ("outcome-targets", OutcomeTargetViewSet),
    ("tannery-categories", TanneryCategoryViewSet),
    ("tanneries", TanneryViewSet),
]
