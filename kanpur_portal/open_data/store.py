"""Files made from the data as they stand, kept until the data change; and streams of what is too large.

A file's name holds the state of the data it was made of, its rows and its checksum, and it gets that name
when it is whole: whoever finds it may trust it, and two who make it at once make the same.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from kanpur_portal import data_version
from kanpur_portal.open_data.counting import Counted
from kanpur_portal.open_data.datasets import DATASETS, Dataset
from kanpur_portal.open_data.writers import WRITERS

# A larger CSV or JSON Lines file is not kept but sent as it is made.
STREAM_ABOVE = 50_000
_FORGOTTEN_AFTER_SECONDS = 3600


@dataclass(frozen=True)
class Kept:
    """A file that is whole."""

    path: Path
    rows: int
    sha256: str

    @property
    def size(self) -> int:
        return self.path.stat().st_size


def folder() -> Path:
    return Path(settings.DATA_DIR) / "open-data"


def find(name: str, ending: str) -> Kept | None:
    """The file of the data as they stand, if somebody asked for it before."""
    for path in folder().glob(f"{name}.{data_version.current()}.*.{ending}"):
        _name, _state, rows, sha256, _ending = path.name.split(".")
        return Kept(path, int(rows), sha256)
    return None


def keep(name: str, ending: str, make: Callable[[Path], int]) -> Kept:
    """The file, made now if it is not there. `make` writes it and says how many rows it has."""
    if found := find(name, ending):
        return found
    state = data_version.current()
    folder().mkdir(parents=True, exist_ok=True)
    _forget_old()
    handle, unfinished = tempfile.mkstemp(dir=folder(), suffix=".part")
    os.close(handle)
    try:
        rows = make(Path(unfinished))
        sha256 = checksum(Path(unfinished))
        path = folder() / f"{name}.{state}.{rows}.{sha256}.{ending}"
        os.replace(unfinished, path)
    finally:
        Path(unfinished).unlink(missing_ok=True)
    return Kept(path, rows, sha256)


def keep_dataset(dataset: Dataset, ending: str) -> Kept:
    def make(path: Path) -> int:
        counted = Counted(dataset.rows())
        WRITERS[ending](path, dataset.columns, counted)
        return counted.number

    return keep(dataset.name, ending, make)


def counts() -> dict[str, int]:
    """The rows of each dataset as the data stand."""
    return _counts(data_version.current())


@lru_cache(maxsize=2)
def _counts(state: str) -> dict[str, int]:
    return {name: dataset.count() for name, dataset in DATASETS.items()}


def checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _forget_old() -> None:
    """What was made of earlier data; a reader who is being sent it keeps it till the end."""
    before = time.time() - _FORGOTTEN_AFTER_SECONDS
    for path in folder().iterdir():
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before and f".{data_version.current()}." not in path.name:
                path.unlink()
