"""A printed total beside the sum of its rows, as text."""

from decimal import Decimal

import pytest
from django.utils import translation

from clusters.totals import total_cells


@pytest.mark.parametrize(
    ("total", "rows", "unit", "difference"),
    [
        (16675, [14902], "", "+1,773"),
        (Decimal("5604"), [Decimal("5604.94")], "", "−0.94"),
        (Decimal("4315.82"), [Decimal("4317.82")], "INR crore", "−₹ 2 crore"),
        (400, [250], "units", "+150 units"),
        (Decimal("7.50"), [Decimal("3.5"), 4], "INR lakh", "₹ 0 lakh"),
    ],
)
def test_the_sign_of_a_difference(
    total: Decimal | int, rows: list[Decimal | int], unit: str, difference: str
) -> None:
    cells = total_cells(total, rows, unit)
    assert cells.difference == difference
    assert cells.agrees == difference.startswith("₹ 0")


def test_the_sign_stands_before_the_number_in_hindi_too() -> None:
    with translation.override("hi"):
        assert total_cells(400, [250], "units").difference.startswith("+150 ")


def test_the_total_stands_as_printed() -> None:
    assert total_cells(110, [110], "units", "around 110 units").stated == "around 110 units"
