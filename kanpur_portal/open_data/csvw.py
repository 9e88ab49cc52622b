"""CSV on the Web: what stands in each column of each table, for programs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.utils import translation
from django.utils.functional import Promise

from kanpur_portal.open_data import columns as kinds
from kanpur_portal.open_data.columns import Column
from kanpur_portal.open_data.datasets import Dataset
from kanpur_portal.open_data.licence import ABOUT_LICENCE, LICENCE_URL, PUBLISHER, TITLE

_DATATYPES = {
    kinds.ADDRESS: "anyURI",
    kinds.TRUTH: "boolean",
    kinds.WHOLE: "integer",
    kinds.DECIMAL: "decimal",
    kinds.DATE: "date",
    kinds.MOMENT: "dateTime",
    kinds.TIME: "time",
    kinds.OBJECTS: "json",
}


def metadata(datasets: Iterable[Dataset]) -> dict[str, Any]:
    """The content of csv-metadata.json, beside the CSV files that it describes."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": both(TITLE),
        "dc:publisher": PUBLISHER,
        "dc:license": {"@id": LICENCE_URL},
        "dc:rights": both(ABOUT_LICENCE),
        "tables": [_table(dataset) for dataset in datasets],
    }


def both(text: str | Promise) -> list[dict[str, str]]:
    """A text in the two languages of the portal, as JSON-LD has it: CSVW knows no other way for its notes."""
    found = []
    for language in ("en", "hi"):
        with translation.override(language):
            found.append({"@language": language, "@value": str(text)})
    return found


def _table(dataset: Dataset) -> dict[str, Any]:
    return {
        "url": f"{dataset.name}.csv",
        "dc:title": both(dataset.title),
        "dc:description": both(dataset.about),
        "tableSchema": {
            "columns": [_column(column, dataset.key) for column in dataset.columns],
            "primaryKey": list(dataset.key),
        },
    }


def _column(column: Column, key: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "datatype": _DATATYPES.get(column.type, "string"),
        "required": column.name in key and not column.nullable,
        "dc:description": both(column.meaning),
    }
    if column.type == kinds.LIST:
        found["separator"] = "; "
    if column.allowed and column.type == kinds.TEXT:
        found["datatype"] = {"base": "string", "format": "|".join(map(re.escape, column.allowed))}
    if column.unit or column.unit_column:
        found["dc:extent"] = column.unit_column or both(column.unit)
    return found
