"""Small files of trade figures as people bring them, and what the layouts read from them."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from exports.imports.layouts import read
from exports.imports.reasons import REASONS
from exports.imports.rows import Rejection, Row


class Taken(NamedTuple):
    rows: list[Row]
    rejected: list[Rejection]

    @property
    def reasons(self) -> list[tuple[int, str, str]]:
        return [(cell.row, cell.column, cell.reason) for cell in self.rejected]


def taken(layout: str, folder: Path, content: str | bytes, answers: Mapping[str, str] | None = None) -> Taken:
    """What the layout takes from a file of this content; each reason must be one that has words."""
    path = folder / "file"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    found = Taken([], [])
    for row in read(layout, path, answers or {}):
        (found.rows if isinstance(row, Row) else found.rejected).append(row)  # type: ignore[arg-type]
    assert {cell.reason for cell in found.rejected} <= REASONS.keys()
    return found
