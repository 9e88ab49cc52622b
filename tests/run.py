"""`make test`: the suite on SQLite with Chromium, and on PostgreSQL with Redis and a Celery worker.

Says at the end which parts ran. With CI set, a part that did not run is a failure.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from kanpur_portal.catalogues import compile_catalogues
from tests.parts import MARKED
from tests.servers import NoServer, postgresql, redis_server

Notes = dict[str, dict[str, Any]]


def main() -> int:
    """Both passes at the same time, one to a core; the second speaks when the first has ended."""
    in_ci = bool(os.environ.get("CI"))
    compile_catalogues()
    with ExitStack() as servers, ThreadPoolExecutor() as pool, tempfile.TemporaryFile("w+") as said:
        second: Future[tuple[bool, Notes]] | None = None
        try:
            urls = {
                "DATABASE_URL": servers.enter_context(postgresql()),
                "REDIS_URL": servers.enter_context(redis_server()),
            }
        except NoServer as reason:
            missing = f"DID NOT RUN: {reason}"
            first = "not worker and not postgres"
        else:
            # What one pass leaves out the other runs; alone, a pass leaves nothing out.
            first = "not worker and not postgres and not heavy"
            second = pool.submit(run_pytest, "not browser and not embedded and not plain", urls, said)
        _say("On SQLite, with files as cache and queue")
        passed, notes = run_pytest(first, {"DATABASE_URL": "", "REDIS_URL": ""}, None)
        parts = {"sqlite": verdict(notes, "all"), "browser": verdict(notes, "browser")}
        documents = verdict(notes, "documents")
        if second is None:
            parts |= dict.fromkeys(("postgres", "redis", "worker"), missing)
        else:
            passed_again, notes = second.result()
            passed = passed and passed_again
            parts |= dict.fromkeys(("postgres", "redis"), verdict(notes, "all"))
            parts["worker"] = verdict(notes, "worker")
            _say("On PostgreSQL, with Redis as cache and queue")
            said.seek(0)
            print(said.read(), flush=True)

    _say("What ran")
    for part, what in {**parts, "documents": documents}.items():
        print(f"  {part:10} {what}")
    complete = not any(what.startswith("DID NOT RUN") for what in parts.values())
    if in_ci and not complete:
        print("In CI every part has to run.")
    return 0 if passed and (complete or not in_ci) else 1


def run_pytest(markers: str, environment: dict[str, str], output: IO[str] | None) -> tuple[bool, Notes]:
    """Whether the tests passed, and the notes that tests.parts took. Without `output` it speaks at once."""
    settings = {name: value for name, value in environment.items() if value}
    inherited = {name: value for name, value in os.environ.items() if name not in environment}
    with tempfile.TemporaryDirectory() as folder:
        notes = Path(folder) / "notes.json"
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-m", markers, *sys.argv[1:]],
            env={**inherited, **settings, "TEST_PARTS": str(notes)},
            stdout=output,
            stderr=output and subprocess.STDOUT,
            check=False,
        )
        lost = dict.fromkeys(("all", *MARKED), f"pytest was lost, with status {done.returncode}")
        taken = json.loads(notes.read_text()) if notes.exists() else {"ran": {}, "skipped": lost}
    return done.returncode == 0, taken


def verdict(notes: Notes, part: str) -> str:
    """One line on a part. "all" is the run as a whole, in which a single test may be left out."""
    ran, why = notes["ran"].get(part, 0), notes["skipped"].get(part)
    if ran and (part == "all" or not why):
        return f"ran ({ran} tests)"
    return f"DID NOT RUN: {why or 'no test of it was found'}"


def _say(what: str) -> None:
    print(f"\n== {what} ==", flush=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are stopped
    sys.exit(main())
