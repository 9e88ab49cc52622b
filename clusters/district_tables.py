"""Tables 1 and 2 of the plan with what the portal computes from them, as rows for templates.

Printed and computed values stand side by side; a stated total is never replaced by a sum.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from clusters.calculations import rank, share
from clusters.models import IndustryRow, OccupationRow, Statistic
from clusters.totals import total_cells
from sources.bilingual import localized
from sources.formatting import grouped, printed_amount
from sources.marks import Flag, Key, Marks, key_of
from sources.models import PrintedRow

COLUMNS = ("units", "investment", "employment")


@dataclass(frozen=True)
class IndustryCells:
    """A row of Table 1, ready to be printed; `cells` in the order of COLUMNS."""

    anchor: str
    number: str
    name: str
    name_printed: str
    cells: tuple[str, ...]
    ranks: tuple[int, ...]
    marks: Marks


@dataclass(frozen=True)
class OccupationCells:
    anchor: str
    number: str
    name: str
    name_printed: str
    persons: str
    percent: str
    computed_percent: str
    agrees: bool
    marks: Marks


def industry_table(rows: Sequence[IndustryRow], marks: dict[Key, Marks]) -> dict[str, Any]:
    """The rows, the stated total, and for each column the sum of the rows and the difference."""
    parts = [row for row in rows if not row.is_total]
    columns = {column: [getattr(row, column) for row in parts] for column in COLUMNS}
    total = next((row for row in rows if row.is_total), None)
    checks = [total_cells(getattr(total, column), columns[column]) for column in COLUMNS if total]
    return {
        "rows": [_industry_cells(row, columns, marks) for row in parts],
        "total": total and _industry_cells(total, {}, marks),
        "checks": checks,
        "agrees": all(check.agrees for check in checks),
        "flags": flags_of(rows, marks),
    }


def occupation_table(
    rows: Sequence[OccupationRow], working: Statistic | None, marks: dict[Key, Marks]
) -> dict[str, Any]:
    """The rows, each with its share computed anew from the working population that the text prints."""
    cells = [_occupation_cells(row, working, marks) for row in rows]
    return {
        "rows": cells,
        "agrees": all(row.agrees for row in cells),
        "working": working
        and {
            "anchor": working.anchor,
            "subject": localized(working, "subject"),
            "marks": marks[key_of(working)],
        },
        "check": working and total_cells(working.value, (row.persons for row in rows)),
        "percent_sum": grouped(sum((row.percent for row in rows), Decimal(0)), 2),
        "flags": flags_of(rows, marks),
    }


def flags_of(records: Iterable[PrintedRow], marks: dict[Key, Marks]) -> tuple[Flag, ...]:
    """Every flag of the records once, in the order of the register."""
    found = {flag.ref: flag for record in records for flag in marks[key_of(record)].flags}
    return tuple(found[ref] for ref in sorted(found))


def _industry_cells(
    row: IndustryRow, columns: dict[str, list[Any]], marks: dict[Key, Marks]
) -> IndustryCells:
    cells = _cells(row)
    return IndustryCells(
        anchor=row.anchor,
        number=row.row,
        name=localized(row, "name"),
        name_printed=row.name,
        cells=tuple(cells[column] for column in COLUMNS),
        ranks=tuple(rank(getattr(row, column), values) for column, values in columns.items()),
        marks=marks[key_of(row)],
    )


def _occupation_cells(
    row: OccupationRow, working: Statistic | None, marks: dict[Key, Marks]
) -> OccupationCells:
    cells = _cells(row)
    computed = share(row.persons, working.value) if working else None
    return OccupationCells(
        anchor=row.anchor,
        number=row.row,
        name=localized(row, "name"),
        name_printed=row.name,
        persons=cells["persons"],
        percent=cells["percent"],
        computed_percent="" if computed is None else grouped(computed, 2),
        agrees=computed is None or computed == row.percent,
        marks=marks[key_of(row)],
    )


def _cells(row: PrintedRow) -> dict[str, str]:
    """The row's numbers by field, without their unit: the head of the column has it."""
    return {number.field: printed_amount(replace(number, unit="")) for number in row.printed_numbers}
