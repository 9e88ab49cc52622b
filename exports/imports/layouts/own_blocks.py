"""The portal's own layout, a block of lines at a time: what `own.Reader` reads, in a third of its time.

Words are looked up once for each block, plain numbers are read by Arrow. A row with any other cell is left to
`own.Reader`, which alone knows what is wrong; so is all that follows lines that are not plain, such as those
with a quotation mark, within which a line may end.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow.csv import ConvertOptions, ParseOptions, ReadOptions, read_csv

from exports.imports.blocks import Block, Words
from exports.imports.layouts import own
from exports.imports.layouts.cells import QUANTITY_PLACES, UNITS, BadCell
from exports.imports.layouts.files import encoding_of, refuse_long_lines, text_rows
from exports.imports.own_layout import COLUMNS
from exports.imports.rows import Part, parts

_BYTES_AT_ONCE = 524_288
_SERIES = ("source", "reporter", "flow", "hs_edition", "basis", "currency")
_PERIOD = ("period_start", "basis")
_WORDS = pa.dictionary(pa.int32(), pa.string())
_BETWEEN = "\x1f"
_EMPTY, _NOTHING = pa.scalar(""), pa.scalar(None, pa.string())
_MOST_DIGITS = 15  # before the point: such a number is far below the largest
_UNITS = {unit: unit for unit in ("", *UNITS)}

Columns = Mapping[str, Any]  # Arrow's, by their names


def read(path: Path, today: date) -> Iterator[Part]:
    """The rows of the file; of a block first those that are plain. Raises FileRefused as `own.read` does."""
    plain = encoding_of(path) == "utf-8"
    refuse_long_lines(path)
    with path.open("rb") as file:
        heading = file.readline()
        if not plain or not heading.isascii() or not _are_plain(heading):
            yield from parts(own.read(path, {}, today))
            return
        reader = own.Reader(next(csv.reader([heading.decode()])), today)
        skip, number = len(heading), 2
        for lines in _blocks(file):
            found = _found(reader, lines, number)
            if found is None:
                yield from parts(
                    reader.read(text_rows(path, separator=",", skip=skip, number=number), number)
                )
                return
            yield from found
            skip, number = skip + len(lines), number + lines.count(b"\n")


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    """Whole lines; the last of the file may lack its end."""
    rest = b""
    while read := file.read(_BYTES_AT_ONCE):
        lines, end, rest = (rest + read).rpartition(b"\n")
        if end:
            yield lines + end
    if rest:
        yield rest


def _are_plain(lines: bytes) -> bool:
    """Whether each line is a row: no quotation marks, no return that ends a line by itself."""
    return b'"' not in lines and lines.count(b"\r") == lines.count(b"\r\n")


def _found(reader: own.Reader, lines: bytes, first: int) -> list[Part] | None:
    """None where these are no plain lines with a cell for each column."""
    columns = _columns(reader, lines) if _are_plain(lines) else None
    if columns is None:
        return None
    words = {
        "series": _looked_up_together(columns, _SERIES, reader.series),
        "hs_code": _looked_up(columns["hs_code"], reader.products),
        "partner": _looked_up(columns["partner"], reader.partners),
        "period_start": _looked_up_together(columns, _PERIOD, reader.starts),
        "quantity_unit": _looked_up(columns["quantity_unit"], _UNITS),
        "provisional": _looked_up(columns["provisional"], own.PROVISIONAL),
    }
    plain = pc.and_(_is_number(columns["amount"], own.AMOUNT_PLACES), _is_quantity(columns))
    for column in words.values():
        if None in column.values:
            plain = pc.and_(plain, column.known())
    numbers = pa.array(range(first, first + len(plain)))
    block = Block(
        number=numbers.filter(plain),
        amount=_minor(columns["amount"].filter(plain), own.AMOUNT_PLACES),
        quantity=_quantities(columns["quantity"].filter(plain)),
        **{name: column.filter(plain) for name, column in words.items()},
    )
    found: list[Part] = [block] if len(block.number) else []
    if len(block.number) < len(plain):
        taken = plain.to_pylist()
        numbered = enumerate(lines.splitlines(), first)
        others = [(row, line.decode().split(",")) for row, line in numbered if not taken[row - first]]
        # Given even where it is empty, as after blank lines: for each part the lease is renewed.
        found.append([entry for row, cells in others for entry in reader.read([cells], row)])
    return found


def _columns(reader: own.Reader, lines: bytes) -> Columns | None:
    """A column of text for numbers, of words for the others; None where a row has another number of cells."""
    places = dict(zip(reader.place, COLUMNS, strict=True))
    names = [places.get(place, str(place)) for place in range(reader.width)]  # some have no heading
    types = dict.fromkeys(names, _WORDS) | dict.fromkeys(("amount", "quantity"), pa.string())
    try:
        table = read_csv(
            pa.BufferReader(lines),
            ReadOptions(column_names=names, use_threads=False, block_size=len(lines) + 1),
            ParseOptions(quote_char=False, ignore_empty_lines=False),
            ConvertOptions(column_types=types),
        )
    except pa.ArrowInvalid:
        return None
    columns = {name: table[name].combine_chunks() for name in table.column_names}
    for place, cell in enumerate(reader.defaults, reader.width):
        columns[places[place]] = pa.array([cell] * len(table), types.get(places[place], _WORDS))
    return columns


def _looked_up(column: Any, meanings: Mapping[Any, Any]) -> Words:
    return Words([_meaning(meanings, word) for word in column.dictionary.to_pylist()], column.indices)


def _looked_up_together(columns: Columns, names: tuple[str, ...], meanings: Mapping[Any, Any]) -> Words:
    texts = [columns[name].cast(pa.string()) for name in names]
    joined = pc.binary_join_element_wise(*texts, pa.scalar(_BETWEEN)).dictionary_encode()
    cells = [tuple(word.split(_BETWEEN)) for word in joined.dictionary.to_pylist()]
    # A cell that holds the sign itself is none that is taken.
    found = [_meaning(meanings, row) if len(row) == len(names) else None for row in cells]
    return Words(found, joined.indices)


def _meaning(meanings: Mapping[Any, Any], cells: str | tuple[str, ...]) -> Any:
    try:
        return meanings[cells]
    except (BadCell, KeyError):
        return None


def _is_number(texts: Any, places: int) -> Any:
    return pc.match_substring_regex(texts, rf"\A[0-9]{{1,{_MOST_DIGITS}}}(\.[0-9]{{1,{places}}})?\z")


def _is_quantity(columns: Columns) -> Any:
    """With a unit a number, without one nothing."""
    texts, units = columns["quantity"], columns["quantity_unit"].cast(pa.string())
    without = pc.equal(units, _EMPTY)
    return pc.if_else(without, pc.equal(texts, _EMPTY), _is_number(texts, QUANTITY_PLACES))


def _quantities(texts: Any) -> Any:
    return _minor(pc.if_else(pc.not_equal(texts, _EMPTY), texts, _NOTHING), QUANTITY_PLACES)


def _minor(texts: Any, places: int) -> Any:
    """Numbers in paise, cents or thousandths."""
    return pc.multiply(texts.cast(pa.decimal128(18, places)), pa.scalar(10**places)).cast(pa.int64())
