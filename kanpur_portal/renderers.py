"""Answers as tables: one row for each result, nested fields under dotted names."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter
from rest_framework.renderers import BaseRenderer

from sources.downloads import csv_cell
from sources.tables import cell, columns_of

# A cell of a spreadsheet holds no more than this; CSV and JSON have no such limit.
XLSX_CELL_LIMIT = 32_767
# A spreadsheet rounds a longer number: such a one stays a text.
XLSX_DIGITS = 15
_CUT = " […cut: longer than a cell of a spreadsheet; complete in CSV and JSON]"


class TableRenderer(BaseRenderer):
    """What CSV and XLSX share: the rows, the columns, and the name of the file."""

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        context = renderer_context or {}
        view = context["view"]
        rows = [data] if view.detail else data["results"]
        columns = dict(columns_of(view.get_serializer()))
        name = view.basename.removeprefix("api-")
        context["response"]["Content-Disposition"] = f'attachment; filename="{name}.{self.format}"'
        table = ([cell(row, dotted, field) for dotted, field in columns.items()] for row in rows)
        return self.write(list(columns), table, context)

    def write(self, names: list[str], table: Iterator[list[Any]], context: Mapping[str, Any]) -> bytes:
        raise NotImplementedError


class CSVRenderer(TableRenderer):
    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def write(self, names: list[str], table: Iterator[list[Any]], context: Mapping[str, Any]) -> bytes:
        text = StringIO()
        writer = csv.writer(text)
        writer.writerow(names)
        writer.writerows([csv_cell(value) for value in row] for row in table)
        # Excel takes a file for UTF-8 only where it begins with this mark; programs stumble over it.
        marked = context["request"].query_params.get("bom") == "1"
        return text.getvalue().encode("utf-8-sig" if marked else "utf-8")


class XLSXRenderer(TableRenderer):
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    format = "xlsx"
    charset = None
    render_style = "binary"

    def write(self, names: list[str], table: Iterator[list[Any]], context: Mapping[str, Any]) -> bytes:
        file = BytesIO()
        write_workbook(file, names, table)
        return file.getvalue()


def write_workbook(file: Any, names: Iterable[str], table: Iterable[list[Any]]) -> None:
    """One sheet with a bold header, into a path or an open file. Memory does not grow with the rows."""
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        # Otherwise the hour of making is inside, and the same rows would never have the same ETag.
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, names, book.add_format({"bold": True}))
        for number, row in enumerate(table, start=1):
            for column, value in enumerate(row):
                _write_cell(sheet, number, column, value)


def _is_exact(value: Any) -> bool:
    """Zeros at the end are no digits that a spreadsheet could lose."""
    if not isinstance(value, Decimal):
        return False
    return len("".join(map(str, value.as_tuple().digits)).rstrip("0")) <= XLSX_DIGITS


def _write_cell(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float) or _is_exact(value):
        sheet.write_number(row, column, value)
    elif value is not None and value != "":
        # A text stays a text, also where it looks like a formula, a number or a link.
        value = str(value)
        cut = f"{value[: XLSX_CELL_LIMIT - len(_CUT)]}{_CUT}"
        sheet.write_string(row, column, value if len(value) <= XLSX_CELL_LIMIT else cut)
