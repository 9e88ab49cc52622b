"""Rows that are counted while they pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from exports.trade.csv_stream import Interrupted


class Counted:
    """The rows as they are; with `expected`, any other number of them is an error at their end."""

    def __init__(self, rows: Iterable[Mapping[str, Any]], expected: int | None = None) -> None:
        self.rows, self.expected, self.number = rows, expected, 0

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        for row in self.rows:
            self.number += 1
            yield row
        if self.expected not in (None, self.number):
            raise Interrupted(f"{self.expected} rows were announced, {self.number} found")
