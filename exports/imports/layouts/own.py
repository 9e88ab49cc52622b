"""The portal's own layout; its columns are described in `exports.imports.own_layout`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from operator import itemgetter
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from exports.imports.layouts.cells import BadCell, Known, hs_code, number, quantity, rejection, text_trouble
from exports.imports.layouts.files import text_rows
from exports.imports.layouts.headings import columns_of, refuse_unknown, require
from exports.imports.layouts.periods import period, period_start
from exports.imports.own_layout import COLUMNS, HS_EDITIONS
from exports.imports.rows import FileRefused, Rejection, Row, SeriesKey
from exports.models import ExportFigure, TradeSeries
from exports.partners import WORLD, code_of, codes

# Of columns that may be missing.
DEFAULTS = {"source": "portal", "hs_edition": "", "quantity": "", "quantity_unit": "", "provisional": ""}
_REPORTER = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
PROVISIONAL = {"true": True, "TRUE": True, "false": False, "FALSE": False, "": False}
_NO_QUANTITY = (None, "")
AMOUNT_PLACES = 2  # decimals of an amount: paise, cents


def read(path: Path, answers: Mapping[str, str], today: date) -> Iterator[Row | Rejection]:
    """Every row of the file as a figure, or why it is none. Answers are not needed."""
    rows = text_rows(path, separator=",")
    return Reader(next(rows, []), today).read(rows, 2)


class Reader:
    """Rows below a heading. Raises FileRefused for a heading that is none.

    `place` says where a row has the cells of `COLUMNS`, once `defaults` are added to it.
    """

    def __init__(self, heading: list[str], today: date) -> None:
        self.width, self.today = len(heading), today
        self.place, self.defaults, self.when = _columns(heading)
        read_period = period_start if self.when == "period_start" else period
        self.series = Known(_series)
        self.products, self.partners = Known(hs_code), Known(_partner)
        self.starts = Known(lambda cells: read_period(cells[0], cells[1], today))

    def read(self, rows: Iterable[list[str]], first: int) -> Iterator[Row | Rejection]:
        pick = itemgetter(*self.place)
        for row, cells in enumerate(rows, first):
            if len(cells) != self.width:
                if any(cells):
                    yield rejection(row, "", ",".join(cells), "ragged")
                continue
            picked = pick(cells + self.defaults)
            try:
                yield self._figure(row, picked)
            except (BadCell, KeyError):
                if any(cells):  # spreadsheets save emptied rows as commas
                    yield _first_bad_cell(row, dict(zip(COLUMNS, picked, strict=True)), self.when, self.today)

    def _figure(self, row: int, cells: tuple[str, ...]) -> Row:
        source, reporter, flow, edition, code, partner, basis, start, currency, amount, many, unit, open_ = (
            cells
        )
        measured = quantity(many, unit) if many or unit else _NO_QUANTITY
        return Row(
            row,
            self.series[source, reporter, flow, edition, basis, currency],
            self.products[code],
            self.partners[partner],
            self.starts[start, basis],
            number(amount, AMOUNT_PLACES),
            measured[0],
            measured[1],
            PROVISIONAL[open_],
        )


def _columns(heading: list[str]) -> tuple[list[int], list[str], str]:
    """Where a row has the cells of `COLUMNS`, what to add to it first, and its period's name."""
    columns = columns_of(heading)
    if "period" in columns and "period_start" in columns:
        raise FileRefused(_("Give either the column “period” or “period_start”, not both."))
    when = "period" if "period" in columns else "period_start"
    wanted = [when if name == "period_start" else name for name in COLUMNS]
    require(columns, [name for name in wanted if name not in DEFAULTS])
    refuse_unknown(columns, [*COLUMNS, "period"])
    missing = [name for name in wanted if name not in columns]
    places = columns | {name: len(heading) + place for place, name in enumerate(missing)}
    return [places[name] for name in wanted], [DEFAULTS[name] for name in missing], when


def _series(cells: tuple[str, str, str, str, str, str]) -> SeriesKey:
    source, reporter, flow, edition, basis, currency = cells
    _one_of(source, TradeSeries.Source.values, "source")
    if reporter not in codes() and not _REPORTER.fullmatch(reporter):
        raise BadCell(_text_reason(reporter, "unknown_reporter"), "reporter", reporter)
    _one_of(flow, ExportFigure.Flow.values, "flow")
    _one_of(edition, ("", *HS_EDITIONS), "hs_edition")
    _one_of(basis, TradeSeries.Basis.values, "basis")
    _one_of(currency, TradeSeries.Currency.values, "currency")
    return SeriesKey(source, reporter, flow, edition, basis, currency)


def _one_of(cell: str, allowed: Collection[str], column: str) -> None:
    if cell not in allowed:
        detail = ", ".join(word for word in allowed if word)
        raise BadCell(_text_reason(cell, "unknown_choice"), column, cell, detail)


def _text_reason(cell: str, otherwise: str) -> str:
    return (text_trouble(cell) or otherwise) if cell else "missing"


def _partner(cell: str) -> str:
    if cell == WORLD or cell in codes():
        return cell
    raise BadCell(_text_reason(cell, "unknown_partner"), detail=code_of(cell) or "")


def _first_bad_cell(row: int, cells: dict[str, str], when: str, today: date) -> Rejection:
    """Each cell again, one by one: the row is wrong, and only now it matters where."""
    read_period = period_start if when == "period_start" else period
    checks: dict[str, Callable[[], object]] = {
        "source": lambda: _series(_series_cells(cells)),
        "hs_code": lambda: hs_code(cells["hs_code"]),
        "partner": lambda: _partner(cells["partner"]),
        "period_start": lambda: read_period(cells["period_start"], cells["basis"], today),
        "amount": lambda: number(cells["amount"], AMOUNT_PLACES),
        "quantity": lambda: quantity(cells["quantity"], cells["quantity_unit"]),
        "provisional": lambda: _one_of(cells["provisional"], PROVISIONAL, "provisional"),
    }
    for column, check in checks.items():
        try:
            check()
        except BadCell as bad:
            return bad.rejection(row, when if column == "period_start" else column, cells[column])
    raise AssertionError(cells)


def _series_cells(cells: dict[str, str]) -> tuple[str, str, str, str, str, str]:
    return (
        cells["source"],
        cells["reporter"],
        cells["flow"],
        cells["hs_edition"],
        cells["basis"],
        cells["currency"],
    )
