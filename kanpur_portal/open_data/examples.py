"""Lines with which a program reads a dataset, at the address where the portal is being read."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from kanpur_portal.open_data.datasets import Dataset


def examples(dataset: Dataset, request: HttpRequest) -> list[dict[str, str]]:
    """Codes are named where CSV does not say that they are text."""
    csv, parquet, xlsx = (
        request.build_absolute_uri(reverse("dataset-file", args=[dataset.name, ending]))
        for ending in ("csv", "parquet", "xlsx")
    )
    codes = [column.name for column in dataset.columns if column.is_code]
    pandas = ", dtype={" + ", ".join(f'"{name}": "string"' for name in codes) + "}" if codes else ""
    r = ", col_types = list(" + ", ".join(f'`{name}` = "c"' for name in codes) + ")" if codes else ""
    duckdb = ", types = {" + ", ".join(f"'{name}': 'VARCHAR'" for name in codes) + "}" if codes else ""
    return [
        {"title": "pandas", "code": f'pandas.read_csv("{csv}"{pandas})\npandas.read_parquet("{parquet}")'},
        {"title": "R", "code": f'readr::read_csv("{csv}"{r})\narrow::read_parquet("{parquet}")'},
        {"title": "DuckDB", "code": f"FROM read_csv('{csv}'{duckdb});\nFROM '{parquet}';"},
        {"title": "Excel (Power Query)", "code": f'= Excel.Workbook(Web.Contents("{xlsx}"), true)'},
    ]
