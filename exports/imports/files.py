"""The files that data editors bring, each under its SHA-256: the evidence of what was imported."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exports.imports.rows import FileRefused
from exports.models import ImportBatch

LARGEST = 2 * 1024**3
BLOCK = 1024 * 1024
# What nobody applied is kept so long; what was ever applied, for good.
KEPT_UNAPPLIED = timedelta(days=30)
# Seconds. Whatever was written lately may belong to an import whose row is just being made.
_SETTLED = 24 * 3600


def folder() -> Path:
    path = Path(settings.DATA_DIR) / "imports"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def store(file: Any) -> tuple[str, int]:
    """Keep an open Django file; its SHA-256 and its size in bytes. Raises a ValidationError of "file"."""
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=folder(), suffix=".part", delete=False) as kept:
        part = Path(kept.name)
        try:
            for block in file.chunks(BLOCK):
                size += len(block)
                if size > LARGEST:
                    raise ValidationError({"file": _("The file is larger than 2 GB. Bring it in parts.")})
                digest.update(block)
                kept.write(block)
            if not size:
                raise ValidationError({"file": _("The file is empty.")})
            kept.flush()
            os.fsync(kept.fileno())
            # Under its name only once it is whole; the same file brought again takes the place of the first.
            part.replace(folder() / digest.hexdigest())
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    return digest.hexdigest(), size


def path_of(batch: ImportBatch) -> Path:
    """Its file, still as it was brought. Raises FileRefused where it is not."""
    path, digest = folder() / batch.sha256, hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                digest.update(block)
    except FileNotFoundError:
        raise FileRefused(_("The file is no longer kept here. Bring it again.")) from None
    if digest.hexdigest() != batch.sha256:
        raise FileRefused(_("The file kept here is damaged. Bring it again."))
    return path


def remove_unapplied() -> int:
    """Delete the files that nobody applied within 30 days; how many. Their imports end as refused."""
    before = timezone.now() - KEPT_UNAPPLIED
    refused = FileRefused(_("It was not applied within 30 days; its file was removed."))
    ImportBatch.objects.filter(state=ImportBatch.State.CHECKED, made_at__lt=before).update(
        state=ImportBatch.State.REFUSED, **refused.words()
    )
    removed = 0
    for path in folder().iterdir():
        wanted = ImportBatch.objects.filter(sha256=path.name).exclude(
            state=ImportBatch.State.REFUSED, made_at__lt=before
        )
        if time.time() - path.stat().st_mtime > _SETTLED and not wanted.exists():
            path.unlink()
            removed += 1
    return removed
