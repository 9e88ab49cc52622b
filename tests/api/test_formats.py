"""The same rows as tables: CSV and XLSX."""

import csv
import json
import re
import zipfile
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import User

from interventions.models import Action, ActionUpdate
from kanpur_portal.renderers import XLSX_CELL_LIMIT
from sources.downloads import csv_cell
from tests.api.conftest import UPDATES, Program
from tests.factories import ActionFactory, MilestoneFactory, PartFactory

ACTIONS = "/api/v1/actions/"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def csv_rows(response: Any) -> list[dict[str, str]]:
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(StringIO(response.content.decode(), newline="")))


def xlsx_rows(response: Any) -> list[dict[str, tuple[str, str]]]:
    """The type and the value of each cell, by the name of its column."""
    assert response.status_code == 200, response.content
    with zipfile.ZipFile(BytesIO(response.content)) as book:
        assert book.testzip() is None
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314
    assert not list(sheet.iter(f"{SHEET}f")), "a formula"
    assert not list(sheet.iter(f"{SHEET}hyperlink"))
    rows = [
        {_column(found): (found.get("t", "n"), "".join(found.itertext())) for found in row}
        for row in sheet.iter(f"{SHEET}row")
    ]
    header = {column: text for column, (_type, text) in rows[0].items()}
    return [{header[column]: value for column, value in row.items()} for row in rows[1:]]


def _column(found: ElementTree.Element) -> str:
    return re.sub(r"[0-9]", "", found.get("r", ""))


@pytest.fixture
def rows(action: Action) -> None:
    PartFactory(action=action, label="a.", quote='A part; with a comma, a "quote"\nand a second line')
    MilestoneFactory(action=action, slug="fairs")
    ActionFactory(reference="KN-08", title_hi="निर्यात", quote="कानपुर")


def test_csv_has_a_row_for_each_result_and_dotted_names(rows: None, public: Program) -> None:
    first, second = csv_rows(public.get(f"{ACTIONS}?format=csv"))
    shown = public.get(ACTIONS).json()["results"]
    assert next(iter(first)) == "reference"
    assert [first["reference"], second["reference"]] == ["KN-07", "KN-08"]
    assert first["source.document"] == "a-plan"
    assert first["source.lines"] == shown[0]["source"]["lines"]
    assert (first["cluster"], first["start_by"], first["last_update.id"]) == ("", "", "")
    assert (first["revision"], first["awaiting_confirmation"]) == ("0", "false")
    assert second["title_hi"] == "निर्यात"
    assert json.loads(first["parts"]) == shown[0]["parts"]
    assert json.loads(first["authorities"])[0]["slug"] == "an-office"


def test_csv_of_the_same_rows_has_the_columns_of_json(rows: None, public: Program) -> None:
    def names(value: Any, prefix: str = "") -> list[str]:
        return [
            name
            for key, inner in value.items()
            for name in (names(inner, f"{prefix}{key}.") if isinstance(inner, dict) else [prefix + key])
        ]

    shown = public.get(ACTIONS).json()["results"][0]
    columns = list(csv_rows(public.get(f"{ACTIONS}?format=csv"))[0])
    nested = [name for name in columns if name.startswith("last_update.")]
    assert [name for name in columns if name not in nested] == [
        name for name in names(shown) if name != "last_update"
    ]
    assert len(nested) == 8


@pytest.mark.parametrize("query", ["updates/?", "actions/?status=dropped&"])
def test_an_empty_list_has_its_header(query: str, public: Program, rows: None) -> None:
    response = public.get(f"/api/v1/{query}format=csv")
    (header,) = response.content.decode().splitlines()
    assert header.startswith(("id,url,", "reference,url,"))
    assert response["X-Total-Count"] == "0"
    assert xlsx_rows(public.get(f"/api/v1/{query}format=xlsx")) == []


def test_count_and_neighbours_are_in_the_headers(public: Program, authority: Any) -> None:
    for _ in range(3):
        ActionFactory(authority=authority)
    response = public.get(f"{ACTIONS}?format=csv&page_size=1&page=2")
    assert response["X-Total-Count"] == "3"
    address = "http://testserver/api/v1/actions/?format=csv"
    assert (
        response["Link"] == f'<{address}&page=3&page_size=1>; rel="next", <{address}&page_size=1>; rel="prev"'
    )
    assert response["Content-Disposition"] == 'attachment; filename="actions.csv"'
    assert len(csv_rows(response)) == 1
    assert "Link" not in public.get(ACTIONS)


