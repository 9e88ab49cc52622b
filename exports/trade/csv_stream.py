"""The whole list of figures as CSV, at constant memory.

What a line holds is taken from `rows.row`, so that a table and an answer in JSON cannot differ: a line is
made once for each series and import, with gaps for what is a figure's own, and filled for each figure.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast
from rest_framework import serializers

from exports.imports.database import database
from exports.minor_units import money, plain, quantity
from exports.models import ImportBatch
from exports.nomenclature import wordings
from exports.trade import periods
from exports.trade.figures import Figures
from exports.trade.rows import Addresses, Figure, partner_labels, row
from exports.trade.series import Series
from sources.downloads import csv_cell
from sources.tables import cell, columns_of

_CHUNK = 5_000
_END = "\r\n"
# Columns with what is a figure's own, in their order, and how many stand side by side in one gap.
_GAPS = {
    "slug": 1,
    "api_url": 1,
    "hs_code": 3,  # with level and wording
    "partner": 2,  # with name
    "amount.value": 1,
    "amount.amount": 1,
    "quantity": 1,
    "quantity_unit": 1,
    "provisional": 1,
    "period.basis": 4,  # with first and last day and name
}
_ANY = Figure(0, 0, "", "", date(2000, 4, 1), 0, None, "", provisional=False, batch_id=0)


class Interrupted(Exception):
    """The table would end with another number of rows than was said: it must not look complete."""


def csv_stream(
    asked: Figures, serializer: Any, printed: Sequence[Any], addresses: Addresses
) -> Iterator[bytes]:
    """The header, the printed rows as given, then the imported ones; UTF-8.

    Raises Interrupted where an import has changed their number since it was counted.
    """
    columns = dict(columns_of(serializer))
    table = ([cell(shown, name, found) for name, found in columns.items()] for shown in printed)
    yield _text([list(columns), *table]).encode()
    if asked.reported is None or not asked.reported_count:
        return
    lines = Lines(asked.reported.series, columns, addresses)
    sent = 0
    for rows in _fetched(asked):
        sent += len(rows)
        yield "".join(map(lines.of, rows)).encode()
    if sent != asked.reported_count:
        raise Interrupted(f"{asked.reported_count} rows were counted, {sent} found")


def _fetched(asked: Figures) -> Iterator[list[tuple[Any, ...]]]:
    columns = [*Figure._fields]
    columns[columns.index("period_start")] = "day"
    found = asked.ordered().annotate(day=Cast("period_start", TextField())).values_list(*columns)
    with database().reading() as cursor:
        cursor.execute(*found.query.sql_with_params())
        while rows := cursor.fetchmany(_CHUNK):
            yield rows


class Cells(dict[Any, str]):
    """Cells side by side, as text of CSV, made when they are first needed."""

    def __init__(self, make: Any) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, key: Any) -> str:
        self[key] = _cells(self.make(key))
        return self[key]


@dataclass
class Lines:
    series: Mapping[int, Series]
    columns: Mapping[str, serializers.Field]
    addresses: Addresses
    patterns: dict[tuple[int, int], str] = field(default_factory=dict)
    imports: dict[int, ImportBatch] = field(default_factory=dict)

    def __post_init__(self) -> None:
        labels, partners = wordings(), partner_labels()
        self.codes = Cells(lambda code: [code, len(code), labels.get(code)])
        self.partners = Cells(lambda code: [code, partners.get(code, code)])
        self.units = Cells(lambda unit: [unit or None])
        self.periods = Cells(self._period)

    def of(self, figure: tuple[Any, ...]) -> str:
        """A line with its end. Called a million times: it has no name that it does not need."""
        pk, series, code, partner, day, minor, parts, unit, provisional, batch = figure
        pattern = self.patterns.get((series, batch)) or self._pattern(series, batch)
        amount = money(minor)
        return pattern % (
            pk,
            pk,
            self.codes[code],
            self.partners[partner],
            plain(amount),
            amount,
            "" if parts is None else quantity(parts),
            self.units[unit],
            "true" if provisional else "false",
            self.periods[series, day],
        )

    def _period(self, key: tuple[int, str]) -> list[Any]:
        basis, start = self.series[key[0]].basis, date.fromisoformat(key[1])
        return [basis, start, periods.last_day(basis, start), periods.label(basis, start)]

    def _pattern(self, series: int, batch: int) -> str:
        """A figure's line with gaps."""
        if batch not in self.imports:  # all at once: each row may be of another
            self.imports = ImportBatch.objects.exclude(applied_at=None).in_bulk()
        shown = row(_ANY, self.series[series], self.imports[batch], self.addresses)
        names, cells, gaps = list(self.columns), [], []
        while names:
            name = names[0]
            found = _cells([cell(shown, name, self.columns[name])])
            if name in _GAPS:
                gaps.append(name)
            cells.append(_gap(name, self.addresses) if name in _GAPS else found.replace("%", "%%"))
            names = names[_GAPS.get(name, 1) :]
        if gaps != list(_GAPS):
            raise ValueError(f"the columns stand in another order: {gaps}")
        self.patterns[series, batch] = ",".join(cells) + _END
        return self.patterns[series, batch]


def _gap(name: str, addresses: Addresses) -> str:
    escaped = addresses.api.replace("%", "%%")
    return {"slug": "t-%s", "api_url": f"{escaped}%s/"}.get(name, "%s")


def _cells(values: list[Any]) -> str:
    """As part of a line: alone, an empty cell would be written with quotes."""
    return _text([[*values, 0]]).removesuffix(f",0{_END}")


def _text(table: list[list[Any]]) -> str:
    text = StringIO()
    csv.writer(text).writerows([csv_cell(value) for value in cells] for cells in table)
    return text.getvalue()
