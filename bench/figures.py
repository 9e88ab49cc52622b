"""`make bench`, second part: trade figures by the million, on both databases, beside plainer tools.

    python -m bench.figures [ROWS …]     10000 and 1000000 where nothing is said

Each number stands beside its reference of the same run. It never fails for being slow.
"""

from __future__ import annotations

import http.client
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import psycopg2

from bench.generator import write
from kanpur_portal.launch import commands, running, wait_for_web
from tests.servers import free_port, postgresql

SIZES = (10_000, 1_000_000)
SECONDS, CONNECTIONS, ROUNDS, ASKED = 1.5, 8, 3, 100
BUSY_HEADING, BUSY_SUBHEADING = "3204", "690290"
LIST = f"/api/v1/export-figures/?kind=reported&hs_code={BUSY_HEADING}"
TOTAL = "/api/v1/export-figures/totals/?kind=reported"
TOTALS = {
    "by year, everything": f"{TOTAL}&by=year",
    "by year, one busy HS6": f"{TOTAL}&by=year&hs_code={BUSY_SUBHEADING}",
    "by partner, everything": f"{TOTAL}&by=partner",
}
WHOLE = "/api/v1/export-figures/?kind=reported&format=csv"
OWN_LAYOUT = "/api/v1/export-figures/import-layout/"
# The columns of the own layout, as the plainest tool of each database writes them.
FIGURES = (
    "SELECT s.source, r.slug, s.flow, s.hs_edition, f.hs_code, f.partner, s.basis, f.period_start,"
    " s.currency, f.amount, f.quantity, f.quantity_unit, f.provisional"
    " FROM exports_tradefigure f JOIN exports_tradeseries s ON s.id = f.series_id"
    " JOIN exports_reporter r ON r.id = s.reporter_id ORDER BY "
)
BY_NUMBER = f"{FIGURES} f.id"
# As the own layout has them, whose file is the same wherever the same figures are.
IN_ORDER = (
    f"{FIGURES} s.source, r.slug, s.flow, s.hs_edition, s.basis, s.currency,"
    " f.hs_code, f.partner, f.period_start"
)
Rows = list[tuple[str, str, str]]


@contextmanager
def served(folder: Path, url: str) -> Iterator[tuple[int, list[int]]]:
    """A portal on these data: its port, and the numbers of its processes."""
    port = free_port()
    os.environ |= {"DATA_DIR": str(folder), "PORT": str(port), "DATABASE_URL": url}
    web = {"The web server": commands(port, folder, reload=False)["The web server"]}
    with running(web) as processes:
        wait_for_web(port, processes)
        parent = next(iter(processes.values())).pid
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        yield port, [int(child) for child in children]


def rate(port: int, path: str) -> float:
    """Requests a second, each made anew."""
    spec = json.dumps({"path": path, "fresh": True, "headers": {}})
    command = [sys.executable, "-m", "bench.client", str(port), str(SECONDS), str(CONNECTIONS), spec]
    got = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    if set(got["statuses"]) != {"200"}:
        sys.exit(f"{path} answered {got['statuses']}")
    return float(got["rate"])


def get(port: int, path: str, accept: str = "*/*") -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request("GET", path, headers={"Accept": accept})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != http.client.OK:
        sys.exit(f"{path} answered {answer.status}: {body[:300]!r}")
    return body


def p95(port: int, path: str) -> float:
    """Seconds within which 95 of 100 answers come, one after the other, each made anew."""
    took = []
    for number in range(ASKED + 10):
        began = time.perf_counter()
        get(port, path, f"*/*, bench/{number}-{time.monotonic_ns()}")
        took.append(time.perf_counter() - began)
    return statistics.quantiles(took[10:], n=20)[-1]


def memory(processes: list[int]) -> float:
    """Megabytes held by the largest of them."""
    sizes = [Path(f"/proc/{process}/status").read_text() for process in processes]
    return max(int(text.split("VmRSS:")[1].split()[0]) for text in sizes) / 1024


