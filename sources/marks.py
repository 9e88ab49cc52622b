"""What stands beside a printed record on every page: where it comes from, and what is wrong there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sources.bilingual import localized
from sources.formatting import without_markup
from sources.lines import LineRange, cited_lines
from sources.models import Citation, Discrepancy

Key = tuple[str, int]  # model label, primary key


@dataclass(frozen=True)
class Flag:
    """A mark that something is wrong in the lines that a record cites."""

    ref: str
    summary: str
    url: str
    cut_off: bool


@dataclass(frozen=True)
class Marks:
    """The source of a record and its flags, ready for the component `marks`."""

    url: str
    lines: str
    document: str
    places: tuple[tuple[str, str], ...]  # each range of lines with its address
    record: str  # "clusters.place:jajmau", as the index of provenance names it
    flags: tuple[Flag, ...]


def flag_marks(discrepancies: Iterable[Discrepancy]) -> tuple[Flag, ...]:
    return tuple(map(_flag, discrepancies))


def _flag(found: Discrepancy) -> Flag:
    return Flag(
        found.ref,
        localized(found, "summary"),
        found.get_absolute_url(),
        found.kind == Discrepancy.Kind.CUT_OFF,
    )


def key_of(record: Citation) -> Key:
    return record._meta.label, record.pk


def marks_for(records: Iterable[Citation]) -> dict[Key, Marks]:
    """The marks of each record, which has its document at hand: two queries, whatever their number."""
    records = list(records)
    found = Discrepancy.objects.flags_for(records)
    # Each once: the lines of a table share most of theirs.
    entries = {entry.ref: entry for own in found.values() for entry in own}
    flags = {ref: _flag(entry) for ref, entry in entries.items()}
    return {
        (key := key_of(record)): _marks(record, tuple(flags[entry.ref] for entry in found[key]))
        for record in records
    }


def marks_with(record: Citation, discrepancies: Iterable[Discrepancy]) -> Marks:
    """The marks of a record whose document and discrepancies are at hand: no query."""
    return _marks(record, flag_marks(discrepancies))


def _marks(record: Citation, flags: tuple[Flag, ...]) -> Marks:
    places = _places(record)
    return Marks(
        url=places[0][1],
        lines=record.lines,
        document=localized(record.document, "title"),
        places=places,
        record=record.record_name,
        flags=flags,
    )


def joint_marks(marks: Iterable[Marks]) -> Marks:
    """Of records of one document that are shown as one: their lines put together, and every flag once."""
    marks = list(marks)
    lines = sorted({line for each in marks for line in cited_lines(each.lines)})
    starts = [line for line in lines if line - 1 not in lines]
    ends = [line for line in lines if line + 1 not in lines]
    ranges = [LineRange(*both) for both in zip(starts, ends, strict=True)]
    page = marks[0].url.partition("#")[0]
    places = tuple((str(found), f"{page}#L{found.first}") for found in ranges)
    return Marks(
        url=places[0][1],
        lines=",".join(text for text, _url in places),
        document=marks[0].document,
        places=places,
        record="",
        flags=tuple({flag.ref: flag for each in marks for flag in each.flags}.values()),
    )


def _places(record: Citation) -> tuple[tuple[str, str], ...]:
    page = record.document.get_absolute_url()
    return tuple((str(lines), f"{page}#L{lines.first}") for lines in record.line_ranges)


@dataclass(frozen=True)
class PrintedText:
    """Words of a document as a page shows them, under their anchor."""

    anchor: str
    number: str  # in its printed list
    printed: str
    note: str
    marks: Marks


def printed_texts(records: Iterable[Any], marks: dict[Key, Marks]) -> list[PrintedText]:
    """The records whose text is their quote."""
    return [
        PrintedText(
            anchor=record.anchor,
            number=getattr(record, "number", ""),
            printed=without_markup(record.printed),
            note=getattr(record, "note", ""),
            marks=marks[key_of(record)],
        )
        for record in records
    ]
