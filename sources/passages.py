"""Which records carry which lines of a document."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps

from sources.lines import LineRange, quote_pieces
from sources.models import Citation, Document


@dataclass(frozen=True)
class Passage:
    """One record at one place of a document, with the words that it takes from there."""

    lines: LineRange
    locator: str
    quote: str
    type: str  # "interventions.action", the same in every language
    kind: str
    label: str
    url: str


def citing_models() -> list[type[Citation]]:
    """Every model whose rows cite a document."""
    return [model for model in apps.get_models() if issubclass(model, Citation)]


def passages(document: Document) -> Iterator[Passage]:
    """All passages of a document, one query for each model that cites documents."""
    for model in citing_models():
        related = ["document", *model.passage_related]
        for record in model._default_manager.filter(document=document).select_related(*related):
            url = record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""
            for lines, quote in zip(record.line_ranges, quote_pieces(record.quote), strict=True):
                locator = getattr(record, "locator", "")
                yield Passage(
                    lines,
                    locator,
                    quote,
                    model._meta.label_lower,
                    str(model._meta.verbose_name),
                    str(record),
                    url,
                )


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
