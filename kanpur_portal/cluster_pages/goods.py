"""What a cluster makes and under which codes, and the ports that it leaves through."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from clusters.models import Product, Statistic, SubSector, TanneryCategory
from clusters.totals import total_cells
from exports.models import HSCode, Port
from kanpur_portal.cluster_pages.records import ClusterRecords, grouped_by, shared_marks
from kanpur_portal.cluster_pages.sections import Section, files
from sources.bilingual import localized
from sources.formatting import printed_amount

# Line 264 states both; the categories below it are said to be of tanneries in operation.
_TOTALS_OF_TANNERIES = ("tanneries-operating", "tanneries-in-total")


def sub_sectors(records: ClusterRecords) -> Section:
    return Section(
        "sub-sectors",
        _("Sub-sectors"),
        [records.line(row, localized(row, "name")) for row in records.of(SubSector)],
        files(records.cluster, (_("sub-sectors"), SubSector)),
    )


def products(records: ClusterRecords) -> Section:
    """The portfolio, under the groups that the plan names the products in."""
    groups = [
        {
            "name": group,
            "marks": shared_marks(records.marks_of(row) for row in rows),
            "lines": [records.line(row, localized(row, "name")) for row in rows],
        }
        for group, rows in grouped_by(records.of(Product), lambda row: localized(row, "group"))
    ]
    return Section("products", _("Products"), groups, files(records.cluster, (_("products"), Product)))


def tanneries(records: ClusterRecords) -> Section:
    """The categories, and their sum beside the numbers of tanneries that the plan states."""
    categories = records.of(TanneryCategory)
    rows = [
        {
            "name": localized(row, "name"),
            "number": printed_amount(row.measured_number),
            "line": records.line(row, row.description),
        }
        for row in categories
    ]
    return Section(
        "tanneries",
        _("Tanneries by category"),
        rows,
        files(records.cluster, (_("categories of tanneries"), TanneryCategory)),
        {"totals": _stated_totals(records, [row.value for row in categories])},
    )


def _stated_totals(records: ClusterRecords, parts: list[Decimal]) -> list[dict[str, Any]]:
    stated = {row.slug: row for row in records.of(Statistic)}
    return [
        {
            "name": localized(row, "subject"),
            "sum": total_cells(row.value, parts, row.unit, printed_amount(row.measured_number)),
            "marks": records.marks_of(row),
        }
        for row in (stated[slug] for slug in _TOTALS_OF_TANNERIES if slug in stated)
    ]


def hs_codes(records: ClusterRecords) -> Section:
    rows = [
        {
            "code": row.code,
            "level": str(row.get_level_display()),
            "parent": row.parent.code if row.parent else "",
            "line": records.line(row, row.description),
        }
        for row in records.of(HSCode)
    ]
    return Section(
        "hs-codes",
        _("HS codes that the plan prints"),
        rows,
        files(records.cluster, (_("HS codes"), HSCode)),
    )


def ports(records: ClusterRecords) -> Section:
    rows = [
        {
            "name": localized(row, "name"),
            "kind": str(row.get_kind_display()),
            "kind_printed": row.kind_printed,
            "code": row.hs_code.code if row.hs_code else "",
            "line": records.line(row, row.name_as_printed),
        }
        for row in records.of(Port)
    ]
    return Section(
        "ports", _("Ports that the goods leave through"), rows, files(records.cluster, (_("ports"), Port))
    )
