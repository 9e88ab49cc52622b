"""Files as rows of cells: encodings, separators, and the limits that keep a hostile file harmless."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exports.imports.rows import FileRefused

# A line that fills a block of the file is refused: real ones have a few thousand characters.
BLOCK = 65_536
_LINES_A_ROW = 100  # a cell may hold line breaks, but an open quotation mark must not swallow the file
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_SPREADSHEETS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")  # .xlsx and .zip, the old .xls
_OTHER_KINDS = (b"\x1f\x8b", b"%PDF", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")


def encoding_of(path: Path) -> str:
    """UTF-8 unless the file begins with a mark that says UTF-16. Raises FileRefused where it is no text."""
    with path.open("rb") as file:
        start = file.read(BLOCK)
    if not start.strip():
        raise FileRefused(_("The file is empty."))
    if start.startswith(_SPREADSHEETS):
        raise FileRefused(
            _(
                "This is a spreadsheet or a ZIP file, which is not opened here. Open it yourself, "
                "save the table as CSV (UTF-8), and upload that."
            )
        )
    if start.startswith(_OTHER_KINDS):
        raise FileRefused(_("This is not a table. Save the table as CSV (UTF-8), and upload that."))
    for mark, encoding in _BOMS.items():
        if start.startswith(mark):
            return encoding
    if start.count(0) * 4 > len(start):  # UTF-16 without its mark, or no text at all
        raise FileRefused(not_text())
    return "utf-8"


def not_text() -> Promise:
    return _("The file is not text in UTF-8 or UTF-16. Save it as “CSV UTF-8”, and upload that.")


def is_html(path: Path, encoding: str) -> bool:
    """Downloads named .xls are often pages of HTML."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        start = file.read(4_000).lower()
    return start.lstrip().startswith("<") or "<table" in start or "<html" in start


def text_rows(
    path: Path, *, separator: str = "", errors: str = "strict", skip: int = 0, number: int = 1
) -> Iterator[list[str]]:
    """The rows of a file of separated values, each a list of cells; a blank line is an empty list.

    Without a `separator` it is the tab where the file begins with lines that hold one, else the comma.
    `skip` leaves out so many bytes, after which row `number` begins. Raises FileRefused for the whole file.
    """
    encoding = encoding_of(path)
    refuse_long_lines(path)
    with path.open("rb") as content:
        content.seek(skip)
        file = TextIOWrapper(content, encoding=encoding, errors=errors, newline="")
        try:
            if not separator:
                separator = "\t" if "\t" in file.read(4_000) else ","
                file.seek(0)
            yield from _rows(file, separator, number)
        except UnicodeError as error:
            raise FileRefused(not_text()) from error


def _rows(file: Iterable[str], separator: str, number: int) -> Iterator[list[str]]:
    lines = 0

    def counted() -> Iterator[str]:
        nonlocal lines
        for line in file:
            lines += 1
            if lines > _LINES_A_ROW:
                raise csv.Error("a row without an end")
            yield line

    row = number - 1
    try:
        for cells in csv.reader(counted(), delimiter=separator, strict=True):
            row, lines = row + 1, 0
            yield cells
    except csv.Error as error:
        raise FileRefused(
            _(
                "The file cannot be read beyond row %(row)s: a quotation mark opens there and is not closed, "
                "or a cell is too long. Save it again from a spreadsheet as CSV (UTF-8)."
            ),
            row=row,
        ) from error


def refuse_long_lines(path: Path) -> None:
    with path.open("rb") as file:
        while len(block := file.read(BLOCK)) == BLOCK:
            if b"\n" not in block and b"\r" not in block:
                raise FileRefused(
                    _(
                        "The file has a line of more than %(most)s characters, which no table of trade "
                        "figures has. Is it the file that you meant?"
                    ),
                    most=f"{BLOCK:,}",
                )


def expected_rows(path: Path) -> int:
    """How many rows the file has at most, roughly: its lines, or its table rows where it is HTML."""
    lines = tags = 0
    with path.open("rb") as file:
        while block := file.read(1_048_576):
            lines += block.count(b"\n")
            tags += block.count(b"<tr") + block.count(b"<TR")
    return max(lines, tags)
