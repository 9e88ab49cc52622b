"""Lists as files: what a program reads is what was written, and a spreadsheet runs none of it."""

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.downloads import csv_cell, csv_text, file_addresses, file_response


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, None),
        (True, "true"),
        (False, "false"),
        (0, 0),
        (Decimal("1032.32"), Decimal("1032.32")),
        (-5, -5),
        ("", ""),
        ("plain", "plain"),
        ("=1+1", "'=1+1"),
        ("+91", "'+91"),
        ("-1", "-1"),
        ("-1032.32", "-1032.32"),
        ("-1-1", "'-1-1"),
        ("-1+A1", "'-1+A1"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("a=b", "a=b"),
        (date(2026, 8, 3), "2026-08-03"),
        (datetime(2026, 8, 3, 12, tzinfo=UTC), "2026-08-03T12:00:00+00:00"),
    ],
)
def test_a_value_as_a_cell(value: Any, cell: Any) -> None:
    assert csv_cell(value) == cell


@given(st.text())
def test_text_comes_back_from_a_spreadsheet(text: str) -> None:
    guarded = csv_cell(text)
    formula = guarded.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert not formula or guarded.lstrip("-").replace(".", "", 1).isdecimal(), "but for a number"
    # Text that looks guarded already loses its sign: the one case that cannot be told apart.
    if not (text.startswith("'") and text[1:].startswith(("=", "+", "-", "@", "\t", "\r"))):
        assert csv_text(guarded) == text


rows = st.lists(
    st.fixed_dictionaries(
        {
            "a": st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r")),
            "b": st.none() | st.integers(),
        }
    ),
    max_size=4,
)


@given(rows)
def test_both_formats_hold_the_same_rows(content: list[dict[str, Any]]) -> None:
    as_json = json.loads(file_response("list", "json", ["a", "b"], content).content)
    assert as_json == {"results": content}
    text = file_response("list", "csv", ["a", "b"], content).content.decode()
    header, *lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert header == ["a", "b"]
    expected = [[csv_cell(row["a"]), "" if row["b"] is None else str(row["b"])] for row in content]
    assert lines == expected


def test_columns_in_the_order_asked_for_and_no_others() -> None:
    row = {"b": 1, "a": 2, "c": 3}
    assert file_response("list", "csv", ("a", "b"), [row]).content == b"a,b\r\n2,1\r\n"
    assert list(json.loads(file_response("list", "json", ("a", "b"), [row]).content)["results"][0]) == [
        "a",
        "b",
    ]


def test_devanagari_is_not_spelt_out() -> None:
    for file_format in ("csv", "json"):
        assert "शिविर".encode() in file_response("list", file_format, ["a"], [{"a": "शिविर"}]).content


def test_files_are_found_where_the_page_says() -> None:
    assert file_addresses("plan-file", query="q=x&cluster=plastic") == {
        "csv": "/plan.csv?q=x&cluster=plastic",
        "json": "/plan.json?q=x&cluster=plastic",
    }
    assert file_addresses("source-file", "export-plan")["csv"] == "/sources/export-plan.csv"
