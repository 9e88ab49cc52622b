"""The list of export figures: what the documents print first, then what was imported."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Case, DecimalField, ExpressionWrapper, F, QuerySet, Value, When
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from exports.models import ExportFigure, TradeFigure
from exports.trade import kept
from exports.trade.reported import Reported
from exports.trade.rows import Figure, figures
from sources.long_lists import BadCursor, LongList
from sources.units import MONEY

ORDERINGS = ("period", "-period", "amount", "-amount", "hs_code")
# Beyond this many imported figures an order of theirs is refused: all would be read for each page.
MOST_SORTED = 1_000_000
# The last row that a page number reaches: further on the rows before would take longer than the page.
REACH = 100_000
_CURSOR = re.compile(r"([pr])([0-9]{1,18})", re.ASCII)


@dataclass(frozen=True)
class Figures(LongList):
    """Printed figures, then reported ones: kinds never interleave, whatever the order.

    A cursor says how many printed rows came before, or the number of the last reported one.
    """

    printed: QuerySet[ExportFigure] | None
    reported: Reported | None
    ordering: str = ""

    @property
    def reach(self) -> int | None:  # type: ignore[override]
        """In an order of its own the list is short enough to be counted through."""
        return None if self.ordering else REACH

    @cached_property
    def printed_rows(self) -> list[ExportFigure]:
        """All that are asked for: the documents print some dozens."""
        return [] if self.printed is None else list(in_order(self.printed, self.ordering))

    @cached_property
    def reported_count(self) -> int:
        return 0 if self.reported is None else kept.count(self.reported)

    def count(self) -> int:
        return len(self.printed_rows) + self.reported_count

    def __getitem__(self, rows: slice) -> list[Any]:
        start, stop, before = rows.start or 0, rows.stop, len(self.printed_rows)
        found: list[Any] = self.printed_rows[start:stop]
        if self.reported is not None and stop > before:
            found += self.reported_rows(max(0, start - before), stop - before)
        return found

    def reported_rows(self, start: int, stop: int) -> list[Figure]:
        if self.reported is None:
            return []
        return list(figures(self.ordered()[start:stop]))

    def ordered(self) -> QuerySet[TradeFigure]:
        """The imported figures, where there are any asked for."""
        self.refuse_to_sort()
        found = TradeFigure.objects.none() if self.reported is None else self.reported.rows()
        return (
            found.order_by(self.ordering.replace("period", "period_start"), "pk") if self.ordering else found
        )

    def refuse_to_sort(self) -> None:
        if self.ordering and self.reported_count > MOST_SORTED:
            message = _("Up to %(most)s imported figures are put in order, not %(rows)s: narrow them.")
            raise ValidationError({"ordering": message % {"most": MOST_SORTED, "rows": self.reported_count}})

    def after(self, cursor: str, size: int) -> tuple[list[Any], str | None]:
        if self.ordering:
            message = _("A cursor goes in the order of the list itself: leave the ordering away.")
            raise ValidationError({"cursor": message})
        part, number = self._read(cursor)
        found: list[Any] = self.printed_rows[number : number + size + 1] if part == "p" else []
        if self.reported is not None and len(found) <= size:
            rows = self.reported.rows().filter(pk__gt=number if part == "r" else 0)
            found += figures(rows[: size + 1 - len(found)])
        if len(found) <= size:
            return found, None
        return found[:size], self.cursor_at(found[size - 1])

    def cursor_at(self, row: Any) -> str:
        if isinstance(row, Figure):
            return f"r{row.id}"
        return f"p{self.printed_rows.index(row) + 1}"

    @staticmethod
    def _read(cursor: str) -> tuple[str, int]:
        if not cursor:
            return "p", 0
        if not (found := _CURSOR.fullmatch(cursor)):
            raise BadCursor(cursor)
        return found[1], int(found[2])


def in_order(printed: QuerySet[ExportFigure], ordering: str) -> QuerySet[ExportFigure]:
    """In the order of print; what lacks that by which it is ordered comes last."""
    by = ordering.removeprefix("-")
    if by == "period":
        key = F("period_start")
    elif by == "hs_code":
        key = F("hs_code__code")
    elif by == "amount":
        number = DecimalField(max_digits=40, decimal_places=6)
        printed = printed.annotate(base_units=ExpressionWrapper(F("value") * _factor(), output_field=number))
        key = F("base_units")
    else:
        return printed.order_by("position", "pk")
    falling = ordering.startswith("-")
    first = key.desc(nulls_last=True) if falling else key.asc(nulls_last=True)
    return printed.order_by(first, "position", "pk")


def _factor() -> Case:
    """How many rupees or dollars the printed unit is."""
    each = (When(unit=unit, then=Value(factor)) for unit, (_currency, factor) in MONEY.items())
    return Case(*each, output_field=DecimalField(max_digits=40, decimal_places=6))
