"""Amounts as printed, and in base units."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.units import CRORE, LAKH, MONEY, Money, money, parse_printed

wholes = st.integers(0, 10**15)
values = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False)


def western(number: int) -> str:
    return f"{number:,}"


def indian(number: int) -> str:
    """Three digits at the end, then two and two: 1,20,000."""
    digits = str(number)
    head, tail = digits[:-3], digits[-3:]
    pairs: list[str] = []
    while head:
        pairs.insert(0, head[-2:])
        head = head[:-2]
    return ",".join([*pairs, tail])


@pytest.mark.parametrize(
    ("value", "unit", "amount", "currency"),
    [
        ("1032.32", "INR crore", "10323200000.00", "INR"),
        ("2347.18", "INR lakh", "234718000.00", "INR"),
        ("6000", "INR", "6000.00", "INR"),
        ("758148", "USD thousand", "758148000.00", "USD"),
        ("352.04", "USD million", "352040000.00", "USD"),
        ("12.31", "USD billion", "12310000000.00", "USD"),
    ],
)
def test_amounts_by_example(value: str, unit: str, amount: str, currency: str) -> None:
    assert money(Decimal(value), unit) == Money(Decimal(amount), currency)


def test_a_crore_is_a_hundred_lakh() -> None:
    assert (LAKH, CRORE) == (100_000, 10_000_000)


@pytest.mark.parametrize("unit", ["percent", "units", "lakh sq ft per year", "", "crore", "inr crore"])
def test_what_is_not_money_has_no_amount(unit: str) -> None:
    assert money(Decimal(1), unit) is None


@given(values, st.sampled_from(sorted(MONEY)))
def test_an_amount_is_exact(value: Decimal, unit: str) -> None:
    found = money(value, unit)
    assert found is not None
    assert found.amount / MONEY[unit][1] == value


@given(wholes)
def test_grouping_does_not_change_a_number(number: int) -> None:
    assert (
        parse_printed(western(number))
        == parse_printed(indian(number))
        == parse_printed(str(number))
        == number
    )


@given(wholes, st.integers(0, 99), st.sampled_from(sorted(MONEY)), st.sampled_from([western, indian]))
def test_from_print_to_amount(number: int, hundredths: int, unit: str, grouped: Any) -> None:
    found = money(parse_printed(f"{grouped(number)}.{hundredths:02}"), unit)
    assert found is not None
    assert found.amount == Decimal(f"{number}.{hundredths:02}") * MONEY[unit][1]


@pytest.mark.parametrize("text", ["1,20,000", "120,000", "120000"])
def test_lakhs_by_example(text: str) -> None:
    assert parse_printed(text) == 120000


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-5", "+5", "5-6", "1.2.3", ".5", "5.", ",5", "5,", "1,,000", "1e5", "NaN", "Infinity",
        "Rs 5", "5%", "doubles", "400. 00", "1 000", "1_000", "5\n",
    ],
)  # fmt: skip
def test_what_is_no_number_in_digits_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a number in digits"):
        parse_printed(text)


@given(st.text())
def test_any_other_text_is_refused_or_read(text: str) -> None:
    try:
        assert parse_printed(text) >= 0
    except ValueError as error:
        assert "not a number in digits" in str(error)


@given(values.filter(lambda value: value > 0))
def test_a_negative_number_is_refused(value: Decimal) -> None:
    with pytest.raises(ValueError, match="not a number in digits"):
        parse_printed(f"-{value}")
