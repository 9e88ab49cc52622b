"""What the portal computes from printed figures, held against what the register says of them."""

import json
import re
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings

from clusters.calculations import check_sum, rank, share

FIXTURES = settings.BASE_DIR / "fixtures"


def rows(name: str) -> list[dict[str, Any]]:
    return [row["fields"] for row in json.loads((FIXTURES / f"{name}.json").read_text())]


def register(ref: str) -> list[Decimal]:
    """The numbers that an entry of the register speaks of."""
    (entry,) = (row for row in rows("sources__discrepancy") if row["ref"] == ref)
    found = re.findall(r"\d+(?:,\d+)*(?:\.\d+)?", entry["summary"])
    return [Decimal(number.replace(",", "")) for number in found]


def column(name: str) -> tuple[Decimal, list[Decimal]]:
    """The printed total of a column of Table 1, and its rows."""
    table = rows("clusters__industryrow")
    (total,) = (Decimal(row[name]) for row in table if row["is_total"])
    return total, [Decimal(row[name]) for row in table if not row["is_total"]]


def test_a_total_that_is_more_than_its_rows() -> None:
    check = check_sum(10, [Decimal("3.5"), 4])
    assert (check.computed, check.difference, check.agrees) == (Decimal("7.5"), Decimal("2.5"), False)


def test_a_total_that_is_less_than_its_rows() -> None:
    assert check_sum(Decimal("7"), [Decimal("3.5"), 4]).difference == Decimal("-0.5")


def test_a_total_that_agrees_however_it_is_written() -> None:
    check = check_sum(Decimal("7.50"), [Decimal("3.5"), 4])
    assert check.agrees
    assert check.difference == 0


def test_no_rows_add_up_to_nothing() -> None:
    assert check_sum(3, []).computed == 0


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (1, 3, "33.33"),
        (2, 3, "66.67"),
        (1, 8, "12.50"),
        (Decimal("0.125"), 100, "0.13"),  # half a hundredth goes up
        (Decimal("0.375"), 100, "0.38"),  # and not to the even neighbour
        (0, 5, "0.00"),
        (7, 7, "100.00"),
    ],
)
def test_share(part: Decimal | int, whole: int, percent: str) -> None:
    assert str(share(part, whole)) == percent


def test_rank_shares_a_place_and_leaves_the_next_free() -> None:
    values = [30, 50, 50, 10]
    assert [rank(value, values) for value in values] == [3, 1, 1, 4]


class TestTheRegister:
    """The entries on Tables 1 to 3 say what is computed here."""

    def test_units_of_table_1(self) -> None:
        check = check_sum(*column("units"))
        assert {check.computed, check.stated, check.difference} <= set(register("D-059"))
        assert (check.computed, check.difference) == (14902, 1773)

    def test_employment_of_table_1(self) -> None:
        check = check_sum(*column("employment"))
        assert {check.computed, check.stated, abs(check.difference)} <= set(register("D-060"))
        assert (check.computed, check.difference) == (75080, -100)

    def test_investment_of_table_1(self) -> None:
        check = check_sum(*column("investment"))
        assert check.agrees
        assert check.stated in register("D-060")

    def test_the_place_of_leather_in_table_1(self) -> None:
        table = [row for row in rows("clusters__industryrow") if not row["is_total"]]
        (leather,) = (row for row in table if row["name"] == "Leather based")
        found = {
            name: rank(Decimal(leather[name]), [Decimal(row[name]) for row in table])
            for name in ("units", "investment", "employment")
        }
        assert found == {"units": 3, "investment": 5, "employment": 1}, "as D-061 says"

    def test_shares_of_table_2(self) -> None:
        (working,) = (
            Decimal(row["value"])
            for row in rows("clusters__statistic")
            if row["slug"] == "working-population-of-the-district"
        )
        table = rows("clusters__occupationrow")
        differing = {
            share(row["persons"], working)
            for row in table
            if share(row["persons"], working) != Decimal(row["percent"])
        }
        assert differing == {Decimal("4.37"), Decimal("66.54")}
        assert differing <= set(register("D-066"))
        assert check_sum(working, (row["persons"] for row in table)).agrees

    def test_values_of_table_3(self) -> None:
        table = [row for row in rows("exports__exportfigure") if row["locator"] == "Table 3"]
        (total,) = (Decimal(row["value"]) for row in table if row.get("is_total"))
        check = check_sum(total, (Decimal(row["value"]) for row in table if not row.get("is_total")))
        assert {check.computed, check.stated} <= set(register("D-069"))
        assert check.difference == Decimal("-0.94")
