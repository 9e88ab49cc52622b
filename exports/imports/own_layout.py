"""The portal's own layout of trade figures: what is exported in it can be imported again, byte by byte.

A CSV in UTF-8 with these columns. `reporter` is a reporter's short name ("india") or a country's ISO code,
`partner` an ISO code or "world", `hs_code` empty for all goods, `basis` FY, CY or month, `period_start` the
first day of the period, `amount` in whole rupees or dollars with two decimals, `quantity` in the unit beside
it. In a file for import `period` ("2024-25", "2024" or "2024-03") may stand instead of `period_start`, and
`source`, `hs_edition`, `quantity`, `quantity_unit` and `provisional` may be missing.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from exports.minor_units import money, quantity

COLUMNS = (
    "source",
    "reporter",
    "flow",
    "hs_edition",
    "hs_code",
    "partner",
    "basis",
    "period_start",
    "currency",
    "amount",
    "quantity",
    "quantity_unit",
    "provisional",
)
HS_EDITIONS = tuple(f"HS {year}" for year in (1988, 1992, 1996, 2002, 2007, 2012, 2017, 2022))


class Figure(NamedTuple):
    """The values of a line, as they stand in the database, in the order of `COLUMNS`."""

    source: str
    reporter: str
    flow: str
    hs_edition: str
    hs_code: str
    partner: str
    basis: str
    period_start: date
    currency: str
    amount: int  # paise or cents
    quantity: int | None  # thousandths of its unit
    quantity_unit: str
    provisional: bool


HEADING = ",".join(COLUMNS) + "\r\n"


def line(figure: Figure) -> str:
    """The figure as a line with its end. No value holds a comma or a quotation mark."""
    return (
        f"{figure.source},{figure.reporter},{figure.flow},{figure.hs_edition},{figure.hs_code},"
        f"{figure.partner},{figure.basis},{figure.period_start},{figure.currency},{money(figure.amount)},"
        f"{'' if figure.quantity is None else quantity(figure.quantity)},{figure.quantity_unit},"
        f"{'true' if figure.provisional else 'false'}\r\n"
    )
