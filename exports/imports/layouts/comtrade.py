"""CSV of UN Comtrade: one row a reporter, flow, partner, code and period, values in US dollars.

Its columns are found by name, PascalCase as on the website or camelCase as from the API. Only codes and
numbers are read, so that names of countries in another encoding do no harm. Values have more decimals than
cents (they are converted from the reporter's currency): they are rounded to cents, half up, as nothing finer
is kept. A quantity that Comtrade has estimated, or gives as 0, is not reported: it is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from operator import itemgetter
from pathlib import Path
from typing import Any

from exports.imports.layouts.cells import (
    NO_VALUE,
    UNITS,
    BadCell,
    Known,
    hs_code,
    rejection,
    rounded,
    text_trouble,
)
from exports.imports.layouts.files import text_rows
from exports.imports.layouts.headings import columns_of, require
from exports.imports.layouts.periods import period
from exports.imports.rows import Rejection, Row, SeriesKey
from exports.partners import comtrade_codes

_NEEDED = (
    "refYear",
    "refMonth",
    "reporterCode",
    "flowCode",
    "partnerCode",
    "classificationCode",
    "cmdCode",
    "primaryValue",
)
# A table without these has no breakdown and no quantities.
_OPTIONAL = ("partner2Code", "customsCode", "mosCode", "motCode", "qty", "qtyUnitAbbr", "isQtyEstimated")
_COLUMNS = (*_NEEDED, *_OPTIONAL)
_BREAKDOWN = {
    "partner2Code": ("0", ""),
    "customsCode": ("C00", ""),
    "mosCode": ("0", ""),
    "motCode": ("0", ""),
}
_FLOWS = {"X": "export", "M": "import"}
_EDITIONS = {
    "H0": "HS 1992",
    "H1": "HS 1996",
    "H2": "HS 2002",
    "H3": "HS 2007",
    "H4": "HS 2012",
    "H5": "HS 2017",
    "H6": "HS 2022",
}
_WHOLE_YEAR = "52"
_CENTS = 2


def read(path: Path, answers: Mapping[str, str], today: date) -> Iterator[Row | Rejection]:
    rows = text_rows(path, separator=",", errors="replace")
    heading = next(rows, [])
    pick = _picker(heading)
    width = len(heading)
    meaning = _meanings(today)
    for row, cells in enumerate(rows, 2):
        if cells[width:] == [""]:
            cells.pop()  # the website ends its rows, though not its heading, with a comma
        if len(cells) != width:
            if any(cells):
                yield rejection(row, "", ",".join(cells), "ragged")
            continue
        # Codes are padded at times: "0 " is a mosCode of 0.
        named = dict(zip(_COLUMNS, map(str.strip, pick([*cells, ""])), strict=True))
        try:
            yield _figure(row, named, meaning)
        except BadCell as bad:
            if any(cells):  # spreadsheets save emptied rows as commas
                yield bad.rejection(row)


def _picker(heading: list[str]) -> Callable[[list[str]], Any]:
    """How a row, with one empty cell more, gives the cells of `_COLUMNS`."""
    columns = columns_of(heading)
    require(columns, _NEEDED)
    return itemgetter(*(columns.get(name.lower(), len(heading)) for name in _COLUMNS))


def _meanings(today: date) -> dict[str, Known]:
    """What the cells of a column mean, each worked out once."""
    return {
        "area": Known(_area),
        "code": Known(_code),
        "period": Known(lambda cells: _period(cells[0], cells[1], today)),
        "series": Known(lambda cells: SeriesKey("comtrade", cells[0], cells[1], cells[2], cells[3], "USD")),
    }


def _figure(row: int, cells: Mapping[str, str], meaning: Mapping[str, Known]) -> Row:
    for column, totals in _BREAKDOWN.items():
        if cells[column] not in totals:
            raise BadCell("breakdown", column, cells[column])
    flow = _known(_FLOWS, cells, "flowCode", "other_flow")
    edition = _known(_EDITIONS, cells, "classificationCode", "not_hs")
    reporter = _meaning(meaning["area"], cells, "reporterCode")
    partner = _meaning(meaning["area"], cells, "partnerCode")
    code = _meaning(meaning["code"], cells, "cmdCode")
    try:
        basis, start = meaning["period"][cells["refYear"], cells["refMonth"]]
    except BadCell as bad:
        raise BadCell(bad.reason, "refYear", f"{cells['refYear']} {cells['refMonth']}") from bad
    try:
        amount = rounded(cells["primaryValue"], _CENTS)
    except BadCell as bad:
        raise BadCell(bad.reason, "primaryValue", cells["primaryValue"]) from bad
    series = meaning["series"][reporter, flow, edition, basis]
    quantity, unit = _quantity(cells)
    return Row(row, series, code, partner, start, amount, quantity, unit, provisional=False)


def _known(known: Mapping[str, str], cells: Mapping[str, str], column: str, reason: str) -> str:
    cell = cells[column]
    if cell not in known:
        raise BadCell(text_trouble(cell) or reason, column, cell)
    return known[cell]


def _meaning(known: Known, cells: Mapping[str, str], column: str) -> Any:
    try:
        return known[cells[column]]
    except BadCell as bad:
        raise BadCell(bad.reason, column, cells[column], bad.detail) from bad


def _area(text: str) -> str:
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise BadCell(text_trouble(text) or "unknown_partner")
    code = comtrade_codes().get(int(text))
    if code is None:
        raise BadCell("not_a_country")
    return code


def _code(text: str) -> str:
    if text == "TOTAL":
        return ""
    return hs_code(text) or _missing()


def _missing() -> str:
    raise BadCell("missing")


def _period(year: str, month: str, today: date) -> tuple[str, date]:
    if month == _WHOLE_YEAR:
        return "CY", period(year, "CY", today)
    return "month", period(f"{year}-{month:0>2}", "month", today)


def _quantity(cells: Mapping[str, str]) -> tuple[int | None, str]:
    text, unit = cells["qty"], cells["qtyUnitAbbr"]
    if text in NO_VALUE or unit in NO_VALUE or cells["isQtyEstimated"].lower() in ("true", "1"):
        return None, ""
    if unit not in UNITS:
        raise BadCell(text_trouble(unit) or "unknown_unit", "qtyUnitAbbr", unit)
    try:
        many = rounded(text, 3)
    except BadCell as bad:
        raise BadCell(bad.reason, "qty", text) from bad
    return (many, unit) if many else (None, "")
