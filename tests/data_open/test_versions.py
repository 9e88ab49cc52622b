"""Versions stay, say exactly what changed, and are whole or not there."""

import base64
import csv
import hashlib
import io
import os
import time
import zipfile
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from clusters.models import Place
from exports.models import HSCode, TradeFigure
from interventions.models import Action
from kanpur_portal import data_version
from kanpur_portal.api_views import RESOURCES
from kanpur_portal.models import DatasetVersion
from kanpur_portal.open_data import store, versions
from kanpur_portal.open_data.datasets import DATASETS, Dataset
from kanpur_portal.tasks import publish_data

pytestmark = pytest.mark.usefixtures("printed_plan", "db", "few")


def change(code: str, note: str) -> None:
    found = HSCode.objects.get(code=code)
    found.note = note
    found.save()


def test_nothing_is_made_while_the_data_stand(data_folder: Path) -> None:
    publish_data()
    publish_data()
    data_version.bump()  # something was written that no dataset shows
    publish_data()
    assert [version.number for version in DatasetVersion.objects.all()] == [1]
    assert [path.name for path in (data_folder / "versions").iterdir()] == ["1"]


def test_a_version_stays_after_a_correction_and_the_next_names_exactly_what_changed(
    get: Callable[..., Any], imported: list[TradeFigure]
) -> None:
    first = versions.publish()
    cited = get("/data/versions/1/hs-codes.csv")
    content = cited.getvalue()
    change("420100", "corrected")
    Place.objects.order_by("pk").last().delete()
    gone = set(first.datasets["places"]["ids"])
    TradeFigure.objects.filter(pk=imported[0].pk).update(amount=99)
    data_version.bump()
    second = versions.publish()
    assert not gone
    assert second.datasets["hs-codes"]["ids"] == {"changed": ["420100"]}
    assert second.datasets["export-figures"]["ids"] == {"changed": [f"t-{imported[0].pk}"]}
    assert list(second.datasets["places"]["ids"]) == ["removed"]
    assert second.datasets["places"]["rows"] == first.datasets["places"]["rows"] - 1
    again = get("/data/versions/1/hs-codes.csv")
    assert again.getvalue() == content
    assert again["ETag"] == cited["ETag"]
    assert "immutable" in again["Cache-Control"]
    assert len(content) == int(again["Content-Length"])
    assert get("/data/versions/2/hs-codes.csv").getvalue() != content
    changes = list(csv.reader(io.StringIO(get("/data/versions/2/changes.csv").getvalue().decode())))
    assert changes[0] == ["dataset", "change", "key"]
    assert ["hs-codes", "changed", "420100"] in changes
    assert len(changes) == 4


def test_the_page_says_what_one_cites(get: Callable[..., Any]) -> None:
    version = versions.publish()
    package = get("/data/versions/1/all.zip")
    assert package["ETag"] == f'"{version.sha256}"'
    with zipfile.ZipFile(io.BytesIO(package.getvalue())) as opened:
        assert opened.testzip() is None
        assert "Version 1" in opened.read("README.txt").decode()
    day = timezone.localdate(version.made_at)  # in the night the day of the district is the next
    for prefix in ("", "/hi"):
        page = get(f"{prefix}/data/versions/1/").content.decode()
        assert f"Kanpur cluster portal, version 1 of {day}, sha256" in " ".join(page.split())
        assert version.sha256 in page
        assert "/data/versions/1/" in get(f"{prefix}/data/versions/").content.decode()
        assert "/data/versions/1/" in get(f"{prefix}/data/").content.decode()
    change("420100", "corrected")
    versions.publish()
    assert "420100" in get("/data/versions/2/").content.decode()


def test_moving_the_portal_changes_no_row(settings: Any) -> None:
    versions.publish()
    settings.PORTAL_URL = "https://elsewhere.example"
    data_version.bump()
    assert versions.publish() is None


