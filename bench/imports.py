"""One database: an import of trade figures beside the plainest way to fill the same table. Prints JSON.

python -m bench.imports [FILE RAISED]    with DATABASE_URL and DATA_DIR set; without files it only prepares
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import django
from django.core.files import File
from django.core.management import call_command
from django.db import connection, transaction

COLUMNS = "series_id, hs_code, partner, period_start, amount, quantity, quantity_unit, provisional, batch_id"


def timed(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def receive_file(path: Path) -> Any:
    from exports.import_actions import receive

    with path.open("rb") as file:
        return receive(file=File(file), layout="own", answers={}, retrieved_on=date(2026, 1, 1))


def bring(path: Path) -> tuple[float, float]:
    """Seconds to check, and to apply."""
    from exports.import_actions import ask_to_apply
    from exports.imports.jobs import work
    from exports.models import ImportBatch

    batch = receive_file(path)
    checking = timed(lambda: work(batch.pk))
    batch.refresh_from_db()
    ask_to_apply(batch, rejected=batch.rejected or 0, by=None)
    applying = timed(lambda: work(batch.pk))
    batch.refresh_from_db()
    if batch.state != ImportBatch.State.APPLIED:
        sys.exit(f"{path}: {batch.state} {batch.refusal}")
    return checking, applying


def rows_of(path: Path) -> list[tuple[Any, ...]]:
    """The rows of the file in its order, as cells of the table: nothing of this is timed."""
    from exports.imports import layouts
    from exports.models import ImportBatch, TradeSeries

    series = dict(TradeSeries.objects.values_list("reporter__slug", "pk"))
    batch = ImportBatch.objects.order_by("pk").values_list("pk", flat=True)[0]
    return [
        (series[row.series.reporter], *row[2:], batch) for row in layouts.read("own", path, {})
    ]  # fmt: skip


def plain_load(path: Path) -> float:
    """Seconds to fill, with what has been imported, a table of the same columns, indexes and constraints."""
    rows = rows_of(path)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("CREATE TABLE bench_figure (LIKE exports_tradefigure INCLUDING ALL)")
            cursor.execute("CREATE SEQUENCE bench_id; ALTER TABLE bench_figure ALTER id DROP IDENTITY")
            cursor.execute("ALTER TABLE bench_figure ALTER id SET DEFAULT nextval('bench_id')")
            for column, table in (("series_id", "exports_tradeseries"), ("batch_id", "exports_importbatch")):
                cursor.execute(
                    f"ALTER TABLE bench_figure ADD FOREIGN KEY ({column}) REFERENCES {table}"
                    " DEFERRABLE INITIALLY DEFERRED"
                )
            text = StringIO(
                "".join(
                    "\t".join(r"\N" if cell is None else str(cell) for cell in row) + "\n" for row in rows
                )
            )
            return timed(lambda: _copy(text))
        for (sql,) in _definitions(cursor):
            cursor.execute(
                sql.replace("exports_tradefigure", "bench_figure").replace("tradefigure_", "bench_")
            )
    return timed(lambda: _insert(rows))


def _copy(text: StringIO) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.copy_expert(f"COPY bench_figure ({COLUMNS}) FROM STDIN", text)


def _definitions(cursor: Any) -> list[tuple[str]]:
    cursor.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = 'exports_tradefigure' AND sql IS NOT NULL"
        " ORDER BY type DESC"  # the table before its indexes
    )
    return list(cursor.fetchall())


def _insert(rows: list[tuple[Any, ...]]) -> None:
    marks = ", ".join(["%s"] * len(COLUMNS.split(", ")))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO bench_figure ({COLUMNS}) VALUES ({marks})", rows)


def _most_memory() -> float:
    """Megabytes; not of the process that started this one, which `resource` counts too."""
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024


def prepare() -> None:
    """An empty portal with the districts of the made-up figures."""
    from bench.generator import districts
    from exports.models import Reporter

    call_command("prepare", verbosity=0, stdout=StringIO())
    Reporter.objects.bulk_create(
        Reporter(slug=slug, name=slug, name_hi=slug, level="district") for slug in districts()
    )


def main(path: Path, raised: Path) -> dict[str, float]:
    prepare()
    found = dict(zip(("check", "apply"), bring(path), strict=True))
    found["memory_mb"] = _most_memory()
    found["check_again"], found["apply_again"] = bring(path)
    found["check_raised"], found["apply_raised"] = bring(raised)
    found["plain"] = plain_load(path)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_figure")
    return found


if __name__ == "__main__":
    # Tools of the tests, which Arrow and tablib load where they are: a portal that runs has none of them.
    sys.modules.update(dict.fromkeys(("numpy", "openpyxl", "pandas"), None))  # type: ignore[arg-type]
    django.setup()
    if files := sys.argv[1:]:
        print(json.dumps(main(*map(Path, files))))
    else:
        prepare()
