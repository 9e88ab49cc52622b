"""Reads of the registers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from sources.models import Citation, Discrepancy


class SlugManager(models.Manager):
    """Rows named in fixtures by their slug."""

    def get_by_natural_key(self, slug: str) -> Any:
        return self.get(slug=slug)


class PositionManager(models.Manager):
    """Rows named in fixtures by the record they belong to and their position within it."""

    def get_by_natural_key(self, *key: Any) -> Any:
        parent, parent_key = self.model.natural_parent
        return self.get(**{f"{parent}__{parent_key}": key[0], "position": key[1]})


class DiscrepancyQuerySet(models.QuerySet):
    def get_by_natural_key(self, ref: str) -> Discrepancy:
        return self.get(ref=ref)

    def flags_for(self, records: Iterable[Citation]) -> dict[tuple[str, int], list[Discrepancy]]:
        """The discrepancies of each record: those with a reading on a line that the record cites.

        One query, whatever the number of records. Keys are (model label, pk).
        """
        records = list(records)
        by_document: dict[int, list[tuple[Any, Discrepancy]]] = defaultdict(list)
        for discrepancy in self.prefetch_related("readings"):
            for reading in discrepancy.readings.all():
                for lines in reading.line_ranges:
                    by_document[reading.document_id].append((lines, discrepancy))
        flags: dict[tuple[str, int], list[Discrepancy]] = {}
        for record in records:
            found = {
                discrepancy.ref: discrepancy
                for lines, discrepancy in by_document[record.document_id]
                for own in record.line_ranges
                if own.overlaps(lines)
            }
            flags[record._meta.label, record.pk] = [found[ref] for ref in sorted(found)]
        return flags
