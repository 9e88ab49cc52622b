"""Tables from pages of HTML (which offices name .xls) and from separated text, as one stream of lines.

The page is read as it streams by, by libxml2's parser for real-world HTML: end tags that are missing are put
in, entities decoded, scripts and styles skipped. Nothing is executed, no address in it is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from lxml import etree

from exports.imports.layouts.files import BLOCK, encoding_of, is_html, not_text, text_rows
from exports.imports.rows import FileRefused

OUTSIDE = 0  # the "table" of text that stands beside tables
TEXT = -1  # that of a file of separated values
_DEEPEST, _WIDEST, _LONGEST_CELL = 40, 300, 5_000
_END_OF_TABLE = "</table"
_UNREAD = ("script", "style", "noscript", "template", "select", "textarea")


class Line(NamedTuple):
    """A row of a table, or text beside tables as a single cell."""

    number: int  # rows are counted from 1 through all tables of the file
    table: int
    cells: list[str]


def lines(path: Path) -> Iterator[Line]:
    """All rows of all tables in the order in which they end. Raises FileRefused for the file as a whole."""
    encoding = encoding_of(path)
    if is_html(path, encoding):
        yield from _html_lines(path, encoding)
    else:
        for number, cells in enumerate(text_rows(path), 1):
            yield Line(number, TEXT, [cell.strip() for cell in cells])


def _html_lines(path: Path, encoding: str) -> Iterator[Line]:
    page = _Page()
    parser = etree.HTMLParser(target=page, encoding="utf-8", no_network=True, remove_comments=True)
    complete, carried = True, ""
    with path.open(encoding=encoding, newline="") as file:
        try:
            while text := file.read(BLOCK):
                parser.feed(text.encode())
                yield from page.taken()
                recent, carried = (carried + text).lower(), text[-len(_END_OF_TABLE) :]
                row, end = recent.rfind("<tr"), recent.rfind(_END_OF_TABLE)
                complete = end > row if row != end else complete
            parser.close()
        except UnicodeError as error:
            raise FileRefused(not_text()) from error
        except etree.LxmlError as error:
            raise _too_tangled() from error
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise _too_tangled()  # the parser gave up: what follows would be missing in silence
    if not complete:
        raise FileRefused(_("The page ends in the middle of a table. Download it again."))
    yield from page.taken()


def _too_tangled() -> FileRefused:
    return FileRefused(
        _(
            "The page is no table that can be read: it is nested too deeply, too wide or broken. Open it "
            "in a spreadsheet, save the table as CSV (UTF-8), and upload that."
        )
    )


@dataclass
class _Cell:
    columns: int
    rows: int
    words: list[str] = field(default_factory=list)
    length: int = 0

    def text(self) -> str:
        return " ".join("".join(self.words).split())


@dataclass
class _Table:
    name: int
    row: list[_Cell] | None = None
    cell: _Cell | None = None
    # Cells that reach down from rows above: by column, how many rows more, and their text.
    hanging: dict[int, tuple[int, str]] = field(default_factory=dict)


class _Page:
    """Takes what the parser meets; keeps no more than the open tables and the rows not yet taken."""

    def __init__(self) -> None:
        self.open: list[_Table] = []
        self.ready: list[Line] = []
        self.beside = _Cell(1, 1)  # text since the last row, outside of tables
        self.rows = self.tables = self.unread = 0

    def taken(self) -> list[Line]:
        ready, self.ready = self.ready, []
        return ready

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _UNREAD:
            self.unread += 1
        elif tag == "table":
            if len(self.open) >= _DEEPEST:
                raise _too_tangled()
            self.tables += 1
            self.open.append(_Table(self.tables))
        elif self.open and tag == "tr":
            self._end_row()
            self.open[-1].row = []
            self.rows += 1
        elif self.open and tag in ("td", "th"):
            self._start_cell(attributes)
        elif tag == "br":
            self.data(" ")

    def end(self, tag: str) -> None:
        if tag in _UNREAD:
            self.unread = max(self.unread - 1, 0)
        elif self.open and tag in ("td", "th"):
            self._end_cell()
        elif self.open and tag == "tr":
            self._end_row()
        elif self.open and tag == "table":
            self._end_row()
            self.open.pop()

    def data(self, text: str) -> None:
        if self.unread:
            return
        cell = (self.open[-1].cell if self.open else None) or self.beside
        if cell.length < _LONGEST_CELL:
            cell.words.append(text[:_LONGEST_CELL])
            cell.length += len(text)

    def close(self) -> None:
        while self.open:
            self._end_row()
            self.open.pop()
        self._end_beside()

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        table = self.open[-1]
        self._end_cell()
        if table.row is None:
            table.row = []
            self.rows += 1
        table.cell = _Cell(_span(attributes.get("colspan")), _span(attributes.get("rowspan")))
        table.row.append(table.cell)
        if len(table.row) > _WIDEST:
            raise _too_tangled()

    def _end_cell(self) -> None:
        self.open[-1].cell = None

    def _end_row(self) -> None:
        self._end_cell()
        table = self.open[-1]
        if table.row is not None:
            self._end_beside()
            self.ready.append(Line(self.rows, table.name, _laid_out(table)))
            table.row = None

    def _end_beside(self) -> None:
        if text := self.beside.text():
            self.ready.append(Line(self.rows, OUTSIDE, [text]))
        self.beside = _Cell(1, 1)


def _span(text: str | None) -> int:
    return min(int(text), _WIDEST) if text and text.isascii() and text.isdigit() and len(text) < 6 else 1


def _laid_out(table: _Table) -> list[str]:
    """The row as a grid has it: a cell that spans columns or rows stands in each of them."""
    cells: list[str] = []
    hanging = table.hanging

    def hung() -> None:
        while (place := len(cells)) in hanging:
            rows, text = hanging.pop(place)
            cells.append(text)
            if rows > 1:
                kept[place] = (rows - 1, text)

    kept: dict[int, tuple[int, str]] = {}
    for cell in table.row or []:
        hung()
        text = cell.text()
        for _column in range(max(cell.columns, 1)):
            if cell.rows > 1:
                kept[len(cells)] = (cell.rows - 1, text)
            cells.append(text)
        if len(cells) > _WIDEST:
            raise _too_tangled()
    hung()
    table.hanging = kept
    return cells
