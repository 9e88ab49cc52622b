"""One ZIP of every table, with what describes them. The same data make the same bytes."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils import timezone

from kanpur_portal import data_version
from kanpur_portal.open_data.csvw import metadata
from kanpur_portal.open_data.datasets import DATASETS
from kanpur_portal.open_data.readme import readme

# The first day that a ZIP can name: the hour of making would make other bytes.
_TIMELESS = (1980, 1, 1, 0, 0, 0)


def write_package(path: Path, version: int | None = None) -> dict[str, dict[str, Any]]:
    """Write the ZIP of a version, or of the data as they stand; what each table in it has."""
    written: dict[str, dict[str, Any]] = {}
    sums: dict[str, str] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for dataset in DATASETS.values():
            rows = dataset.count()
            size, sha256 = _add(package, f"{dataset.name}.csv", dataset.csv(rows))
            written[dataset.name] = {"rows": rows, "size": size, "sha256": sha256}
            sums[f"{dataset.name}.csv"] = sha256
        as_of = data_version.data_as_of()
        day = timezone.localdate(as_of) if as_of else None
        described = json.dumps(metadata(DATASETS.values()), ensure_ascii=False, indent=1)
        for file, text in (("csv-metadata.json", described), ("README.txt", readme(version, day, written))):
            _size, sums[file] = _add(package, file, [text.encode()])
        _add(package, "CHECKSUMS", ["".join(f"{sums[file]}  {file}\n" for file in sorted(sums)).encode()])
    return written


def _add(package: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> tuple[int, str]:
    entry = zipfile.ZipInfo(name, _TIMELESS)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    entry.create_system = 3  # as on Unix, wherever it is made
    size, digest = 0, hashlib.sha256()
    with package.open(entry, "w", force_zip64=True) as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
            size += len(piece)
    return size, digest.hexdigest()
