"""The rows that an import leaves out: each with its reason, and counted by reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Count
from django.utils.translation import override

from exports.foreign_text import visible
from exports.imports.reasons import REASONS
from exports.models import ImportBatch, RejectedRow

# `rows` is 1; where no row is named, so many more have the reason and are not listed.
REJECTED_COLUMNS = (
    "row",
    "column",
    "value",
    "reason",
    "reason_in_words",
    "reason_in_words_hi",
    "detail",
    "rows",
)


@dataclass(frozen=True)
class Reason:
    """Why rows of a file are rejected, and how many."""

    reason: str
    rows: int

    @property
    def words(self) -> str:
        return str(REASONS.get(self.reason, self.reason))


def rejected_records(batch: ImportBatch) -> Iterator[dict[str, Any]]:
    """Each rejected row, keyed by REJECTED_COLUMNS; then, by reason, how many are not listed."""
    for row in batch.rejected_rows.iterator():
        yield rejected_row(row)
    if listing_ends(batch):
        counted = batch.rejected_rows.order_by("reason").values_list("reason").annotate(Count("pk"))
        listed = dict(counted)
        for found in reasons_of(batch):
            if more := found.rows - listed.get(found.reason, 0):
                yield _record(None, "", "", found.reason, "", more)


def rejected_row(row: RejectedRow) -> dict[str, Any]:
    return _record(row.row, visible(row.column), visible(row.value), row.reason, visible(row.detail), 1)


def _record(row: int | None, column: str, value: str, reason: str, detail: str, rows: int) -> dict[str, Any]:
    words = Reason(reason, rows).words
    values = (row, column, value, reason, words, reason_in(reason, "hi"), detail, rows)
    return dict(zip(REJECTED_COLUMNS, values, strict=True))


def reasons_of(batch: ImportBatch) -> list[Reason]:
    """All its rejected rows, counted; the most frequent reason first."""
    counted = sorted(batch.rejected_by_reason.items(), key=lambda found: (-found[1], found[0]))
    return [Reason(reason, rows) for reason, rows in counted]


@cache
def reason_in(reason: str, language: str) -> str:
    """In words, for what is the same for every reader."""
    with override(language):
        return str(REASONS.get(reason, reason))


def listing_ends(batch: ImportBatch) -> bool:
    """Whether more rows are rejected than are listed one by one."""
    return batch.rejected_listed is not None and batch.rejected_listed < (batch.rejected or 0)
