"""Totals as rows of the API, each with the words of its formula."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from exports.minor_units import money
from exports.nomenclature import wordings
from exports.trade import periods
from exports.trade.rows import partner_labels
from exports.trade.series import Series

# Why figures were not added, in the order in which they are told.
REASONS = {
    "other_level": "Codes of another level: the deepest of each series, or of the districts that are added"
    " together, is added, or that of level=.",
    "world_beside_countries": "The source's own figure for the whole world, beside those of the countries.",
    "not_monthly": "Figures of whole years, in a total by month.",
    "no_district": "Figures of whole states, countries or the world, in a total by district.",
    "printed_total": "Printed totals: they stand beside the rows that they are of.",
    "printed_range": "Printed ranges, from a lower to an upper value.",
    "printed_period": "Printed for a range of months, or without a period.",
    "printed_unit": "Printed in a unit that is not of money.",
    "printed_text": "Printed outside a table: such figures overlap.",
    "printed_code": "Printed without a code, or with one of another level.",
    "printed_month": "Printed for whole years, in a total by month.",
    "printed_group": "Printed for the whole world, in a total by group of countries.",
}


class Key(NamedTuple):
    series: Any  # of districts together, the one under which their totals are kept
    year: int = 0
    month: str = ""
    code: str = ""
    partner: str = ""


class Sum(NamedTuple):
    """An exact sum in paise or cents, and of how many figures it is."""

    key: Key
    of: Sequence[Series]  # one, or those of the districts asked for
    group: str
    cluster: str
    level: int | None
    partners: str
    amount: int
    figures: int
    provisional: int
    table: str = ""
    dataset: str = ""


def row(found: Sum, left_out: int) -> dict[str, Any]:
    key, series = found.key, found.of[0]
    reporter = series.reporter if len(found.of) == 1 else None
    return {
        "year": _year(series.basis, key.year) if key.year else None,
        "month": key.month or None,
        "hs_code": key.code or None,
        "hs_label": wordings().get(key.code),
        "partner": key.partner or None,
        "partner_label": partner_labels().get(key.partner, key.partner) or None,
        "group": found.group or None,
        "cluster": found.cluster or None,
        "dataset": found.dataset or series.source,
        "table": found.table or None,
        "reporter": reporter and reporter.slug,
        "reporter_label": reporter and reporter.name,
        "reporters": len(found.of),
        "flow": series.flow,
        "hs_edition": series.hs_edition or None,
        "basis": series.basis,
        "amount": money(found.amount),
        "currency": series.currency,
        "level": found.level,
        "partners": found.partners,
        "figures": found.figures,
        "provisional": found.provisional,
        "left_out": left_out,
        "kind": "computed",
        "formula": _formula(found),
    }


def _year(basis: str, year: int) -> str:
    return periods.label(basis if basis != periods.Basis.MONTH else periods.Basis.CALENDAR_YEAR,
                         date(year, 4 if basis == periods.Basis.FINANCIAL_YEAR else 1, 1))  # fmt: skip


def _formula(found: Sum) -> str:
    codes = {None: "rows of a printed table", 0: "figures for all goods"}.get(
        found.level, f"figures with codes of {found.level} digits"
    )
    # Not “of so many”: which of them has figures like these, the kept totals do not say.
    asked = f"; districts asked for: {len(found.of)}" if len(found.of) > 1 else ""
    return f"sum of {found.figures} {codes}; partners: {found.partners}{asked}"
