"""Printed numbers and periods as text, in both languages."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from sources.formatting import amount, place_name, printed_amount, printed_period, without_markup
from sources.numbers import PrintedNumber, PrintedPeriod
from sources.periods import PeriodBasis


def number(as_printed: str, value: str | None, unit: str = "", **rest: str) -> PrintedNumber:
    high = rest.pop("high", None)
    return PrintedNumber(
        as_printed=as_printed,
        value=None if value is None else Decimal(value),
        high=None if high is None else Decimal(high),
        unit=unit,
        **rest,
    )


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        (number("10,000", "10000", "INR crore"), "₹ 10,000 crore"),
        (number("442.63", "442.63", "INR lakh"), "₹ 442.63 lakh"),
        (number("12,000", "12000", "INR"), "₹ 12,000"),
        (number("16310627", "16310627", "USD million"), "US$ 1,63,10,627 million"),
        (number("4,149,824", "4149824", "USD thousand"), "US$ 41,49,824 thousand"),
        (number("10.00", "10", "USD billion"), "US$ 10.00 billion"),
        (number("400. 00", "400", "INR crore", qualifier="more than"), "more than ₹ 400.00 crore"),
        (number("95-99", "95", "percent", high="99"), "95–99%"),
        (number("02", "2", "percent", qualifier="less than"), "less than 2%"),
        (
            number("1400-1500", "1400", "units", high="1500", qualifier="more than"),
            "more than 1,400–1,500 units",
        ),
        (number("2200", "2200", "units", qualifier="approx. … or more"), "approx. 2,200 or more units"),
        (number("1,20,000", "120000", "persons", qualifier="around"), "around 1,20,000 persons"),
        (number("one", "1", "person"), "1 person"),
        (number("3rd", "3", "rank"), "rank 3"),
        (number("1773 to 1801", "1773", "year", high="1801"), "1773–1801"),
        (number("420100", None, "HS code"), "420100"),
        (number("25°54'", "25.9", "degrees latitude"), "25°54'"),
        (number("12", "12", "furlongs"), "12 furlongs"),
        (number("7", "7"), "7"),
    ],
)
def test_amounts(printed: PrintedNumber, text: str) -> None:
    assert printed_amount(printed) == text


def test_a_computed_amount_keeps_the_places_asked_for() -> None:
    assert amount(Decimal("287.50"), "INR crore", places=2) == "₹ 287.50 crore"
    assert amount(Decimal(1), "tanneries") == "1 tannery"


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (None, "period not printed"),
        (PrintedPeriod(PeriodBasis.NONE), "period not printed"),
        (
            PrintedPeriod(PeriodBasis.FINANCIAL_YEAR, date(2020, 4, 1), date(2021, 3, 31), "FY21"),
            "financial year 2020-21",
        ),
        (
            PrintedPeriod(PeriodBasis.CALENDAR_YEAR, date(2020, 1, 1), date(2020, 12, 31), "2020"),
            "calendar year 2020",
        ),
        (
            PrintedPeriod(PeriodBasis.CALENDAR_YEAR, date(2011, 1, 1), date(2011, 12, 31), "2011 census"),
            "census of 2011",
        ),
        (
            PrintedPeriod(PeriodBasis.RANGE, date(2020, 9, 1), date(2021, 11, 30), "Sep-2020 to Nov-2021"),
            "September 2020 to November 2021",
        ),
        (PrintedPeriod(PeriodBasis.RANGE, date(2021, 7, 1), date(2021, 7, 31), "July 2021"), "July 2021"),
        (
            PrintedPeriod(PeriodBasis.RANGE, date(1773, 1, 1), date(1801, 12, 31), "From 1773 to 1801"),
            "1773 to 1801",
        ),
        (PrintedPeriod(PeriodBasis.POINT, date(2019, 8, 15), date(2019, 8, 15)), "15 August 2019"),
    ],
)
def test_periods(period: PrintedPeriod | None, text: str) -> None:
    assert printed_period(period) == text


def test_in_hindi_the_digits_are_grouped_the_same_and_the_month_is_hindi() -> None:
    printed = number("1,20,000", "120000", "persons")
    period = PrintedPeriod(PeriodBasis.RANGE, date(2021, 8, 1), date(2021, 8, 31), "August 2021")
    with translation.override("hi"):
        assert "1,20,000" in printed_amount(printed)
        assert printed_period(period) == "अगस्त 2021"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Section 4.1; Table 5; Preface; Section 5.5, Key Facts; Table 9, row 3"),
        ("hi", "खण्ड 4.1; तालिका 5; Preface; खण्ड 5.5, Key Facts; तालिका 9, पंक्ति 3"),
    ],
)
def test_the_place_in_a_document_is_named_in_the_readers_language(language: str, text: str) -> None:
    with translation.override(language):
        assert place_name("Section 4.1; Table 5; Preface; Section 5.5, Key Facts; Table 9, row 3") == text


def test_signs_of_bold_type_and_of_escaping_are_no_words() -> None:
    assert without_markup(r"**Natural Plastics** worth US\$ 352.04") == "Natural Plastics worth US$ 352.04"
