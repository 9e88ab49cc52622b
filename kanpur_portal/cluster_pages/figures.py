"""The figures of a cluster: those on top, all of them, and what it is to reach."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.areas import DISTRICT, area_name
from clusters.models import Statistic
from exports.models import ExportFigure
from exports.models.markets import Geography
from kanpur_portal.cluster_pages.records import ClusterRecords
from kanpur_portal.cluster_pages.sections import Section, files
from sources.bilingual import localized
from sources.formatting import place_name, printed_amount, printed_period
from sources.marks import Marks

_MEASURES: dict[str, Promise] = {
    Statistic.Measure.UNITS: gettext_lazy("units"),
    Statistic.Measure.EMPLOYMENT: gettext_lazy("employment"),
    Statistic.Measure.TURNOVER: gettext_lazy("annual turnover"),
}


@dataclass(frozen=True)
class KeyFigure:
    """A printed figure, or that the plan prints none."""

    label: str
    value: str
    detail: str = ""
    marks: Marks | None = None


def key_figures(records: ClusterRecords) -> list[KeyFigure]:
    """Units, employment and turnover as first printed of the district's cluster, and its exports."""
    found = [
        _key_figure(str(label), _first_of(records.of(Statistic), measure), records)
        for measure, label in _MEASURES.items()
    ]
    return [*found, _key_figure(_("exports"), _exports(records), records)]


def _key_figure(label: str, row: Statistic | ExportFigure | None, records: ClusterRecords) -> KeyFigure:
    if row is None:
        return KeyFigure(label, _("not available"), _("The plan prints none."))
    goods = f"{label} · {localized(row, 'product')}" if isinstance(row, ExportFigure) else ""
    return KeyFigure(
        goods or localized(row, "subject"),
        printed_amount(row.measured_number),
        printed_period(row.printed_period),
        records.marks_of(row),
    )


def _first_of(statistics: list[Statistic], measure: str) -> Statistic | None:
    return next((row for row in statistics if row.measure == measure and row.area == DISTRICT), None)


def _exports(records: ClusterRecords) -> ExportFigure | None:
    """The cluster's row of Table 3; where it has several, of different periods, the total in its section."""
    figures = [
        row
        for row in records.of(ExportFigure)
        if row.reporter == Geography.KANPUR_NAGAR and row.flow == ExportFigure.Flow.EXPORT
    ]
    rows_of_table_3 = [row for row in figures if row.locator == "Table 3"]
    if len(rows_of_table_3) == 1:
        return rows_of_table_3[0]
    return next((row for row in figures if row.is_total), None)


def statistics(records: ClusterRecords) -> Section:
    return Section(
        "statistics",
        _("Statistics"),
        [_statistic(row, records) for row in records.of(Statistic)],
        files(records.cluster, (_("statistics"), Statistic)),
    )


def _statistic(row: Statistic, records: ClusterRecords) -> dict[str, Any]:
    return {
        "subject": localized(row, "subject"),
        "value": printed_amount(row.measured_number),
        "period": printed_period(row.printed_period),
        "area": area_name(row.area),
        "code": row.hs_code,
        "locator": place_name(row.locator),
        "line": records.line(row),
    }
