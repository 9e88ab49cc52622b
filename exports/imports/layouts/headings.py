"""The heading of a table, and columns found by their names."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exports.imports.layouts.cells import shown
from exports.imports.rows import FileRefused


def columns_of(cells: Sequence[str]) -> dict[str, int]:
    """Where each named column stands; names in lower case. Raises FileRefused where one comes twice."""
    columns: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = cell.strip().lower()
        if name and columns.setdefault(name, place) != place:
            raise FileRefused(
                _("The column “%(name)s” stands in the heading twice. Keep one of them."),
                name=shown(name, 80),
            )
    return columns


def separated_otherwise(cells: Collection[str]) -> bool:
    """Whether a row is one cell only because another sign stands between its cells."""
    return len(cells) == 1 and any(re.search(r";|\t", cell) for cell in cells)


def other_separator() -> Promise:
    return _(
        "Semicolons or tabs seem to stand between the cells of the file, where commas are expected. "
        "Save the table as CSV with commas between the cells, and upload that."
    )


def require(columns: Collection[str], needed: Sequence[str]) -> None:
    """Raises FileRefused that names the columns that are missing."""
    if separated_otherwise(columns):
        raise FileRefused(other_separator())
    if missing := [name for name in needed if name.lower() not in columns]:
        raise FileRefused(
            _(
                "The first row must be the heading, and these columns are missing from it: %(names)s. "
                "Was the right layout chosen?"
            ),
            names=", ".join(missing),
        )


def refuse_unknown(columns: Collection[str], known: Sequence[str]) -> None:
    """A misspelt column must not be left out in silence."""
    if unknown := [name for name in columns if name not in known]:
        raise FileRefused(
            _("The heading has columns that this layout does not know: %(names)s. It knows: %(known)s."),
            names=shown(", ".join(unknown)),
            known=", ".join(known),
        )
