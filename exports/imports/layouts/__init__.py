"""Layouts of files of trade figures, each read row by row: a figure, or why the row is none.

Nothing is guessed and nothing repaired. A file is read in a stream, whatever its size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

from django.utils import timezone

from exports.imports.layouts import comtrade, dgcis, own, trademap
from exports.imports.layouts.files import expected_rows
from exports.imports.layouts.questions import Question, clean_answers, questions
from exports.imports.rows import Part, Rejection, Row
from exports.imports.rows import parts as in_parts

__all__ = ["Question", "clean_answers", "expected_rows", "parts", "questions", "read"]

_READERS: Mapping[str, Callable[[Path, Mapping[str, str], date], Iterator[Row | Rejection]]] = {
    "own": own.read,
    "dgcis": dgcis.read,
    "trademap": trademap.read,
    "comtrade": comtrade.read,
}


def parts(layout: str, path: Path, answers: Mapping[str, str]) -> Iterator[Part]:
    """The same, many at once; of neighbouring rows those that are wrong may come last."""
    if layout == "own":
        # Arrow takes its time to be loaded, and its room: where files are read, not where pages are shown.
        from exports.imports.layouts import own_blocks

        yield from own_blocks.read(path, timezone.localdate())
    else:
        yield from in_parts(read(layout, path, answers))


def read(layout: str, path: Path, answers: Mapping[str, str]) -> Iterator[Row | Rejection]:
    """The rows of the file in its order. Raises FileRefused, at any row, for the file as a whole.

    `answers` are those of `clean_answers`. Reporters that are named by a short name are not looked up here.
    """
    return _READERS[layout](path, answers, timezone.localdate())
