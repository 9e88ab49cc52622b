"""The district, its clusters, and what the documents print of them."""

from clusters.models.base import ClusterRow
from clusters.models.district import Cluster, District
from clusters.models.figures import (
    IndustryRow,
    OccupationRow,
    OutcomeTarget,
    Statistic,
    Tannery,
    TanneryCategory,
)
from clusters.models.profile import (
    Claim,
    Exhibit,
    Organisation,
    Place,
    Product,
    Statement,
    SubSector,
    SwotItem,
    ValueAddIdea,
)

__all__ = [
    "Claim",
    "Cluster",
    "ClusterRow",
    "District",
    "Exhibit",
    "IndustryRow",
    "OccupationRow",
    "Organisation",
    "OutcomeTarget",
    "Place",
    "Product",
    "Statement",
    "Statistic",
    "SubSector",
    "SwotItem",
    "Tannery",
    "TanneryCategory",
    "ValueAddIdea",
]
