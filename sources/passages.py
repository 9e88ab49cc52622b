"""The index of provenance: which record takes what from which line of a document."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps

from sources.lines import LineRange, normalise_space, quote_pieces
from sources.models import Citation, Document
from sources.numbers import PrintedNumber


@dataclass(frozen=True)
class Passage:
    """One record at one place of a document, with the words and the numbers that it takes from there."""

    document: str
    lines: LineRange
    locator: str
    quote: str
    numbers: tuple[PrintedNumber, ...]
    type: str  # "interventions.action", the same in every language
    id: str  # the key in the fixtures: "KN-07", "KN-07/2"
    kind: str
    label: str
    url: str
    api_url: str


def citing_models() -> list[type[Citation]]:
    """Every model whose rows cite a document."""
    return [model for model in apps.get_models() if issubclass(model, Citation)]


def passages(document: Document) -> Iterator[Passage]:
    """All passages of a document, one query for each model that cites documents."""
    for model in citing_models():
        related = ["document", *model.passage_related]
        for record in model._default_manager.filter(document=document).select_related(*related):
            yield from passages_of(record)


def passages_of(record: Citation) -> Iterator[Passage]:
    """One for each range of lines that the record cites."""
    url, api_url = record.get_absolute_url(), record.get_api_url()
    for lines, quote, numbers in pieces_of(record):
        yield Passage(
            document=record.document.slug,
            lines=lines,
            locator=getattr(record, "locator", ""),
            quote=quote,
            numbers=numbers,
            type=record._meta.label_lower,
            id="/".join(map(str, record.natural_key())),
            kind=str(record._meta.verbose_name),
            label=str(record),
            url=url,
            api_url=api_url,
        )


def pieces_of(record: Citation) -> Iterator[tuple[LineRange, str, tuple[PrintedNumber, ...]]]:
    """The ranges of lines that a record cites, each with its words and the numbers taken from there."""
    pieces = quote_pieces(record.quote)
    numbers = _numbers_by_piece(record.printed_numbers, pieces)
    return zip(record.line_ranges, pieces, numbers, strict=True)


def _numbers_by_piece(numbers: list[PrintedNumber], pieces: list[str]) -> list[tuple[PrintedNumber, ...]]:
    """Each number with the pieces of quote that print it; with all where none does."""
    texts = [normalise_space(piece) for piece in pieces]
    found: list[list[PrintedNumber]] = [[] for _piece in pieces]
    for number in numbers:
        printing = [index for index, text in enumerate(texts) if number.as_printed in text]
        for index in printing or range(len(pieces)):
            found[index].append(number)
    return [tuple(piece) for piece in found]


def cited_lines(document: Document) -> list[tuple[LineRange, list[Passage]]]:
    """The cited lines in order, each with its passages."""
    found: dict[LineRange, list[Passage]] = defaultdict(list)
    for passage in passages(document):
        found[passage.lines].append(passage)
    return sorted(found.items())


def passage_counts(document: Document) -> int:
    """How many passages the portal has from a document."""
    return sum(
        len(lines.split(","))
        for model in citing_models()
        for lines in model._default_manager.filter(document=document).values_list("lines", flat=True)
    )
