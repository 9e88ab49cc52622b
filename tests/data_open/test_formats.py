"""Each format, opened by a library that did not write it."""

import base64
import csv
import hashlib
import io
import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.conf import settings

from clusters.models import Place
from exports.models import ExportFigure, HSCode, TradeFigure
from kanpur_portal import data_version
from kanpur_portal.api_views import RESOURCES
from kanpur_portal.open_data import files, store
from kanpur_portal.open_data.columns import LIST
from kanpur_portal.open_data.datasets import DATASETS
from kanpur_portal.open_data.writers import MEDIA_TYPES

pytestmark = pytest.mark.usefixtures("printed_plan", "db")


def body(response: Any) -> bytes:
    assert response.status_code == 200, response
    return bytes(response.getvalue())


def table(response: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(response).decode(), newline="")))


def test_every_list_of_the_api_is_a_dataset_with_a_key_that_tells_its_rows_apart() -> None:
    assert list(DATASETS) == [name for name, _viewset in RESOURCES]
    for dataset in DATASETS.values():
        columns = {column.name: column for column in dataset.columns}
        keys = [tuple(columns[name].value(row) for name in dataset.key) for row in dataset.rows()]
        assert len(keys) == len(set(keys)) == dataset.count(), dataset.name


def test_csv_is_that_of_the_api(get: Callable[..., Any], settings: Any, imported: list[TradeFigure]) -> None:
    settings.PORTAL_URL = "http://testserver"
    for name in ("hs-codes", "export-figures"):
        assert body(get(f"/data/{name}.csv")) == body(get(f"/api/v1/{name}/?format=csv"))


def test_pandas_and_duckdb_read_codes_as_text_and_numbers_as_numbers(
    get: Callable[..., Any], imported: list[TradeFigure], data_folder: Any
) -> None:
    text = body(get("/data/export-figures.csv"))
    frame = pandas.read_csv(io.BytesIO(text), dtype={"hs_code": "string"})
    assert len(frame) == ExportFigure.objects.count() + 3
    assert "0401" in set(frame["hs_code"].dropna())
    assert frame["amount.amount"].dtype.kind == "f"
    path = data_folder / "figures.csv"
    path.write_bytes(text)
    found = duckdb.read_csv(str(path), dtype={"hs_code": "VARCHAR"})
    chosen = found.filter("kind = 'reported' AND hs_code = '0401'").project('"amount.amount"').fetchall()
    assert [Decimal(str(amount)) for (amount,) in chosen] == [Decimal("1234.56")]


def test_json_lines_hold_every_digit_and_real_lists(
    get: Callable[..., Any], imported: list[TradeFigure]
) -> None:
    response = get("/data/export-figures.jsonl")
    rows = [json.loads(line, parse_float=Decimal) for line in body(response).decode().splitlines()]
    assert len(rows) == int(response["X-Total-Count"]) == ExportFigure.objects.count() + 3
    assert rows[-1]["amount.amount"] == Decimal("123456789012345.67")
    assert rows[-1]["hs_code"] is None
    assert isinstance(rows[0]["numbers"], list)
    assert list(rows[0]) == [column.name for column in DATASETS["export-figures"].columns]


def test_parquet_has_the_types_of_the_values(get: Callable[..., Any], imported: list[TradeFigure]) -> None:
    found = pq.read_table(io.BytesIO(body(get("/data/export-figures.parquet"))))
    assert found.num_rows == ExportFigure.objects.count() + 3
    schema = found.schema
    assert schema.field("hs_code").type == pa.string()
    assert pa.types.is_decimal128(schema.field("amount.amount").type)
    assert schema.field("period.start").type == pa.date32()
    assert schema.field("discrepancies").type == pa.list_(pa.string())
    assert schema.field("amount.value").metadata[b"unit_column"] == b"amount.unit"
    last = found.slice(found.num_rows - 3).to_pylist()
    assert [row["hs_code"] for row in last] == ["0401", "4201", None]
    assert last[-1]["amount.amount"] == Decimal("123456789012345.67")
    assert last[0]["period.start"] == date(2021, 4, 1)


def test_every_dataset_is_written_as_parquet_and_has_the_rows_of_its_csv() -> None:
    for name, dataset in DATASETS.items():
        if name == "passages":  # its list is made anew for each format, which takes a second
            continue
        found = pq.read_table(store.keep_dataset(dataset, "parquet").path)
        assert found.column_names == [column.name for column in dataset.columns]
        assert found.num_rows == dataset.count(), name
        for column in dataset.columns:
            if not column.nullable and column.type != LIST:
                assert found[column.name].null_count == 0, (name, column.name)


