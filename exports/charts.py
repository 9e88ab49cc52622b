"""Pictures of what the documents print of exports and markets; the page has their numbers as a table, too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.models import Cluster
from exports.models import ExportFigure, MarketLink
from exports.role_titles import role_title
from sources.bilingual import localized
from sources.charts import Bar, Chart, bars
from sources.formatting import place_name, printed_amount, printed_period
from sources.marks import Key, Marks, joint_marks, key_of, marks_for

Role = MarketLink.Role


@dataclass(frozen=True)
class SourcedChart(Chart):
    """With the lines it is of; a count is of the lines that stand beside each row of the table."""

    kind: str  # printed or computed
    marks: Marks | None
    table: str  # the plan's name for its table, if it is of one

    @property
    def url(self) -> str:
        return reverse("chart", args=[self.name])


def figures_charts(
    figures: Iterable[ExportFigure], marks: dict[Key, Marks], whose: str
) -> list[SourcedChart]:
    """One for each table of the plan among the figures; `whose` is the cluster's slug, or the district's.

    The figures have their document at hand. A table of which less than two rows are comparable has none.
    """
    tables: dict[str, list[ExportFigure]] = {}
    for figure in figures:
        if "table" in figure.locator.lower():
            tables.setdefault(figure.locator, []).append(figure)
    charts = (_figures_chart(rows, marks, whose) for rows in tables.values())
    return [chart for chart in charts if chart]


def _figures_chart(
    figures: Sequence[ExportFigure], marks: dict[Key, Marks], whose: str
) -> SourcedChart | None:
    """A printed total is no bar beside its parts, and amounts of different periods stand apart."""
    parts = [row for row in figures if not row.is_total]
    if len(parts) < 2 or len({row.unit for row in parts}) > 1:
        return None
    series = _is_series(parts)
    rows = [
        Bar(
            key=row.slug,
            name=printed_period(row.printed_period) if series else localized(row, "product"),
            amount=printed_amount(row.measured_number),
            low=row.value,
            high=row.high,
            panel="" if series else printed_period(row.printed_period),
        )
        for row in parts
    ]
    notes = [_periods_note(rows, series), *(_total_note(row) for row in figures if row.is_total)]
    return _sourced(
        name=f"{whose}-{slugify(parts[0].locator)}",
        title=_("%(table)s as a picture") % {"table": place_name(parts[0].locator)},
        header=(_("Period") if series else _("Goods"), _("Amount")),
        note=" ".join(filter(None, notes)),
        rows=rows,
        kind="printed",
        marks=joint_marks(marks[key_of(row)] for row in parts),
        table=parts[0].locator,
    )


def _is_series(parts: Sequence[ExportFigure]) -> bool:
    """The same goods over periods on one basis: these are read one after the other."""
    return len({row.product for row in parts}) == 1 and len({row.period_basis for row in parts}) == 1


def _periods_note(rows: Sequence[Bar], series: bool) -> str:
    if series:
        return ""
    if len({row.panel for row in rows}) > 1:
        return _("The rows are of different periods, which stand apart: compare bars of one period alone.")
    return _("All bars: %(period)s.") % {"period": rows[0].panel}


def _total_note(total: ExportFigure) -> str:
    return _("The printed total of %(amount)s is no bar.") % {"amount": printed_amount(total.measured_number)}


def markets_chart(links: Iterable[MarketLink], cluster: Cluster | None = None) -> SourcedChart | None:
    """How many markets are named in each role: of one cluster, or of each apart."""
    found: dict[tuple[str, str], set[str]] = {}
    for link in links:
        of = "" if cluster else localized(link.cluster, "name") if link.cluster else _("The district")
        found.setdefault((of, link.role), set()).add(str(link.country or link.group))
    if not found:
        return None
    owners = list(dict.fromkeys(of for of, _role in found))
    rows = [
        Bar(
            key=f"{of} {role}",
            name=role_title(role),
            amount=_markets(len(found[of, role])),
            low=len(found[of, role]),
            panel=of,
        )
        for of in owners
        for role in Role
        if (of, role) in found
    ]
    note = _("Counted: each country, and each group of countries, once for a role.")
    name = f"{cluster.slug}-markets" if cluster else "markets"
    return _sourced(
        name=name,
        title=_("Markets by role"),
        header=(_("Role"), _("Markets")),
        note=note,
        rows=rows,
        kind="computed",
        marks=None,
        table="",
    )


def _markets(number: int) -> str:
    return ngettext("%(number)s market", "%(number)s markets", number) % {"number": number}


def _sourced(*, rows: Sequence[Bar], **fields: Any) -> SourcedChart:
    """The file says of itself what the page says beside the picture."""
    marks = fields["marks"]
    origin = {"kind": fields["kind"]} | ({"document": marks.document, "lines": marks.lines} if marks else {})
    words = {"description": f"{fields['title']}. {fields['note']}".strip(), "usermeta": origin}
    numbers = tuple((": ".join(filter(None, [row.panel, row.name])), row.amount) for row in rows)
    return SourcedChart(specification=bars(rows) | words, rows=numbers, **fields)


def chart_named(name: str) -> SourcedChart | None:
    """Any picture of these by the name in its address: few enough to make all and look."""
    figures = list(
        ExportFigure.objects.filter(locator__icontains="table").select_related("document", "cluster")
    )
    marks = marks_for(figures)
    links = list(MarketLink.objects.select_related("cluster", "country", "group"))
    found = figures_charts([row for row in figures if row.locator == "Table 3"], marks, "district")
    found += filter(None, [markets_chart(links)])
    for cluster in Cluster.objects.all():
        found += figures_charts([row for row in figures if row.cluster_id == cluster.pk], marks, cluster.slug)
        own = markets_chart([link for link in links if link.cluster_id == cluster.pk], cluster)
        found += filter(None, [own])
    return next((chart for chart in found if chart.name == name), None)
