"""Real processes: killed in the middle, and several at once. Nothing is lost, nothing doubled."""

import os
import random
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import File
from django.db import connection
from django.utils import timezone

from exports.import_actions import ask_to_apply, receive
from exports.imports.jobs import work
from exports.models import ImportBatch, TradeFigure
from kanpur_portal.launch import end_with_parent
from tests.imports.bringing import applied, bring, checked, file_of, totals, totals_by_hand

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reporters")]

CODES = [f"4202{code:04}" for code in range(0, 8_000, 8)]


def lines(amount: int) -> list[tuple[object, ...]]:
    return [(code, partner, 2023, amount) for code in CODES for partner in ("DE", "FR")]


def database_url() -> str:
    parts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{parts['NAME']}"
    return f"postgres://{parts['USER']}:{parts['PASSWORD']}@{parts['HOST']}:{parts['PORT']}/{parts['NAME']}"


def importing(path: Path) -> "subprocess.Popen[str]":
    """The command in a process of its own, on the database of the test, once it has begun."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "import_figures", path, "--layout", "own", "--retrieved-on",
         "2026-03-31", "--apply"],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "kanpur_portal.settings",
            "DATABASE_URL": database_url(),
        },
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=end_with_parent,
    )  # fmt: skip
    assert process.stdout and process.stdout.readline().startswith("B-")
    return process


def test_killed_at_random_moments(tmp_path: Path) -> None:
    chance = random.Random(5)  # noqa: S311 - the same at each run
    applied(*lines(1))
    began = time.monotonic()
    earlier = applied(*lines(2))
    takes = time.monotonic() - began
    for amount in (3, 4):
        path = tmp_path / f"{amount}.csv"
        path.write_bytes(file_of(*lines(amount)).read())
        with importing(path) as process:
            time.sleep(chance.uniform(0, takes))
            process.kill()
        batch = ImportBatch.objects.first()
        assert batch and batch.pk > earlier.pk
        state = "applied" if batch.state == "applied" else "before"
        expected = {"applied": batch.pk, "before": earlier.pk}[state]
        assert {expected} == set(TradeFigure.objects.values_list("batch", flat=True)), "all of it or nothing"

        ImportBatch.objects.exclude(lease_until=None).update(lease_until=timezone.now())
        if checked(batch).state == "checked":
            ask_to_apply(batch, rejected=0, by=None)
            checked(batch)
        assert (batch.state, batch.changed) == ("applied", len(CODES) * 2)
        assert set(TradeFigure.objects.values_list("amount", "batch")) == {(amount * 100, batch.pk)}
        assert batch.changes.count() == len(CODES) * 2
        earlier = batch
    assert totals() == totals_by_hand()


def test_the_same_file_twice_at_once() -> None:
    first, second = bring(*lines(1)), bring(*lines(1))
    for batch in (first, second):
        ask_to_apply(batch, rejected=0, by=None)
    failed: list[Any] = []

    def worker(pk: int) -> None:
        try:
            work(pk)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=worker, args=[batch.pk]) for batch in (first, second, first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    done = ImportBatch.objects.values_list("state", "added", "changed", "unchanged")
    count = len(CODES) * 2
    assert sorted(done) == [("applied", 0, 0, count), ("applied", count, 0, 0)]
    assert TradeFigure.objects.count() == count
    assert totals() == totals_by_hand()


def test_a_figure_that_readers_wait_for_is_none(tmp_path: Path) -> None:
    """While an import holds its transaction, figures are read as they were."""
    applied(*lines(1)[:10])
    batch = receive(
        file=File(file_of(*lines(2)[:10])), layout="own", answers={}, retrieved_on=date(2026, 3, 31)
    )
    ask_to_apply(checked(batch), rejected=0, by=None)
    seen: list[Any] = []

    def read() -> None:
        seen.append(set(TradeFigure.objects.values_list("amount", flat=True)))
        connection.close()

    def reading(run: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        answer = run(sql, parameters, many, context)
        if sql.lstrip().startswith("UPDATE exports_tradefigure"):
            thread = threading.Thread(target=read)
            thread.start()
            thread.join(10)
        return answer

    with connection.execute_wrapper(reading):
        work(batch.pk)
    assert seen == [{100}]
    assert set(TradeFigure.objects.values_list("amount", flat=True)) == {200}
