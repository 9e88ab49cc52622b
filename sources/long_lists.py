"""Lists too long to be held in memory or to be walked by page numbers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from rest_framework.request import Request

# What a reader takes for the whole table: pandas and a spreadsheet do not ask for a second page.
TABLES = ("csv", "xlsx")


class BadCursor(ValueError):
    """A text that is no cursor of the list."""


class LongList(ABC):
    """A list that page numbers reach only so far into, and that a cursor walks to its end."""

    # The last row that a page number reaches; None: each.
    reach: int | None = None

    @abstractmethod
    def count(self) -> int:
        """How many rows there are, exactly."""

    @abstractmethod
    def __getitem__(self, rows: slice) -> list[Any]: ...

    @abstractmethod
    def after(self, cursor: str, size: int) -> tuple[list[Any], str | None]:
        """The rows after a cursor ("": from the first), and the cursor for those that follow.

        Raises BadCursor.
        """

    @abstractmethod
    def cursor_at(self, row: Any) -> str:
        """The cursor for what follows this row."""


def whole_table_wanted(request: Request) -> bool:
    """Asked as a table and without pages, a list is given whole: cut after 100 rows it looks complete."""
    asked = request.query_params
    return request.accepted_renderer.format in TABLES and not {"page", "page_size", "cursor"} & asked.keys()
