"""Reads of the registers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django.db import models

from sources.lines import cited_lines

if TYPE_CHECKING:
    from sources.models import Citation, Discrepancy


class SlugManager(models.Manager[Any]):
    """Rows named in fixtures by their slug."""

    def get_by_natural_key(self, slug: str) -> Any:
        return self.get(slug=slug)


class PositionManager(models.Manager[Any]):
    """Rows named in fixtures by the record they belong to and their position within it."""

    def get_by_natural_key(self, *key: Any) -> Any:
        parent, parent_key = cast(Any, self.model).natural_parent
        return self.get(**{f"{parent}__{parent_key}": key[0], "position": key[1]})


class DiscrepancyQuerySet(models.QuerySet["Discrepancy"]):
    def get_by_natural_key(self, ref: str) -> Discrepancy:
        return self.get(ref=ref)

    def flags_for(self, records: Iterable[Citation]) -> dict[tuple[str, int], list[Discrepancy]]:
        """The discrepancies of each record: those with a reading on a line that the record cites.

        Two queries, whatever the number of records. Keys are (model label, pk).
        """
        by_line = refs_by_line()
        records = list(records)
        refs = {
            (record._meta.label, record.pk): {
                ref
                for line in cited_lines(record.lines)
                for ref in by_line.get((record.document_id, line), ())
            }
            for record in records
        }
        found = {row.ref: row for row in self.filter(ref__in=set().union(*refs.values()))}
        return {key: [found[ref] for ref in sorted(own)] for key, own in refs.items()}


def refs_by_line() -> dict[tuple[int, int], set[str]]:
    """The discrepancies that have a reading on a line, by the key of its document and the line; one query."""
    from sources.models import Reading

    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    for document, lines, ref in Reading.objects.values_list("document_id", "lines", "discrepancy__ref"):
        for line in cited_lines(lines):
            found[document, line].add(ref)
    return found


def citing_line(records: models.QuerySet, line: int) -> models.QuerySet:
    """The records that cite a line; two queries, for citations are text."""
    found = [pk for pk, lines in records.values_list("pk", "lines") if line in cited_lines(lines)]
    return records.filter(pk__in=found)


def flagged(records: models.QuerySet, *, wanted: bool) -> models.QuerySet:
    """The records that cite a line with a discrepancy, or those that cite none."""
    by_line = refs_by_line()
    found = [
        pk
        for pk, document, lines in records.values_list("pk", "document_id", "lines")
        if any((document, line) in by_line for line in cited_lines(lines)) == wanted
    ]
    return records.filter(pk__in=found)
