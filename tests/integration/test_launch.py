"""The launcher: what `make run` starts, on a folder and port of its own, with processes that are real."""

import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

from kanpur_portal.launch import PATIENCE_TO_STOP
from tests.servers import free_port

pytestmark = [pytest.mark.embedded, pytest.mark.slow]

# Neither the tests' settings nor their servers: what a person has who has set nothing.
PLAIN = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}


@contextmanager
def launched(data_dir: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "kanpur_portal.launch"],
        cwd=settings.BASE_DIR,
        env={**PLAIN, "DATA_DIR": str(data_dir), "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def read_until_ready(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if "The portal is at" in line:
            return said
    pytest.fail(f"The portal did not start:\n{said}")


def processes_of(data_dir: Path) -> dict[int, str]:
    """The processes that work on this data folder, whoever their parent is now."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes()
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if f"DATA_DIR={data_dir}\0".encode() in environment:
            found[int(folder.name)] = command
    return found


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not (holds := condition()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return holds


def get(port: int, path: str) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()


def snapshots(data_dir: Path) -> int:
    with closing(sqlite3.connect(data_dir / "portal.sqlite3")) as database:
        return int(database.execute("SELECT count(*) FROM interventions_plansnapshot").fetchone()[0])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("portal")


@dataclass(frozen=True)
class Portal:
    data_dir: Path
    port: int
    said: str


@pytest.fixture(scope="class")
def portal(folder: Path) -> Iterator[Portal]:
    """One that stays up for the tests of a class, on a folder that was empty."""
    port = free_port()
    with launched(folder, port) as process:
        yield Portal(folder, port, read_until_ready(process))


@pytest.fixture
def data_dir(folder: Path) -> Path:
    """Of a portal that ran once before, and has ended."""
    if not (folder / "portal.sqlite3").exists():
        with launched(folder, free_port()) as process:
            read_until_ready(process)
    assert wait_until(lambda: processes_of(folder) == {}, 15), "the test before left nothing running"
    return folder


class TestFirstStart:
    def test_passwords_are_told(self, portal: Portal) -> None:
        assert "shown this once" in portal.said

    def test_serves_pages_and_hashed_static_files(self, portal: Portal) -> None:
        assert f"http://127.0.0.1:{portal.port}/" in portal.said
        status, page = get(portal.port, "/plan/")
        assert status == 200
        assert b"KN-29" in page
        styles = re.search(rb'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page)
        assert styles
        assert get(portal.port, styles[1].decode())[0] == 200

    def test_worker_takes_tasks_from_the_files(self, portal: Portal) -> None:
        call = ["-m", "celery", "-A", "kanpur_portal", "call", "interventions.tasks.take_snapshot"]
        environment = {**PLAIN, "DATA_DIR": str(portal.data_dir)}
        subprocess.run([sys.executable, *call], cwd=settings.BASE_DIR, env=environment, check=True)
        assert wait_until(lambda: snapshots(portal.data_dir) == 1, 15)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ends_all_it_started(data_dir: Path, number: signal.Signals) -> None:
    with launched(data_dir, free_port()) as process:
        assert "shown this once" not in read_until_ready(process), "passwords are told at the first start"
        assert len(processes_of(data_dir)) == 6, (
            "launcher, gunicorn with two workers, Celery worker, Celery beat"
        )
        process.send_signal(number)
        process.communicate(timeout=PATIENCE_TO_STOP + 8)
        assert process.returncode == 0
    assert processes_of(data_dir) == {}


@pytest.mark.parametrize(("command", "name"), [(" gunicorn ", "The web server"), (" worker ", "The worker")])
def test_ends_with_the_first_that_is_lost(data_dir: Path, command: str, name: str) -> None:
    with launched(data_dir, free_port()) as process:
        read_until_ready(process)
        lost = min(pid for pid, line in processes_of(data_dir).items() if command in line)
        os.kill(lost, signal.SIGKILL)
        rest, _ = process.communicate(timeout=PATIENCE_TO_STOP + 8)
        assert process.returncode == 1
        assert f"{name} ended with SIGKILL; the portal was stopped." in rest
    assert wait_until(lambda: processes_of(data_dir) == {}, 5)


def test_leaves_no_orphan_when_it_is_killed(data_dir: Path) -> None:
    with launched(data_dir, free_port()) as process:
        read_until_ready(process)
        process.kill()
        assert wait_until(lambda: processes_of(data_dir) == {}, 15)


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
def test_refuses_what_is_no_port(tmp_path: Path, port: str) -> None:
    done = _launch(tmp_path, port)
    assert done.returncode == 1
    assert done.stderr == f"PORT must be a number from 1 to 65535, not '{port}'.\n"


def test_names_a_port_in_use(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = _launch(tmp_path, str(port))
    assert done.returncode == 1
    assert done.stderr == f"Port {port} is in use; choose another: PORT=8001 make run\n"


def test_names_a_data_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = _launch(tmp_path / "file", str(free_port()))
    assert done.returncode == 1
    assert done.stderr == f"The data folder {tmp_path / 'file'} cannot be made: File exists.\n"


def _launch(data_dir: Path, port: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kanpur_portal.launch"],
        cwd=settings.BASE_DIR,
        env={**PLAIN, "DATA_DIR": str(data_dir), "PORT": port},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
