"""The own layout read a block at a time: whatever a file holds, what is taken from it row by row is taken."""

from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.imports.blocks import Block
from exports.imports.layouts import own_blocks
from exports.imports.own_layout import COLUMNS
from tests.imports.files import taken

CELLS = {
    "source": ["portal", "dgcis", "", "PORTAL", " portal", "portal\x1findia"],
    "reporter": ["india", "kanpur-nagar", "DE", "de", "", "=1", "nobody-knows"],
    "flow": ["export", "import", "", "Export"],
    "hs_edition": ["", "HS 2017", "HS 1900"],
    "hs_code": ["", "42", "4201", "420100", "42010000", " 4201", "1", "101", "00", "४२०१", "4201\x1f42"],
    "partner": ["world", "DE", "NA", "World", "", "UK", "\x00"],
    "basis": ["FY", "CY", "month", "fy", ""],
    "period_start": ["2023-04-01", "2023-01-01", "2023-02-01", " 2023-01-01", "2023-01-02", "2999-01-01",
                     "NULL", "2023-04-01\x1fFY"],
    "currency": ["INR", "USD", "EUR"],
    "amount": ["0", "1.5", "12345678.50", "007", "9" * 15, "9" * 16, "9" * 19, "1.234", "-1", "5.", ".5",
               " 1", "NA", "१", "1e5", "", "2\n", "2\u2028"],
    "quantity": ["", "0", "1.125", "-", "N.A.", "1.1234", "9" * 17, "٣"],
    "quantity_unit": ["", "kg", "KG", "m²"],
    "provisional": ["", "true", "TRUE", "false", "yes"],
}  # fmt: skip
MAY_BE_MISSING = ("source", "hs_edition", "quantity", "quantity_unit", "provisional")
# What makes lines other than plain, for a block, for a row or for all that follows.
LINES = ["", ",", "," * 12, "a,b", '"portal"', "\r", " ", "portal,india\u2029,export", "\ufeff"]


def row(chance: Random, order: list[str], odd: float) -> str:
    if chance.random() < odd / 8:
        return chance.choice(LINES)
    cells = {
        name: chance.choice(known) if chance.random() < odd else known[0] for name, known in CELLS.items()
    }
    if chance.random() < odd / 8:
        cells["partner"] = '"DE"'
    return ",".join(cells[name] for name in order)


@given(st.integers(0, 2**32), st.sampled_from([0.0, 0.02, 0.6]), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=150, deadline=None)
def test_the_same_rows_as_one_by_one(seed: int, odd: float, end: str) -> None:
    chance = Random(seed)  # noqa: S311
    order = [name for name in COLUMNS if name not in MAY_BE_MISSING or chance.random() < 0.8]
    chance.shuffle(order)
    lines = [",".join(order), *(row(chance, order, odd) for _ in range(chance.randrange(60)))]
    content = end.join(lines) + chance.choice(["", end])
    with (
        TemporaryDirectory() as folder,
        patch.object(own_blocks, "_BYTES_AT_ONCE", chance.choice([64, 700, 9_999])),
    ):
        taken("own", Path(folder), content)


HEAD = ",".join(COLUMNS)
GOOD = "portal,india,export,,4201,DE,FY,2023-04-01,INR,1.5,,,"
BAD = GOOD.replace("1.5", "one")


def parts(folder: Path, *rows: str, head: str = HEAD) -> list[tuple[str, int]]:
    """What a file is read in, and of how many rows each is."""
    path = folder / "file"
    path.write_text("".join(f"{row}\n" for row in (head, *rows)))
    return [
        ("block", len(part.number)) if isinstance(part, Block) else ("rows", len(part))
        for part in own_blocks.read(path, date(2026, 1, 1))
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([GOOD, GOOD], [("block", 2)]),
        ([GOOD, BAD, GOOD], [("block", 2), ("rows", 1)]),
        ([BAD], [("rows", 1)]),
        ([GOOD, ",".join(COLUMNS), GOOD], [("block", 2), ("rows", 1)]),
        ([GOOD, "", GOOD], [("block", 2), ("rows", 0)]),
        (["", "", ""], [("rows", 0)]),
        ([GOOD, "a,b", GOOD], [("rows", 3)]),
        ([GOOD, GOOD.replace("4201", '"4201"'), GOOD], [("rows", 3)]),
    ],
)
def test_only_what_is_not_plain_is_read_row_by_row(
    tmp_path: Path, rows: list[str], expected: list[tuple[str, int]]
) -> None:
    """For speed alone: that the rows are the same is said above."""
    assert parts(tmp_path, *rows) == expected


def test_a_file_of_several_blocks_is_read_row_by_row_from_the_first_that_is_not_plain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_blocks, "_BYTES_AT_ONCE", 2 * len(GOOD))
    read = parts(tmp_path, *[GOOD] * 6, "a,b", *[GOOD] * 6)
    assert read[0][0] == "block"
    assert [kind for kind, _rows in read].count("rows") == 1
    assert read[-1][0] == "rows"
    assert sum(rows for _kind, rows in read) == 13


def test_columns_that_may_be_missing_are_no_reason_to_read_row_by_row(tmp_path: Path) -> None:
    named = [name for name in COLUMNS if name not in MAY_BE_MISSING]
    cells = dict(zip(COLUMNS, GOOD.split(","), strict=True))
    row = ",".join(cells[name] for name in named)
    assert parts(tmp_path, row, row, head=",".join(named)) == [("block", 2)]
    assert parts(tmp_path, f"{row},", head=",".join([*named, ""])) == [("block", 1)]
