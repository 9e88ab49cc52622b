"""The page of a cluster and the list of all four."""

from typing import Any

from clusters.models import Cluster
from kanpur_portal import data_version
from kanpur_portal.cluster_pages import (
    exports_made,
    figures,
    goods,
    markets,
    plan_links,
    targets,
    words,
)
from kanpur_portal.cluster_pages.records import cluster_records
from sources.bilingual import localized

# In the order of the page.
_SECTIONS = (
    words.overview,
    figures.statistics,
    goods.sub_sectors,
    goods.products,
    goods.tanneries,
    goods.hs_codes,
    exports_made.exports_made,
    markets.markets,
    words.key_issues,
    goods.ports,
    words.ideas,
    words.swot,
    plan_links.plan,
    targets.targets,
    plan_links.organisations,
    words.places,
    words.exhibits,
    plan_links.projects,
    words.article,
    plan_links.register,
)


@data_version.kept(16)
def cluster_page(cluster: Cluster) -> dict[str, Any]:
    """Every record of the cluster, in a number of queries that does not grow with them."""
    records = cluster_records(cluster)
    return {
        "cluster": cluster,
        "name": localized(cluster, "name"),
        "document": cluster.document,
        "figures": figures.key_figures(records),
        "sections": [section for build in _SECTIONS if (section := build(records)).rows],
    }
