"""Compares what records quote with the texts of the documents that they cite."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from django.core.exceptions import ValidationError

from sources.lines import LineRange, normalise_space, parse_lines, quote_pieces
from sources.models import Citation

# What the documents' tables are marked up with. Not every "<…>": a web address stands in one, too.
_TAG = re.compile(r"</?(?:[uo]l|li|p|br|b|i)\b[^<>]*>")
_BULLET = re.compile(r"[▶○]")
_WORD = re.compile(r"[0-9A-Za-z]")


class Quotation(Protocol):
    """The part of a citation that can be compared with a text."""

    verbatim_fields: tuple[str, ...]

    @property
    def lines(self) -> str: ...

    @property
    def quote(self) -> str: ...


def faults(record: Quotation, text: Sequence[str]) -> Iterator[str]:
    """What a record says of a document and the document does not; nothing where all is well.

    `text` is the document's lines. White space is compared as single spaces, all else as it stands.
    """
    try:
        ranges = parse_lines(record.lines)
    except ValidationError as error:
        yield error.messages[0]
        return
    pieces = quote_pieces(record.quote)
    if len(pieces) != len(ranges):
        yield f"{record.lines}: {len(ranges)} ranges of lines, but {len(pieces)} pieces of quote"
        return
    if beyond := [str(cited) for cited in ranges if cited.last > len(text)]:
        yield f"{', '.join(beyond)}: the document ends at line {len(text)}"
        return
    for cited, piece in zip(ranges, pieces, strict=True):
        if fault := _fault(piece, _passage(text, cited)):
            yield f"{cited}: {fault}: “{piece}”"
    passages = [_passage(text, cited) for cited in ranges]
    for name in record.verbatim_fields:
        value = getattr(record, name)
        if value and not any(_stands_in(value, passage) for passage in passages):
            yield f"{record.lines}: {name} not found: “{value}”"


def number_faults(record: Citation, text: Sequence[str]) -> Iterator[str]:
    """The numbers that a record takes from its lines and that are not printed there."""
    passages = [_passage(text, cited) for cited in record.line_ranges]
    for number in record.printed_numbers:
        if not any(_stands_in(number.as_printed, passage) for passage in passages):
            yield f"{record.lines}: {number.field or 'number'} not printed there: “{number.as_printed}”"


def text_lines(path: Path) -> list[str]:
    """The lines of a text as line numbers count them: only a line feed ends one."""
    with path.open(encoding="utf-8", newline="\n") as file:
        return [line.rstrip("\n") for line in file]


def texts_by_sha256(folder: Path) -> dict[str, Path]:
    """The texts of a folder, by the digest that documents are recognised by."""
    found = {}
    for path in sorted(folder.glob("*.txt")):
        with path.open("rb") as file:
            found[hashlib.file_digest(file, "sha256").hexdigest()] = path
    return found


def _fault(piece: str, passage: str) -> str:
    if _TAG.search(piece):
        return "holds markup"
    if _BULLET.search(piece):
        return "holds the sign of a bullet"
    return "" if _stands_in(piece, passage) else "not found"


def _passage(text: Sequence[str], cited: LineRange) -> str:
    return normalise_space(" ".join(text[cited.first - 1 : cited.last]))


def _stands_in(piece: str, passage: str) -> bool:
    """Whether the words stand there whole: "50 Cr." is not in "250 Cr."."""
    piece = normalise_space(piece)
    before = "(?<![0-9A-Za-z])" if _WORD.match(piece[0]) else ""
    after = "(?![0-9A-Za-z])" if _WORD.match(piece[-1]) else ""
    return re.search(before + re.escape(piece) + after, passage) is not None
