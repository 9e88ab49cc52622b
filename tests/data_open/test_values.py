"""The same values in every format, each in the type that the dictionary promises."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.utils import timezone

from exports.models import HSCode, TradeFigure
from kanpur_portal import data_version
from kanpur_portal.open_data import parquet, store, writers
from kanpur_portal.open_data.columns import Column
from kanpur_portal.open_data.datasets import DATASETS

pytestmark = pytest.mark.usefixtures("printed_plan", "db")


def table(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(
        store.keep_dataset(DATASETS[name], "parquet").path
    ).to_pylist()
    return found


def sheet(name: str) -> list[dict[str, Any]]:
    book = openpyxl.load_workbook(store.keep_dataset(DATASETS[name], "xlsx").path)
    header, *rows = book.worksheets[0].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def lines(name: str) -> list[dict[str, Any]]:
    text = store.keep_dataset(DATASETS[name], "jsonl").path.read_text(encoding="utf-8")
    return [json.loads(line, parse_float=Decimal) for line in text.split("\n") if line]


def csv_rows(name: str) -> list[dict[str, str]]:
    text = store.keep_dataset(DATASETS[name], "csv").path.read_bytes().decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("name", ["actions", "hs-codes", "export-figures"])
def test_every_value_is_in_parquet_and_in_json_lines(name: str, imported: list[TradeFigure]) -> None:
    for row, in_table, in_line in zip(DATASETS[name].rows(), table(name), lines(name), strict=True):
        for column in DATASETS[name].columns:
            value = column.value(row)
            expected = Decimal(value) if column.type == "decimal" and value is not None else value
            assert as_in_the_api(column, in_table[column.name]) == expected, column.name
            assert in_line[column.name] == expected, column.name


def as_in_the_api(column: Column, found: Any) -> Any:
    if isinstance(found, date | time):
        return found.isoformat()
    return json.loads(found) if column.type == "objects" and found is not None else found


def test_a_spreadsheet_has_numbers_as_numbers_and_nothing_where_nothing_is_known(
    imported: list[TradeFigure],
) -> None:
    *rows, last = sheet("export-figures")
    said = lines("export-figures")
    for name in ("amount.amount", "amount.high"):
        amounts = [row[name] for row in rows]
        assert not any(isinstance(amount, str) for amount in amounts)
        exact = [None if amount is None else Decimal(str(amount)) for amount in amounts]
        assert exact == [row[name] for row in said[:-1]]
    assert None in exact
    long = [row["amount.amount"] for row in said if len(str(row["amount.amount"])) > 16]
    assert any(amount % 1000 == 0 for amount in long), "zeros at the end are no digits that a sheet loses"
    assert last["amount.amount"] == "123456789012345.67"


def test_parquet_has_the_type_that_each_kind_of_value_has() -> None:
    moment = pa.timestamp("us", tz="UTC")
    expected = {
        "actions": {
            "position": pa.int64(),
            "awaiting_confirmation": pa.bool_(),
            "schedule.as_of": pa.date32(),
            "last_update.reported_at": moment,
            "parts": pa.string(),
            "interventions": pa.list_(pa.string()),
        },
        "events": {"starts_on": pa.date32(), "starts_at": pa.time64("us"), "changed_at": moment},
        "imports": {"size": pa.int64(), "applied_at": moment, "api_url": pa.string()},
    }
    for name, types in expected.items():
        schema = pq.read_schema(store.keep_dataset(DATASETS[name], "parquet").path)
        assert {column: schema.field(column).type for column in types} == types
    assert not pq.read_schema(store.keep_dataset(DATASETS["actions"], "parquet").path).field("url").nullable
    assert schema.field("applied_at").nullable


def test_parquet_says_what_a_column_means_in_english_whoever_asks_first(get: Callable[..., Any]) -> None:
    content = b"".join(get("/data/imports.parquet", accept_language="hi"))
    schema = pq.read_schema(io.BytesIO(content))
    assert schema.field("number").metadata[b"meaning"] == b"Such as B-7."
    assert schema.field("size").metadata[b"unit"] == b"bytes"
    assert b"applied" in schema.field("state").metadata[b"allowed"].split(b", ")


def test_a_formula_is_guarded_in_csv_alone(imported: list[TradeFigure]) -> None:
    code = HSCode.objects.get(code="420100")
    code.note = "=1+1, चमड़ा"
    code.save()
    data_version.forget()

    def note(rows: list[dict[str, Any]]) -> Any:
        return next(row["note"] for row in rows if row["code"] == "420100")

    assert note(csv_rows("hs-codes")) == f"'{code.note}"
    assert note(lines("hs-codes")) == note(table("hs-codes")) == code.note
    book = openpyxl.load_workbook(store.keep_dataset(DATASETS["hs-codes"], "xlsx").path)
    (cell,) = (cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == code.note)
    assert cell.data_type == "s"
    assert "चमड़ा" in store.keep_dataset(DATASETS["hs-codes"], "jsonl").path.read_text(encoding="utf-8")


def test_no_row_is_lost_or_doubled_between_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writers, "_TOGETHER", 7)
    monkeypatch.setattr(parquet, "_GROUP", 7)
    expected = [row["slug"] for row in DATASETS["places"].rows()]
    assert len(expected) % 7
    for read in (csv_rows, lines, table):
        assert [row["slug"] for row in read("places")] == expected


def test_a_moment_keeps_its_zone(imported: list[TradeFigure]) -> None:
    (batch,) = table("imports")
    assert isinstance(batch["applied_at"], datetime)
    assert abs(batch["applied_at"] - timezone.now()).total_seconds() < 3600
    assert batch["retrieved_on"] == date(2026, 11, 1)
    assert datetime.fromisoformat(csv_rows("imports")[0]["applied_at"]) == batch["applied_at"]
