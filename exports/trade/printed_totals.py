"""What may be added of the printed figures: rows of one table, for the same reporter, period and currency."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation

from exports.minor_units import MINOR_UNITS
from exports.models import ExportFigure
from exports.models.markets import Geography
from exports.partners import WORLD
from exports.trade.periods import Basis
from exports.trade.series import Series, Whose
from exports.trade.total_rows import Key, Sum
from sources.units import money

if TYPE_CHECKING:
    from exports.trade.totals import Answer, Question


def printed_sums(question: Question, found: Answer) -> None:
    groups: dict[tuple[Any, ...], list[ExportFigure]] = defaultdict(list)
    for figure in question.figures.printed_rows:
        reason = _reason(question, figure)
        if reason:
            found.leave_out(reason, figure.document.slug, 1)
        else:
            groups[_key(question, figure)].append(figure)
    for (key, cluster, level, table), figures in groups.items():
        dataset, reporter, flow, basis, currency = key.series
        series = Series(0, _whose(reporter), dataset, flow, "", basis, currency, None)
        amount = sum(int(_money(figure).amount * MINOR_UNITS) for figure in figures)
        found.sums.append(
            Sum(key, [series], "", cluster, level, WORLD, amount, len(figures), 0, table, dataset)
        )  # fmt: skip


def _reason(question: Question, figure: ExportFigure) -> str:
    """Why a printed figure is not added; empty: it is."""
    code = figure.hs_code.code if figure.hs_code else ""
    faults = {
        "printed_total": figure.is_total,
        "printed_range": figure.high is not None,
        "printed_unit": money(figure.value, figure.unit) is None,
        "printed_period": figure.period_basis not in (Basis.FINANCIAL_YEAR, Basis.CALENDAR_YEAR),
        "printed_text": "table" not in figure.locator.lower(),
        "printed_code": len(code) < question.digits or question.level not in (None, len(code)),
        "printed_month": "month" in question.by,
        "printed_group": "group" in question.by,
        "no_district": "district" in question.by and figure.reporter != Geography.KANPUR_NAGAR,
    }
    return next((reason for reason, is_so in faults.items() if is_so), "")


def _key(question: Question, figure: ExportFigure) -> tuple[Key, str, int | None, str]:
    code = figure.hs_code.code if figure.hs_code else ""
    whose = (
        figure.document.slug, figure.reporter, figure.flow, figure.period_basis, _money(figure).currency
    )  # fmt: skip
    key = Key(
        whose,
        figure.period_start.year if "year" in question.by and figure.period_start else 0,
        "",
        code[: question.digits],
        WORLD if "partner" in question.by else "",
    )
    cluster = figure.cluster.slug if "cluster" in question.by and figure.cluster else ""
    return key, cluster, len(code) or None, figure.locator


def _money(figure: ExportFigure) -> Any:
    return money(figure.value, figure.unit)


def _whose(slug: str) -> Whose:
    """Named as in the documents; not one of the table of reporters, which may be empty."""
    with translation.override(settings.LANGUAGE_CODE):
        return Whose(slug, str(Geography(slug).label), "")
