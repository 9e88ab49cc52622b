"""Each measured row: what is printed, read here a second time, is its value."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps

from sources.models import Measured, Sourced
from sources.numbers import PrintedNumber, PrintedPeriod

WORDS = {
    "one": 1, "two": 2, "both": 2, "three": 3, "four": 4, "five": 5,
    "first": 1, "third": 3, "sixth": 6, "doubles": 2,
}  # fmt: skip
# Printed forms that stand for a value by rule, not by their digits.
BY_RULE = {
    "2001-2": (Decimal(2001), Decimal(2002)),  # a year and its successor
    "once": (Decimal(1), None),
    "25°25'": (Decimal("25.416667"), None),
    "25°54'": (Decimal("25.9"), None),
    "79°34'": (Decimal("79.566667"), None),
    "80°34'": (Decimal("80.566667"), None),
}
NUMBER = re.compile(r"(\d[\d, ]*(?:\. ?\d+)?)(?:st|nd|rd|th)?")
RANGE = re.compile(r"([\d,.]+) ?(?:-|to) ?([\d,.]+)")


def read(printed: str) -> tuple[Decimal, Decimal | None]:
    if printed in BY_RULE:
        return BY_RULE[printed]
    if printed.lower() in WORDS:
        return Decimal(WORDS[printed.lower()]), None
    if match := RANGE.fullmatch(printed):
        return Decimal(match[1].replace(",", "")), Decimal(match[2].replace(",", ""))
    match = NUMBER.fullmatch(printed)
    assert match, printed
    return Decimal(re.sub("[, ]", "", match[1])), None


def models_of(base: type) -> list[type]:
    return [model for model in apps.get_models() if issubclass(model, base)]


def numbers() -> list[tuple[str, PrintedNumber]]:
    return [
        (f"{record._meta.label} {record.natural_key()}", number)
        for model in models_of(Sourced)
        for record in model._default_manager.all()
        for number in record.printed_numbers
    ]


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("95-99", (95, 99)),
        ("6- 12", (6, 12)),
        ("1773 to 1801", (1773, 1801)),
        ("7,58,148", (758148, None)),
        ("18,015,558", (18015558, None)),
        ("400. 00", (400, None)),
        ("01", (1, None)),
        ("2nd", (2, None)),
        ("doubles", (2, None)),
    ],
)
def test_the_second_reading_itself(printed: str, value: tuple[int, int | None]) -> None:
    assert read(printed) == value


@pytest.mark.parametrize("model", ["clusters.statistic", "clusters.tannerycategory", "exports.exportfigure"])
def test_a_measured_row_has_the_value_that_is_printed(model: str) -> None:
    kind = apps.get_model(model)
    assert issubclass(kind, Measured)
    for row in kind._default_manager.all():
        assert (row.value, row.high) == read(row.as_printed), row


def test_every_number_has_the_value_that_is_printed() -> None:
    wrong = [
        f"{where}: {number.as_printed} is {number.value} to {number.high}"
        for where, number in numbers()
        if number.value is not None and (number.value, number.high) != read(number.as_printed)
    ]
    assert wrong == []
    assert len(numbers()) > 500


def test_years_and_months_of_a_period_are_those_of_its_label() -> None:
    wrong = []
    for where, number in numbers():
        period = number.period
        if period and period.label and (period.start, period.end) != days_of(period):
            wrong.append(f"{where}: {period.label} is {period.start} to {period.end}")
    assert wrong == []


MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def days_of(period: PrintedPeriod) -> tuple[date | None, date | None]:
    """The days that a label means: FY 2019-20 is 1 April 2019 to 31 March 2020."""
    label = period.label.lower()
    if match := re.fullmatch(r"(?:fy ?)?(\d{4})-(\d{2})", label):
        assert (int(match[1]) + 1) % 100 == int(match[2])
        return date(int(match[1]), 4, 1), date(int(match[1]) + 1, 3, 31)
    if match := re.fullmatch(r"fy(\d{2})", label):
        return date(1999 + int(match[1]), 4, 1), date(2000 + int(match[1]), 3, 31)
    if match := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", label):
        day = date(int(match[1]), int(match[2]), int(match[3]))
        return day, day
    if match := re.fullmatch(r"(\d+)(?:st|nd|rd|th) (\w+) (\d{4})", label):
        day = date(int(match[3]), MONTHS.index(match[2][:3]) + 1, int(match[1]))
        return day, day
    named = re.findall(r"([a-z]{3,9})[ -](\d{4})", label)
    months = [(int(year), MONTHS.index(name[:3]) + 1) for name, year in named if name[:3] in MONTHS]
    if months:
        year, month = months[-1]
        after = date(year + month // 12, month % 12 + 1, 1)
        return date(*months[0], 1), date.fromordinal(after.toordinal() - 1)
    years = [int(year) for year in re.findall(r"\d{4}", label)]
    if match := re.fullmatch(r"(\d{4})-(\d)", label):
        years = [int(match[1]), int(match[1]) + 1]
    return date(years[0], 1, 1), date(years[-1], 12, 31)


def test_a_financial_year_and_a_calendar_year_are_told_apart() -> None:
    for where, number in numbers():
        if number.period and number.period.start and number.period.end:
            begins = (number.period.start.month, number.period.start.day)
            ends = (number.period.end.month, number.period.end.day)
            if number.period.basis == "FY":
                assert (begins, ends) == ((4, 1), (3, 31)), where
            if number.period.basis == "CY":
                assert (begins, ends) == ((1, 1), (12, 31)), where
                assert number.period.start.year == number.period.end.year, where
