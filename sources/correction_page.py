"""Correction requests as rows for their pages and files."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import npgettext

from sources.bilingual import localized
from sources.list_pages import count
from sources.models import CorrectionRequest, Document
from sources.passages import Passage, passages_at
from sources.reader import READING


@dataclass(frozen=True)
class Place:
    """A line of a document, with the words that the portal takes from it and the records that carry them."""

    document: Document
    line: int
    passages: tuple[Passage, ...]

    @property
    def url(self) -> str:
        return f"{self.document.get_absolute_url()}#L{self.line}"

    @property
    def title(self) -> str:
        return localized(self.document, "title")

    @property
    def records(self) -> dict[str, dict[str, str]]:
        """The records to choose from, kind by kind, each by the name that a request knows it by."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for passage in self.passages:
            found[passage.kind][passage.record.record_name] = passage.label
        return dict(found)

    def has(self, record: str) -> bool:
        return any(record in alike for alike in self.records.values())

    def quotes(self, record: str) -> list[str]:
        """The words of one record, or of all on the line; the register repeats those of the records."""
        chosen = [passage for passage in self.passages if passage.record.record_name == record] or [
            passage for passage in self.passages if passage.type != READING
        ]
        return list(dict.fromkeys(passage.quote for passage in chosen or self.passages))


def place_of(document: Document, line: int) -> Place:
    return Place(document, line, tuple(passages_at(document, line)))


def correction_page(request: CorrectionRequest) -> dict[str, Any]:
    """The context of one request's page."""
    place = place_of(request.document, request.line)
    record = next((one for one in place.passages if one.record.record_name == request.record), None)
    return {
        "correction": request,
        "place": place,
        "quotes": place.quotes(request.record),
        "record": record,
        "discrepancy": request.discrepancy,
        "discrepancy_summary": localized(request.discrepancy, "summary") if request.discrepancy else "",
    }


def correction_counts(states: list[str], filters: dict[str, str]) -> list[dict[str, Any]]:
    """How many of the listed requests are in each state; each opens the list narrowed to it."""
    address = reverse("corrections")
    return [
        count(len(states), npgettext("count", "request", "requests", len(states)), address, **filters),
        *(
            count(states.count(state.value), state.label, address, **{**filters, "state": state.value})
            for state in CorrectionRequest.State
        ),
    ]


CORRECTION_COLUMNS = (
    "number",
    "document",
    "line",
    "record",
    "text",
    "made_at",
    "state",
    "answer",
    "answered_at",
    "discrepancy",
    "fixture_correction",
    "withheld_reason",
    "withheld_at",
    "url",
    "source.url",
)


def correction_records(requests: Iterable[CorrectionRequest]) -> Iterator[dict[str, Any]]:
    """Each request, keyed by CORRECTION_COLUMNS."""
    for request in requests:
        values = (
            request.number,
            request.document.slug,
            request.line,
            request.record,
            request.text,
            request.made_at,
            request.state,
            request.answer,
            request.answered_at,
            request.discrepancy.ref if request.discrepancy else None,
            request.fixture_correction,
            request.withheld_reason,
            request.withheld_at,
            request.get_absolute_url(),
            request.source_url,
        )
        yield dict(zip(CORRECTION_COLUMNS, values, strict=True))
