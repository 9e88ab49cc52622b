"""What counts as a change of a row, and how long files of earlier data stay."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from clusters.models import Place
from kanpur_portal import data_version
from kanpur_portal.open_data import columns, store
from kanpur_portal.open_data.changes import Comparison

HEADING = "group,country,url,note,parts\r\n"


def differences(folder: Path, before: str, after: str) -> list[tuple[str, str]]:
    types = {
        "group": columns.TEXT,
        "country": columns.TEXT,
        "url": columns.ADDRESS,
        "note": columns.TEXT,
        "parts": columns.OBJECTS,
    }
    dataset: Any = SimpleNamespace(
        key=("group", "country"),
        columns=[SimpleNamespace(name=name, type=kind) for name, kind in types.items()],
    )
    with Comparison(folder / "comparison.sqlite3", dataset) as comparison:
        comparison.take_before((HEADING + before).splitlines())
        comparison.take_after((HEADING + after).splitlines())
        return list(comparison.differences())


def test_a_row_is_known_by_all_columns_of_its_key(tmp_path: Path) -> None:
    rows = "eu,DE,u,n,[]\r\neu,FR,u,n,[]\r\n"
    assert differences(tmp_path, rows, rows.replace("FR", "IT")) == [("added", "eu IT"), ("removed", "eu FR")]


def test_where_the_portal_stands_is_no_change_and_a_path_is_one(tmp_path: Path) -> None:
    row = 'eu,DE,http://here/x/1/,see http://source/a,"[{""url"": ""http://here/x/1/"", ""n"": 1}]"\r\n'
    assert differences(tmp_path, row, row.replace("http://here", "https://there:8000")) == []
    (tmp_path / "comparison.sqlite3").unlink()
    assert differences(tmp_path, row, row.replace('here/x/1/""', 'here/x/2/""')) == [("changed", "eu DE")]
    (tmp_path / "comparison.sqlite3").unlink()
    assert differences(tmp_path, row, row.replace("source/a", "elsewhere/a")) == [("changed", "eu DE")]


@pytest.mark.usefixtures("printed_plan", "db", "few")
def test_files_of_earlier_data_stay_for_an_hour(get: Callable[..., Any], data_folder: Path) -> None:
    """Somebody may be reading one; none is taken for that of today."""

    def made() -> set[str]:
        return {path.name for path in (data_folder / "open-data").iterdir()}

    get("/data/places.csv").getvalue()
    (first,) = made()
    Place.objects.order_by("pk").last().delete()  # type: ignore[union-attr]
    data_version.forget()
    get("/data/places.csv").getvalue()
    assert len(made()) == 2
    assert first in made()
    old = time.time() - 3700
    for path in (data_folder / "open-data").iterdir():
        os.utime(path, (old, old))
    get("/data/places.jsonl").getvalue()
    assert first not in made()
    assert len(made()) == 2


@pytest.mark.usefixtures("printed_plan", "db", "few")
def test_rows_are_counted_anew_after_a_write(get: Callable[..., Any]) -> None:
    before = store.counts()["places"]
    Place.objects.order_by("pk").last().delete()  # type: ignore[union-attr]
    data_version.forget()
    assert store.counts()["places"] == before - 1
    response = get("/data/places.csv")
    assert (response["X-Total-Count"], response.getvalue().count(b"\r\n")) == (str(before - 1), before)
