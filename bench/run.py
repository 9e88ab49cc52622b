"""`make bench`: the portal's pages and lists beside a hello world of the same server, in one run.

Absolute numbers are the machine's; the ratios are the portal's. Each round measures every work once,
and the medians over the rounds are printed. It never fails for being slow.
"""

import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kanpur_portal.launch import commands, running, wait_for_web
from tests.servers import free_port

ROUNDS = 5
SECONDS, WARM_UP = 1.5, 1.0
CONNECTIONS = 8


@dataclass(frozen=True)
class Work:
    name: str
    path: str
    status: int = 200
    fresh: bool = False
    target: float | None = None
    headers: dict[str, str] = field(default_factory=dict, hash=False)


HELLO = Work("hello world", "/hello/")
PLAN, ACTION, API = "/plan/", "/plan/KN-07/", "/api/v1/actions/"
SEARCH, MISSPELT = "/search/?q=saddlery", f"/search/?q={quote('चमडे का बेग')}"
MARKET, MAP = "/markets/DE/", "/markets/"
COMPARE = "/markets/compare/?m=DE,JP,AE"
CALCULATOR = "/schemes/mda/?stall_1=200000&fare_1=60000"
CLUSTER, READER, PASSAGES = "/clusters/leather/", "/sources/export-plan/", "/api/v1/passages/"


def works(port: int) -> list[Work]:
    return [
        HELLO,
        Work("plan list (29 rows), fresh", PLAN, fresh=True, target=0.1),
        Work("plan list, unchanged, from memory", PLAN, target=1.0),
        Work("plan list, unchanged, 304", PLAN, 304, target=1.0, headers=held(port, PLAN)),
        Work("action page, fresh", ACTION, fresh=True, target=0.1),
        Work("action page, unchanged, 304", ACTION, 304, target=1.0, headers=held(port, ACTION)),
        Work("cluster page, fresh", CLUSTER, fresh=True, target=0.1),
        Work("cluster page, unchanged, 304", CLUSTER, 304, target=1.0, headers=held(port, CLUSTER)),
        Work("search “saddlery”", SEARCH, target=0.1),
        Work("search, misspelt in Hindi", MISSPELT, target=0.1),
        Work("market page, fresh", MARKET, fresh=True, target=0.1),
        Work("market page, unchanged, 304", MARKET, 304, target=1.0, headers=held(port, MARKET)),
        Work("three markets compared, fresh", COMPARE, fresh=True, target=0.1),
        Work("scheme calculator, fresh", CALCULATOR, fresh=True, target=0.1),
        Work("map of the markets, fresh", MAP, fresh=True, target=0.1),
        Work("map of the markets, unchanged, 304", MAP, 304, target=1.0, headers=held(port, MAP)),
        Work("document reader (1,147 lines), fresh", READER, fresh=True),
        Work("document reader, unchanged, 304", READER, 304, target=1.0, headers=held(port, READER)),
        Work("API list of passages, cold", PASSAGES, fresh=True),
        Work("API list of actions, cold", API, fresh=True),
        Work("API list of actions, If-None-Match", API, 304, target=1.0, headers=held(port, API)),
    ]


def held(port: int, path: str) -> dict[str, str]:
    """The header of a reader who holds the current answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Accept": "*/*", "Accept-Encoding": "gzip"})
    etag = connection.getresponse().getheader("ETag")
    connection.close()
    return {"If-None-Match": etag} if etag else {}


def measure(port: int, work: Work) -> tuple[float, int]:
    """Requests a second, and the bytes of one answer; an unexpected answer ends the benchmark."""
    if not work.fresh:
        _load(port, work, WARM_UP)  # both processes have it again, which fresh answers have pushed out
    got = _load(port, work, SECONDS)
    if set(got["statuses"]) != {str(work.status)}:
        sys.exit(f"{work.name}: {work.path} should answer {work.status}, but answered {got['statuses']}")
    return got["rate"], got["bytes"]


def _load(port: int, work: Work, seconds: float) -> dict[str, Any]:
    spec = json.dumps({"path": work.path, "fresh": work.fresh, "headers": work.headers})
    command = [sys.executable, "-m", "bench.client", str(port), str(seconds), str(CONNECTIONS), spec]
    got: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return got


@contextmanager
def portal() -> Iterator[int]:
    """The port of a portal on a data folder of its own, served as `make run` serves it."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        for name in ("DATABASE_URL", "REDIS_URL", "DEBUG", "DEMO", "HTTPS"):
            os.environ.pop(name, None)
        os.environ |= {"DATA_DIR": folder, "PORT": str(port), "DJANGO_SETTINGS_MODULE": "bench.settings"}
        prepare = [sys.executable, "manage.py", "prepare", "--verbosity", "0"]
        subprocess.run(prepare, check=True, stdout=subprocess.DEVNULL)
        web = {"The web server": commands(port, Path(folder), reload=False)["The web server"]}
        with running(web) as processes:
            wait_for_web(port, processes)
            yield port


def report(rates: dict[Work, list[float]], sizes: dict[Work, int]) -> None:
    print(f"{'':38}{'requests/s':>11}{'of hello':>10}{'target':>8}{'':6}{'kB':>7}")
    for work, measured in rates.items():
        ratio = statistics.median(rate / hello for rate, hello in zip(measured, rates[HELLO], strict=True))
        target = f"{work.target:.2f}" if work.target else "–"
        met = "" if work.target is None else "met" if ratio >= work.target else "missed"
        rate = statistics.median(measured)
        print(f"{work.name:38}{rate:11,.0f}{ratio:10.2f}{target:>8} {met:6}{sizes[work] / 1000:6.1f}")


def main() -> None:
    with portal() as port:
        chosen = works(port)
        rates: dict[Work, list[float]] = {work: [] for work in chosen}
        sizes: dict[Work, int] = {}
        for number in range(ROUNDS + 1):
            print(f"\rround {number} of {ROUNDS}", end="", file=sys.stderr, flush=True)
            for work in chosen:
                rate, sizes[work] = measure(port, work)
                if number:  # in the first round each page is made for the first time
                    rates[work].append(rate)
        print(file=sys.stderr)
    report(rates, sizes)


if __name__ == "__main__":
    main()
