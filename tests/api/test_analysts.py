"""The API as an analyst meets it: the examples of docs/api.md, and every list in the tools they use."""

import csv
import json
import re
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas
import pytest
from django.conf import settings
from django.test import Client
from rest_framework import serializers

from exports.models import Country
from kanpur_portal.api_views import RESOURCES
from kanpur_portal.renderers import XLSX_CELL_LIMIT
from sources.tables import columns_of
from tests.api.conftest import Program
from tests.api.live import served
from tests.api.test_resources import LOADED

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("printed_plan", "db")]

GUIDE = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text()
WRITTEN = "http://127.0.0.1:8000"
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
VIEWSETS = dict(RESOURCES)


@pytest.fixture(scope="module")
def address(printed_plan: None, django_db_blocker: Any) -> Iterator[str]:
    with django_db_blocker.unblock(), served() as found:
        yield found


def blocks(*languages: str) -> list[Any]:
    found = [(language, text) for language, text in BLOCKS if language in languages]
    return [pytest.param(*block, id=f"{block[0]}-{place}") for place, block in enumerate(found)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> Path:
    """A folder to work in, with the file that one example saves for the next."""
    monkeypatch.chdir(tmp_path)
    table = Client().get("/api/v1/export-figures/?format=csv")
    (tmp_path / "figures.csv").write_bytes(table.getvalue())
    return tmp_path


def test_every_example_is_in_a_language_that_is_tried() -> None:
    assert {language for language, _text in BLOCKS} == {"python", "sh", "sql", "r", "powerquery"}


@pytest.mark.parametrize(("language", "text"), blocks("python"))
def test_an_example_in_python_runs(
    language: str, text: str, address: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exec(compile(text.replace(WRITTEN, address), "docs/api.md", "exec"), {})  # noqa: S102
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize(("language", "text"), blocks("sh"))
def test_an_example_on_the_command_line_runs(language: str, text: str, address: str, folder: Path) -> None:
    before = sorted(folder.iterdir())
    done = subprocess.run(
        ["bash", "-e", "-c", text.replace(WRITTEN, address)], capture_output=True, timeout=60, check=True
    )
    assert done.stdout or len(sorted(folder.iterdir())) >= len(before)
    for saved in folder.glob("*.csv"):
        assert saved.read_text().count("\n") > 2, "the file is still whole after a 304"


@pytest.mark.parametrize(("language", "text"), blocks("sql"))
def test_an_example_in_duckdb_runs(language: str, text: str, folder: Path) -> None:
    found = duckdb.sql(text).fetchall()
    assert found
    assert all(isinstance(row[-1], Decimal) for row in found)


@pytest.mark.parametrize(("language", "text"), blocks("r", "powerquery"))
def test_an_example_that_cannot_run_here_names_an_address_and_columns_there_are(
    language: str, text: str
) -> None:
    (asked,) = re.findall(rf'"{WRITTEN}(/api/[^"]+)"', text)
    response = Client().get(asked)
    assert response.status_code == 200
    (header, *rows) = csv.reader(StringIO(response.getvalue().decode(), newline=""))
    named = re.findall(r'\{"([^"]+)", type', text) + re.findall(r"([\w.]+) = \"(?:character|Date)\"", text)
    assert named
    assert set(named) <= set(header)
    assert rows


def test_what_the_guide_states_is_what_is_set() -> None:
    rates = settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]
    assert f"{rates['anon'].removesuffix('/min')} requests a minute" in GUIDE
    assert f"{int(rates['user'].removesuffix('/min')):,} for an account" in GUIDE
    version = settings.SPECTACULAR_SETTINGS["VERSION"].rpartition(".")[0]
    assert re.search(r"^- \*\*(.+?)\*\* ", GUIDE, re.MULTILINE)[1] == version  # type: ignore[index]


# The rows are the same in all tests here: read once.
@cache
def table_of(name: str) -> bytes:
    response = Client().get(f"/api/v1/{name}/?format=csv")
    assert response.status_code == 200
    return bytes(response.getvalue())


@cache
def rows_of(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    following: str | None = f"/api/v1/{name}/?page_size=1000"
    while following:
        page = Client().get(following.removeprefix("http://testserver")).json()
        found += page["results"]
        following = page["next"]
    return found


def at(row: Any, dotted: str) -> Any:
    for step in dotted.split("."):
        row = None if row is None else row[step]
    return row


def columns(name: str) -> dict[str, serializers.Field]:
    return dict(columns_of(VIEWSETS[name].serializer_class()))


TEXTS = (
    serializers.CharField,
    serializers.ChoiceField,
    serializers.ListField,
    serializers.ListSerializer,
    serializers.RelatedField,
)


def text_columns(name: str) -> dict[str, str]:
    return {column: "str" for column, field in columns(name).items() if is_text(field)}


def is_text(field: serializers.Field) -> bool:
    """All but numbers, truths, and choices among numbers, such as the level of an HS code."""
    choices = getattr(field, "choices", {}) if isinstance(field, serializers.ChoiceField) else {}
    return isinstance(field, TEXTS) and not any(isinstance(choice, int) for choice in choices)


@pytest.mark.parametrize("name", LOADED)
def test_pandas_reads_each_list_as_it_is(name: str) -> None:
    """With the two things that it has to be told: which columns are text, and that NA is a country."""
    found = pandas.read_csv(
        BytesIO(table_of(name)), dtype=text_columns(name), keep_default_na=False, na_values=[""]
    )
    expected = rows_of(name)
    assert len(found) == len(expected)
    assert list(found.columns) == list(columns(name))
    for column, field in columns(name).items():
        for seen, row in zip(found[column], expected, strict=True):
            compare(seen, at(row, column), field)
    for column, field in columns(name).items():
        filled = found[column].dropna()
        if isinstance(field, serializers.DecimalField | serializers.IntegerField) and len(filled):
            assert pandas.api.types.is_numeric_dtype(filled), column
        if isinstance(field, serializers.DateField) and len(filled):
            pandas.to_datetime(filled, format="%Y-%m-%d")


def compare(seen: Any, value: Any, field: serializers.Field) -> None:
    if value is None or value == "" or value == []:
        assert pandas.isna(seen)
    elif isinstance(value, list) and isinstance(value[0], dict):
        assert json.loads(seen) == value
    elif isinstance(value, list):
        assert seen == "; ".join(map(str, value))
    elif isinstance(field, serializers.DecimalField):
        assert float(seen) == float(value)
    elif isinstance(value, bool | int):
        assert seen == value
    else:
        assert seen in (value, f"'{value}")


def test_namibia_is_no_missing_value() -> None:
    names = {"iso3": "NAM", "name": "Namibia", "name_hi": "नामीबिया", "latitude": -22, "longitude": 17}
    Country.objects.get_or_create(iso2="NA", defaults=names)
    text = BytesIO(Client().get("/api/v1/countries/?format=csv").content)
    found = pandas.read_csv(text, keep_default_na=False, na_values=[""])
    assert "NA" in set(found["iso2"])


@pytest.mark.parametrize("name", LOADED)
def test_duckdb_reads_each_list(name: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(table_of(name))
    types = dict.fromkeys(text_columns(name), "VARCHAR")
    read = duckdb.read_csv(str(path), dtype=types)
    assert read.columns == list(columns(name))
    assert len(read.fetchall()) == len(rows_of(name))


@pytest.mark.parametrize("name", LOADED)
def test_a_spreadsheet_has_the_cells_of_the_table(name: str, public: Program) -> None:
    response = public.get(f"/api/v1/{name}/?format=xlsx")
    assert response.status_code == 200
    sheet = openpyxl.load_workbook(BytesIO(response.content), read_only=True).active
    header, *found = sheet.iter_rows(values_only=True)
    expected = rows_of(name)
    assert list(header) == list(columns(name))
    assert len(found) == len(expected)
    for seen, row in zip(found, expected, strict=True):
        for cell, (column, field) in zip(seen, columns(name).items(), strict=True):
            if isinstance(cell, str) and len(cell) == XLSX_CELL_LIMIT:
                continue
            compare(cell, at(row, column), field)
