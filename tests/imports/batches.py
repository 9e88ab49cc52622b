"""Imports in every state, as rows: for what looks at them. What writes them is tested by its own tests."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from exports.models import (
    ImportBatch,
    RejectedRow,
    Reporter,
    TradeFigure,
    TradeFigureChange,
    TradeSeries,
)

SHA = "5e" * 32
HOSTILE = '=cmd|"/c calc"!A1<script>alert(1)</script>\u202e\x07'


def batch(state: str = "applied", **said: Any) -> ImportBatch:
    """One import; what its state needs is there."""
    values: dict[str, Any] = {
        "layout": "dgcis",
        "file_name": "ramesh kumar's table.xls",
        "sha256": SHA,
        "size": 1234,
        "retrieved_on": date(2026, 4, 1),
        "source_url": "https://tradestat.commerce.gov.in/eidb/",
        "note": "From the desk of Ramesh",
        "made_at": timezone.now(),
        "state": state,
    }
    if state in ImportBatch.AT_WORK:
        values["lease_until"] = timezone.now() + timedelta(minutes=5)
    if state not in ("to_check", "checking", "refused"):
        values |= {"added": 1234567, "changed": 1, "unchanged": 0, "rejected": 0}
    if state in ("applied", "to_revoke", "revoking", "revoked"):
        values["applied_at"] = timezone.now()
    if state == "revoked":
        values["revoked_at"] = timezone.now()
    if state == "refused":
        values["refusal"] = "The file is not a table."
    return ImportBatch.objects.create(**{**values, **said})


def reject(found: ImportBatch, rows: int) -> None:
    """The first of them hostile."""
    RejectedRow.objects.bulk_create(
        RejectedRow(
            batch=found,
            row=number + 2,
            column="Value",
            value=HOSTILE if not number else f"n.a. {number}",
            reason="not_a_number",
        )
        for number in range(rows)
    )
    ImportBatch.objects.filter(pk=found.pk).update(rejected=rows)
    found.refresh_from_db()


def series(**said: Any) -> TradeSeries:
    reporter, _ = Reporter.objects.get_or_create(
        slug="india", defaults={"name": "India", "name_hi": "भारत", "level": "country", "iso2": "IN"}
    )
    values = {"source": "dgcis", "reporter": reporter, "flow": "export", "basis": "FY", "currency": "INR"}
    return TradeSeries.objects.get_or_create(**{**values, **said})[0]


def change(by: ImportBatch, earlier: ImportBatch, number: int = 0) -> TradeFigureChange:
    """A figure of the earlier import, changed by the later one from 100 rupees to 150."""
    figure = TradeFigure.objects.create(
        series=series(),
        hs_code=f"{42010000 + number}",
        partner="DE",
        period_start=date(2023, 4, 1),
        amount=150_00,
        quantity=2_500,
        quantity_unit="KGS",
        batch=by,
    )
    return TradeFigureChange.objects.create(
        figure=figure, batch=by, amount=100_00, provisional=True, earlier_batch=earlier
    )
