"""What a file of trade figures says, whatever its layout: one row a figure, or why a row cannot be taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import override

if TYPE_CHECKING:
    from exports.imports.blocks import Block

_ROWS_OF_A_PART = 10_000
_LONGEST_REFUSAL = 500  # characters that an import keeps


class SeriesKey(NamedTuple):
    """The series that figures belong to; see `TradeSeries`. One object serves all rows of a series."""

    source: str
    reporter: str  # slug of a Reporter, or the ISO code of a country that becomes one
    flow: str
    hs_edition: str
    basis: str
    currency: str


class Row(NamedTuple):
    """One figure. `amount` in paise or cents, `quantity` in thousandths of its unit; see `TradeFigure`."""

    number: int  # row of the file, counted from 1 as a spreadsheet does
    series: SeriesKey
    hs_code: str
    partner: str
    period_start: date
    amount: int
    quantity: int | None
    quantity_unit: str
    provisional: bool


class Rejection(NamedTuple):
    """A cell that cannot be taken; its row is left out whole."""

    row: int
    column: str
    value: str
    reason: str  # a code of `reasons.REASONS`
    detail: str = ""


# A row of `import_read`: its number, that of its series, code, partner, first day, year, amount, quantity and
# its unit, and whether it is provisional.
Cells = tuple[int, int, str, str, str, int, int, int | None, str, bool]
AMOUNT = 6  # its place among them

Part: TypeAlias = "Block | list[Row | Rejection]"


def parts(entries: Iterator[Row | Rejection]) -> Iterator[Part]:
    """So many at once that what is done for each part costs little, and waiting for one is short."""
    while part := list(islice(entries, _ROWS_OF_A_PART)):
        yield part


class FileRefused(Exception):
    """The file as a whole cannot be taken; the message says what to do, in the language of the moment.

    The message is a lazy translation; the values that it names are the file's own or signs, of no language.
    """

    def __init__(self, message: Promise, **values: str | int) -> None:
        super().__init__(message, values)
        self.message, self.values = message, values

    def __str__(self) -> str:
        return str(self.message) % self.values if self.values else str(self.message)

    def words(self) -> dict[str, str]:
        """What an import that is refused says of it in both languages; see `ImportBatch`."""
        return {"refusal": self._in("en"), "refusal_hi": self._in("hi")}

    def _in(self, language: str) -> str:
        with override(language):
            return str(self)[:_LONGEST_REFUSAL]
