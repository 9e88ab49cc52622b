"""CSV files that people send: read whole, or refused with the reason."""

import csv
import io
from collections import Counter
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from sources.downloads import csv_text

MAX_BYTES = 1024 * 1024
# So many that a file is checked row by row, with all its rules, while somebody waits for the page.
MAX_ROWS = 300


class Table(NamedTuple):
    """The rows are as wide as the header, which is row 1 of the file: the first of `rows` is row 2."""

    columns: list[str]
    rows: list[list[str]]


def read_table(data: bytes) -> Table:
    """The table in a CSV file, without the empty rows that a spreadsheet leaves at its end."""
    if len(data) > MAX_BYTES:
        raise ValidationError(_("The file is larger than 1 MB: divide it."))
    rows = _parsed(_decoded(data))
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) < 2:
        raise ValidationError(_("The file needs a first row that names the columns, and rows below it."))
    columns, *rows = rows
    _check_columns(columns)
    if len(rows) > MAX_ROWS:
        raise ValidationError(_("At most %(limit)s rows to a file: divide it."), params={"limit": MAX_ROWS})
    for number, row in enumerate(rows, 2):
        if len(row) > len(columns):
            raise ValidationError(
                _("Row %(row)s has more cells than there are columns."), params={"row": number}
            )
        row += [""] * (len(columns) - len(row))
    return Table(columns, rows)


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise ValidationError(
            _("This is not a CSV file in UTF-8. In a spreadsheet program, save the table as “CSV UTF-8”.")
        )
    return text


def _parsed(text: str) -> list[list[str]]:
    try:
        return [
            [csv_text(cell.strip()) for cell in row]
            for row in csv.reader(io.StringIO(text, newline=""), strict=True)
        ]
    except csv.Error as error:
        raise ValidationError(
            _("The file cannot be read as CSV: %(reason)s."), params={"reason": error}
        ) from None


def _check_columns(columns: list[str]) -> None:
    if "" in columns:
        raise ValidationError(_("Each column needs a name in the first row."))
    if twice := [name for name, count in Counter(columns).items() if count > 1]:
        raise ValidationError(
            _("The first row names a column twice: %(column)s."),
            params={"column": Truncator(", ".join(twice)).chars(200)},
        )
