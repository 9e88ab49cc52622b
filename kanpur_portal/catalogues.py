"""Compiles the message catalogues. Babel does it, so that no machine needs GNU gettext to serve Hindi."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_catalogues(folder: Path = LOCALE) -> list[Path]:
    """Write each .mo below the folder whose .po is newer; the .po files whose .mo was written."""
    stale = [po for po in sorted(folder.rglob("*.po")) if _is_newer(po, po.with_suffix(".mo"))]
    for po in stale:
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parent.parent.name, abort_invalid=True)
        # Renamed into place: a process that starts meanwhile reads a whole file, old or new.
        unfinished = po.with_suffix(f".mo.{os.getpid()}")
        with unfinished.open("wb") as target:
            write_mo(target, catalogue)
        unfinished.replace(po.with_suffix(".mo"))
    return stale


def _is_newer(po: Path, mo: Path) -> bool:
    return not mo.exists() or po.stat().st_mtime > mo.stat().st_mtime
