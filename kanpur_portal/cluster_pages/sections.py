"""A part of the page of a cluster: its heading, its rows, and where the same rows are as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from clusters.models import Cluster
from sources.downloads import api_file_addresses
from sources.models import Citation


@dataclass(frozen=True)
class Section:
    """Left out of the page where it has no rows."""

    anchor: str  # the name of its template, too
    title: str
    rows: Sequence[Any]
    files: tuple[dict[str, str], ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def template(self) -> str:
        return f"clusters/sections/{self.anchor}.html"


def files(cluster: Cluster, *lists: tuple[str, type[Citation]]) -> tuple[dict[str, str], ...]:
    """The addresses of lists of the API for this cluster alone, each given as its words and its records."""
    return tuple(
        {"label": label, **api_file_addresses(model, cluster=cluster.slug)} for label, model in lists
    )
