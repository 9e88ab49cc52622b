"""The organisations that the documents name, ready for their page."""

from dataclasses import dataclass
from typing import Any

from clusters.models import Organisation
from sources.bilingual import localized
from sources.downloads import api_file_addresses
from sources.marks import Marks, key_of, marks_for


@dataclass(frozen=True)
class OrganisationRow:
    anchor: str
    name: str
    name_hi: str
    short_name: str
    address: str
    note: str
    document: str
    clusters: tuple[tuple[str, str], ...]  # address and name
    marks: Marks


@dataclass(frozen=True)
class OrganisationGroup:
    """The organisations of one kind."""

    kind: str
    label: str
    rows: tuple[OrganisationRow, ...]


def organisation_page() -> dict[str, Any]:
    """All of them by kind, in printed order, in a bounded number of queries."""
    rows = list(Organisation.objects.select_related("document").prefetch_related("clusters"))
    marks = marks_for(rows)
    groups = [
        OrganisationGroup(
            kind=kind.value,
            label=str(kind.label),
            rows=tuple(organisation_row(row, marks[key_of(row)]) for row in rows if row.kind == kind),
        )
        for kind in Organisation.Kind
    ]
    return {
        "groups": [group for group in groups if group.rows],
        "count": len(rows),
        "files": api_file_addresses(Organisation),
    }


def organisation_row(organisation: Organisation, marks: Marks) -> OrganisationRow:
    return OrganisationRow(
        anchor=organisation.anchor,
        name=organisation.name,
        name_hi=organisation.name_hi,
        short_name=organisation.short_name,
        address=organisation.address,
        note=organisation.note,
        document=localized(organisation.document, "title"),
        clusters=tuple(
            (cluster.get_absolute_url(), localized(cluster, "name"))
            for cluster in organisation.clusters.all()
        ),
        marks=marks,
    )
