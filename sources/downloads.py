"""Lists as files, the same for every page that offers one."""

import csv
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import translation

from sources.models import Citation

# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def csv_cell(value: Any) -> Any:
    """The value as CSV holds it: true, false and lists as in JSON, text that no spreadsheet runs."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(value):
        return f"'{value}"
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return value


def csv_text(cell: str) -> str:
    """The reverse for text that comes back from a spreadsheet: without the guard against formulas."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA_STARTS) else cell


class FileFormatConverter:
    """The ending of a list's twin: /plan.csv, /plan.json."""

    regex = "csv|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def file_addresses(url_name: str, *args: str, query: str = "") -> dict[str, str]:
    """Where the list of a page is found as a file, by format."""
    tail = f"?{query}" if query else ""
    return {
        file_format: reverse(url_name, args=[*args, file_format]) + tail for file_format in ("csv", "json")
    }


def api_file_addresses(model: type[Citation], **filters: str) -> dict[str, str]:
    """Where the API has a page's list of these records as a file, by format: the same filters, every row."""
    if not model.api_resource:
        raise ValueError(f"{model._meta.label} has no list in the API")
    return api_list_files(model.api_resource[0], **filters)


def api_list_files(resource: str, **filters: str) -> dict[str, str]:
    """The same by the name of the list. A table comes whole; JSON in pages that say how many rows there are
    and where the next ones stand."""
    address = reverse(f"api-{resource}-list")
    forms = {"csv": {"format": "csv"}, "json": {"page_size": "1000", "format": "json"}}
    return {name: f"{address}?{urlencode(filters | form)}" for name, form in forms.items()}


def file_response(
    name: str, file_format: str, columns: Iterable[str], rows: Iterable[Mapping[str, Any]]
) -> HttpResponse:
    """A list as a file: CSV (UTF-8, no byte order mark, a header row also when empty) or JSON."""
    columns = list(columns)
    with translation.override(settings.LANGUAGE_CODE):  # the data are the same for every reader
        rows = list(rows)
    if file_format == "json":
        records = [{column: row[column] for column in columns} for row in rows]
        response: HttpResponse = JsonResponse({"results": records}, json_dumps_params={"ensure_ascii": False})
    else:
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        writer = csv.writer(response)
        writer.writerow(columns)
        writer.writerows([csv_cell(row[column]) for column in columns] for row in rows)
    response["Content-Disposition"] = f'attachment; filename="{name}.{file_format}"'
    return response
