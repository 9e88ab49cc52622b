"""The portal's own layout for those who fill it in by hand: an empty table, and what its columns hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exports.imports.layouts.cells import UNITS
from exports.imports.layouts.own import DEFAULTS
from exports.imports.own_layout import HS_EDITIONS
from exports.models import ExportFigure, TradeSeries


@dataclass(frozen=True)
class OwnColumn:
    """What stands in a column. Where `words` are given, no others are taken."""

    name: str
    meaning: str | Promise
    words: Sequence[str] = ()

    @property
    def may_be_missing(self) -> bool:
        return self.name in DEFAULTS


def empty_table() -> str:
    """Where a table of the heading alone is: what is imported, less all that is not."""
    return f"{reverse('api-export-figures-import-layout')}?kind=printed"


def own_columns() -> list[OwnColumn]:
    return [
        OwnColumn("source", _("Who publishes the figures. Without it: portal."), TradeSeries.Source.values),
        OwnColumn(
            "reporter",
            _(
                "Whose trade: the ISO code of a country, such as IN, or a short name that the portal knows, "
                "such as kanpur-nagar or uttar-pradesh."
            ),
        ),
        OwnColumn("flow", _("Which way the goods go."), ExportFigure.Flow.values),
        OwnColumn("hs_edition", _("Only where the source says it. Empty: not stated."), HS_EDITIONS),
        OwnColumn("hs_code", _("2, 4, 6 or 8 digits with all zeros, such as 0901. Empty: all goods.")),
        OwnColumn("partner", _("The ISO code of a country, such as DE, or: world.")),
        OwnColumn(
            "basis",
            _("FY: financial year from April to March. CY: calendar year. Or: month."),
            TradeSeries.Basis.values,
        ),
        OwnColumn(
            "period_start",
            _(
                "The first day of the period, as 2024-04-01. Or name the column period, and write 2024-25, "
                "2024 or 2024-04."
            ),
        ),
        OwnColumn("currency", _("Of the amount."), TradeSeries.Currency.values),
        OwnColumn("amount", _("In whole rupees or dollars, not in lakh or thousands; up to two decimals.")),
        OwnColumn("quantity", _("In the unit beside it; up to three decimals. Empty: not stated.")),
        OwnColumn("quantity_unit", _("Of the quantity."), sorted(UNITS)),
        OwnColumn(
            "provisional",
            _("Whether the source may still change the figure. Empty: false."),
            ("true", "false"),
        ),
    ]
