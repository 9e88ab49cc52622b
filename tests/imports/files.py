"""Small files of trade figures as people bring them, and what the layouts read from them."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from exports.imports.layouts import parts, read
from exports.imports.reasons import REASONS
from exports.imports.rows import FileRefused, Rejection, Row


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
    refused: FileRefused | None = None
    found = Taken([], [])
    try:
        for row in read(layout, path, answers or {}):
            (found.rows if isinstance(row, Row) else found.rejected).append(row)  # type: ignore[arg-type]
    except FileRefused as error:
        refused = error
    _same_in_parts(layout, path, answers or {}, found, refused)
    if refused:
        raise refused
    assert {cell.reason for cell in found.rejected} <= REASONS.keys()
    return found


def _same_in_parts(
    layout: str, path: Path, answers: Mapping[str, str], found: Taken, refused: FileRefused | None
) -> None:
    """As imports read it, many rows at once: the same rows, the same refusal."""
    rows: list[Row | Rejection] = []
    try:
        for part in parts(layout, path, answers):
            rows.extend(part if isinstance(part, list) else part.rows())
    except FileRefused as error:
        assert refused is not None
        assert str(error) == str(refused)
        return
    assert refused is None
    assert sorted(row for row in rows if isinstance(row, Row)) == sorted(found.rows)
    assert sorted(row for row in rows if isinstance(row, Rejection)) == sorted(found.rejected)
