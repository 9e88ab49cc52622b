"""The documents' tables as files, in a folder of each test's own."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from exports.models import ImportBatch, Reporter, TradeFigure, TradeSeries, TradeTotal
from kanpur_portal import data_version
from kanpur_portal.open_data import store
from kanpur_portal.open_data.datasets import DATASETS


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    store._counts.cache_clear()  # the states of tests have the same numbers, other than those of a portal
    return tmp_path


@pytest.fixture
def few() -> Iterator[None]:
    """Three datasets: what holds for them holds for all, and all take seconds."""
    everything = dict(DATASETS)
    for name in everything.keys() - {"hs-codes", "places", "export-figures"}:
        del DATASETS[name]
    yield
    DATASETS.clear()
    DATASETS.update(everything)  # in their order, which others look at


@pytest.fixture
def get(client: Client) -> Callable[..., Any]:
    def ask(path: str, **headers: str) -> Any:
        return client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    return ask


@pytest.fixture
def imported() -> Iterator[list[TradeFigure]]:
    """Three figures that a source reports, as an import leaves them."""
    batch = ImportBatch.objects.create(
        layout="own",
        file_name="figures.csv",
        sha256="0" * 64,
        size=1,
        retrieved_on=date(2026, 11, 1),
        made_at=timezone.now(),
        state="applied",
        applied_at=timezone.now(),
    )
    india, _made = Reporter.objects.get_or_create(
        slug="india", defaults={"name": "India", "name_hi": "भारत", "level": "country", "iso2": "IN"}
    )
    series = TradeSeries.objects.create(
        source="dgcis", reporter=india, flow="export", hs_edition="HS 2017", basis="FY", currency="USD"
    )
    rows = [
        TradeFigure(
            series=series,
            hs_code=code,
            partner="DE",
            period_start=date(2021, 4, 1),
            amount=amount,
            batch=batch,
        )
        for code, amount in (("0401", 123456), ("4201", 5), ("", 12345678901234567))
    ]
    TradeFigure.objects.bulk_create(rows)
    TradeTotal.objects.bulk_create(
        TradeTotal(
            series=series,
            level=level,
            partners="countries",
            dimension="all",
            year=2021,
            amount=sum(row.amount for row in rows if len(row.hs_code) == level),
            figures=sum(len(row.hs_code) == level for row in rows),
            provisional=0,
        )
        for level in (0, 4)
    )
    data_version.bump()
    data_version.forget()
    return rows