def test_neither_a_day_nor_a_new_address_changes_an_action(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their schedule is that of the day, and they lead to their updates."""
    monkeypatch.setitem(DATASETS, "actions", Dataset("actions", dict(RESOURCES)["actions"]))
    first = versions.publish()
    settings.PORTAL_URL = "https://elsewhere.example"
    data_version.bump()
    with time_machine.travel(first.made_at + timedelta(days=1)):
        assert versions.publish() is None
    action = Action.objects.get(reference="KN-07")
    action.start_by = timezone.localdate()
    action.save()
    assert versions.publish().datasets["actions"]["ids"] == {"changed": ["KN-07"]}


def test_the_page_names_some_changes_and_the_file_all(
    get: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "SHOWN", 2)
    versions.publish()
    changed = ["392310", "420100", "610711"]
    for code in changed:
        change(code, "corrected")
    found = versions.publish().datasets["hs-codes"]
    assert found["changed"] == 3
    assert found["ids"] == {"changed": changed[:2]}
    response = get("/data/versions/2/changes.csv")
    assert response["X-Total-Count"] == "3"
    assert [row["key"] for row in csv.DictReader(io.StringIO(response.getvalue().decode()))] == changed


def test_a_file_of_a_version_is_named_counted_and_kept(get: Callable[..., Any]) -> None:
    version = versions.publish()
    for name, rows in (
        ("hs-codes.csv", HSCode.objects.count()),
        ("changes.csv", 0),
        ("all.zip", sum(dataset.count() for dataset in DATASETS.values())),
    ):
        response = get(f"/data/versions/1/{name}")
        content = response.getvalue()
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
        assert response["Repr-Digest"] == f"sha-256=:{digest}:"
        assert int(response["Content-Length"]) == len(content)
        assert response["X-Total-Count"] == str(rows)
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "-1." in response["Content-Disposition"], "two versions do not overwrite each other"
    assert version.datasets["hs-codes"]["size"] == len(get("/data/versions/1/hs-codes.csv").getvalue())
    assert version.size == len(get("/data/versions/1/all.zip").getvalue())


def test_the_zip_of_today_is_made_unless_there_are_too_many_rows_to_wait_for(
    get: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    versions.publish()
    response = get("/data/all.zip")
    assert response["Cache-Control"] == "no-cache"
    assert response["X-Total-Count"] == str(sum(dataset.count() for dataset in DATASETS.values()))
    response.getvalue()
    monkeypatch.setattr(store, "STREAM_ABOVE", 100)
    assert get("/data/all.zip")["Location"] == "/data/versions/1/all.zip"


def test_a_list_that_the_api_no_longer_has_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    first = versions.publish()
    monkeypatch.delitem(DATASETS, "places")
    data_version.bump()
    second = versions.publish()
    assert second.datasets["places"]["removed"] == first.datasets["places"]["rows"]


def test_a_killed_task_leaves_nothing_and_the_next_makes_it_whole(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", killed)
        with pytest.raises(KeyboardInterrupt):
            versions.publish()
    assert not DatasetVersion.objects.exists()
    assert not list((data_folder / "versions").iterdir())
    left = versions.folder(1)  # killed between the folder and the row
    left.mkdir()
    (left / "half").write_text("a part")
    assert versions.publish().number == 1
    assert sorted(path.name for path in left.iterdir()) == [versions.PACKAGE, versions.CHANGES]


def test_what_a_killed_task_left_a_day_ago_is_swept_away(data_folder: Path) -> None:
    for name, hours in (("old", 25), ("young", 1)):
        left = data_folder / "versions" / f".making-{name}"
        left.mkdir(parents=True)
        made = time.time() - hours * 3600
        os.utime(left, (made, made))
    versions.publish()
    assert {path.name for path in (data_folder / "versions").iterdir()} == {"1", ".making-young"}


def killed(*args: Any) -> None:
    raise KeyboardInterrupt


def test_two_at_once_make_one_version(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = versions.write_package
    nested: list[Any] = []

    def meanwhile(*args: Any) -> Any:
        found = alone(*args)
        if not nested:
            nested.append(None)
            nested.append(versions.publish())
        return found

    monkeypatch.setattr(versions, "write_package", meanwhile)
    assert versions.publish() is None
    assert nested[1].number == 1
    assert DatasetVersion.objects.count() == 1


def test_data_that_never_stand_still_make_no_version(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = versions.write_package

    def moving(*args: Any) -> Any:
        data_version.bump()
        return alone(*args)

    monkeypatch.setattr(versions, "write_package", moving)
    with pytest.raises(CommandError, match="try later"):
        call_command("publish_data")
    assert not DatasetVersion.objects.exists()
    assert not list((data_folder / "versions").iterdir())


def test_the_command_says_what_it_made() -> None:
    said = StringIO()
    call_command("publish_data", stdout=said)
    call_command("publish_data", stdout=said)
    made, nothing = said.getvalue().splitlines()
    assert DatasetVersion.objects.get().sha256 in made
    assert "Nothing was made" in nothing
