"""What the ZIP says of itself, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from kanpur_portal.open_data.datasets import DATASETS
from kanpur_portal.open_data.licence import ABOUT_LICENCE, LICENCE, LICENCE_URL, TITLE


def readme(version: int | None, day: date | None, tables: Mapping[str, Mapping[str, Any]]) -> str:
    """The text of README.txt for a version, or for the data as they stand, with the rows of each table."""
    parts = []
    for language in ("en", "hi"):
        with translation.override(language):
            parts.append(_in_one_language(version, day, tables))
    return "\n".join(parts)


def _in_one_language(version: int | None, day: date | None, tables: Mapping[str, Mapping[str, Any]]) -> str:
    listed = [
        f"{dataset}.csv  {DATASETS[dataset].title}  ({found['rows']})" for dataset, found in tables.items()
    ]
    return "\n".join(
        [
            str(TITLE),
            *([_("Version %(number)s") % {"number": version}] if version else []),
            *([_("Data as of %(day)s") % {"day": day.isoformat()}] if day else []),
            f"{settings.PORTAL_URL}/data/",
            "",
            *_notes(),
            "",
            f"{LICENCE}: {LICENCE_URL}",
            str(ABOUT_LICENCE),
            "",
            _("The tables, each with the number of its rows:"),
            *listed,
            "",
        ]
    )


def _notes() -> list[str]:
    return [
        _("CSV in UTF-8, comma between cells, names of the columns in the first line."),
        _("csv-metadata.json says what stands in each column (CSV on the Web). CHECKSUMS holds SHA-256."),
        _("An empty cell is an unknown value or an empty text, never zero. HS codes are text: zeros count."),
        _("Days are written 2026-04-30. A list has “; ” between its items; a list of objects is JSON."),
        _("A text that a spreadsheet would take for a formula begins with an apostrophe."),
        _("kind: printed stands in a document, computed is worked out, reported is said by an office."),
    ]
