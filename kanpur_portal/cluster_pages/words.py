"""What the documents say of a cluster in sentences."""

import re
from typing import Any

from django.utils.translation import gettext as _

from clusters.areas import area_name
from clusters.models import Claim, Exhibit, Place, Statement, SwotItem, ValueAddIdea
from exports.models import KeyIssue
from kanpur_portal.cluster_pages.records import ClusterRecords, grouped_by, shared_marks
from kanpur_portal.cluster_pages.sections import Section, files
from sources.bilingual import localized
from sources.formatting import place_name
from sources.models import ContentsEntry, Document

_SECTION = re.compile(r"Section (\d+(?:\.\d+)*)")


def overview(records: ClusterRecords) -> Section:
    """The sentences of the plan, under the sections that they stand in."""
    titles = dict(ContentsEntry.objects.exclude(number="").values_list("number", "title"))
    statements = [row for row in records.of(Statement) if not _is_of_the_article(row)]
    groups = [
        {"heading": _heading(locator, titles), "lines": [records.line(row) for row in rows]}
        for locator, rows in grouped_by(statements, lambda row: row.locator)
    ]
    return Section(
        "overview", _("What the plan says"), groups, files(records.cluster, (_("statements"), Statement))
    )


def exhibits(records: ClusterRecords) -> Section:
    """Tables and figures; of a figure without its image, that it is missing."""
    rows = [
        {
            "name": _exhibit_name(row),
            "image_missing": row.image_missing,
            "line": records.line(row, row.title),
        }
        for row in records.of(Exhibit)
    ]
    return Section(
        "exhibits",
        _("Tables and figures of the plan"),
        rows,
        files(records.cluster, (_("tables and figures"), Exhibit)),
    )


def key_issues(records: ClusterRecords) -> Section:
    groups = [
        {"name": name, "code": code, "lines": [records.line(row) for row in rows]}
        for (name, code), rows in grouped_by(
            records.of(KeyIssue),
            lambda row: (localized(row, "product"), row.hs_code.code if row.hs_code else ""),
        )
    ]
    return Section(
        "key-issues",
        _("Key issues of exporters"),
        groups,
        files(records.cluster, (_("key issues"), KeyIssue)),
    )


def ideas(records: ClusterRecords) -> Section:
    return Section(
        "ideas",
        _("Potential areas for value-added products"),
        [records.line(idea) for idea in records.of(ValueAddIdea)],
        files(records.cluster, (_("potential areas"), ValueAddIdea)),
    )


def swot(records: ClusterRecords) -> Section:
    titles = {
        SwotItem.Kind.STRENGTH: _("Strengths"),
        SwotItem.Kind.WEAKNESS: _("Weaknesses"),
        SwotItem.Kind.OPPORTUNITY: _("Opportunities"),
        SwotItem.Kind.THREAT: _("Threats"),
    }
    items = records.of(SwotItem)
    quarters = dict(grouped_by(items, lambda item: item.kind))
    return Section(
        "swot",
        _("Strengths, weaknesses, opportunities and threats (SWOT)"),
        [_quarter(title, quarters.get(kind, []), records) for kind, title in titles.items()] if items else [],
        files(records.cluster, (_("SWOT items"), SwotItem)),
    )


def places(records: ClusterRecords) -> Section:
    rows = [
        {
            "name": localized(place, "name"),
            "district": area_name(place.district_name),
            "document": records.other_document(place),
            "line": records.line(place, localized(place, "role")),
        }
        for place in records.of(Place)
    ]
    return Section(
        "places", _("Places named with this cluster"), rows, files(records.cluster, (_("places"), Place))
    )


def article(records: ClusterRecords) -> Section:
    """What the promotional article asserts, apart from all that the plan says."""
    claims = records.of(Claim)
    return Section(
        "article",
        _("Claims of a promotional article"),
        [records.line(claim) for claim in claims],
        files(records.cluster, (_("claims"), Claim)),
        {
            "document": claims[0].document if claims else None,
            "statements": [records.line(row) for row in records.of(Statement) if _is_of_the_article(row)],
        },
    )


def _quarter(title: str, items: list[SwotItem], records: ClusterRecords) -> dict[str, Any]:
    return {
        "title": title,
        "marks": shared_marks(records.marks_of(item) for item in items),
        "lines": [records.line(item) for item in items],
    }


def _is_of_the_article(row: Statement) -> bool:
    return row.document.kind == Document.Kind.PROMOTIONAL_ARTICLE


def _heading(locator: str, titles: dict[str, str]) -> str:
    """ "Section 4.1 · Cluster Overview": the title from the plan's own contents."""
    section = _SECTION.fullmatch(locator)
    title = titles.get(section[1]) if section else None
    return f"{place_name(locator)} · {title}" if title else place_name(locator)


def _exhibit_name(row: Exhibit) -> str:
    if not row.number:
        return str(row.get_kind_display())
    name = _("Table %(number)s") if row.kind == Exhibit.Kind.TABLE else _("Figure %(number)s")
    return name % {"number": row.number}
