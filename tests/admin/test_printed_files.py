"""Printed records as CSV files: with all their numbers, and back again without a change of them."""

import json

import pytest
from django.test import Client

from clusters.models import IndustryRow, Statement
from exports.models import ExportFigure, SchemeVersion
from sources.models import Footnote
from tests.admin.files import Row, confirm, exported, problems, table, upload

STATEMENT = "clusters_statement"


LISTS = pytest.mark.parametrize("column", ["numbers", "items"])


def a_statement(column: str) -> Statement:
    return Statement.objects.exclude(**{column: []}).order_by("pk")[0]


def row_of(browser: Client, statement: Statement) -> Row:
    return next(row for row in exported(browser, STATEMENT) if row["slug"] == statement.slug)


@LISTS
def test_lists_go_out_as_json(administrator: Client, column: str) -> None:
    statement = a_statement(column)
    row = row_of(administrator, statement)
    assert json.loads(row["numbers"]) == statement.numbers
    assert json.loads(row["items"]) == statement.items


def test_addresses_in_footnotes_too(administrator: Client) -> None:
    footnote = Footnote.objects.exclude(urls=[]).order_by("pk")[0]
    row = next(row for row in exported(administrator, "sources_footnote") if row["slug"] == footnote.slug)
    assert json.loads(row["urls"]) == footnote.urls


@LISTS
def test_an_exported_row_comes_back_with_new_words_and_its_old_lists(
    administrator: Client, column: str
) -> None:
    statement = a_statement(column)
    row = row_of(administrator, statement) | {"subject": "Better words"}
    confirm(administrator, STATEMENT, upload(administrator, STATEMENT, table(row)))
    kept = Statement.objects.get(pk=statement.pk)
    assert kept.subject == "Better words"
    assert (kept.numbers, kept.items, kept.quote) == (statement.numbers, statement.items, statement.quote)


@LISTS
@pytest.mark.parametrize("cell", ["[]", "", "no JSON", '[{"as_printed": "9"}]'])
def test_a_list_is_never_changed(administrator: Client, column: str, cell: str) -> None:
    row = row_of(administrator, a_statement(column)) | {"subject": "Better words", column: cell}
    told = problems(upload(administrator, STATEMENT, table(row)))
    assert told == f"Row 2, {column}: This is not changed here: leave it as it was, or leave the column out."


def test_a_spreadsheet_changes_no_number_by_its_spelling(administrator: Client) -> None:
    """It writes TRUE for true, and 1671.01 for 1671.010000: the first we take, the second is never sent."""
    rows = exported(administrator, "exports_exportfigure")
    first = ExportFigure.objects.get(slug=rows[0]["slug"])
    assert rows[0]["value"] == first.as_printed == "1671.01"
    spelt = [
        row | {"is_total": row["is_total"].upper(), "product_hi": row["product_hi"] + " "} for row in rows
    ]
    preview = upload(administrator, "exports_exportfigure", table(*spelt))
    assert preview.content.decode().count("<td>as before</td>") == ExportFigure.objects.count()
    total = next(row for row in exported(administrator, "clusters_industryrow") if row["is_total"] == "true")
    told = problems(upload(administrator, "clusters_industryrow", table(total | {"is_total": "FALSE"})))
    assert told.startswith("Row 2, is_total: This is not changed here")
    assert IndustryRow.objects.get(slug=total["slug"]).is_total


def test_the_dates_of_a_scheme_come_from_its_order(administrator: Client) -> None:
    model, slug = "exports_schemeversion", "mda-as-printed"
    cells = {"slug": slug, "order": "12/2021", "effective_from": "01-04-2021", "effective_to": "31-03-2021"}
    told = problems(upload(administrator, model, table(cells)))
    assert told == "Row 2, effective_to: The last day is before the first."
    row = table(cells | {"effective_to": "31-03-2026"})
    confirm(administrator, model, upload(administrator, model, row))
    version = SchemeVersion.objects.get(slug=slug)
    assert (version.order, str(version.effective_from), str(version.effective_to)) == (
        "12/2021",
        "2021-04-01",
        "2026-03-31",
    )
    told = problems(upload(administrator, model, table({"slug": slug, "status": "reported"})))
    assert told.startswith("Row 2, status: This is not changed here")
