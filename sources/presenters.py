"""Documents and registers as rows for their pages."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from sources.api.rows import NumberSerializer
from sources.bilingual import localized
from sources.list_pages import count
from sources.models import Discrepancy, Document, Reading
from sources.passages import DocumentCounts, document_counts, passages_by_lines


def document_rows() -> list[dict[str, Any]]:
    counts = document_counts()
    return [
        {
            "title": localized(document, "title"),
            "url": document.get_absolute_url(),
            "kind": document.get_kind_display(),
            "status": document.get_status_display(),
            "issued": date_format(document.issued_on) if document.issued_on else _("undated"),
            "publisher": document.publisher or _("publisher not stated"),
            "publisher_named": bool(document.publisher),
            "passages": counts.get(document.pk, DocumentCounts()).passages,
        }
        for document in Document.objects.all()
    ]


def discrepancy_rows(discrepancies: Iterable[Discrepancy]) -> list[dict[str, Any]]:
    return [
        {
            "ref": row.ref,
            "kind": row.get_kind_display(),
            "status": row.get_status_display(),
            "summary": localized(row, "summary"),
            "shown": localized(row, "shown"),
            "readings": [
                {
                    "record": reading.record_name,
                    "url": reading.source_url,
                    "lines": reading.lines,
                    "document": localized(reading.document, "title"),
                    "quote": reading.printed,
                    "value": reading.value_as_printed,
                }
                for reading in row.readings.all()
            ],
        }
        for row in discrepancies
    ]


def discrepancy_counts(discrepancies: Iterable[Discrepancy], filters: dict[str, str]) -> list[dict[str, Any]]:
    """How many of the listed entries are of each status and kind; each opens the list narrowed to it."""
    rows = [(row.status, row.kind) for row in discrepancies]
    statuses, kinds = Counter(status for status, _kind in rows), Counter(kind for _status, kind in rows)
    address = reverse("discrepancies")
    return [
        count(len(rows), npgettext("count", "entry", "entries", len(rows)), address, **filters),
        *(
            count(statuses[status.value], status.label, address, **{**filters, "status": status.value})
            for status in Discrepancy.Status
        ),
        *(
            count(kinds[kind.value], kind.label, address, **{**filters, "type": kind.value})
            for kind in Discrepancy.Kind
        ),
    ]


PASSAGE_COLUMNS = (
    "document",
    "first_line",
    "last_line",
    "locator",
    "quote",
    "record_type",
    "record_id",
    "record",
    "values",
    "url",
)


def passage_records(document: Document) -> Iterator[dict[str, Any]]:
    """What the portal takes from each line, keyed by PASSAGE_COLUMNS."""
    for lines, passages in passages_by_lines(document):
        for passage in passages:
            values = (
                document.slug,
                lines.first,
                lines.last,
                passage.locator,
                passage.quote,
                passage.type,
                passage.id,
                passage.label,
                NumberSerializer(passage.values, many=True).data,
                passage.url,
            )
            yield dict(zip(PASSAGE_COLUMNS, values, strict=True))


READING_COLUMNS = (
    "ref",
    "kind",
    "status",
    "summary",
    "shown",
    "document",
    "lines",
    "quote",
    "value_as_printed",
    "url",
)


def reading_records(discrepancies: QuerySet[Discrepancy]) -> Iterator[dict[str, Any]]:
    """Each reading with the discrepancy that it belongs to, keyed by READING_COLUMNS."""
    # As a list: nested once more, the filters' subqueries have kept PostgreSQL busy for minutes.
    readings = Reading.objects.filter(discrepancy__in=list(discrepancies.values_list("pk", flat=True)))
    for reading in readings.select_related("discrepancy", "document"):
        row = reading.discrepancy
        values = (
            row.ref,
            row.kind,
            row.status,
            row.summary,
            row.shown,
            reading.document.slug,
            reading.lines,
            reading.printed,
            reading.value_as_printed,
            reading.source_url,
        )
        yield dict(zip(READING_COLUMNS, values, strict=True))