def imports(rows: int, folder: Path, url: str) -> Rows:
    """In a process of its own: what it holds in memory is the import's alone."""
    files = folder / "figures.csv", folder / "raised.csv"
    write(files[0], rows)
    write(files[1], rows, raised=True)
    environment = {**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": url}
    command = [sys.executable, "-m", "bench.imports", *map(str, files)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment)
    took = json.loads(done.stdout.splitlines()[-1])  # what `prepare` says comes before
    return [
        ("the plainest load into the same table", f"{rows / took['plain']:,.0f} rows/s", ""),
        ("import, applied", f"{rows / took['apply']:,.0f} rows/s", f"{took['plain'] / took['apply']:.2f}"),
        ("the dry run before it", f"{rows / took['check']:,.0f} rows/s", ""),
        (
            "the same file again, of the first",
            f"{rows / took['apply_again']:,.0f} rows/s",
            f"{took['apply'] / took['apply_again']:.2f}",
        ),
        ("one in a hundred changed", f"{rows / took['apply_raised']:,.0f} rows/s", ""),
        ("memory of the importing process", f"{took['memory_mb']:.0f} MB", ""),
    ]


def lists(port: int, rows: int, sqlite: Path | None) -> Rows:
    hello = statistics.median(rate(port, "/hello/") for _ in range(ROUNDS))
    listed = statistics.median(rate(port, LIST) for _ in range(ROUNDS))
    found = [("list of 100 filtered, fresh, of hello world", f"{listed:,.0f}/s", f"{listed / hello:.2f}")]
    if sqlite:
        with datasette(sqlite) as (other, path):
            reference = statistics.median(rate(other, path) for _ in range(ROUNDS))
        found += [
            (
                "Datasette on the same file, and the list of it",
                f"{reference:,.0f}/s",
                f"{listed / reference:.2f}",
            )
        ]
    first = p95(port, "/api/v1/export-figures/?kind=reported&cursor=r0")
    last = p95(port, f"/api/v1/export-figures/?kind=reported&cursor=r{rows - 200}")
    found += [("last page by cursor, of the first", f"{last * 1000:.1f} ms", f"{last / first:.2f}")]
    one = p95(port, "/api/v1/export-figures/t-1/")
    found += [("one figure by its number, p95", f"{one * 1000:.1f} ms", "1.00")]
    for name, path in TOTALS.items():
        took = p95(port, path)
        found += [(f"totals {name}, of it", f"{took * 1000:.1f} ms", f"{took / one:.2f}")]
    return found


@contextmanager
def datasette(file: Path) -> Iterator[tuple[int, str]]:
    port = free_port()
    # The same question, so put that the same index answers it.
    where = "series_id in (select id from exports_tradeseries)"
    asked = urlencode({"_where": where, "hs_code__gte": BUSY_HEADING, "hs_code__lt": int(BUSY_HEADING) + 1,
                       "_size": 100, "_shape": "objects"})  # fmt: skip
    path = f"/{file.stem}/exports_tradefigure.json?{asked}"
    command = [sys.executable, "-m", "datasette", "serve", str(file), "--port", str(port)]
    # It tells of each request.
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                get(port, path)
                break
            except OSError:
                time.sleep(0.2)
        try:
            yield port, path
        finally:
            server.terminate()


def downloads(port: int, processes: list[int], reference: Callable[[str], None]) -> Rows:
    before = memory(processes)
    works: dict[str, Callable[[], object]] = {
        "": partial(reference, BY_NUMBER),
        "the same in the order of the own layout": partial(reference, IN_ORDER),
        "download in the own layout": partial(taken, port, OWN_LAYOUT),
        "CSV of the list, 50 columns": partial(taken, port, WHOLE),
    }
    took: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            began = time.perf_counter()
            work()
            took[name].append(time.perf_counter() - began)
    medians = {name: statistics.median(rounds) for name, rounds in took.items()}
    other = medians.pop("")
    found = [("the database's own tool, 13 columns", f"{other:.1f} s", "")]
    found += [(f"{name}, of it", f"{found:.1f} s", f"{other / found:.2f}") for name, found in medians.items()]
    return [*found, ("memory that the server grew by", f"{memory(processes) - before:.0f} MB", "")]


def taken(port: int, path: str) -> int:
    """Bytes of an answer that is read and let go."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=600)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return sum(len(block) for block in iter(lambda: answer.read(1_000_000), b""))


def shell(file: Path, figures: str) -> None:
    with (file.parent / "reference.csv").open("wb") as out:
        subprocess.run(["sqlite3", "-csv", str(file), figures], check=True, stdout=out)  # noqa: S607


def copied(url: str, folder: Path, figures: str) -> None:
    """What psql's \\copy does."""
    with psycopg2.connect(url) as connection, (folder / "reference.csv").open("wb") as out:
        connection.cursor().copy_expert(f"COPY ({figures}) TO STDOUT WITH CSV HEADER", out)


def measure(name: str, rows: int, server: str | None) -> None:
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept)
        file = folder / "portal.sqlite3"
        url = server or f"sqlite:///{file}"
        print(f"\n{name}, {rows:,} figures", flush=True)
        found = imports(rows, folder, url)
        with served(folder, url) as (port, processes):
            found += lists(port, rows, None if server else file)
            found += downloads(
                port, processes, partial(copied, url, folder) if server else partial(shell, file)
            )
    for what, number, ratio in found:
        print(f"  {what:52}{number:>18}{ratio:>8}", flush=True)


def main(sizes: tuple[int, ...]) -> None:
    for name in ("DATABASE_URL", "REDIS_URL", "DEBUG", "DEMO", "HTTPS"):
        os.environ.pop(name, None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    print(f"SQLite {sqlite3.sqlite_version}")
    for rows in sizes:
        measure("SQLite", rows, None)
        with ExitStack() as server:
            measure("PostgreSQL", rows, server.enter_context(postgresql()))


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
