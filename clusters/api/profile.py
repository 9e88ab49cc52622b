"""What the documents say in words: the district, clusters, places, products, organisations, SWOT, claims."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from clusters.api.rows import CLUSTER_ROW, ClusterRowSerializer, ClusterRowViewSet, WordsSerializer
from clusters.filters import ExhibitFilter, OrganisationFilter, SwotItemFilter
from clusters.models import (
    Claim,
    Cluster,
    District,
    Exhibit,
    Organisation,
    Place,
    Product,
    Statement,
    SubSector,
    SwotItem,
    ValueAddIdea,
)
from sources.api import ADDRESSES, PROOF, PrintedRowSerializer, PrintedRowViewSet


class DistrictSerializer(PrintedRowSerializer):
    """The district that the export plan is of."""

    class Meta:
        model = District
        fields = ["slug", "url", "api_url", "name", "name_hi", "state", *PROOF]


class DistrictViewSet(PrintedRowViewSet):
    about = _("The district.")
    serializer_class = DistrictSerializer
    queryset = District.objects.select_related("document")


class ClusterSerializer(PrintedRowSerializer):
    """A cluster of the district: product 1 to 4 of the export plan."""

    district: Any = serializers.SlugRelatedField("slug", read_only=True)

    class Meta:
        model = Cluster
        fields = ["slug", "url", "api_url", "district", "product_number", "name", "name_hi", *PROOF]


class ClusterViewSet(PrintedRowViewSet):
    about = _("The four clusters of the district.")
    serializer_class = ClusterSerializer
    queryset = Cluster.objects.select_related("document", "district")


class PlaceSerializer(ClusterRowSerializer):
    """A place that the documents name, and what for."""

    class Meta:
        model = Place
        fields = [*CLUSTER_ROW, "name", "name_hi", "district_name", "role", "role_hi", "note", *PROOF]


class PlaceViewSet(ClusterRowViewSet):
    about = _("The places that the documents name.")
    serializer_class = PlaceSerializer
    queryset = Place.objects.select_related("document", "cluster")


class SubSectorSerializer(ClusterRowSerializer):
    """A part of a cluster's trade, such as tanneries or saddlery."""

    class Meta:
        model = SubSector
        fields = [*CLUSTER_ROW, "name", "name_hi", *PROOF]


class SubSectorViewSet(ClusterRowViewSet):
    about = _("The parts of the clusters' trades.")
    serializer_class = SubSectorSerializer
    queryset = SubSector.objects.select_related("document", "cluster")


class ProductSerializer(ClusterRowSerializer):
    """A product of a cluster, under the group that the plan names it in."""

    class Meta:
        model = Product
        fields = [*CLUSTER_ROW, "name", "name_hi", "group", "group_hi", "note", *PROOF]


class ProductViewSet(ClusterRowViewSet):
    about = _("What the clusters make.")
    serializer_class = ProductSerializer
    queryset = Product.objects.select_related("document", "cluster")


class OrganisationSerializer(PrintedRowSerializer):
    """An association, institution, office or firm that the documents name."""

    type = serializers.ChoiceField(Organisation.Kind.choices, source="kind", read_only=True)
    clusters: Any = serializers.SlugRelatedField(
        "slug", many=True, read_only=True, help_text="The clusters that it is listed under."
    )

    class Meta:
        model = Organisation
        fields = [
            *ADDRESSES,
            "type",
            "name",
            "short_name",
            "name_hi",
            "address",
            "clusters",
            "note",
            *PROOF,
        ]


class OrganisationViewSet(PrintedRowViewSet):
    about = _("Associations, institutions, offices and firms that the documents name.")
    serializer_class = OrganisationSerializer
    filterset_class = OrganisationFilter
    queryset = Organisation.objects.select_related("document").prefetch_related("clusters")


class SwotItemSerializer(WordsSerializer):
    """A strength, weakness, opportunity or threat of a cluster, as printed."""

    type = serializers.ChoiceField(SwotItem.Kind.choices, source="kind", read_only=True)

    class Meta:
        model = SwotItem
        fields = [*CLUSTER_ROW, "type", "printed", *PROOF]


class SwotItemViewSet(ClusterRowViewSet):
    about = _("Strengths, weaknesses, opportunities and threats of each cluster.")
    serializer_class = SwotItemSerializer
    filterset_class = SwotItemFilter
    queryset = SwotItem.objects.select_related("document", "cluster")


class ValueAddIdeaSerializer(WordsSerializer):
    """A potential area for value-added products."""

    class Meta:
        model = ValueAddIdea
        fields = [*CLUSTER_ROW, "heading", "heading_hi", "printed", *PROOF]


class ValueAddIdeaViewSet(ClusterRowViewSet):
    about = _("Potential areas for value-added products.")
    serializer_class = ValueAddIdeaSerializer
    queryset = ValueAddIdea.objects.select_related("document", "cluster")


class StatementSerializer(WordsSerializer):
    """A sentence of a document that is no row of any other list."""

    items = serializers.ListField(child=serializers.CharField(), read_only=True, help_text="What it lists.")

    class Meta:
        model = Statement
        fields = [*CLUSTER_ROW, "subject", "printed", "items", "note", *PROOF]


class StatementViewSet(ClusterRowViewSet):
    about = _("Sentences of the documents that are no row of any other list.")
    serializer_class = StatementSerializer
    queryset = Statement.objects.select_related("document", "cluster")


class ClaimSerializer(WordsSerializer):
    """What a promotional article asserts; never counted as a statistic."""

    items = serializers.ListField(child=serializers.CharField(), read_only=True, help_text="What it lists.")

    class Meta:
        model = Claim
        fields = [*CLUSTER_ROW, "claimant", "statement", "printed", "items", *PROOF]


class ClaimViewSet(ClusterRowViewSet):
    about = _("What a promotional article asserts; never counted as a statistic.")
    serializer_class = ClaimSerializer
    queryset = Claim.objects.select_related("document", "cluster")


class ExhibitSerializer(ClusterRowSerializer):
    """A table or figure of the plan; of a figure whose image is lost only the caption is left."""

    type = serializers.ChoiceField(Exhibit.Kind.choices, source="kind", read_only=True)

    class Meta:
        model = Exhibit
        fields = [*CLUSTER_ROW, "type", "number", "title", "page", "image_missing", "note", *PROOF]


class ExhibitViewSet(ClusterRowViewSet):
    about = _("The tables and figures of the plan, and which images are lost.")
    serializer_class = ExhibitSerializer
    filterset_class = ExhibitFilter
    queryset = Exhibit.objects.select_related("document", "cluster")


ROUTES: list[tuple[str, Any]] = [
    ("districts", DistrictViewSet),
    ("clusters", ClusterViewSet),
    ("places", PlaceViewSet),
    ("sub-sectors", SubSectorViewSet),
    ("products", ProductViewSet),
    ("organisations", OrganisationViewSet),
    ("swot-items", SwotItemViewSet),
    ("value-add-ideas", ValueAddIdeaViewSet),
    ("statements", StatementViewSet),
    ("claims", ClaimViewSet),
    ("exhibits", ExhibitViewSet),
]
