"""What every printed row of a cluster or of the district carries in the API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from clusters.filters import ClusterRowFilter
from sources.api import ADDRESSES, PrintedRowSerializer, PrintedRowViewSet

CLUSTER_ROW = [*ADDRESSES, "cluster"]


class ClusterRowSerializer(PrintedRowSerializer):
    """A printed record of one cluster, or of the district as a whole."""

    cluster: Any = serializers.SlugRelatedField(
        "slug", read_only=True, allow_null=True, help_text="null: it is said of the district as a whole."
    )


class WordsSerializer(ClusterRowSerializer):
    """A printed record whose text is its quote."""

    printed = serializers.CharField(read_only=True, help_text="The words as running text.")


class ClusterRowViewSet(PrintedRowViewSet):
    filterset_class = ClusterRowFilter
