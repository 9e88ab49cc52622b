"""A real Celery worker process, with a real Redis, on the database of the test."""

import os
import signal
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from interventions.models import Authority, Digest, Plan, PlanSnapshot, Posting
from interventions.tasks import prepare_digests, send_waiting_digests, take_snapshot
from kanpur_portal import roles
from kanpur_portal.launch import end_with_parent
from tests.conftest import put_in_place

pytestmark = [pytest.mark.worker, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


class MailServer(socketserver.ThreadingTCPServer):
    """Takes letters once it is open; until then the sender waits for an answer, and gets none."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), MailDialogue)
        self.letters: list[str] = []
        self.asked, self.open = threading.Event(), threading.Event()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class MailDialogue(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.say("220 test")
        while line := self.rfile.readline():
            verb = line.split()[0].upper() if line.split() else b""
            if verb == b"QUIT":
                self.say("221 bye")
                return
            if verb != b"DATA":
                self.say("250 ok")
                continue
            self.say("354 go on")
            letter = b"".join(iter(self.rfile.readline, b".\r\n"))
            if not self.server.open.is_set():
                self.server.asked.set()
                self.server.open.wait()
                return
            self.server.letters.append(letter.decode())
            self.say("250 taken")

    def say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.open.set()
        server.shutdown()


@pytest.fixture
def worker(mail_server: MailServer) -> Callable[[], "subprocess.Popen[bytes]"]:
    """Starts workers as production does, but on the test's database."""
    with running_workers(mail_server.url) as start:
        yield start


@contextmanager
def running_workers(mail_url: str) -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    parts = connection.settings_dict
    database = (
        f"postgres://{parts['USER']}:{parts['PASSWORD']}@{parts['HOST']}:{parts['PORT']}/{parts['NAME']}"
    )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kanpur_portal.settings",
        "DATABASE_URL": database,
        "EMAIL_URL": mail_url,
    }
    command = ["-m", "celery", "--quiet", "-A", "kanpur_portal", "worker", "--concurrency", "1"]
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, *command, "--loglevel", "WARNING"],
            cwd=settings.BASE_DIR,
            env=environment,
            preexec_fn=end_with_parent,
            process_group=0,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def eventually(condition: Callable[[], bool], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while not (holds := condition()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return holds


@pytest.fixture
def plan(loaded_rows: list[list[Model]], transactional_db: None) -> None:
    """Written for good, as other processes read it."""
    with transaction.atomic():
        put_in_place(loaded_rows)


def test_worker_takes_the_snapshot(plan: None, worker: Callable[[], "subprocess.Popen[bytes]"]) -> None:
    worker()
    take_snapshot.delay()
    assert eventually(PlanSnapshot.objects.exists)
    assert PlanSnapshot.objects.get().total == 29


def test_letter_of_a_killed_worker_is_sent_once_by_another(
    plan: None, worker: Callable[[], "subprocess.Popen[bytes]"], mail_server: MailServer
) -> None:
    Plan.objects.update(starts_on=timezone.localdate() - timedelta(days=400))
    officer = User.objects.create_user("officer", email="officer@example.org")
    officer.groups.add(Group.objects.get(name=roles.OFFICER))
    Posting.objects.create(user=officer, authority=Authority.objects.get(slug="diepc"))

    first = worker()
    prepare_digests.delay()
    assert mail_server.asked.wait(60), "the first worker is in the middle of sending"
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    mail_server.open.set()

    # One task after the other: once the snapshot is there, the letters were looked at.
    worker()
    send_waiting_digests.delay()
    take_snapshot.delay()
    assert eventually(PlanSnapshot.objects.exists)
    assert Digest.objects.get().state == Digest.State.SENDING, "nobody else sends it before the lease is over"
    assert mail_server.letters == []

    Digest.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    send_waiting_digests.delay()
    assert eventually(lambda: Digest.objects.get().state == Digest.State.SENT)
    assert Digest.objects.get().attempts == 2
    assert len(mail_server.letters) == 1
    assert "To: officer@example.org" in mail_server.letters[0]
