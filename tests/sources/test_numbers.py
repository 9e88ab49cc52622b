"""The list of printed numbers that a record keeps."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from sources.numbers import PrintedNumber, read_number, validate_numbers
from sources.periods import PeriodBasis

decimals = st.decimals(min_value=-(10**12), max_value=10**12, places=4, allow_nan=False)
days = st.dates()
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)


@st.composite
def periods(draw: st.DrawFn) -> dict[str, Any]:
    start, end = sorted([draw(days), draw(days)])
    basis = draw(st.sampled_from(list(PeriodBasis)))
    return {"basis": basis.value, "start": start.isoformat(), "end": end.isoformat(), "label": draw(words)}


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    low, high = sorted([draw(decimals), draw(decimals)])
    return {
        "field": draw(words),
        "value": str(low),
        "high": draw(st.sampled_from([str(high), None])),
        "qualifier": draw(words),
        "unit": draw(words),
        "per": draw(words),
        "as_printed": draw(words.filter(bool)),
        "period": draw(st.none() | periods()),
    }


def written(number: PrintedNumber) -> dict[str, Any]:
    row = asdict(number)
    for key in ("value", "high"):
        row[key] = None if row[key] is None else str(row[key])
    if row["period"]:
        for key in ("start", "end"):
            row["period"][key] = row["period"][key].isoformat()
    return row


@given(rows())
def test_a_row_is_read_and_written_back_without_a_loss(row: dict[str, Any]) -> None:
    assert written(read_number(row)) == row
    validate_numbers([row])


def test_what_is_printed_is_enough() -> None:
    assert read_number({"as_printed": "640510"}) == PrintedNumber(as_printed="640510")
    assert read_number({"as_printed": "1,20,000", "value": "120000"}).value == Decimal(120000)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({}, "as_printed is missing"),
        ({"as_printed": ""}, "as_printed is missing"),
        ({"as_printed": "5", "value": "five"}, "decimals in quotes"),
        ({"as_printed": "5", "value": []}, "decimals in quotes"),
        ({"as_printed": "0.1", "value": 0.1}, "decimals in quotes"),
        ({"as_printed": "5", "high": True, "value": "1"}, "decimals in quotes"),
        ({"as_printed": "9-5", "value": "9", "high": "5"}, "high is below value"),
        ({"as_printed": "-5", "high": "5"}, "high is below value"),
        ({"as_printed": "5", "amount": "5"}, "unknown: amount"),
        ({"as_printed": "5", "period": {"basis": "FY", "year": 2020}}, "unknown in period: year"),
        (
            {"as_printed": "5", "period": {"basis": "CY", "start": "2021-01-01", "end": "2020-12-31"}},
            "the period ends before it starts",
        ),
        ({"as_printed": "5", "period": {"basis": "CY", "start": "1 April"}}, "Invalid isoformat"),
        ({"as_printed": "5", "period": {"basis": "decade"}}, "decade"),
    ],
)
def test_what_is_no_printed_number_is_refused(row: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_number(row)
    with pytest.raises(ValidationError):
        validate_numbers([row])


@pytest.mark.parametrize("rows", [None, {}, "5", 5, [5], [None], ["5"]])
def test_only_a_list_of_objects_is_a_list_of_numbers(rows: Any) -> None:
    with pytest.raises(ValidationError):
        validate_numbers(rows)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_a_value_is_finite(value: str) -> None:
    with pytest.raises(ValueError, match="decimals"):
        read_number({"as_printed": value, "value": value})
