"""Parquet: each column in the type of its values, with its meaning and unit in the file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from django.utils import translation

from kanpur_portal.open_data import columns as kinds
from kanpur_portal.open_data.columns import Column
from sources.tables import flat

# Rows of one row group.
_GROUP = 10_000
_MAX_DIGITS = 38
_TYPES: dict[str, Any] = {
    kinds.TRUTH: pa.bool_(),
    kinds.WHOLE: pa.int64(),
    kinds.DATE: pa.date32(),
    kinds.MOMENT: pa.timestamp("us", tz="UTC"),
    kinds.TIME: pa.time64("us"),
    kinds.LIST: pa.list_(pa.string()),
}
_PARSED: dict[str, Callable[[Any], Any]] = {
    kinds.TRUTH: bool,
    kinds.WHOLE: int,
    kinds.DECIMAL: Decimal,
    kinds.DATE: date.fromisoformat,
    kinds.MOMENT: datetime.fromisoformat,
    kinds.TIME: time.fromisoformat,
    kinds.LIST: list,
    # No objects are [] here: an empty text, as in CSV, is no JSON.
    kinds.OBJECTS: partial(json.dumps, ensure_ascii=False),
}


def write(path: Path, columns: list[Column], rows: Iterable[Mapping[str, Any]]) -> None:
    """Codes are strings, decimals exact, days `date32`; an unknown value is null."""
    with translation.override(settings.LANGUAGE_CODE):
        schema = pa.schema([_field(column) for column in columns])
    left = iter(rows)
    with pq.ParquetWriter(path, schema, compression="zstd") as file:
        while group := list(islice(left, _GROUP)):
            table = {column.name: [_value(column, row) for row in group] for column in columns}
            file.write_table(pa.table(table, schema=schema))


def _field(column: Column) -> Any:
    said = {
        "meaning": str(column.meaning),
        "unit": str(column.unit),
        "unit_column": column.unit_column,
        "allowed": ", ".join(column.allowed),
    }
    metadata = {name: text for name, text in said.items() if text}
    return pa.field(column.name, _type(column), nullable=column.nullable, metadata=metadata)


def _type(column: Column) -> Any:
    if column.type == kinds.DECIMAL:
        return pa.decimal128(min(column.digits, _MAX_DIGITS), column.places)
    return _TYPES.get(column.type, pa.string())


def _value(column: Column, row: Mapping[str, Any]) -> Any:
    value = column.value(row)
    return None if value is None else _PARSED.get(column.type, flat)(value)
