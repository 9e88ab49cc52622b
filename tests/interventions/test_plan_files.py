"""The list's twins as files: exactly what its filters show, readable by a program."""

import csv
import io
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from interventions.models import Action, Plan
from interventions.presenters import PLAN_COLUMNS
from tests.interventions.test_plan_list import references

QUERIES = [
    "",
    "?heading=common",
    "?status=partly_done",
    "?schedule=overdue&q=export",
    "?cluster=leather",
    "?silent=no",
]


def as_csv(response: Any) -> list[dict[str, str]]:
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = response.content.decode("utf-8")
    assert not text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def cell(value: Any) -> str:
    """A value of the JSON as the CSV shows it."""
    if value is None:
        return ""
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("language", ["", "/hi"])
@pytest.mark.parametrize("query", QUERIES)
def test_both_files_are_the_list(client: Client, busy_plan: Plan, language: str, query: str) -> None:
    shown = references(client.get(f"{language}/plan/{query}"))
    rows = as_csv(client.get(f"{language}/plan.csv{query}"))
    response = client.get(f"{language}/plan.json{query}")
    assert response["Content-Type"] == "application/json"
    records = response.json()["results"]
    assert [row["reference"] for row in rows] == [record["reference"] for record in records] == shown
    for row, record in zip(rows, records, strict=True):
        told = {name: cell(value) for name, value in record.items()}
        moments = {row.pop("last_update_at"), told.pop("last_update_at")}
        assert len({moment and int(datetime.fromisoformat(moment).timestamp()) for moment in moments}) == 1
        assert row == told


def test_the_columns_and_a_row(client: Client, busy_plan: Plan) -> None:
    response = client.get("/plan.csv")
    assert response["Content-Disposition"] == 'attachment; filename="plan.csv"'
    assert response.content.decode().split("\r\n")[0] == ",".join(PLAN_COLUMNS)
    row = as_csv(response)[4]
    action = Action.objects.get(reference="KN-05")
    expected = {
        "reference": "KN-05",
        "printed": action.printed,
        "title_hi": action.title_hi,
        "cluster": "",
        "authorities": "upepb, diepc, odop-cell",
        "authorities_as_printed": "UPEPB/DIEPC/ODOP Cell",
        "timeline": "short",
        "timeline_as_printed": action.timeline_as_printed,
        "work_status": "in_progress",
        "awaiting_confirmation": "false",
        "schedule": "no_date",
        "due_on": "",
        "days_late": "0",
        "silent": "false",
        "source.document": "export-plan",
        "source.lines": "1042",
        "source.url": "/sources/export-plan/#L1042",
        "kind.text": "printed",
        "kind.work_status": "reported",
        "kind.schedule": "computed",
    }
    assert expected.items() <= row.items()


def test_the_files_are_the_same_in_both_languages(client: Client, busy_plan: Plan) -> None:
    """But for the addresses of pages."""
    english, hindi = (as_csv(client.get(f"{language}/plan.csv")) for language in ("", "/hi"))
    for row in (*english, *hindi):
        row["source.url"] = row["source.url"].removeprefix("/hi")
    assert english == hindi


def test_an_empty_list_has_its_header(client: Client, plan: Plan) -> None:
    response = client.get("/plan.csv?q=nothing+of+the+kind")
    assert response.content.decode() == ",".join(PLAN_COLUMNS) + "\r\n"
    assert client.get("/plan.json?q=nothing+of+the+kind").json() == {"results": []}


def test_a_spreadsheet_runs_nothing(client: Client, plan: Plan, officer: User) -> None:
    Action.objects.filter(reference="KN-01").update(title='=HYPERLINK("https://example.org")')
    assert as_csv(client.get("/plan.csv?q=KN-01"))[0]["title"] == '\'=HYPERLINK("https://example.org")'
    assert client.get("/plan.json?q=KN-01").json()["results"][0]["title"].startswith("=")


@pytest.mark.parametrize("ending", ["xlsx", "CSV", "csv/", "json5", ""])
def test_other_endings_are_not_there(client: Client, plan: Plan, ending: str) -> None:
    assert client.get(f"/plan.{ending}").status_code == 404
