"""What a cluster is to reach, and what the printed rates come to."""

from decimal import Decimal

from django.utils.translation import gettext as _

from clusters.calculations import grown, yearly_growth
from clusters.models import OutcomeTarget
from exports.models import ExportFigure
from exports.models.markets import Geography
from kanpur_portal.cluster_pages.records import ClusterRecords
from kanpur_portal.cluster_pages.sections import Section, files
from sources.bilingual import localized
from sources.formatting import amount, grouped, place_name, printed_amount
from sources.periods import PeriodBasis, financial_year_label


def targets(records: ClusterRecords) -> Section:
    rows = []
    for row in records.of(OutcomeTarget):
        printed = {number.field: printed_amount(number) for number in row.printed_numbers}
        rows.append(
            {
                "measure": localized(row, "measure"),
                "baseline": printed.get("baseline", ""),
                "target": printed.get("target", ""),
                "rate": printed.get("rate", ""),
                "years": printed.get("years", ""),
                "by_year": row.by_year or "",
                "computed": _computed(row, records),
                "line": records.line(row),
            }
        )
    return Section(
        "targets",
        _("What the cluster is to reach"),
        rows,
        files(records.cluster, (_("outcome targets"), OutcomeTarget)),
        {"has_computed": any(row["computed"] for row in rows)},
    )


def _computed(row: OutcomeTarget, records: ClusterRecords) -> list[str]:
    """Plain arithmetic of the printed values; nothing where one that it needs is not printed."""
    if row.baseline and row.target and row.years:
        return [_from_baseline_to_target(row.baseline, row.target, row.years)]
    if row.rate and row.rate_unit == "times" and row.years:
        text = _("%(rate)s%% a year, compounded over %(years)s years")
        rate = yearly_growth(Decimal(1), row.rate, row.years)
        return [text % {"rate": grouped(rate), "years": row.years}]
    if row.baseline and row.rate and row.rate_unit == "percent per year" and row.by_year:
        return _by_year(row, row.baseline, row.rate, row.by_year, records)
    return []


def _from_baseline_to_target(baseline: Decimal, target: Decimal, years: int) -> str:
    return _("%(whole)s%% in all, that is %(rate)s%% a year, compounded over %(years)s years") % {
        "whole": grouped(yearly_growth(baseline, target, 1)),
        "rate": grouped(yearly_growth(baseline, target, years)),
        "years": years,
    }


def _by_year(
    row: OutcomeTarget, baseline: Decimal, rate: Decimal, by_year: int, records: ClusterRecords
) -> list[str]:
    """From the year that Table 3 prints the baseline for: "by 2025" may mean either year with 2025 in it."""
    base = next(
        (
            figure
            for figure in records.of(ExportFigure)
            if figure.reporter == Geography.KANPUR_NAGAR
            and figure.period_basis == PeriodBasis.FINANCIAL_YEAR
            and (figure.value, figure.unit) == (baseline, row.unit)
        ),
        None,
    )
    if base is None or base.period_end is None:
        return []
    lines = []
    for years in (by_year - base.period_end.year, by_year - base.period_end.year + 1):
        value = grown(baseline, rate, years)
        year = base.period_end.replace(year=base.period_end.year + years)
        lines.append(
            _("%(rate)s%% a year from %(base)s in %(first)s (%(place)s) gives %(value)s in %(last)s")
            % {
                "rate": grouped(rate),
                "base": amount(base.value, base.unit),
                "first": financial_year_label(base.period_end),
                "place": place_name(base.locator),
                "value": amount(value, row.unit),
                "last": financial_year_label(year),
            }
        )
    return lines
