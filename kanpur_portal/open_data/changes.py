"""What changed between two states of a dataset: which rows were added, changed and removed.

Both states go through a small database on the disk, so that ten million rows need no more memory than ten.
Web addresses do not count, nor does what follows from today's date alone: the portal may move, and the days
pass, without a change of its data.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from kanpur_portal.open_data.columns import ADDRESS, OBJECTS
from kanpur_portal.open_data.datasets import Dataset

# Where the portal was when the objects of a row were written.
_HOST = re.compile(r"https?://[^/\"]+(?=/)")
_OF_THE_DAY = {"schedule.as_of", "schedule.days_late"}
KINDS = ADDED, CHANGED, REMOVED = "added", "changed", "removed"
_TOGETHER = 10_000
_DIFFERENCES = {
    ADDED: "SELECT key FROM after WHERE key NOT IN (SELECT key FROM before) ORDER BY rowid",
    CHANGED: "SELECT key FROM after JOIN before USING (key) WHERE after.hash <> before.hash "
    "ORDER BY after.rowid",
    REMOVED: "SELECT key FROM before WHERE key NOT IN (SELECT key FROM after) ORDER BY rowid",
}


class Comparison:
    """Two states of one dataset, given as lines of CSV with its header."""

    def __init__(self, path: Path, dataset: Dataset) -> None:
        self.key = dataset.key
        addresses = {column.name for column in dataset.columns if column.type == ADDRESS}
        self.uncounted = addresses | _OF_THE_DAY
        self.objects = {column.name for column in dataset.columns if column.type == OBJECTS}
        self.database = sqlite3.connect(path)
        # It lives for some minutes: what is lost with the machine is made again.
        self.database.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "CREATE TABLE before (key TEXT UNIQUE, hash BLOB);"
            "CREATE TABLE after (key TEXT UNIQUE, hash BLOB);"
        )

    def __enter__(self) -> Comparison:
        return self

    def __exit__(self, *raised: object) -> None:
        self.database.close()

    def take_before(self, lines: Iterable[str]) -> None:
        self._fill("INSERT INTO before VALUES (?, ?)", lines)

    def take_after(self, lines: Iterable[str]) -> None:
        self._fill("INSERT INTO after VALUES (?, ?)", lines)

    def differences(self) -> Iterator[tuple[str, str]]:
        """Each change with the key of its row."""
        for change, query in _DIFFERENCES.items():
            for (key,) in self.database.execute(query):
                yield change, key

    def _fill(self, insert: str, lines: Iterable[str]) -> None:
        rows = self._hashed(csv.reader(lines))
        while together := list(islice(rows, _TOGETHER)):
            self.database.executemany(insert, together)

    def _hashed(self, rows: Iterator[list[str]]) -> Iterator[tuple[str, bytes]]:
        names = next(rows, [])
        key = [names.index(name) for name in self.key if name in names]
        counted = [index for index, name in enumerate(names) if name not in self.uncounted]
        for row in rows:
            told = json.dumps([self._told(names[index], row[index]) for index in counted]).encode()
            yield " ".join(row[index] for index in key), hashlib.blake2b(told, digest_size=16).digest()

    def _told(self, name: str, cell: str) -> tuple[str, str]:
        return name, _HOST.sub("", cell) if name in self.objects else cell
