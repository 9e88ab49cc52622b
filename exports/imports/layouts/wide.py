"""Tables with a row for each code or country and a column for each year: each cell is a figure."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exports.imports.layouts.cells import BadCell, number, rejection, shown, text_trouble
from exports.imports.layouts.headings import other_separator
from exports.imports.layouts.tables import OUTSIDE, TEXT, Line, lines
from exports.imports.rows import FileRefused, Rejection, Row, SeriesKey
from exports.partners import NOT_COUNTRIES, code_of, folded

_LONGEST_NAME = 8  # words of a country's name


class Year(NamedTuple):
    """A column of values."""

    place: int
    name: str
    start: date
    provisional: bool = False


class Subject(NamedTuple):
    """What the values of a row are of."""

    series: SeriesKey
    hs_code: str
    partner: str


class WideTable(ABC):
    """The one table of a file that has the layout's heading; words around it must agree with the answers."""

    def __init__(self) -> None:
        self.heading: Line | None = None
        self.years: list[Year] = []
        self.power = 0  # from the unit of the values down to paise or cents
        self.separated_otherwise = False

    @abstractmethod
    def is_heading(self, names: Sequence[str]) -> bool: ...

    @abstractmethod
    def take_heading(self, row: int, names: Sequence[str], groups: Sequence[str]) -> Iterator[Rejection]:
        """Finds the columns; `groups` are what stands above them. Yields those that cannot be taken."""

    @abstractmethod
    def check_words(self, text: str) -> None:
        """Raises FileRefused where the file says of itself something else than was answered."""

    @abstractmethod
    def subject(self, cells: Sequence[str]) -> Subject:
        """Raises BadCell where the row is left out."""

    @abstractmethod
    def no_heading(self) -> Promise: ...

    def read(self, path: Path) -> Iterator[Row | Rejection]:
        above = Line(0, OUTSIDE, [])
        for line in lines(path):
            if line.table == OUTSIDE:
                self.check_words(line.cells[0])
            elif self.heading is None:
                yield from self._before(above, line)
                above = line
            elif line.table == self.heading.table:
                yield from self._figures(line)
            elif self.is_heading(line.cells):
                raise FileRefused(_("The file has two tables of figures. Keep one of them in each file."))
        if self.heading is None:
            if self.separated_otherwise:
                raise FileRefused(other_separator())
            raise FileRefused(self.no_heading())

    def _before(self, above: Line, line: Line) -> Iterator[Rejection]:
        """The heading may have two rows: a cell that is empty takes the name that stands above it."""
        groups = (above.cells if above.table == line.table else []) + [""] * len(line.cells)
        names = [cell or group for cell, group in zip(line.cells, groups, strict=False)]
        if self.is_heading(names):
            self.heading = line
            yield from self.take_heading(line.number, names, groups)
            self._refuse_doubled_years()
        else:
            for cell in dict.fromkeys(line.cells):
                self.check_words(cell)
                self.separated_otherwise |= self.is_heading([name.strip() for name in cell.split(";")])

    def _refuse_doubled_years(self) -> None:
        starts = [year.start for year in self.years]
        for year in self.years:
            if starts.count(year.start) > 1:
                raise FileRefused(
                    _(
                        "The heading has %(year)s twice, perhaps for values and for quantities. "
                        "Keep the columns of the values."
                    ),
                    year=shown(year.name, 80),
                )

    def _figures(self, line: Line) -> Iterator[Row | Rejection]:
        heading, cells = self.heading or line, line.cells
        if not any(cells) or cells == heading.cells:  # the heading again, at the top of a printed page
            return
        if not _fits(line, len(heading.cells)):
            yield rejection(line.number, "", ",".join(cells), "ragged")
            return
        try:
            subject = self.subject(cells)
        except BadCell as bad:
            yield bad.rejection(line.number)
            return
        figures: list[Row | Rejection] = []
        for year in self.years:
            try:
                amount = number(cells[year.place], self.power)
            except BadCell as bad:
                problem = bad.rejection(line.number, year.name, cells[year.place])
                if bad.reason != "no_value":
                    figures = [problem]  # its neighbours may have slipped into other columns
                    break
                figures.append(problem)
            else:
                figures.append(Row(line.number, *subject, year.start, amount, None, "", year.provisional))
        yield from figures


def _fits(line: Line, width: int) -> bool:
    """Cells of HTML stand where they stand; a cell too many in text may come from a comma in another one."""
    return len(line.cells) == width or (line.table != TEXT and len(line.cells) > width)


def refuse_unless(agrees: object, said: str) -> None:
    """For what a file says of itself: it must agree with what was answered."""
    if not agrees:
        raise FileRefused(
            _("The file says “%(words)s”, but something else was answered. Correct the answer or the file."),
            words=shown(said, 80),
        )


def country(name: str, column: str, cells: Sequence[str]) -> str:
    """ISO code or "world" of a country's name in a row. Raises BadCell."""
    if code := code_of(name):
        return code
    if folded(name) in NOT_COUNTRIES:
        raise BadCell("not_a_country", column, name)
    if not name:
        raise BadCell("missing", column)
    raise BadCell("note_row" if is_note(cells) else text_trouble(name) or "unknown_partner", column, name)


def is_note(cells: Sequence[str]) -> bool:
    """Whether the row has one text only, however many columns it spans."""
    return len(set(cells) - {""}) == 1


def country_at_start(text: str) -> str | None:
    """The country that a longer text begins with: "China P RP Dated: 24/6/2020" is CN."""
    words = text.split()[:_LONGEST_NAME]
    return next((code for end in range(len(words), 0, -1) if (code := code_of(" ".join(words[:end])))), None)