def test_a_byte_order_mark_is_there_only_where_it_is_asked_for(rows: None, public: Program) -> None:
    plain = public.get(f"{ACTIONS}?format=csv&bom=0").content
    assert plain.startswith(b"reference,")
    assert public.get(f"{ACTIONS}?format=csv&bom=1").content == b"\xef\xbb\xbf" + plain


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_text_is_never_a_formula(
    start: str, public: Program, action: Action, officer: User, report_on: Callable[..., ActionUpdate]
) -> None:
    text = f'{start}HYPERLINK("http://example.org")'
    report_on(action, officer, done=text)
    (row,) = csv_rows(public.get(f"{UPDATES}?format=csv"))
    assert row["done"] == f"'{text}"
    assert row["number"] == "1"
    (cells,) = xlsx_rows(public.get(f"{UPDATES}?format=xlsx"))
    kind, value = cells["done"]
    assert kind in ("s", "inlineStr")
    assert value == text
    assert cells["number"] == ("n", "1")
    assert public.get(UPDATES).json()["results"][0]["done"] == text


@pytest.mark.parametrize(
    ("value", "held"),
    [
        ("-12.50", "-12.50"),
        ("-12", "-12"),
        (-12, -12),
        ("-1+1", "'-1+1"),
        ("+91 512", "'+91 512"),
        ("-", "'-"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
    ],
)
def test_a_number_stays_a_number(value: Any, held: Any) -> None:
    assert csv_cell(value) == held


def test_xlsx_keeps_texts_numbers_and_yes_and_no(rows: None, public: Program) -> None:
    first, second = xlsx_rows(public.get(f"{ACTIONS}?format=xlsx"))
    assert first["reference"] in (("s", "KN-07"), ("inlineStr", "KN-07"))
    assert first["revision"] == ("n", "0")
    assert first["awaiting_confirmation"] == ("b", "0")
    assert second["title_hi"][1] == "निर्यात"
    assert "cluster" not in first


def test_xlsx_says_where_a_cell_could_not_hold_a_text(
    public: Program, action: Action, officer: User, report_on: Callable[..., ActionUpdate]
) -> None:
    for number in range(100):
        PartFactory(action=action, position=number + 1, quote="भ" * 400)
    (row,) = csv_rows(public.get(f"{ACTIONS}?format=csv"))
    assert len(row["parts"]) > XLSX_CELL_LIMIT
    (cells,) = xlsx_rows(public.get(f"{ACTIONS}?format=xlsx"))
    assert len(cells["parts"][1]) == XLSX_CELL_LIMIT
    assert cells["parts"][1].endswith("complete in CSV and JSON]")


def test_the_same_rows_are_the_same_file(rows: None, officers_program: Program) -> None:
    first, second = (officers_program.get(f"{ACTIONS}?format=xlsx") for _ in range(2))
    assert first.content == second.content
    assert first["ETag"] == second["ETag"]


@pytest.mark.parametrize("control", ["\x0b", "\x1b", "\x7f", "\ufffe"])
def test_control_characters_do_not_break_a_table(
    control: str, public: Program, action: Action, officer: User, report_on: Callable[..., ActionUpdate]
) -> None:
    report_on(action, officer, done=f"a{control}b")
    (row,) = csv_rows(public.get(f"{UPDATES}?format=csv"))
    assert row["done"] == f"a{control}b"
    (cells,) = xlsx_rows(public.get(f"{UPDATES}?format=xlsx"))
    assert cells["done"][1].startswith("a")


def test_one_row_is_a_table_of_one_row(rows: None, public: Program) -> None:
    (row,) = csv_rows(public.get(f"{ACTIONS}KN-07/?format=csv"))
    assert row["reference"] == "KN-07"
    assert row["api_url"] == "http://testserver/api/v1/actions/KN-07/"
    (cells,) = xlsx_rows(public.get(f"{ACTIONS}KN-07/?format=xlsx"))
    assert cells["reference"][1] == "KN-07"


def test_a_table_is_also_chosen_by_the_header(rows: None, public: Program) -> None:
    assert len(csv_rows(public.get(ACTIONS, accept="text/csv"))) == 2


def test_an_error_of_a_table_is_a_problem_too(public: Program) -> None:
    response = public.get(f"{ACTIONS}?format=csv&timeline=soon")
    assert response["Content-Type"] == "application/problem+json"


def test_what_was_written_comes_back_as_json(officers_program: Program, body: dict[str, Any]) -> None:
    response = officers_program.post(f"{UPDATES}", body, accept="text/csv;q=0.9, */*")
    assert response.status_code == 201
    assert response["Content-Type"] == "application/json"
