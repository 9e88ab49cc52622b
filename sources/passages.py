"""The index of provenance: which record takes what from which line of a document."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.apps import apps
from django.db.models import Q

from sources.lines import LineRange, cited_lines, normalise_space, parse_lines, quote_pieces
from sources.models import Citation, Document, OmittedLine, Reading
from sources.numbers import PrintedNumber

# A number as printed, not as a part of a longer one: 5 is not in 640510, 26 not in 26.23.
_WHOLE = r"(?<![0-9])(?<![0-9][.,]){}(?![.,]?[0-9])"


@dataclass(frozen=True)
class Passage:
    """One record at one place of a document, with the words and the numbers that it takes from there."""

    record: Citation
    lines: LineRange
    quote: str
    numbers: tuple[PrintedNumber, ...]
    texts: tuple[PrintedNumber, ...]  # fields kept as printed: values without a number

    @property
    def values(self) -> tuple[PrintedNumber, ...]:
        return (*self.numbers, *self.texts)

    @property
    def document(self) -> str:
        return str(self.record.document.slug)

    @property
    def locator(self) -> str:
        return getattr(self.record, "locator", "")

    @property
    def type(self) -> str:
        """Such as “interventions.action”, the same in every language."""
        return self.record._meta.label_lower

    @property
    def id(self) -> str:
        """The key in the fixtures: “KN-07”, “KN-07/2”."""
        return "/".join(map(str, self.record.natural_key()))

    @property
    def kind(self) -> str:
        return str(self.record._meta.verbose_name)

    @property
    def label(self) -> str:
        return str(self.record)

    @property
    def url(self) -> str:
        return self.record.get_absolute_url()

    @property
    def api_url(self) -> str:
        """Empty where no list of the API has the record."""
        return self.record.get_api_url()


def citing_models() -> list[type[Citation]]:
    """Every model whose rows cite a document."""
    return [model for model in apps.get_models() if issubclass(model, Citation)]


def passages(document: Document | None = None, model: type[Citation] | None = None) -> Iterator[Passage]:
    """All passages, or those of a document or a model; one query for each model that is read."""
    for citing in [model] if model else citing_models():
        records = citing._default_manager.select_related("document", *citing.passage_related)
        for record in records.filter(document=document) if document else records:
            yield from passages_of(record)


def passages_at(document: Document, line: int, model: type[Citation] | None = None) -> list[Passage]:
    """What is taken from one line, one query for each model that cites documents, or by one model."""
    # A line stands in a citation with its own digits or within a range: the rest is not even read.
    near = Q(lines__contains=str(line)) | Q(lines__contains="-")
    return [
        passage
        for citing in ([model] if model else citing_models())
        for record in citing._default_manager.filter(near, document=document).select_related(
            "document", *citing.passage_related
        )
        if line in cited_lines(record.lines)
        for passage in passages_of(record)
        if passage.lines.first <= line <= passage.lines.last
    ]


def cites(record_name: str, document: Document, line: int) -> bool:
    """Whether a record, named as correction requests name it, takes something from the line."""
    kind = record_name.partition(":")[0]
    return any(
        passage.record.record_name == record_name
        for model in citing_models()
        if model._meta.label_lower == kind
        for passage in passages_at(document, line, model)
    )


def passages_of(record: Citation) -> Iterator[Passage]:
    """One for each range of lines that the record cites."""
    pieces = quote_pieces(record.quote)
    numbers = _by_piece(record.printed_numbers, pieces)
    texts = _by_piece(record.printed_texts, pieces)
    for taken in zip(record.line_ranges, pieces, numbers, texts, strict=True):
        yield Passage(record, *taken)


def _by_piece(numbers: list[PrintedNumber], pieces: list[str]) -> list[tuple[PrintedNumber, ...]]:
    """Each number with the pieces of quote that print it; with the first where none does."""
    texts = [normalise_space(piece) for piece in pieces]
    found: list[list[PrintedNumber]] = [[] for _piece in pieces]
    for number in numbers:
        whole = _whole(number.as_printed)
        printing = [index for index, text in enumerate(texts) if whole.search(text)]
        for index in printing or [0]:
            found[index].append(number)
    return [tuple(piece) for piece in found]


@lru_cache(maxsize=4096)  # there are some 800, made anew for each reading of all passages otherwise
def _whole(as_printed: str) -> re.Pattern[str]:
    return re.compile(_WHOLE.format(re.escape(as_printed)))


def passages_by_lines(document: Document) -> list[tuple[LineRange, list[Passage]]]:
    """The cited lines in order, each with its passages."""
    found: dict[LineRange, list[Passage]] = defaultdict(list)
    for passage in passages(document):
        found[passage.lines].append(passage)
    return sorted(found.items())


@dataclass(frozen=True)
class DocumentCounts:
    """How much of a document the portal has. Each line is counted once: as carried where a record carries it;
    a blank line within a range counts with the range.
    """

    passages: int = 0
    lines_carried: int = 0
    lines_omitted: int = 0  # cited, but as lines without a fact or by the register alone

    @property
    def lines_cited(self) -> int:
        return self.lines_carried + self.lines_omitted


def document_counts() -> dict[int, DocumentCounts]:
    """The counts of each document, by its key; one query for each model that cites documents."""
    citations: dict[int, list[tuple[type[Citation], str]]] = defaultdict(list)
    for model in citing_models():
        for document, lines in model._default_manager.values_list("document_id", "lines"):
            citations[document].append((model, lines))
    return {document: counts_of(cited) for document, cited in citations.items()}


def counts_of(citations: Iterable[tuple[type[Citation], str]]) -> DocumentCounts:
    """The counts of one document, from the lines that each row of a model cites in it."""
    passages = 0
    carried: set[int] = set()
    cited: set[int] = set()
    for model, lines in citations:
        passages += len(parse_lines(lines))
        cited |= cited_lines(lines)
        if model not in (OmittedLine, Reading):
            carried |= cited_lines(lines)
    return DocumentCounts(passages, len(carried), len(cited - carried))