def test_a_spreadsheet_opens_and_keeps_the_zeros_of_codes(
    get: Callable[..., Any], imported: list[TradeFigure]
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(body(get("/data/export-figures.xlsx"))), read_only=True)
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    header = list(rows[0])
    assert header == [column.name for column in DATASETS["export-figures"].columns]
    assert len(rows) - 1 == ExportFigure.objects.count() + 3
    row = dict(zip(header, rows[-3], strict=True))
    assert (row["hs_code"], row["amount.amount"]) == ("0401", 1234.56)


def test_a_spreadsheet_is_refused_where_it_cannot_hold_all_rows(
    get: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "XLSX_ROWS", HSCode.objects.count())
    assert body(get("/data/hs-codes.xlsx"))
    monkeypatch.setattr(files, "XLSX_ROWS", 3)
    response = get("/data/hs-codes.xlsx")
    assert response.status_code == 406
    assert "CSV or Parquet" in response.json()["detail"]


@pytest.mark.parametrize("ending", MEDIA_TYPES)
def test_a_file_says_its_length_rows_and_checksum_and_is_304_when_held(
    ending: str, get: Callable[..., Any]
) -> None:
    response = get(f"/data/places.{ending}", accept_encoding="gzip")
    content = body(response)
    assert int(response["Content-Length"]) == len(content)
    assert int(response["X-Total-Count"]) == Place.objects.count()
    assert response["ETag"].strip('"') in next(store.folder().glob("places.*")).name
    assert response["Access-Control-Allow-Origin"] == "*"
    exposed = set(response["Access-Control-Expose-Headers"].split(", "))
    assert exposed == {"Content-Disposition", "ETag", "Repr-Digest", "X-Total-Count"}
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    assert response["Repr-Digest"] == f"sha-256=:{digest}:"
    assert response["Content-Encoding"] == "identity"
    assert response["Cache-Control"] == "no-cache"
    assert get(f"/data/places.{ending}", if_none_match=response["ETag"]).status_code == 304


def test_after_a_write_the_file_is_another(get: Callable[..., Any]) -> None:
    before = etag(get("/data/hs-codes.csv"))
    code = HSCode.objects.first()
    HSCode.objects.filter(pk=code.pk).update(note="wrong")
    assert etag(get("/data/hs-codes.csv")) == before, "written behind the portal's back"
    code.note = "another note"
    code.save()
    data_version.forget()
    assert etag(get("/data/hs-codes.csv")) != before


def etag(response: Any) -> str:
    response.getvalue()
    return str(response["ETag"])


def test_what_is_large_is_streamed_and_breaks_off_rather_than_end_early(
    get: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "STREAM_ABOVE", 5)
    for ending in ("csv", "jsonl"):
        response = get(f"/data/places.{ending}")
        assert response.streaming
        assert "Content-Length" not in response
        assert response["Cache-Control"] == "no-cache"
        assert response["ETag"] == f'W/"places-{ending}-{data_version.current()}"'
        assert body(response) == store.keep_dataset(DATASETS["places"], ending).path.read_bytes()
        assert int(response["X-Total-Count"]) == Place.objects.count()
    whole = DATASETS["places"].rows

    def broken(self: Any) -> Any:
        rows = whole()
        yield next(rows)
        yield next(rows)

    monkeypatch.setattr(type(DATASETS["places"]), "rows", broken)
    for ending in ("csv", "jsonl"):
        with pytest.raises(Exception, match="2 found"):
            get(f"/data/places.{ending}").getvalue()


def test_a_head_request_makes_no_rows_of_a_large_file(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "STREAM_ABOVE", 5)
    monkeypatch.setattr(type(DATASETS["places"]), "rows", lambda self: pytest.fail("rows are made"))
    response = client.head("/data/places.csv")
    assert int(response["X-Total-Count"]) == Place.objects.count()
    assert not response.getvalue()


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/data/nothing.csv", 404, "hs-codes"),
        ("/data/places.pdf", 404, "parquet"),
        ("/data/places.csv?cluster=leather", 400, "no parameters"),
        ("/data/all.zip?x=1", 400, "no parameters"),
        ("/data/versions/1/places.csv", 404, "no such version"),
        ("/data/versions/99999999999999999999/all.zip", 404, "no such version"),
    ],
)
def test_what_does_not_exist_is_said(path: str, status: int, words: str, get: Callable[..., Any]) -> None:
    response = get(path)
    assert response.status_code == status
    assert words in response.json()["detail"]


def test_pyarrow_is_imported_only_where_parquet_is_written() -> None:
    """It takes a second, and tens of megabytes of each process."""
    folder = Path(settings.BASE_DIR) / "kanpur_portal" / "open_data"
    for path in folder.glob("*.py"):
        named = [line for line in path.read_text().splitlines() if "pyarrow" in line and "import" in line]
        assert not named or path.name == "parquet.py" or all(line.startswith("  ") for line in named)
        assert not re.search(r"^(from|import) .*parquet", path.read_text(), re.M) or path.name == "parquet.py"
