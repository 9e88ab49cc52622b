"""Export figures: by whose exports they are, and tables with their stated total and their sum."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from clusters.calculations import share
from clusters.models import Exhibit
from clusters.totals import TotalCells, total_cells
from exports.charts import SourcedChart, figures_charts
from exports.models import ExportFigure
from exports.models.markets import Geography
from kanpur_portal.cluster_pages.records import ClusterRecords, Line, grouped_by
from kanpur_portal.cluster_pages.sections import Section, files
from sources.bilingual import localized
from sources.formatting import amount, place_name, printed_amount, printed_period


@dataclass(frozen=True)
class FigureRow:
    goods: str
    code: str
    value: str
    share: str
    computed_share: str
    period: str
    locator: str
    is_total: bool
    line: Line


@dataclass(frozen=True)
class FigureTable:
    """A table of the plan, or the figures that stand in its text."""

    title: str
    rows: tuple[FigureRow, ...]
    in_text: bool = False
    has_shares: bool = False
    sum: TotalCells | None = None
    chart: SourcedChart | None = None


def exports_made(records: ClusterRecords) -> Section:
    """Each reporter apart, in the order of the plan's geography; imports after exports."""
    figures = records.of(ExportFigure)
    by_trade = dict(grouped_by(figures, lambda row: (row.flow, row.reporter)))
    groups = [
        {"title": _title(flow, reporter), "tables": _tables(by_trade[flow, reporter], records)}
        for flow in ExportFigure.Flow
        for reporter in Geography
        if (flow, reporter) in by_trade
    ]
    return Section(
        "exports",
        _("Export figures"),
        groups,
        files(records.cluster, (_("export figures"), ExportFigure)),
        {"lost": [row for row in records.of(Exhibit) if row.image_missing]},
    )


def _title(flow: str, reporter: Geography) -> str:
    title = _("Exports of %(reporter)s") if flow == ExportFigure.Flow.EXPORT else _("Imports of %(reporter)s")
    names = {**dict(Geography.choices), Geography.WORLD: _("the world")}
    return title % {"reporter": names[reporter]}


def _tables(figures: list[ExportFigure], records: ClusterRecords) -> list[FigureTable]:
    """The plan's tables one by one, then what stands in its text."""
    tables, in_text = [], []
    charts = {chart.table: chart for chart in figures_charts(figures, records.marks, records.cluster.slug)}
    for locator, rows in grouped_by(figures, lambda row: row.locator):
        if "table" in locator.lower():
            tables.append(_table(locator, rows, records, charts.get(locator)))
        else:
            in_text += rows
    if in_text:
        in_text.sort(key=lambda row: row.position)
        printed = tuple(_row(row, None, records) for row in in_text)
        tables.append(FigureTable(_("Figures in the text"), printed, in_text=True))
    return tables


def _table(
    locator: str, figures: list[ExportFigure], records: ClusterRecords, chart: SourcedChart | None
) -> FigureTable:
    total = next((row for row in figures if row.is_total), None)
    parts = [row for row in figures if not row.is_total]
    comparable = total is not None and all(_basis(row) == _basis(total) for row in parts)
    return FigureTable(
        title=place_name(locator),
        rows=tuple(
            _row(row, total if comparable else None, records) for row in [*parts, *([total] if total else [])]
        ),
        has_shares=any(row.share is not None for row in figures) or comparable,
        sum=_sum(total, parts) if total and comparable else None,
        chart=chart,
    )


def _basis(row: ExportFigure) -> tuple[Any, ...]:
    """Amounts are added and compared only where all of this is the same."""
    return row.unit, row.period_basis, row.period_start, row.period_end


def _sum(total: ExportFigure, parts: list[ExportFigure]) -> TotalCells:
    return total_cells(
        total.value, [row.value for row in parts], total.unit, printed_amount(total.measured_number)
    )


def _percent(value: Decimal) -> str:
    """ "1.30%", but "100%", as the plan prints shares."""
    return amount(value, "percent", places=0 if value == value.to_integral_value() else 2)


def _row(row: ExportFigure, total: ExportFigure | None, records: ClusterRecords) -> FigureRow:
    return FigureRow(
        goods=localized(row, "product"),
        code=row.hs_code.code if row.hs_code else "",
        value=printed_amount(row.measured_number),
        share=_percent(row.share) if row.share is not None else "",
        computed_share=_percent(share(row.value, total.value)) if total and not row.is_total else "",
        period=printed_period(row.printed_period),
        locator=place_name(row.locator),
        is_total=row.is_total,
        line=records.line(row),
    )
