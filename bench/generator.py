"""Made-up trade figures in the portal's own layout, the same for the same number: for measuring alone.

8,000 tariff items, 200 partners, 120 months and 75 districts; few codes have most of the rows.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from exports.imports.own_layout import HEADING, Figure, line
from exports.nomenclature import wordings
from exports.partners import codes

CODES, PARTNERS, MONTHS, DISTRICTS = 8_000, 200, 120, 75
_PLACES = PARTNERS * MONTHS * DISTRICTS
# Without a common divisor with _PLACES: its multiples meet each place once before any twice.
_STEP = 1_000_003
_BUSY = 40  # the larger, the more evenly rows are spread over codes


def districts() -> list[str]:
    return [f"bench-district-{number:02}" for number in range(1, DISTRICTS + 1)]


def write(path: Path, rows: int, *, raised: bool = False) -> None:
    """A file of so many figures; `raised`: the same figures, with one amount in a hundred changed."""
    with path.open("w", newline="", encoding="utf-8") as file:
        file.write(HEADING)
        for number, figure in enumerate(figures(rows)):
            if raised and number % 100 == 0:
                figure = figure._replace(amount=figure.amount + 100)
            file.write(line(figure))


def figures(rows: int) -> Iterator[Figure]:
    chance = random.Random(rows)  # noqa: S311
    partners = sorted(codes())[:PARTNERS]
    months = [date(2014 + number // 12, number % 12 + 1, 1) for number in range(MONTHS)]
    whose = districts()
    for code, share in _shares(rows):
        place = chance.randrange(_PLACES)
        for _ in range(share):
            place = (place + _STEP) % _PLACES
            rest, month = divmod(place, MONTHS)
            district, partner = divmod(rest, PARTNERS)
            yield Figure(
                "portal", whose[district], "export", "HS 2017", code, partners[partner], "month",
                months[month], "INR", int(chance.lognormvariate(14, 2)), chance.randrange(10**7), "kg",
                provisional=month >= MONTHS - 3,
            )  # fmt: skip


def tariff_items() -> list[str]:
    """Of eight digits, from the official list: some headings have many, most have few. The busiest first."""
    known = sorted(code for code in wordings() if len(code) == 8)
    return random.Random(CODES).sample(known, CODES)  # noqa: S311


def _shares(rows: int) -> Iterator[tuple[str, int]]:
    """Each code with its number of rows: by rank, the first has most."""
    weights = [1 / (rank + _BUSY) for rank in range(CODES)]
    whole, given, passed = sum(weights), 0, 0.0
    for code, weight in zip(tariff_items(), weights, strict=True):
        passed += weight
        upto = round(rows * passed / whole)
        yield code, min(upto - given, _PLACES)
        given = upto
