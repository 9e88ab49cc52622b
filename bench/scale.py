"""`make bench`, third part: what one machine can show of several. PostgreSQL and Redis are shared.

    python -m bench.scale [ROWS]     1000000 where nothing is said; docs/scale.md holds one run

Two web processes and two workers beside one, and the figures in one table beside a table cut by year.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path

import psycopg2

from bench.figures import LIST, ROUNDS, TOTALS, rate
from bench.generator import write
from kanpur_portal.launch import commands, running, wait_for_web
from tests.servers import free_port, postgresql, redis_server

FILES = 4  # for one worker, and as many more for two
CUT = """
    CREATE TABLE bench_whole (LIKE exports_tradefigure INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
    CREATE TABLE bench_cut (LIKE exports_tradefigure INCLUDING DEFAULTS INCLUDING CONSTRAINTS)
        PARTITION BY RANGE (period_start);
"""
INDEXES = """
    CREATE UNIQUE INDEX ON {table} (series_id, hs_code, partner, period_start);
    CREATE INDEX ON {table} (partner, series_id, hs_code);
    CREATE INDEX ON {table} (id);
"""
# Of all series one heading, in the order of numbers; its sum by year; and the same of one year.
ASKED = {
    "page of a heading": "SELECT * FROM {table} WHERE series_id IN (SELECT id FROM exports_tradeseries)"
    " AND hs_code BETWEEN '3204' AND '32049999' ORDER BY id LIMIT 100",
    "heading by year, added one by one": "SELECT extract(year FROM period_start), sum(amount) FROM {table}"
    " WHERE series_id IN (SELECT id FROM exports_tradeseries) AND hs_code BETWEEN '3204' AND '32049999'"
    " GROUP BY 1",
    "one year whole": "SELECT count(*), sum(amount) FROM {table}"
    " WHERE period_start BETWEEN '2019-01-01' AND '2019-12-31'",
}


def parts(file: Path, number: int) -> list[Path]:
    """The file in so many, each with the heading."""
    with file.open() as lines:
        heading, *rows = lines
    made = []
    for part in range(number):
        made.append(file.with_name(f"part-{part}.csv"))
        made[-1].write_text("".join([heading, *islice(rows, part, None, number)]))
    return made


def bring(files: list[str]) -> None:
    """In a process of its own: the files are brought, checked and applied by whichever worker is there."""
    import django

    django.setup()
    from bench.imports import receive_file
    from exports.import_actions import ask_to_apply
    from exports.models import ImportBatch

    began = time.monotonic()
    waiting = {receive_file(Path(file)).pk for file in files}
    while waiting:
        time.sleep(0.1)
        for batch in ImportBatch.objects.filter(pk__in=waiting, state=ImportBatch.State.CHECKED):
            ask_to_apply(batch, rejected=0, by=None)
        ended = ImportBatch.objects.filter(pk__in=waiting, state__in=["applied", "refused"])
        waiting -= set(ended.values_list("pk", flat=True))
    print(json.dumps(time.monotonic() - began))


@contextmanager
def workers(number: int, folder: Path) -> Iterator[None]:
    """Each with one thread."""
    command = commands(0, folder, reload=False)["The worker"]
    command[command.index("--concurrency") + 1] = "1"
    with running({f"worker {one}": command for one in range(number)}):
        time.sleep(5)  # until they are connected
        yield


@contextmanager
def webs(number: int, folder: Path) -> Iterator[list[int]]:
    """Ports of so many web servers, each of one process."""
    with ExitStack() as servers:
        ports = []
        for _one in range(number):
            ports.append(free_port())
            command = commands(ports[-1], folder, reload=False)["The web server"]
            command[command.index("--workers") + 1] = "1"
            wait_for_web(ports[-1], servers.enter_context(running({"The web server": command})))
        yield ports


def together(ports: list[int], path: str) -> float:
    with ThreadPoolExecutor() as clients:
        rounds = [sum(clients.map(lambda port: rate(port, path), ports)) for _round in range(1 + ROUNDS)]
    return statistics.median(rounds[1:])  # the first has each process read what it keeps


def show(what: str, one: float, two: float, unit: str) -> None:
    print(f"  {what:52}{one:>12,.2f}{two:>12,.2f} {unit}{two / one:>8.2f}", flush=True)


def several(folder: Path, rows: int) -> None:
    """Files applied and requests answered by one process, and by two."""
    write(folder / "figures.csv", rows)
    made = [str(part) for part in parts(folder / "figures.csv", 2 * FILES)]
    took = []
    for number, files in ((1, made[:FILES]), (2, made[FILES:])):
        with workers(number, folder):
            command = [sys.executable, "-m", "bench.scale", "bring", *files]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
            took.append(rows / 2 / json.loads(done.stdout.splitlines()[-1]))
    print("\n  beside one another                                             one         two")
    show("workers: rows checked and applied", *took, "rows/s")
    rates: dict[str, list[float]] = {}
    for number in (1, 2):
        with webs(number, folder) as ports:
            for name, path in {"hello world": "/hello/", "list of 100, fresh": LIST, **TOTALS}.items():
                rates.setdefault(name, []).append(together(ports, path))
    for name, (one, two) in rates.items():
        show(f"web processes: {name}", one, two, "requests/s")


def cut_by_year(url: str) -> None:
    """The figures copied into one table, and into a table of a part for each year, with the same indexes."""
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(CUT)
        for year in range(2014, 2024):
            cursor.execute(
                f"CREATE TABLE bench_{year} PARTITION OF bench_cut FOR VALUES"
                f" FROM ('{year}-01-01') TO ('{year + 1}-01-01')"
            )
        took: dict[str, list[float]] = {}

        def timed(what: str, sql: str) -> None:
            began = time.monotonic()
            cursor.execute(sql)
            took.setdefault(what, []).append(time.monotonic() - began)

        for table in ("bench_whole", "bench_cut"):
            cursor.execute(INDEXES.format(table=table))
            timed("rows written", f"INSERT INTO {table} SELECT * FROM exports_tradefigure")
            cursor.execute(f"ANALYZE {table}")
            for what, sql in ASKED.items():
                cursor.execute(sql.format(table=table))
                timed(what, sql.format(table=table))
        timed("a year taken away", "DELETE FROM bench_whole WHERE period_start >= '2023-01-01'")
        timed("a year taken away", "DROP TABLE bench_2023")
        connection.rollback()
    print("\n  the figures                                                whole  cut by year")
    for what, (whole, cut) in took.items():
        show(what, whole * 1000, cut * 1000, "ms")


def main(rows: int) -> None:
    for name in ("DEBUG", "DEMO", "HTTPS"):
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory() as kept, postgresql() as url, redis_server() as cache:
        folder = Path(kept)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "bench.settings", "DATA_DIR": kept, "DATABASE_URL": url,
            "REDIS_URL": cache,
        }  # fmt: skip
        subprocess.run([sys.executable, "-m", "bench.imports"], check=True, stdout=subprocess.DEVNULL)
        print(f"PostgreSQL and Redis shared, {rows:,} figures", flush=True)
        several(folder, rows)
        cut_by_year(url)


if __name__ == "__main__":
    if sys.argv[1:2] == ["bring"]:
        bring(sys.argv[2:])
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 1_000_000)
