"""Figures of neighbouring rows, column by column: what a `Row` holds, without an object for each.

Columns are Arrow's. It is loaded with this module, which only those import that read files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow.csv import WriteOptions, write_csv

from exports.imports.rows import AMOUNT, Cells, Row, SeriesKey

_BARE = WriteOptions(include_header=False, quoting_style="none")
_MOST_DIGITS = 38


class Words(NamedTuple):
    """A column in which few values stand again and again."""

    values: list[Any]  # None: a value that cannot be taken
    which: Any  # place of each row's value among them

    def known(self) -> Any:
        """For each row whether it has a value that can be taken."""
        return pa.array([value is not None for value in self.values]).take(self.which)

    def filter(self, rows: Any) -> Words:
        return self._replace(which=self.which.filter(rows))

    def array(self) -> Any:
        return pa.array(self.values).take(self.which)

    def cells(self) -> list[Any]:
        return [self.values[place] for place in _whole(self.which)]


class Block(NamedTuple):
    """What is None in a `Row` is null in a column of numbers."""

    number: Any
    series: Words  # of keys
    hs_code: Words
    partner: Words
    period_start: Words
    amount: Any
    quantity: Any
    quantity_unit: Words
    provisional: Words

    def rows(self) -> Iterator[Row]:
        return map(Row, *map(_cells, self))

    def series_keys(self) -> list[SeriesKey]:
        """Of the series that have rows here, each once."""
        return [self.series.values[place] for place in pc.unique(self.series.which).to_pylist()]

    def stored(self, series: Mapping[SeriesKey, int | None]) -> Stored:
        """As the rows are stored, with the numbers of their series."""
        days = self.period_start.values
        return Stored((
            self.number,
            self.series._replace(values=[series.get(key) for key in self.series.values]),
            self.hs_code,
            self.partner,
            self.period_start._replace(values=[day and day.isoformat() for day in days]),
            self.period_start._replace(values=[day and day.year for day in days]),
            self.amount,
            self.quantity,
            self.quantity_unit,
            self.provisional,
        ))  # fmt: skip


@dataclass(frozen=True)
class Stored:
    """Columns of `import_read`: of each row its `Cells`."""

    columns: tuple[Any, ...]

    def __len__(self) -> int:
        return len(self.columns[0])

    def total(self) -> int:
        """Of all amounts, which may be more than Arrow's own whole numbers hold."""
        amounts = self.columns[AMOUNT].cast(pa.decimal128(_MOST_DIGITS))
        return int(pc.sum(amounts, min_count=0).as_py())

    def cells(self) -> list[Cells]:
        return list(zip(*map(_cells, self.columns), strict=True))

    def lines(self) -> bytes:
        """As CSV. No cell holds a sign that would need quotes; an empty one is null, or empty words."""
        arrays = [column.array() if isinstance(column, Words) else column for column in self.columns]
        written = BytesIO()
        write_csv(pa.table(arrays, list(map(str, range(len(arrays))))), written, _BARE)
        return written.getvalue()


def _cells(column: Any) -> list[Any]:
    if isinstance(column, Words):
        return column.cells()
    return list(column.to_pylist()) if column.null_count else _whole(column)


def _whole(numbers: Any) -> list[int]:
    """Arrow's own way makes an object of each first, which takes ten times as long."""
    values = memoryview(numbers.buffers()[1]).cast("q" if numbers.type == pa.int64() else "i")
    return list(values[numbers.offset : numbers.offset + len(numbers)].tolist())
