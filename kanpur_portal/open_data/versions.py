"""Versions of the data that stay: made whole or not at all, and only where the data differ.

A version is a folder DATA_DIR/versions/<number> with the ZIP and the list of changes. It is made under
another name, and gets its own inside the transaction that writes its row: a folder without a row is what a
killed process left, and is swept away by the next.
"""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from exports.trade.csv_stream import Interrupted
from kanpur_portal import data_version
from kanpur_portal.models import DatasetVersion, DataVersion
from kanpur_portal.open_data.changes import KINDS, Comparison
from kanpur_portal.open_data.datasets import DATASETS
from kanpur_portal.open_data.package import write_package
from kanpur_portal.open_data.store import checksum

PACKAGE, CHANGES = "all.zip", "changes.csv"
# Of each kind of change, so many keys stand on the page; all are in the file.
SHOWN = 50
_ATTEMPTS = 3
_MAKING = ".making-"
_FORGOTTEN_AFTER_SECONDS = 24 * 3600


class DataMoved(Exception):
    """While the files were made, somebody wrote: they would mix two states."""


def folder(number: int) -> Path:
    return _versions() / str(number)


def publish() -> DatasetVersion | None:
    """Make a version of the data as they stand; None if they are those of the last one.

    Raises DataMoved where they did not stand still in three attempts.
    """
    for attempt in range(_ATTEMPTS):
        try:
            return _publish_once()
        except (DataMoved, Interrupted, IntegrityError):
            if attempt == _ATTEMPTS - 1:
                raise
    return None


def _publish_once() -> DatasetVersion | None:
    last = DatasetVersion.objects.first()
    state = _state()
    if last and last.data_version == state:
        return None
    number = last.number + 1 if last else 1
    with _workshop() as workshop:
        datasets = write_package(workshop / PACKAGE, number)
        _compare(workshop, last, datasets)
        if last and not any(_differs(found) for found in datasets.values()):
            return None
        package = workshop / PACKAGE
        version = DatasetVersion(
            number=number, sha256=checksum(package), size=package.stat().st_size, datasets=datasets
        )
        _take_place(version, workshop, state)
    return version


def _take_place(version: DatasetVersion, workshop: Path, state: int) -> None:
    """Row and folder together. Counting the write makes the pages of versions anew."""
    with transaction.atomic():
        data_version.bump()
        version.data_version, version.made_at = _state(), timezone.now()
        if version.data_version != state + 1:
            raise DataMoved
        version.save(force_insert=True)
        shutil.rmtree(folder(version.number), ignore_errors=True)
        workshop.rename(folder(version.number))


def _state() -> int:
    return DataVersion.objects.values_list("number", flat=True).first() or 0


def _versions() -> Path:
    return Path(settings.DATA_DIR) / "versions"


@contextmanager
def _workshop() -> Iterator[Path]:
    """A folder beside those of the versions, which is either renamed to one of them or removed."""
    _versions().mkdir(parents=True, exist_ok=True)
    before = time.time() - _FORGOTTEN_AFTER_SECONDS
    for path in _versions().glob(f"{_MAKING}*"):
        if path.stat().st_mtime < before:
            shutil.rmtree(path, ignore_errors=True)
    path = Path(tempfile.mkdtemp(prefix=_MAKING, dir=_versions()))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _compare(workshop: Path, last: DatasetVersion | None, datasets: dict[str, dict[str, Any]]) -> None:
    """Write the list of changes, and note how many there are of each dataset."""
    with (workshop / CHANGES).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["dataset", "change", "key"])
        for name, found in datasets.items():
            counts: Counter[str] = Counter()
            shown: dict[str, list[str]] = {}
            for change, key in _differences(workshop, last, name):
                writer.writerow([name, change, key])
                counts[change] += 1
                if counts[change] <= SHOWN:
                    shown.setdefault(change, []).append(key)
            found |= {change: counts[change] for change in KINDS} | {"ids": shown}
    for name, found in (last.datasets if last else {}).items():
        if name not in datasets and found["rows"]:  # a list that the API no longer has
            gone = {"rows": 0, "added": 0, "changed": 0, "removed": found["rows"], "ids": {}}
            datasets[name] = gone


def _differs(found: dict[str, Any]) -> bool:
    return any(found[change] for change in KINDS)


def _differences(workshop: Path, last: DatasetVersion | None, name: str) -> Iterator[tuple[str, str]]:
    """Nothing, where there is no version before: all rows of the first are new."""
    if not last:
        return
    dataset, database = DATASETS[name], workshop / "comparison.sqlite3"
    with Comparison(database, dataset) as comparison:
        with table_lines(folder(last.number), name) as lines:
            comparison.take_before(lines)
        with table_lines(workshop, name) as lines:
            comparison.take_after(lines)
        yield from comparison.differences()
    database.unlink()


@contextmanager
def table_lines(place: Path, name: str) -> Iterator[Iterator[str]]:
    """The lines of one table of a version; none if it did not have it."""
    with zipfile.ZipFile(place / PACKAGE) as package:
        if f"{name}.csv" not in package.namelist():
            yield iter(())
            return
        with package.open(f"{name}.csv") as file:
            yield io.TextIOWrapper(file, encoding="utf-8", newline="")
