"""The district and its clusters in the API."""

from typing import Any

from clusters.api import figures, profile
from clusters.api.rows import CLUSTER_ROW, ClusterRowSerializer, ClusterRowViewSet, WordsSerializer

__all__ = ["API_ROUTES", "CLUSTER_ROW", "ClusterRowSerializer", "ClusterRowViewSet", "WordsSerializer"]

API_ROUTES: list[tuple[str, Any]] = [*profile.ROUTES, *figures.ROUTES]
