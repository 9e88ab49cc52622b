"""What PostgreSQL and SQLite do differently with a million rows at once; nothing else knows which it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from exports.imports.rows import Cells, Part

if TYPE_CHECKING:
    from exports.imports.blocks import Stored


def execute(sql: str, parameters: Sequence[Any] = ()) -> int:
    """Run one statement; how many rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount)


def fetch(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def make(table: str, definition: str, parameters: Sequence[Any] = ()) -> int:
    """A temporary table, of this connection alone, in place of what an earlier job left; how many rows."""
    execute(f"DROP TABLE IF EXISTS {table}")
    return execute(f"CREATE TEMPORARY TABLE {table} {definition}", parameters)


class PostgreSQL:
    year = "CAST(EXTRACT(YEAR FROM f.period_start) AS integer)"
    by_bytes = 'COLLATE "C"'
    in_order = "ORDER BY r.series, r.hs_code, r.partner, r.period_start"
    repeated = """
        SELECT series, hs_code, partner, period_start FROM import_read
        GROUP BY series, hs_code, partner, period_start HAVING count(*) > 1
    """

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """A cursor that holds no more than what is fetched at once, and sees one state of the data."""
        with transaction.atomic(), connection.chunked_cursor() as cursor:
            yield cursor

    def prepare(self) -> None:
        """Room to sort and join in, until the connection ends."""
        execute("SET work_mem = '128MB'")

    def ahead(self, parts: Iterator[Part]) -> Iterator[Part]:
        """The next is read in a thread, which asks no database, while the server writes the one before."""
        with ThreadPoolExecutor(1) as reader:
            coming = reader.submit(next, parts, None)
            while (part := coming.result()) is not None:
                coming = reader.submit(next, parts, None)
                yield part

    def fill(self, rows: list[Cells] | Stored) -> None:
        """Layouts give codes alone, without a character that would need quotes."""
        lines = _lines(rows) if isinstance(rows, list) else rows.lines()
        with connection.cursor() as cursor:
            cursor.copy_expert(
                "COPY import_read FROM STDIN (FORMAT csv, FORCE_NOT_NULL (hs_code, partner, quantity_unit))",
                BytesIO(lines),
            )

    def sort(self) -> None:
        """Not yet: it sorts what is new or changed, and joins without an order."""
        self.look_at("import_read")

    def look_at(self, table: str) -> None:
        """Have the planner know how many rows there are."""
        execute(f"ANALYZE {table}")

    def hold(self) -> None:
        """One import at a time writes, readers go on reading."""
        execute("LOCK TABLE exports_tradefigure IN SHARE ROW EXCLUSIVE MODE")


class SQLite:
    year = "CAST(substr(f.period_start, 1, 4) AS integer)"
    by_bytes = ""  # as it compares by itself
    in_order = ""  # as it has been sorted
    repeated = """
        SELECT DISTINCT a.series, a.hs_code, a.partner, a.period_start
        FROM import_read a CROSS JOIN import_read b
        WHERE b.rowid = a.rowid + 1 AND b.hs_code = a.hs_code AND b.partner = a.partner
        AND b.period_start = a.period_start AND b.series = a.series
    """

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """The same without a transaction, which would keep out every writer: a statement sees one state."""
        with connection.cursor() as cursor:
            yield cursor

    def prepare(self) -> None:
        """Indexes that do not fit into memory are read again for each row."""
        execute("PRAGMA cache_size = -32768")

    def ahead(self, parts: Iterator[Part]) -> Iterator[Part]:
        """One after the other: the same process reads and writes."""
        return parts

    def fill(self, rows: list[Cells] | Stored) -> None:
        with connection.cursor() as cursor:
            # A savepoint begins no transaction that would keep out other writers, as atomic() does.
            cursor.execute("SAVEPOINT import_fill")
            cursor.executemany(
                "INSERT INTO import_read VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                rows if isinstance(rows, list) else rows.cells(),
            )
            cursor.execute("RELEASE import_fill")

    def sort(self) -> None:
        """In the order of the index in which the figures are looked up."""
        make(
            "import_sorted",
            "AS SELECT * FROM import_read ORDER BY series, hs_code, partner, period_start, number",
        )
        execute("DROP TABLE import_read")
        execute("ALTER TABLE import_sorted RENAME TO import_read")

    def look_at(self, table: str) -> None:
        """The order of its joins is written out."""

    def hold(self) -> None:
        """Every transaction is the only one that writes; see DATABASES in the settings."""


def _lines(rows: list[Cells]) -> bytes:
    """As `Stored.lines`."""
    return "".join(
        f"{number},{series},{code},{partner},{day},{year},{amount},"
        f"{'' if quantity is None else quantity},{unit},{provisional}\n"
        for number, series, code, partner, day, year, amount, quantity, unit, provisional in rows
    ).encode()


def database() -> PostgreSQL | SQLite:
    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()
