"""Documents and registers as rows for their pages."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sources.bilingual import localized
from sources.models import Discrepancy, Document, Reading
from sources.passages import cited_lines, passage_counts


def document_rows() -> list[dict[str, Any]]:
    return [
        {
            "title": localized(document, "title"),
            "url": document.get_absolute_url(),
            "kind": document.get_kind_display(),
            "status": document.get_status_display(),
            "issued": date_format(document.issued_on) if document.issued_on else _("undated"),
            "publisher": document.publisher or _("publisher not stated"),
            "publisher_named": bool(document.publisher),
            "passages": passage_counts(document),
        }
        for document in Document.objects.all()
    ]


def line_rows(document: Document) -> list[dict[str, Any]]:
    """The cited lines in order. The first row of a line carries its anchor (#L1031)."""
    anchors: set[int] = set()
    rows = []
    for lines, passages in cited_lines(document):
        anchor = f"L{lines.first}" if lines.first not in anchors else ""
        anchors.add(lines.first)
        rows.append({"label": str(lines), "anchor": anchor, "passages": passages})
    return rows


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


PASSAGE_COLUMNS = ("document", "first_line", "last_line", "locator", "quote", "record_type", "record", "url")


def passage_records(document: Document) -> Iterator[dict[str, Any]]:
    """What the portal takes from each line, keyed by PASSAGE_COLUMNS."""
    for lines, passages in cited_lines(document):
        for passage in passages:
            values = (
                document.slug,
                lines.first,
                lines.last,
                passage.locator,
                passage.quote,
                passage.type,
                passage.label,
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


def reading_records() -> Iterator[dict[str, Any]]:
    """Each reading with the discrepancy that it belongs to, keyed by READING_COLUMNS."""
    for reading in Reading.objects.select_related("discrepancy", "document"):
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
