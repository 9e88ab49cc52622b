"""Everything that the documents print of a cluster: each kind of record read once, with its marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast

from django.apps import apps

from clusters.models import Cluster, ClusterRow
from exports.models import HSCode
from sources.bilingual import localized
from sources.formatting import without_markup
from sources.marks import Key, Marks, key_of, marks_for
from sources.models import Citation

Record = TypeVar("Record", bound=ClusterRow)
Item = TypeVar("Item")

# What a row shows of other records, beside those that its name needs.
_RELATED = {"exports.HSCode": ("parent",)}


@dataclass(frozen=True)
class ClusterRecords:
    """The records of one cluster by kind, in printed order."""

    cluster: Cluster
    rows: dict[type[ClusterRow], list[Any]]
    marks: dict[Key, Marks]

    def of(self, model: type[Record]) -> list[Record]:
        return cast(list[Record], self.rows[model])

    def marks_of(self, record: Citation) -> Marks:
        return self.marks[key_of(record)]

    def other_document(self, record: Citation) -> str:
        """The title of the document, where it is not the plan that the page is about."""
        own = record.document_id == self.cluster.document_id
        return "" if own else localized(record.document, "title")

    def line(self, record: ClusterRow, text: str = "", note: str | None = None) -> Line:
        """The record in one line: its own words and note unless others are given."""
        return Line(
            anchor=record.anchor,
            text=text or without_markup(record.printed),
            printed=not text,
            note=getattr(record, "note", "") if note is None else note,
            marks=self.marks_of(record),
        )


@dataclass(frozen=True)
class Line:
    """A record of a list."""

    anchor: str
    text: str
    printed: bool  # a document's own words, which stay in its language
    note: str
    marks: Marks


def cluster_records(cluster: Cluster) -> ClusterRecords:
    """One query for each kind of record, and two for their marks."""
    rows: dict[type[ClusterRow], list[Any]] = {}
    for model in _models():
        related = {"document", *model.passage_related, *_RELATED.get(model._meta.label, ())}
        found = model._default_manager.filter(cluster=cluster).select_related(*sorted(related))
        rows[model] = [record for record in found if _stands_on_the_page(record, cluster)]
    return ClusterRecords(cluster, rows, marks_for([record for group in rows.values() for record in group]))


def grouped_by(items: Iterable[Item], key: Callable[[Item], Hashable]) -> list[tuple[Any, list[Item]]]:
    """The items under their keys, in the order in which each key first comes."""
    groups: dict[Hashable, list[Item]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return list(groups.items())


def shared_marks(marks: Iterable[Marks]) -> Marks | None:
    """Of several records that stand on the same lines: one mark, which is of no record alone."""
    marks = list(marks)
    found = {replace(each, record="") for each in marks}
    return found.pop() if len(marks) > 1 and len(found) == 1 else None


def _models() -> list[type[ClusterRow]]:
    return [model for model in apps.get_models() if issubclass(model, ClusterRow)]


def _stands_on_the_page(record: ClusterRow, cluster: Cluster) -> bool:
    """Statements of a document with a page of its own stand there; HS codes stand on theirs and here."""
    return isinstance(record, HSCode) or record.get_absolute_url().startswith(
        f"{cluster.get_absolute_url()}#"
    )
