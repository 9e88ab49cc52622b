"""A document as its lines, ready for its page: what is carried from each, and what has no fact.

The text itself is not kept here: a line that no record cites is blank, which
`manage.py sources check` proves against the documents.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.formats import date_format

from sources.bilingual import localized
from sources.formatting import printed_amount, printed_period
from sources.lines import LineRange, normalise_space
from sources.marks import Flag, flag_marks
from sources.models import ContentsEntry, Discrepancy, Document, OmittedLine, Reading
from sources.numbers import PrintedNumber
from sources.passages import Passage, counts_of, passages_by_lines
from sources.periods import PeriodBasis

OMITTED, READING = OmittedLine._meta.label_lower, Reading._meta.label_lower
_SECTION_NUMBER = re.compile(r"(\d+(?:\.\d+)*)\.? ")


@dataclass(frozen=True)
class RecordEntry:
    """A record under the words that it carries; its label does not repeat them."""

    label: str
    url: str
    numbers: str


@dataclass(frozen=True)
class QuoteEntry:
    """Words of a line, with the records that carry them, kind by kind, or the reason why none does."""

    words: str
    records: tuple[tuple[str, tuple[RecordEntry, ...]], ...] = ()
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True)
class LineRow:
    """A line or a range of them: its own anchors, its words, its flags. Without words it is blank."""

    lines: LineRange
    anchors: tuple[int, ...]
    quotes: tuple[QuoteEntry, ...] = ()
    flags: tuple[Flag, ...] = ()

    @property
    def first_anchor(self) -> int | None:
        return self.anchors[0] if self.anchors else None


@dataclass(frozen=True)
class Section:
    line: int
    words: str
    depth: int


def reader_head(document: Document) -> dict[str, Any]:
    """What stands above the lines."""
    return {
        "document": document,
        "title": localized(document, "title"),
        "issued": date_format(document.issued_on) if document.issued_on else "",
    }


def reader_page(document: Document) -> dict[str, Any]:
    """The context of a document's page; the number of queries does not grow with the document."""
    cited = passages_by_lines(document)
    counts = counts_of((type(row.record), str(row.lines)) for _lines, rows in cited for row in rows)
    omissions = {row.slug: row for row in OmittedLine.objects.filter(document=document)}
    return reader_head(document) | {
        "counts": counts,
        "blank": document.line_count - counts.lines_cited,
        "sections": list(sections(document, cited, omissions)),
        "rows": list(line_rows(document, cited, omissions)),
    }


def sections(
    document: Document,
    cited: Iterable[tuple[LineRange, list[Passage]]],
    omissions: dict[str, OmittedLine],
) -> Iterator[Section]:
    """The headings to jump to: those with a number, and what stands outside the numbered sections."""
    contents = {f"{entry.number}. {entry.title}" for entry in ContentsEntry.objects.filter(document=document)}
    for lines, passages in cited:
        for passage in passages:
            words = normalise_space(passage.quote)
            numbered = _SECTION_NUMBER.match(words)
            if passage.type == OMITTED:
                is_heading = omissions[passage.id].reason == OmittedLine.Reason.HEADING
                if not is_heading or (not numbered and passage.locator.startswith("Section")):
                    continue
            elif words not in contents or passage.type == READING:
                continue
            yield Section(lines.first, words, numbered[1].count(".") + 1 if numbered else 1)
            break


def line_rows(
    document: Document,
    cited: Iterable[tuple[LineRange, list[Passage]]],
    omissions: dict[str, OmittedLine],
) -> Iterator[LineRow]:
    """Every line of the document in order, each with its anchor exactly once."""
    cited = list(cited)
    flags = {
        found.ref: flag
        for found in Discrepancy.objects.filter(readings__document=document).distinct()
        for flag in flag_marks([found])
    }
    anchored = {lines.first for lines, _passages in cited}
    given: set[int] = set()
    below = 0  # the last line shown
    for lines, passages in cited:
        if lines.first > below + 1:
            yield _blank(below + 1, lines.first - 1)
        within = (line for line in range(lines.first + 1, lines.last + 1) if line not in anchored)
        anchors = tuple(line for line in (lines.first, *within) if line not in given)
        given.update(anchors)
        refs = sorted({passage.id.partition("/")[0] for passage in passages if passage.type == READING})
        yield LineRow(lines, anchors, _quotes(passages, omissions), tuple(flags[ref] for ref in refs))
        below = max(below, lines.last)
    if below < document.line_count:
        yield _blank(below + 1, document.line_count)


def _blank(first: int, last: int) -> LineRow:
    return LineRow(LineRange(first, last), tuple(range(first, last + 1)))


def _quotes(passages: list[Passage], omissions: dict[str, OmittedLine]) -> tuple[QuoteEntry, ...]:
    """Words that several records share stand once; those that only the register cites stand alone."""
    shared: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        if passage.type not in (OMITTED, READING):
            shared[passage.quote].append(passage)
    quotes = [QuoteEntry(words, _records(carrying)) for words, carrying in shared.items()]
    for passage in passages:
        if passage.type == OMITTED:
            row = omissions[passage.id]
            quotes.append(QuoteEntry(passage.quote, (), row.get_reason_display(), row.detail))
    return tuple(quotes or {QuoteEntry(passage.quote): None for passage in passages})


def _records(passages: Iterable[Passage]) -> tuple[tuple[str, tuple[RecordEntry, ...]], ...]:
    return tuple(
        (kind, tuple(_record(passage) for passage in alike))
        for kind, alike in groupby(passages, key=lambda passage: passage.kind)
    )


def _record(passage: Passage) -> RecordEntry:
    return RecordEntry(
        label="" if passage.label == passage.quote else passage.label.removesuffix(f": {passage.quote}"),
        url=passage.url,
        numbers=" · ".join(map(number_text, passage.numbers)),
    )


def number_text(number: PrintedNumber) -> str:
    """ "₹ 10,000 crore, financial year 2020-21"; what is itself a period stands once."""
    period = None if number.period and number.period.basis == PeriodBasis.NONE else number.period
    if period is None or number.unit == "year":
        return printed_amount(number)
    if number.value is None:
        return printed_period(period)
    return f"{printed_amount(number)}, {printed_period(period)}"
