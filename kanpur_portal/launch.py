"""Starts the portal on one machine: web server, Celery worker and Celery beat, which live and die together.

    python -m kanpur_portal.launch [--reload] [--demo]

PORT and DATA_DIR are honoured. Ctrl-C or SIGTERM ends everything; so does the end of any of the three.
"""

import argparse
import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

BASE_DIR = Path(__file__).resolve().parent.parent
PATIENCE_TO_START = 60
# Long enough for a request or a task at work to finish, short enough for whoever pressed Ctrl-C.
PATIENCE_TO_STOP = 7
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1

Processes = dict[str, subprocess.Popen[bytes]]


class CannotStart(Exception):
    """What is wrong, in one line for whoever started the portal."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="kanpur_portal.launch", description="Start the portal on this machine."
    )
    parser.add_argument(
        "--reload", action="store_true", help="start anew whenever the code changes (DEBUG on)"
    )
    parser.add_argument(
        "--demo", action="store_true", help="serve invented users and updates, kept in var-demo"
    )
    options = parser.parse_args(arguments)
    try:
        port = free_port()
        data_dir = set_environment(reload=options.reload, demo=options.demo)
        for number in STOPPING:
            signal.signal(number, _interrupt)
        print("Preparing the portal", flush=True)
        if subprocess.run([sys.executable, BASE_DIR / "manage.py", "prepare"], check=False).returncode:
            raise CannotStart("The portal could not be prepared; the reason stands above.")
        with running(commands(port, data_dir, reload=options.reload)) as processes:
            wait_for_web(port, processes)
            print(f"The portal is at http://127.0.0.1:{port}/ (stop it with Ctrl-C)", flush=True)
            raise CannotStart(f"{first_to_end(processes)}; the portal was stopped.")
    except CannotStart as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("The portal is stopped.", flush=True)
        return 0


def free_port() -> int:
    """PORT from the environment, once nothing else listens there."""
    wanted = os.environ.get("PORT") or "8000"
    if not (wanted.isdecimal() and 0 < int(wanted) < 65536):
        raise CannotStart(f"PORT must be a number from 1 to 65535, not {wanted!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(wanted)))
        except PermissionError:
            raise CannotStart(f"Port {wanted} needs the rights of root; use one above 1023.") from None
        except OSError:
            raise CannotStart(f"Port {wanted} is in use; choose another: PORT=8001 make run") from None
    return int(wanted)


def set_environment(*, reload: bool, demo: bool) -> Path:
    """What the settings read, for this process's children; the data folder."""
    os.chdir(BASE_DIR)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kanpur_portal.settings")
    if reload:
        os.environ.setdefault("DEBUG", "on")
    if demo:
        os.environ["DEMO"] = "on"
    default = BASE_DIR / ("var-demo" if demo else "var")
    data_dir = Path(os.environ.get("DATA_DIR") or default).expanduser().resolve()
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise CannotStart(f"The data folder {data_dir} cannot be made: {error.strerror}.") from None
    os.environ["DATA_DIR"] = str(data_dir)
    # A message that was handled is of no more use: what has to survive stands in the database.
    for handled in (data_dir / "queue" / "processed").glob("*.msg"):
        handled.unlink()
    return data_dir


def commands(port: int, data_dir: Path, *, reload: bool) -> dict[str, list[str]]:
    python = [sys.executable, "-W", "ignore:::celery.platforms", "-m"]  # a container's only user is root
    web = [*python, "gunicorn", "kanpur_portal.wsgi", "--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
    web += ["--workers", "2", "--worker-class", "gthread", "--threads", "4", "--graceful-timeout", "5"]
    web += ["--no-control-socket"]
    if reload:
        web += ["--reload"]
        web += [
            f"--reload-extra-file={file}" for room in BASE_DIR.glob("*/") for file in room.rglob("*.html")
        ]
    celery = [*python, "celery", "--quiet", "--app", "kanpur_portal"]
    worker = [*celery, "worker", "--pool", "threads", "--concurrency", "2", "--loglevel", "WARNING"]
    worker += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    beat = [
        *celery,
        "beat",
        "--schedule",
        str(data_dir / "beat-schedule"),
        "--pidfile",
        "",
        "--loglevel",
        "WARNING",
    ]
    return {"The web server": web, "The worker": worker, "The scheduler": beat}


@contextmanager
def running(commands: dict[str, list[str]]) -> Iterator[Processes]:
    """The processes, in one process group of their own, which ends with this block whatever happens."""
    processes: Processes = {}
    group = 0  # the first process leads the group
    try:
        for name, command in commands.items():
            processes[name] = subprocess.Popen(command, process_group=group, preexec_fn=end_with_parent)
            group = group or processes[name].pid
        yield processes
    finally:
        stop(processes, group)


def end_with_parent() -> None:
    """Called in a child that is about to start: Linux ends it when this launcher is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def stop(processes: Processes, group: int) -> None:
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
    for process in processes.values():
        process.terminate()
    deadline = time.monotonic() + PATIENCE_TO_STOP
    with suppress(subprocess.TimeoutExpired):
        for process in processes.values():
            process.wait(max(0.0, deadline - time.monotonic()))
    if group:  # 0 would be the launcher's own group, with whoever called it
        with suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)


def wait_for_web(port: int, processes: Processes) -> None:
    deadline = time.monotonic() + PATIENCE_TO_START
    while time.monotonic() < deadline:
        if ended := who_ended(processes):
            raise CannotStart(f"{ended}; the portal was not started.")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_TO_START)
        try:
            connection.request("GET", "/healthz")
            status = connection.getresponse().status
            if status < http.client.INTERNAL_SERVER_ERROR:
                return
            raise CannotStart(f"The web server answers /healthz with status {status}.")
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise CannotStart(f"The web server did not answer within {PATIENCE_TO_START} s.")


def first_to_end(processes: Processes) -> str:
    while not (ended := who_ended(processes)):
        time.sleep(0.5)
    return ended


def who_ended(processes: Processes) -> str:
    for name, process in processes.items():
        if (code := process.poll()) is not None:
            return f"{name} ended with {signal.Signals(-code).name if code < 0 else f'status {code}'}"
    return ""


def _interrupt(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
