"""The rows of a dataset in each format. The same rows in the same state make the same bytes."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from io import StringIO
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any

from kanpur_portal.open_data.columns import DECIMAL, Column
from kanpur_portal.renderers import write_workbook
from sources.downloads import csv_cell
from sources.tables import flat

Row = Mapping[str, Any]
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Those that can be sent while they are made.
STREAMED = ("csv", "jsonl")
# What a sheet holds, less the header.
XLSX_ROWS = 1_048_576 - 1
# Rows that are handed on at once.
_TOGETHER = 500


def csv_lines(columns: Iterable[Column], rows: Iterable[Row]) -> Iterator[bytes]:
    """RFC 4180, UTF-8, with dotted names in the first line: as the API writes it."""
    columns = list(columns)
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([column.name for column in columns])
    for number, row in enumerate(rows, start=1):
        writer.writerow([csv_cell(flat(column.value(row))) for column in columns])
        if number % _TOGETHER == 0:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def json_lines(columns: Iterable[Column], rows: Iterable[Row]) -> Iterator[bytes]:
    """One object a line, under the names that the CSV has; a decimal is a number with all its digits."""
    named = [(f"{json.dumps(column.name)}: ", column) for column in columns]
    lines: list[str] = []
    for row in rows:
        lines.append("{" + ", ".join(name + _json(column, row) for name, column in named) + "}\n")
        if len(lines) == _TOGETHER:
            yield "".join(lines).encode()
            lines.clear()
    yield "".join(lines).encode()


def _json(column: Column, row: Row) -> str:
    """Texts by themselves: a row has dozens, and a whole encoder for each takes most of the time."""
    value = column.value(row)
    if value is None:
        return "null"
    if isinstance(value, str):
        return value if column.type == DECIMAL else encode_basestring(value)
    return json.dumps(value, ensure_ascii=False)


def write_csv(path: Path, columns: Iterable[Column], rows: Iterable[Row]) -> None:
    with path.open("wb") as file:
        file.writelines(csv_lines(columns, rows))


def write_jsonl(path: Path, columns: Iterable[Column], rows: Iterable[Row]) -> None:
    with path.open("wb") as file:
        file.writelines(json_lines(columns, rows))


def write_xlsx(path: Path, columns: Iterable[Column], rows: Iterable[Row]) -> None:
    columns = list(columns)
    table = ([_spreadsheet_value(column, row) for column in columns] for row in rows)
    write_workbook(str(path), [column.name for column in columns], table)


def _spreadsheet_value(column: Column, row: Row) -> Any:
    value = flat(column.value(row))
    return Decimal(value) if column.type == DECIMAL and value is not None else value


def write_parquet(path: Path, columns: Iterable[Column], rows: Iterable[Row]) -> None:
    from kanpur_portal.open_data import parquet  # pyarrow takes a second to import: only where it is used

    parquet.write(path, list(columns), rows)


WRITERS: dict[str, Callable[[Path, Iterable[Column], Iterable[Row]], None]] = {
    "csv": write_csv,
    "jsonl": write_jsonl,
    "parquet": write_parquet,
    "xlsx": write_xlsx,
}
