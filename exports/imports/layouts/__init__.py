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
from exports.imports.rows import Rejection, Row

__all__ = ["Question", "clean_answers", "expected_rows", "questions", "read"]

_READERS: Mapping[str, Callable[[Path, Mapping[str, str], date], Iterator[Row | Rejection]]] = {
    "own": own.read,
    "dgcis": dgcis.read,
    "trademap": trademap.read,
    "comtrade": comtrade.read,
}


def read(layout: str, path: Path, answers: Mapping[str, str]) -> Iterator[Row | Rejection]:
    """The rows of the file in its order. Raises FileRefused, at any row, for the file as a whole.

    `answers` are those of `clean_answers`. Reporters that are named by a short name are not looked up here.
    """
    return _READERS[layout](path, answers, timezone.localdate())
