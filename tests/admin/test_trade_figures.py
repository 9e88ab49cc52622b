"""The back office on figures by the ten million: the first rows of them, and no count of all."""

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exports.models import Reporter, TradeFigure
from tests.imports.batches import batch, change, reject

FIGURES = reverse("admin:exports_tradefigure_changelist")
REPORTER = {"slug": "nepal", "name": "Nepal", "name_hi": "नेपाल", "level": "country", "iso2": "NP"}


def test_nothing_counts_all_the_figures(administrator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exports.import_admin.MOST_SHOWN", 3)
    monkeypatch.setattr("exports.import_admin.ManyRowsAdmin.list_per_page", 2)
    for number in range(10, 20):
        change(by=batch(), earlier=batch(), number=number)
    reject(batch("checked"), 5)
    for name in ("tradefigure", "tradefigurechange", "rejectedrow"):
        with CaptureQueriesContext(connection) as queries:
            assert administrator.get(reverse(f"admin:exports_{name}_changelist")).status_code == 200
            exported = administrator.get(reverse(f"admin:exports_{name}_export")).content.decode("utf-8-sig")
        assert len(list(csv.reader(StringIO(exported)))) == 1 + 3
        asked = [query["sql"] for query in queries if f'FROM "exports_{name}"' in query["sql"]]
        assert asked
        assert all("LIMIT" in sql for sql in asked), asked


def test_figures_are_found_by_a_whole_code(administrator: Client) -> None:
    change(by=batch(), earlier=batch(), number=5)
    assert "42010005" in administrator.get(f"{FIGURES}?q=42010005").content.decode()
    assert "42010005" not in administrator.get(f"{FIGURES}?q=4201").content.decode()


def test_figures_are_written_by_imports_alone(superuser: Client) -> None:
    figure = TradeFigure.objects.order_by("pk").first()
    url = reverse("admin:exports_tradefigure_change", args=[figure.pk])
    assert superuser.post(url, {"amount": "1"}).status_code == 403
    assert superuser.post(reverse("admin:exports_tradefigure_add"), {"amount": "1"}).status_code == 403
    assert TradeFigure.objects.get(pk=figure.pk).amount == figure.amount


def test_a_reporter_is_added_and_keeps_its_name(administrator: Client) -> None:
    add = reverse("admin:exports_reporter_add")
    assert administrator.post(add, {**REPORTER, "iso2": ""}).status_code == 200  # shown again
    assert administrator.post(add, REPORTER).status_code == 302
    made = Reporter.objects.get(slug="nepal")
    change_page = reverse("admin:exports_reporter_change", args=[made.pk])
    administrator.post(change_page, {**REPORTER, "name": "Forged", "name_hi": "नेपाल देश"})
    made.refresh_from_db()
    assert (made.name, made.name_hi) == ("Nepal", "नेपाल देश")
    assert administrator.post(reverse("admin:exports_reporter_delete", args=[made.pk])).status_code == 403
